"""Whatever stands in a text cell arrives as text: in pages, Markdown, workbook, calendar, PDF and terminal.

A workbook of hostile texts is compared with the same one of harmless texts: their outputs have the same structure.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import icalendar
import markdown
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from pypdf import PdfReader

from estimator.cli.main import main
from estimator.read.values import clean
from estimator.render.safe_text import one_line
from tests.hostile_texts import OWN, harmless, hostile_texts, office_of

TODAY = ("--today", "2026-11-22")
PAGES = ("index", "help", "updates", "equipment", "sites", "renew", "reviews", "words")
HARMFUL = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Built:
    """The output folders of the hostile and the harmless workbook, and the texts."""

    texts: list[str]
    hostile: Path
    harmless: Path

    def both(self, name: str) -> tuple[bytes, bytes]:
        """A file of each."""
        return (self.hostile / name).read_bytes(), (self.harmless / name).read_bytes()


def run(*arguments: object) -> Any:
    """A command as it is called; a traceback is a failure."""
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exit_code in (0, 1), result.output
    return result


@pytest.fixture(scope="module")
def texts(request: pytest.FixtureRequest) -> list[str]:
    """Our own hostile texts, and those that others published where they are there."""
    try:
        folder = request.getfixturevalue("trial_data")
    except pytest.skip.Exception:
        folder = None
    return hostile_texts(folder)


@pytest.fixture(scope="module")
def built(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("hostile-texts")
    for name, content in (("hostile", office_of(texts)), ("harmless", office_of(texts, harmless))):
        (folder / f"{name}.xlsx").write_bytes(content)
        run("build", folder / f"{name}.xlsx", "-o", folder / "out", "--quiet", "--languages", "en", *TODAY)
    return Built(texts, folder / "out" / "hostile", folder / "out" / "harmless")


class Structure(HTMLParser):
    """A page without its texts: its elements with the names of their attributes, and its scripts and links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, ...]] = []
        self.links: set[str] = set()
        self.shown: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        self.links |= {str(value) for name, value in attrs if name in ("href", "src", "action", "style", "srcset")}

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}",))

    def handle_decl(self, decl: str) -> None:
        self.elements.append((decl,))

    def handle_comment(self, data: str) -> None:
        self.elements.append(("comment",))

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_same_elements_whatever_the_texts_are(built: Built, page: str) -> None:
    hostile, plain = (Structure(content.decode()) for content in built.both(f"site/{page}.html"))
    # A drawing writes a long text on two lines, or cuts it and keeps the whole as a title: how wide it is decides that.
    of_width = {"text", "title", "/text", "/title"}
    of_hyphens = {("i",), ("/i",)}  # nothing but the element, around a name with hyphens
    hostile_elements, plain_elements = (
        [each for each in page.elements if each[0] not in of_width and each not in of_hyphens]
        for page in (hostile, plain)
    )
    assert hostile_elements == plain_elements
    unlike = {link for link in hostile.links - plain.links if not re.match(r"(equipment|sites)?(\.html)?#", link)}
    assert unlike == set()


def test_the_page_for_account_managers_has_the_same_elements_whatever_the_texts_are(built: Built) -> None:
    hostile, plain = (Structure(content.decode()) for content in built.both("internal/decision.html"))
    assert hostile.elements == plain.elements
    assert hostile.links == plain.links == set()


def test_the_equipment_page_shows_every_text_as_it_is(built: Built) -> None:
    shown = " ".join("".join(Structure((built.hostile / "site/equipment.html").read_text("utf-8")).shown).split())
    unprintable = re.compile("[\x7f\ufffe\uffff]")  # what no page can carry
    wanted = [" ".join(unprintable.sub("", clean(text)).split()) for text in built.texts]
    assert [text for text in wanted if text not in shown] == []


def test_the_search_index_is_only_data(built: Built) -> None:
    index = json.loads((built.hostile / "site/search/search_index.json").read_text("utf-8"))
    titles = Counter(re.sub(r"[^<>]+", "", entry["title"] + entry["text"]) for entry in index["docs"])
    plain = json.loads((built.harmless / "site/search/search_index.json").read_text("utf-8"))
    assert titles == Counter(re.sub(r"[^<>]+", "", entry["title"] + entry["text"]) for entry in plain["docs"])


