"""The terminal and Markdown reports: everything in it, nothing cut, nothing from a cell obeyed."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from estimator.diagnostics import Diagnostic, Level
from estimator.model.estimate import Assumption, Estimate, Question
from estimator.model.facts import SET_ON_COMMAND_LINE
from estimator.model.source import Cell
from estimator.model.workload import NotPriced
from estimator.render.causes import causes
from estimator.render.diagnostics_text import diagnostics_text
from estimator.render.markdown import report_markdown
from estimator.render.report import estimate_report
from estimator.render.safe_text import one_line
from estimator.render.text import check_text, report_text
from estimator.render.verdict_words import break_even_sentence, verdict_sentences
from tests.render.estimates import office_customer, office_estimate, office_facts

HOSTILE = "[bold]*x*[/bold] <b>|</b>\x1b[31m\u202etxt\n# `code` https://example.com"
PROBLEMS = (
    Diagnostic(Level.WARNING, "Assets!J15", "no-version", "The version is missing.", "Ask for it."),
    Diagnostic(Level.ERROR, "Assets!J14", "unknown-type", "'servr' is no type.", "Did you mean 'server'?"),
    Diagnostic(Level.ERROR, "Assets!A9", "duplicate-id", "'[red]A\x1b[2J' stands twice."),
)


def printed(renderable: RenderableType, width: int = 80, soft_wrap: bool = False) -> str:
    stream = StringIO()
    Console(file=stream, width=width).print(renderable, soft_wrap=soft_wrap)
    return stream.getvalue()


def estimate_report_text(estimate: Estimate) -> str:
    return printed(report_text(estimate_report(estimate, office_facts())))


def estimate_report_markdown(estimate: Estimate) -> str:
    return report_markdown(estimate_report(estimate, office_facts()))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_report_fits_into_eighty_columns() -> None:
    questions = [
        Question(
            (Cell("Assets", 1000 + i, 9),),
            "Does it run a long, long " * 5 + "system?",
            Decimal(2000),
            Decimal(2100 + i),
        )
        for i in range(9)
    ]
    text = estimate_report_text(replace(office_estimate(), questions=tuple(questions)))
    assert max(map(len, text.splitlines())) <= 80
    assert "Assets!I1000" in text
    assert "4 more: estimator check lists them." in text


@pytest.mark.parametrize("render", [estimate_report_text, estimate_report_markdown])
def test_the_printed_lines_of_the_fee_add_up_to_the_printed_fee(render: object) -> None:
    text = render(office_estimate())  # type: ignore[operator]
    table = text.partition("Component")[2].partition("Onboarding, once")[0]
    amounts = [Decimal(found.replace("€", "").replace(",", "")) for found in re.findall(r"-?€[\d,]+\.\d\d", table)]
    assert amounts[-1] == Decimal("2350.00")
    assert sum(amounts[:-1]) == amounts[-1]


def test_the_report_says_what_was_asked_of_it() -> None:
    text = squeezed(estimate_report_text(office_estimate()))
    for part in (
        "Fixed fee: €2,350.00 a month, €94.00 a seat",
        "What binds: the offer",
        "Business * €2,290 €1,975-2,620 64% yes",
        "No contract €2,310 €1,950-2,690 61% weaker",
        "106% of the expected tickets",
        "Tickets: seat 3.0 h",
        "Gross margin, expected year 33.4%",
        "It is not managed. Assets!A30:A31",
        "Assets!I14 Which operating system and version? €2,141-2,212 €71",
        "2 figures in the data files are assumptions",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ("fixed", "the fixed fee costs €25,800, €1,684 less than the hourly plan Business"),
        ("predictability", "the fixed fee costs €28,200, €716 more than the hourly plan Business"),
        ("hourly", "would cost €31,446 under the hourly plan Business: €1,554 less than the fixed fee"),
    ],
)
def test_every_verdict_is_told_in_plain_words(choice: str, sentence: str) -> None:
    estimate = office_estimate(choice=choice)
    assert sentence in " ".join(verdict_sentences(estimate, office_facts().rate_card, "en"))
    assert ("Verdict: Stay hourly" in estimate_report_text(estimate)) is (choice == "hourly")


def test_a_break_even_without_tickets_says_so() -> None:
    estimate = office_estimate()
    without = replace(estimate, verdict=replace(estimate.verdict, break_even=None))
    assert break_even_sentence(without, "en").startswith("No tickets are expected")
    even = estimate.verdict.break_even
    assert even is not None
    certain = replace(estimate, verdict=replace(estimate.verdict, break_even=replace(even, share_of_expected=0.0)))
    assert "without a single ticket" in break_even_sentence(certain, "en")


def test_an_estimate_without_seats_endpoints_or_questions_is_told_too() -> None:
    estimate = office_estimate()
    bare = replace(
        estimate, workload=replace(estimate.workload, seats=0, endpoints=0, streams=(), not_priced=()), questions=()
    )
    text = estimate_report_text(bare)
    assert "a seat" not in text
    assert "Open questions" not in text
    assert "Not in the fee" not in text


def test_causes_are_ranked_by_value_and_make_up_the_whole() -> None:
    found = causes(office_estimate(), office_facts())
    assert found[0].name == "seat"
    assert [cause.monthly_value for cause in found] == sorted((c.monthly_value for c in found), reverse=True)
    assert sum(cause.share for cause in found) == pytest.approx(1)


def test_a_cause_is_worth_its_hours_at_the_rate_and_its_visits() -> None:
    # server: 2.04 tickets x 75 minutes = 2.55 h a year at EUR 111; 12 sessions x 65 minutes = 13 h a year at EUR 111
    found = {cause.name: cause for cause in causes(office_estimate(), office_facts())}
    assert found["server"].monthly_value == pytest.approx(Decimal("2.55") * 111 / 12)
    assert found["Server updates"].monthly_value == 13 * Decimal(111) / 12
    # seat: 88.6 tickets x 24 minutes at EUR 96, and 5.3 visits at EUR 45
    assert float(found["seat"].monthly_value) == pytest.approx((88.6 * 0.4 * 96 + 5.3 * 45) / 12)


def test_many_cells_of_one_reason_are_counted_not_listed() -> None:
    estimate = office_estimate()
    scattered = tuple(NotPriced(Cell("Assets", 2 * i, 1), "Not managed.") for i in range(1, 101))
    text = squeezed(estimate_report_text(replace(estimate, workload=replace(estimate.workload, not_priced=scattered))))
    assert "92 more" in text


def test_text_from_cells_is_neither_markup_nor_control_sequence_in_the_terminal() -> None:
    text = estimate_report_text(office_estimate(office_customer(name=HOSTILE)))
    assert "[bold]*x*[/bold]" in squeezed(text)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_text_from_cells_is_no_markdown_structure() -> None:
    text = estimate_report_markdown(office_estimate(office_customer(name=HOSTILE)))
    title = text.splitlines()[0]
    assert r"\[bold\]\*x\*\[/bold\] \<b\>\|\</b\>" in title
    assert r"\# \`code\` https&#58;//example.com" in title


def test_markdown_holds_the_same_figures_as_the_terminal() -> None:
    figures = set(re.findall(r"€[\d,.\-]*\d|\d+%", estimate_report_text(office_estimate())))
    markdown = estimate_report_markdown(office_estimate())
    assert len(figures) > 30
    assert figures <= set(re.findall(r"€[\d,.\-]*\d|\d+%", markdown))


def test_check_names_errors_first_each_on_one_line() -> None:
    lines = printed(check_text(PROBLEMS, office_estimate()), width=40, soft_wrap=True).splitlines()
    assert lines[0] == "Assets!J14: error: 'servr' is no type. Did you mean 'server'? [unknown-type]"
    assert lines[1] == "Assets!A9: error: '[red]A\ufffd[2J' stands twice. [duplicate-id]"
    assert lines[2].startswith("Assets!J15: warning: ")
    assert lines[3] == "2 errors, 1 warning"
    assert "Assets!I14: €71 (€2,141-2,212): Which operating system and version?" in lines


def test_the_least_of_many_questions_are_counted_not_listed() -> None:
    estimate = office_estimate()
    many = replace(estimate, questions=estimate.questions[:1] * 201)
    lines = diagnostics_text((), many).splitlines()
    assert lines[-1] == "1 more moves it by less: see questions in estimate.json."
    assert sum(line.startswith("Assets!") for line in lines) == 200


def test_the_diagnostics_file_holds_what_check_prints() -> None:
    estimate = office_estimate()
    on_screen = printed(check_text(PROBLEMS, estimate), soft_wrap=True)
    assert diagnostics_text(PROBLEMS, estimate) == on_screen


def test_a_workbook_without_problems_is_told_so() -> None:
    assert diagnostics_text((), None) == "No problems found.\n"


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("plain", "plain"),
        ("  two\n lines\t", "two lines"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\u202eb\u2066c", "a\ufffdb\ufffdc"),
        ("a\u2028b", "a b"),
        ("1\u00a0000", "1\u00a0000"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("", ""),
    ],
)
def test_harmful_characters_become_visible(raw: str, clean: str) -> None:
    assert one_line(raw) == clean


def test_what_was_set_on_the_command_line_is_told_beside_the_sources() -> None:
    estimate = office_estimate()
    changed = Assumption("driver.seat.tickets_per_unit_month", "0.7", SET_ON_COMMAND_LINE)
    told = squeezed(estimate_report_text(replace(estimate, assumptions=(*estimate.assumptions, changed))))
    assert "Set by --set: driver.seat.tickets_per_unit_month = 0.7." in told
    assert "Set by --set" not in estimate_report_text(estimate)


def test_what_overlays_changed_is_told_for_each_of_them_and_cut_where_it_is_much() -> None:
    estimate = office_estimate()
    changed = [Assumption(f"driver.d{n}.mean_minutes", str(n), "overlay ours.toml") for n in range(14)]
    other = Assumption("frequency_cv", "0.3", "overlay theirs.toml: a\nguess")
    told = squeezed(estimate_report_text(replace(estimate, assumptions=(*estimate.assumptions, *changed, other))))
    assert "Changed by overlay ours.toml: driver.d0.mean_minutes = 0; driver.d1.mean_minutes = 1;" in told
    assert "driver.d11.mean_minutes = 11; and 2 more." in told
    assert "Changed by overlay theirs.toml: a guess: frequency_cv = 0.3." in told


def test_a_check_that_stops_at_errors_says_where_the_open_questions_are() -> None:
    assert "Once the errors are corrected" in printed(check_text(PROBLEMS, None), soft_wrap=True)
    assert "Once the errors" not in printed(check_text((), None), soft_wrap=True)
