"""The same figure has the same text everywhere: terminal, Markdown, JSON, xlsx, PDF, SVG, decision.html, website.

Every output of both examples is made by the commands and searched for the texts of one table. The search itself is
tested too: a figure that one output tells differently is found.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from estimator.cli.main import main
from estimator.model.money import to_cents
from estimator.pipeline.customer import Priced, priced, quote_pdf, read
from estimator.read.data_files import read_facts
from estimator.render.estimate_texts import EstimateTexts, estimate_texts
from estimator.render.fee_words import component_name
from estimator.render.figures import chance, duration, hours, money, money_range, number, percent
from estimator.render.vat import vat_of
from estimator.render.verdict_words import plan_name

ASSESSMENTS = Path(__file__).parent.parent / "assessments"
TODAY = date(2026, 11, 22)
LANGUAGES = ("en", "nl", "fr", "de", "lb")
LIBREOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class Figure:
    """A figure's text, and the words that stand before it on the same line; no words: it may stand anywhere."""

    name: str
    text: str
    after: str = ""


@dataclass(frozen=True)
class Outputs:
    """Everything that was made of one example."""

    job: Priced
    terminal: str
    markdown: str
    document: dict[str, Any]
    proposals: Mapping[str, str]
    """The text of the PDF by language; the customer's own is what the command wrote."""
    page: str
    """The website's page about the fee, as text."""
    drawings: tuple[str, ...]
    """The text of every SVG on the website."""
    decision: str
    """The page for account managers, as text."""
    charts: tuple[str, ...]
    """The text of the chart of the options: on that page for screens and for telephones, and as a file of its own."""
    rows: tuple[tuple[str, tuple[Decimal, ...]], ...]
    """Of comparison.xlsx: the first text of a row, and its numbers."""


