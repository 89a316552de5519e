"""Nothing internal reaches a customer: a workbook full of marks is built, every customer file is searched for them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from estimator.pipeline.build import Order, build_one
from estimator.pipeline.customer import priced, read
from estimator.pipeline.outputs import write_zip
from estimator.read.data_files import read_facts
from estimator.read.headings import read_form
from estimator.render.example_office import example_office
from estimator.render.form.workbook import write_form

MARK = "ZZINTERNALZZ"
OVERRIDES = (
    "cost.hourly.technician=57.31",
    "cost.hourly.engineer=71.93",
    "cost.travel_per_visit=31.37",
    "guards.minimum_gross_margin=0.1537",
    "risk.appetite=1.0173",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str]]:
    """The output folder of the marked customer, and every internal figure as it could be printed."""
    folder = tmp_path_factory.mktemp("marked")
    office = example_office()
    marked = replace(
        office,
        assets=tuple(replace(asset, internal_notes=f"{MARK} {asset.id}") for asset in office.assets),
        services=tuple(replace(service, internal_notes=f"{MARK} {service.id}") for service in office.services),
    )
    workbook = folder / "marked.xlsx"
    write_form(workbook, read_form(), "en", marked)
    order = Order(folder / "out", read_facts({}, OVERRIDES), date(2026, 11, 22))
    result = build_one(workbook, order)
    assert result.outcome == "built", result.diagnostics
    assessment, _ = read(workbook, order.facts, order.today)
    assert all(MARK in asset.internal_notes for asset in assessment.assets), "the marks are not even in the workbook"
    provider = priced(assessment, order.facts, order.today).estimate
    amounts = [
        provider.provider.expected_annual_cost,
        provider.provider.p90_annual_cost,
        provider.fee.margin_guard,
        provider.fee.bad_year_guard,
        provider.fee.offer,
    ]
    printed = {text for amount in amounts for text in spellings(amount)}
    printed |= {"57.31", "57,31", "71.93", "71,93", "31.37", "31,37", "15.37", "15,37"}
    printed |= {f"{100 * provider.provider.gross_margin:.1f}%", f"{100 * provider.provider.bad_year_margin:.1f}%"}
    return result.folder, printed


def spellings(amount: Decimal) -> Iterator[str]:
    """An amount with and without cents, with every thousands separator and decimal sign of our languages."""
    for text in (f"{amount:,.2f}", f"{amount:,.0f}"):
        for thousands, point in (
            (",", "."),
            (".", ","),
            (" ", ","),
            ("\u202f", ","),
            ("\u00a0", ","),
            ("", "."),
            ("", ","),
        ):
            yield text.replace(",", "T").replace(".", "P").replace("T", thousands).replace("P", point)


def customer_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and text of everything that a customer receives; PDF and zip are opened."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != "internal":
            yield str(name), text_of(name.name, path.read_bytes())


def text_of(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        return "\n".join(
            [*(page.extract_text() for page in reader.pages), str(reader.metadata), str(reader.xmp_metadata)]
        )
    if name.endswith(".gz"):
        import gzip

        return gzip.decompress(content).decode()
    return content.decode("utf-8", errors="replace")


def test_no_internal_note_is_in_any_customer_file(built: tuple[Path, set[str]]) -> None:
    names = [name for name, text in customer_files(built[0]) if MARK in text]
    assert names == []


def test_no_internal_figure_is_in_any_customer_file(built: tuple[Path, set[str]]) -> None:
    folder, figures = built
    pattern = re.compile(r"(?<![\d.,])(" + "|".join(map(re.escape, sorted(figures))) + r")(?![\d])")
    found = {
        name: match.group()
        for name, text in customer_files(folder)
        if not name.endswith((".js", ".css", ".png", ".svg")) and (match := pattern.search(text))
    }
    assert found == {}


def test_the_search_would_find_internal_figures_where_they_are(built: tuple[Path, set[str]]) -> None:
    folder, figures = built
    estimate = (folder / "internal" / "estimate.json").read_text(encoding="utf-8")
    assert any(figure in estimate for figure in figures)
    assert "€" in text_of("quote.pdf", (folder / "quote.pdf").read_bytes())


def test_no_internal_word_is_in_the_proposal_or_on_the_pages(built: tuple[Path, set[str]]) -> None:
    words = re.compile(r"gross margin|guard\b|bad-year|internal cost|cost per hour|our cost|probability of loss", re.I)
    folder = built[0]
    found = {
        name: match.group()
        for name, text in customer_files(folder)
        if name.endswith((".html", ".md", ".pdf", ".ics")) and (match := words.search(text))
    }
    assert found == {}


def test_internal_files_are_not_inside_the_zip_of_the_site(built: tuple[Path, set[str]], tmp_path: Path) -> None:
    write_zip(built[0] / "site", tmp_path / "site.zip")
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert archive.namelist()
        for name in archive.namelist():
            assert MARK.encode() not in archive.read(name)
            assert "internal" not in Path(name).parts
            assert not name.endswith((".json", ".xlsx", ".txt")) or "search" in name