@pytest.mark.parametrize("command", [("check",), ("estimate",), ("estimate", "--format", "markdown")])
def test_nothing_that_a_terminal_would_obey_is_printed(built: Built, command: Sequence[str], tmp_path: Path) -> None:
    name = "a\x1b[2J\u202eb\nc.xlsx"
    (tmp_path / name).write_bytes(office_of(built.texts))
    result = run(command[0], tmp_path / name, *command[1:], *TODAY)
    assert result.exit_code == 0
    assert found_harmful(result.stdout + result.stderr) == set()


@pytest.mark.parametrize("command", [("check", "--format", "json"), ("estimate", "--format", "json")])
def test_json_that_is_printed_holds_every_text_and_no_control_character(
    built: Built, command: Sequence[str], tmp_path: Path
) -> None:
    path = tmp_path / "a\x1b[2J\x9b\u202e\u2028.xlsx"
    path.write_bytes(office_of(built.texts))
    result = run(command[0], path, *command[1:], *TODAY)
    assert found_harmful(result.stdout) == set()
    document = json.loads(result.stdout)
    if command[0] == "estimate":
        assert document["inputs"]["workbook"]["name"] == path.name


def found_harmful(printed: str) -> set[str]:
    """Characters that a terminal would obey or hide."""
    allowed = "\n\u200c\u200d"
    return {letter for letter in printed if unicodedata.category(letter) in HARMFUL and letter not in allowed}


def test_the_report_as_markdown_has_the_same_elements_whatever_the_texts_are(built: Built, tmp_path: Path) -> None:
    pages = []
    for change in (str, harmless):
        path = tmp_path / f"{change.__name__}.xlsx"
        path.write_bytes(office_of(built.texts, change))
        text = run("estimate", path, "--format", "markdown", *TODAY).stdout
        pages.append(Structure(markdown.markdown(text, extensions=["tables", "toc", "attr_list", "admonition"])))
    assert [element[0] for element in pages[0].elements] == [element[0] for element in pages[1].elements]
    assert pages[0].links <= {"text-align: right;"}


def test_no_text_becomes_a_formula_in_the_comparison(built: Built) -> None:
    hostile, plain = (load_workbook(io.BytesIO(each)) for each in built.both("internal/comparison.xlsx"))
    assert hostile.sheetnames == plain.sheetnames
    assert formulas(hostile) == formulas(plain)
    for content in built.both("internal/comparison.xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not any("externalLink" in name or "ddeLink" in name for name in archive.namelist())
            assert not any(b"<hyperlink" in archive.read(name) for name in archive.namelist())


def formulas(book: Any) -> set[tuple[str, str]]:
    """The cells that are formulas."""
    cells = ((sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row)
    return {(title, cell.coordinate) for title, cell in cells if cell.data_type == "f"}


def test_the_calendar_has_the_same_lines_whatever_the_texts_are(built: Built) -> None:
    hostile, plain = built.both("schedule.ics")
    assert all(len(line) <= 75 for line in hostile.split(b"\r\n"))
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", hostile)
    assert list(properties(hostile)) == list(properties(plain))


def properties(calendar: bytes) -> Iterator[tuple[str, str]]:
    """Every component and property of a calendar by name."""
    for component in icalendar.Calendar.from_ical(calendar).walk():
        for name in component:
            yield component.name, name


def test_the_proposal_shows_the_customer_and_links_nowhere(built: Built) -> None:
    hostile, plain = (PdfReader(io.BytesIO(each)) for each in built.both("quote.pdf"))
    assert links(hostile) == links(plain)
    assert "/JavaScript" not in str(hostile.trailer) and "/OpenAction" not in hostile.trailer["/Root"]
    assert len(hostile.pages) == len(plain.pages)


def links(document: PdfReader) -> list[str]:
    """What the annotations of a PDF lead to."""
    annotations = [note.get_object() for page in document.pages for note in page.get("/Annots", ())]
    return sorted(str(note.get("/A", {}).get("/URI", "")) for note in annotations)


@pytest.mark.parametrize("text", [text for text in OWN if harmless(text).strip("x ") == ""], ids=ascii)
def test_a_proposal_names_its_customer_whatever_the_name(text: str, tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(office_of([text, "plain"]))
    result = run("quote", path, "-o", tmp_path / "quote.pdf", *TODAY)
    assert result.exit_code == 0, result.output
    shown = "".join(page.extract_text() for page in PdfReader(tmp_path / "quote.pdf").pages)
    assert letters_of(one_line(text)) in letters_of(shown)


def letters_of(text: str) -> str:
    """The letters and digits of a text: a PDF breaks lines, joins letters, and lacks some characters."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