@pytest.fixture(scope="module", params=["example-office", "dunder-mifflin"])
def outputs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """Both examples through the commands, as a user runs them."""
    out, workbook = tmp_path_factory.mktemp("out"), ASSESSMENTS / f"{request.param}.xlsx"
    run("build", workbook, "-o", out, "--show-fee", "--languages", "en", "--quiet")
    folder, facts = out / request.param, read_facts({}, ())
    assessment, _ = read(workbook, facts, TODAY)
    jobs = {
        code: priced(replace(assessment, customer=replace(assessment.customer, language=code)), facts, TODAY)
        for code in LANGUAGES
    }
    own, decision = assessment.customer.language, (folder / "internal" / "decision.html").read_text("utf-8")
    run("estimate", workbook, "-o", out / "options.svg")
    charts = [*svgs(decision, "options"), (out / "options.svg").read_text("utf-8")]
    return Outputs(
        job=jobs[own],
        terminal=shown(run("estimate", workbook, width=200)),
        markdown=shown(run("estimate", workbook, "--format", "markdown").replace("\\", "")),
        document=json.loads(run("estimate", workbook, "--format", "json")),
        proposals={
            code: shown(pdf_text(quote_pdf(job), out) if code != own else pdf_text(folder / "quote.pdf", out))
            for code, job in jobs.items()
        },
        page=shown(html_text((folder / "site" / "fee.html").read_text("utf-8"))),
        drawings=tuple(shown(html_text(path.read_text("utf-8"))) for path in sorted(folder.rglob("*.svg"))),
        decision=shown(html_text(re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", decision, flags=re.DOTALL))),
        charts=tuple(shown(html_text(chart)) for chart in charts),
        rows=tuple(workbook_rows(folder / "internal" / "comparison.xlsx", out)),
    )


def run(*arguments: object, width: int = 100) -> str:
    told = (*map(str, arguments), "--today", TODAY.isoformat())
    result = CliRunner().invoke(main, told, env={"COLUMNS": str(width), "NO_COLOR": "1"})
    assert result.exit_code == 0, result.output
    return result.stdout


def pdf_text(pdf: bytes | Path, folder: Path) -> str:
    if isinstance(pdf, bytes):
        (folder / "quote.pdf").write_bytes(pdf)
        pdf = folder / "quote.pdf"
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages)


def html_text(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


def svgs(html: str, name: str) -> list[str]:
    """The drawings of a page whose names begin so."""
    return [svg for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL) if f'id="{name}' in svg]


def shown(text: str) -> str:
    """A text as a reader sees it: every kind of space is one space, lines stay lines."""
    return "\n".join(re.sub(r"[^\S\n]+", " ", line).strip() for line in text.replace("**", "").split("\n"))


def workbook_rows(path: Path, folder: Path) -> Iterator[tuple[str, tuple[Decimal, ...]]]:
    """The rows of all sheets, calculated by LibreOffice where it is installed."""
    if LIBREOFFICE:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = [LIBREOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
        subprocess.run(convert, check=True, capture_output=True, timeout=120)
        path = folder / path.name
    for sheet in openpyxl.load_workbook(path, data_only=True):
        for row in sheet.iter_rows(values_only=True):
            label = next((cell for cell in row if isinstance(cell, str)), "")
            numbers = [Decimal(repr(cell)) for cell in row if isinstance(cell, int | float)]
            yield label, tuple(numbers)


def missing(figures: list[Figure], output: str) -> list[str]:
    """The figures that an output does not tell with their text and after their words."""
    one_line = output.replace("\n", " ")
    return [figure.name for figure in figures if not tells(figure, output if figure.after else one_line)]


def tells(figure: Figure, output: str) -> bool:
    words, text = (re.escape(re.sub(r"\s", " ", part)) for part in (figure.after, figure.text))
    before = rf"(?<!\w){words}(?!\w)[^\n]*?" if words else ""
    return re.search(rf"{before}(?<![\d.,-]){text}(?![\d]|[.,]\d)", output) is not None


def figures_of_the_fee(job: Priced, texts: EstimateTexts, language: str) -> Iterator[Figure]:
    for line in job.estimate.fee.components:
        if line.monthly:
            yield Figure(line.id, texts.components[line.id], component_name(line.id, language))
    yield Figure("fee", texts.fee)
    yield Figure("fee without cents", texts.fee_short)
    yield Figure("onboarding", texts.onboarding)
    if texts.fee_per_seat:
        yield Figure("fee a seat", texts.fee_per_seat)


def figures_of_the_plans(job: Priced, texts: EstimateTexts, language: str) -> Iterator[Figure]:
    for plan, told in texts.plans.items():
        row = plan_name(job.facts.rate_card, plan, language)
        yield Figure(f"{plan} expected", told.expected, row)
        yield Figure(f"{plan} 8 years of 10", told.range, row)
        yield Figure(f"{plan} above the fee", told.chance_above_fee, row)


def figures_of_the_verdict(job: Priced, texts: EstimateTexts) -> Iterator[Figure]:
    best = texts.plans[job.estimate.verdict.best_hourly_plan]
    yield Figure("fee a year", texts.fee_annual_short)
    yield Figure("expected year", best.expected_annual)
    yield Figure("busy year", best.busy_annual)
    yield Figure("difference", texts.difference)
    yield Figure("gap", texts.gap)
    yield Figure("break-even share", texts.even_share)
    yield Figure("break-even tickets", texts.even_tickets)
    yield Figure("break-even hours", texts.even_hours)
    yield Figure("tickets a month", texts.tickets)
    yield Figure("hours a month", texts.reactive_hours)


def everything(job: Priced, language: str) -> list[Figure]:
    texts = estimate_texts(job.estimate, language)
    return [
        *figures_of_the_fee(job, texts, language),
        *figures_of_the_plans(job, texts, language),
        *figures_of_the_verdict(job, texts),
    ]


def figures_of_the_report(job: Priced) -> list[Figure]:
    scheduled = estimate_texts(job.estimate, "en").scheduled_hours
    return [*everything(job, "en"), Figure("scheduled hours", scheduled, "Hours of the update schedule a month")]


def figures_of_the_page(job: Priced) -> list[Figure]:
    """The report's, and what half of the years stay below."""
    texts = estimate_texts(job.estimate, "en")
    middles = (
        Figure(f"{plan} middle", told.middle, plan_name(job.facts.rate_card, plan, "en"))
        for plan, told in texts.plans.items()
    )
    return [*figures_of_the_report(job), *middles]


def figures_of_the_chart(job: Priced) -> list[Figure]:
    """In the drawing itself, and in the sentence that stands for it."""
    texts = estimate_texts(job.estimate, "en")
    figures = [Figure("fee in words", texts.fee_short, "The fixed fee is"), Figure("fee", texts.fee_short, "Fixed fee")]
    for plan, told in texts.plans.items():
        name = plan_name(job.facts.rate_card, plan, "en")
        figures.append(Figure(f"{plan} in words", told.range, name))
        figures.append(Figure(f"{plan} drawn", f"{told.range}, expected {told.expected}"))
    return figures


def figures_of_the_proposal(job: Priced, language: str) -> list[Figure]:
    """Also what only the customer is told: the tax, and the year's schedule."""
    fee, vat = job.estimate.fee, vat_of(job.assessment.customer, job.facts.rate_card)
    minutes = round(job.estimate.workload.scheduled_hours_per_month * 12 * 60)
    taxed = [amount for net in (fee.monthly, fee.onboarding) if vat.rate for amount in (vat.on(net), net + vat.on(net))]
    return [
        *everything(job, language),
        *(Figure(f"with tax {amount}", money(amount, job.estimate.currency, language)) for amount in taxed),
        Figure("a year's schedule", duration(minutes, language)),
    ]


def test_terminal_and_markdown_tell_every_figure(outputs: Outputs) -> None:
    figures = figures_of_the_report(outputs.job)
    assert len(figures) > 30
    assert missing(figures, outputs.terminal) == []
    assert missing(figures, outputs.markdown) == []


def test_the_page_for_account_managers_tells_every_figure(outputs: Outputs) -> None:
    assert missing(figures_of_the_page(outputs.job), outputs.decision) == []


def test_the_charts_tell_their_figures(outputs: Outputs) -> None:
    assert len(outputs.charts) == 3
    for chart in outputs.charts:
        assert missing(figures_of_the_chart(outputs.job), chart) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposal_tells_every_figure(outputs: Outputs, language: str) -> None:
    figures = figures_of_the_proposal(outputs.job, language)
    assert len(figures) > 30
    assert missing(figures, outputs.proposals[language]) == []


def test_the_json_document_reads_as_the_same_texts(outputs: Outputs) -> None:
    assert texts_of_the_document(outputs.document) == texts_of_the_estimate(outputs.job)


def texts_of_the_estimate(job: Priced) -> dict[str, object]:
    texts = estimate_texts(job.estimate, "en")
    best = texts.plans[job.estimate.verdict.best_hourly_plan]
    return {
        "fee": texts.fee,
        "fee a year": texts.fee_annual,
        "onboarding": texts.onboarding,
        "components": texts.components,
        "plans": {
            plan: (told.monthly_price, told.expected, told.range, told.expected_annual, told.chance_above_fee)
            for plan, told in texts.plans.items()
        },
        "verdict": (texts.difference, texts.gap, best.busy_annual),
        "break-even": (texts.even_share, texts.even_tickets, texts.even_hours),
        "work": (texts.tickets, texts.reactive_hours, texts.scheduled_hours, texts.spread),
    }


def texts_of_the_document(document: dict[str, Any]) -> dict[str, object]:
    def exact(text: str) -> str:
        return money(Decimal(text), "EUR", "en")

    def whole(text: str) -> str:
        return money(Decimal(text), "EUR", "en", cents=False)

    fee, verdict, work = document["fee"], document["verdict"], document["workload"]
    best = next(plan for plan in document["plans"] if plan["id"] == verdict["best_hourly_plan"])
    even = verdict["break_even"]
    return {
        "fee": exact(fee["monthly"]),
        "fee a year": exact(fee["annual"]),
        "onboarding": exact(fee["onboarding"]),
        "components": {line["id"]: exact(line["monthly"]) for line in fee["components"]},
        "plans": {
            plan["id"]: (
                exact(plan["monthly_price"]),
                whole(plan["expected_monthly"]),
                money_range(Decimal(plan["p10_monthly"]), Decimal(plan["p90_monthly"]), "EUR", "en"),
                whole(plan["expected_annual"]),
                chance(plan["probability_above_fee"], "en"),
            )
            for plan in document["plans"]
        },
        "verdict": (
            whole(verdict["annual_difference"].removeprefix("-")),
            whole(verdict["protected_against"].removeprefix("-")),
            whole(best["p90_annual"]),
        ),
        "break-even": (
            percent(even["share_of_expected"], "en"),
            number(even["tickets_per_month"], 1, "en"),
            hours(even["reactive_hours_per_month"], "en"),
        ),
        "work": (
            number(work["tickets_per_month"], 1, "en"),
            hours(work["reactive_hours_per_month"], "en"),
            hours(work["scheduled_hours_per_month"], "en"),
            percent(document["frequency_cv"], "en"),
        ),
    }


def test_comparison_xlsx_has_every_figure_in_its_row(outputs: Outputs) -> None:
    assert missing_in_rows(outputs.job, outputs.rows) == []


def missing_in_rows(job: Priced, rows: tuple[tuple[str, tuple[Decimal, ...]], ...]) -> list[str]:
    """The figures that no number of a row with their name comes to, as text."""
    texts, absent = estimate_texts(job.estimate, "en"), []

    def whole(amount: Decimal) -> str:
        return money(to_cents(amount), "EUR", "en", cents=False)

    def look(name: str, text: str, label: str, cents: bool) -> None:
        numbers = [number for row, found in rows if row == label for number in found]
        if text not in [money(to_cents(number), "EUR", "en", cents) for number in numbers]:
            absent.append(name)

    for line, text in texts.components.items():
        look(line, text, component_name(line, "en"), cents=True)
    for plan in job.estimate.plans:
        label, told = plan_name(job.facts.rate_card, plan.plan, "en"), texts.plans[plan.plan]
        low, high = (whole(each / 12) for each in (plan.p10_annual, plan.p90_annual))
        assert told.range == f"{low}-{high.removeprefix('€')}"
        for name, text in (("expected", told.expected), ("low", low), ("high", high)):
            look(f"{plan.plan} {name}", text, label, cents=False)
    anywhere = {money(to_cents(number), "EUR", "en") for _, found in rows for number in found}
    return [*absent, *(text for text in (texts.fee, texts.onboarding) if text not in anywhere)]


def test_the_website_names_the_fee_and_no_other_amount(outputs: Outputs) -> None:
    fee = estimate_texts(outputs.job.estimate, "en").fee
    assert set(re.findall(r"€ ?[\d.,]*\d|[\d.,]*\d ?€", outputs.page)) == {fee}


def test_no_drawing_of_the_website_names_an_amount(outputs: Outputs) -> None:
    assert outputs.drawings
    assert [text for drawing in outputs.drawings for text in re.findall(r"€", drawing)] == []


def other(text: str) -> str:
    """A figure that differs in one digit."""
    place = max(i for i, character in enumerate(text) if character.isdigit())
    return f"{text[:place]}{(int(text[place]) + 1) % 10}{text[place + 1 :]}"


def test_a_figure_that_one_output_tells_differently_is_found(outputs: Outputs) -> None:
    language = outputs.job.assessment.customer.language
    for output, figures in (
        (outputs.terminal, figures_of_the_report(outputs.job)),
        (outputs.markdown, figures_of_the_report(outputs.job)),
        (outputs.proposals[language], figures_of_the_proposal(outputs.job, language)),
        (outputs.decision, figures_of_the_page(outputs.job)),
        *((chart, figures_of_the_chart(outputs.job)) for chart in outputs.charts),
    ):
        for figure in figures:
            text = re.sub(r"\s", " ", figure.text)
            altered = re.sub(rf"(?<![\d.,-]){re.escape(text)}(?!\d|[.,]\d)", other(text), output)
            assert altered != output
            assert figure.name in missing(figures, altered)


def test_a_cell_that_holds_another_number_is_found(outputs: Outputs) -> None:
    labels = {component_name(line.id, "en") for line in outputs.job.estimate.fee.components}
    for i, (label, numbers) in enumerate(outputs.rows):
        if label in labels and numbers:
            altered = (*outputs.rows[:i], (label, tuple(each + 1 for each in numbers)), *outputs.rows[i + 1 :])
            assert missing_in_rows(outputs.job, altered) != []


def test_an_amount_of_the_document_that_differs_is_found(outputs: Outputs) -> None:
    document = json.loads(json.dumps(outputs.document))
    document["plans"][0]["p90_monthly"] = "1.00"
    assert texts_of_the_document(document) != texts_of_the_estimate(outputs.job)
