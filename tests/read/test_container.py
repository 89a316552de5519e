"""Files that are no workbooks, and workbooks that are traps."""

from __future__ import annotations

import json
import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from estimator.diagnostics import Diagnostic
from estimator.model.infrastructure import Assessment
from estimator.read.cells import RawSheet, read_cells
from estimator.read.container import OLE_MAGIC, empty_texts, look_inside
from estimator.read.values import clean
from estimator.read.workbook import read_assessment
from estimator.read.worker import _sheets
from tests.builders import facts
from tests.read.raw_workbooks import packed, raw_workbook
from tests.workbooks import VALID, make_workbook

Change = Callable[[str, bytes], bytes]


def read(path: Path) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
    return read_assessment(path, facts().rate_card, facts().lifecycle)


def only_problem(path: Path) -> str:
    """The one line that a file gets."""
    assessment, diagnostics = read(path)
    assert assessment is None
    assert len(diagnostics) == 1, list(map(str, diagnostics))
    return str(diagnostics[0])


def rewritten(path: Path, change: Change, more: dict[str, bytes] | None = None) -> Path:
    """A copy of a workbook with its parts changed and parts added."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, change(name, source.read(name)))
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return target


def unchanged(_name: str, content: bytes) -> bytes:
    return content


def in_sheet(number: int, old: str, new: str) -> Change:
    """A change of text in one sheet; the text must be there."""

    def change(name: str, content: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{number}.xml":
            return content
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "acme.xlsx")


def test_a_missing_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    assert only_problem(tmp_path / "acme.xlsx") == (
        "acme.xlsx: error: The file cannot be opened: No such file or directory. Check its name and place. [no-file]"
    )


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"", "no-workbook"),
        (b"id;name\n1;2\n", "no-workbook"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (OLE_MAGIC + b"\0" * 4096 + "Workbook".encode("utf-16-le"), "old-format"),
        (OLE_MAGIC + b"\0" * 4096 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_in_one_sentence(tmp_path: Path, content: bytes, check: str) -> None:
    path = tmp_path / "acme.xlsx"
    path.write_bytes(content)
    assert only_problem(path).endswith(f"[{check}]")


@pytest.mark.parametrize(
    ("part", "check"),
    [
        ("word/document.xml", "no-workbook"),
        ("a.txt", "no-workbook"),
        ("content.xml", "old-format"),
        ("xl/workbook.bin", "old-format"),
    ],
)
def test_another_kind_of_archive_is_told_in_one_sentence(tmp_path: Path, part: str, check: str) -> None:
    path = tmp_path / "acme.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "<a/>")
    assert only_problem(path).endswith(f"[{check}]")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.95])
def test_a_truncated_workbook_is_told_in_one_sentence(valid: Path, kept: float) -> None:
    content = valid.read_bytes()
    valid.write_bytes(content[: int(len(content) * kept)])
    assert only_problem(valid).endswith("[damaged]")


def test_a_workbook_with_broken_xml_is_damaged(valid: Path) -> None:
    path = rewritten(valid, in_sheet(4, "</sheetData>", "</sheetDat"))
    assert only_problem(path).endswith("[damaged]")


def test_a_workbook_whose_workbook_part_is_missing_its_sheets_is_damaged(valid: Path) -> None:
    path = rewritten(valid, lambda name, content: b"" if name == "xl/_rels/workbook.xml.rels" else content)
    assert only_problem(path).rpartition(" ")[2] in ("[damaged]", "[too-much]")


def test_a_cell_in_the_last_corner_is_named_and_nothing_aborts(valid: Path) -> None:
    path = rewritten(
        valid, in_sheet(4, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    )
    assert path.stat().st_size < 12_000
    assessment, diagnostics = read(path)
    assert assessment is not None
    assert len(assessment.assets) == 4
    assert list(map(str, diagnostics)) == [
        "Assets!XFD1048576: warning: The column has no heading and is ignored. "
        "Give it a heading, or delete the cells. [cell-without-heading]"
    ]


def test_a_far_cell_that_only_has_a_format_does_not_matter(valid: Path) -> None:
    path = rewritten(valid, in_sheet(4, "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'))
    assessment, diagnostics = read(path)
    assert assessment is not None, list(map(str, diagnostics))
    assert len(assessment.assets) == 4


def with_declared_size(path: Path, size: int, declared: int) -> Path:
    """The file with a part that says it is another size than it is; the true size must occur."""
    true_size = struct.pack("<I", size)
    assert true_size in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(true_size, struct.pack("<I", declared)))
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(valid: Path) -> None:
    path = rewritten(valid, unchanged, {"xl/bomb.xml": b" " * 1_234_567})
    assert only_problem(with_declared_size(path, 1_234_567, 2**31)) == (
        "changed-acme.xlsx: error: The file is 2,048 MiB large when unpacked; 512 are read at most. "
        "Copy the filled cells into a new form. [too-large]"
    )


def test_a_bomb_that_lies_about_its_size_is_refused(valid: Path) -> None:
    path = rewritten(valid, unchanged, {"xl/bomb.xml": b"<sst>" + b" " * 1_234_567})
    assert only_problem(with_declared_size(path, 1_234_572, 100)).endswith("[damaged]")


def test_a_long_text_repeated_beyond_memory_is_told_in_one_sentence(valid: Path) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(100, 60_000))
    table = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    strings = {"xl/sharedStrings.xml": table % (b"x" * 32_000)}
    path = rewritten(valid, in_sheet(4, "</sheetData>", f"{cells}</sheetData>"), strings)
    assert path.stat().st_size < 2**20
    assert only_problem(path).endswith("[too-much]")


def test_a_document_type_is_refused_and_its_entities_never_read(valid: Path) -> None:
    secret = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    path = rewritten(valid, lambda name, content: secret.encode() + content if name.endswith("sheet4.xml") else content)
    assert only_problem(path).endswith("[document-type]")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(valid: Path) -> None:
    path = rewritten(valid, unchanged, {"xl/workbook.xml": b"<workbook/>"})
    assert only_problem(path).endswith("[duplicate-part]")


@pytest.mark.parametrize(
    ("part", "check"), [("xl/vbaProject.bin", "macros"), ("xl/externalLinks/externalLink1.xml", "external-links")]
)
def test_macros_and_links_are_a_warning_and_the_rest_is_read(valid: Path, part: str, check: str) -> None:
    assessment, diagnostics = read(rewritten(valid, unchanged, {part: b"<a/>"}))
    assert assessment is not None
    assert [diagnostic.check for diagnostic in diagnostics] == [check]


def test_a_sheet_that_lies_about_its_dimension_is_read_whole(valid: Path) -> None:
    def lie(name: str, content: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B2"', content) if "sheet4" in name else content

    assessment, _ = read(rewritten(valid, lie))
    assert assessment is not None
    assert len(assessment.assets) == 4
    assert assessment.assets[3].internal_notes == "Old"


def test_a_strict_workbook_is_read_like_any_other(valid: Path) -> None:
    def strict(_name: str, content: bytes) -> bytes:
        content = content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
        )
        return content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )

    path = rewritten(valid, strict)
    assessment, diagnostics = read(path)
    assert assessment is not None, list(map(str, diagnostics))
    assert len(assessment.assets) == 4


def test_dates_count_from_1904_where_the_workbook_says_so(valid: Path) -> None:
    book = load_workbook(valid)
    book.epoch = CALENDAR_MAC_1904
    book.save(valid)
    assert b'date1904="1"' in zipfile.ZipFile(valid).read("xl/workbook.xml")
    assessment, _ = read(valid)
    assert assessment is not None
    assert str(assessment.customer.assessment_date) == "2026-11-02"


def test_rows_and_columns_left_empty_before_the_table_keep_their_numbers(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["C5"] = "here"
    path = tmp_path / "acme.xlsx"
    book.save(path)
    sheets, _ = read_cells(path)
    assert sheets is not None
    assert sheets[0].rows == ((5, ["", "", "here"]),)


def test_a_formula_without_a_value_is_told_cell_by_cell(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", **{"Assets!E2": "=1+2", "Seats!C2": "=2*2", "Customer!B12": "=6*6"})
    _, diagnostics = read(path)
    assert {(d.place, d.check) for d in diagnostics} == {
        (place, "formula-without-value") for place in ("Assets!E2", "Seats!C2", "Customer!B12")
    }


def test_a_formula_with_a_value_is_its_value(valid: Path) -> None:
    path = rewritten(valid, in_sheet(4, '<c r="E2" t="n"><v>3</v></c>', '<c r="E2"><f>1+2</f><v>7</v></c>'))
    assessment, _ = read(path)
    assert assessment is not None
    assert assessment.assets[0].quantity == 7


def test_a_cell_that_shows_an_error_is_told(valid: Path) -> None:
    path = rewritten(valid, in_sheet(4, '<c r="E2" t="n"><v>3</v></c>', '<c r="E2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'))
    assert only_problem(path) == "Assets!E2: error: The cell shows #DIV/0!. Type the value itself. [error-value]"


def test_a_look_across_chunks_finds_what_a_look_at_once_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from estimator.read import container

    path = make_workbook(tmp_path / "acme.xlsx", **{"Assets!E2": "=1+2", "Assets!K3": "=1", "Assets!AB5": "=3"})
    at_once = container.look_inside(path).faults
    assert [name for name, _ in at_once["xl/worksheets/sheet4.xml"]] == ["E2", "K3", "AB5"]
    for size in (50, 97, 300, 1001):
        monkeypatch.setattr(container, "CHUNK_BYTES", size)
        assert container.look_inside(path).faults == at_once


def test_the_reading_process_is_deaf_to_the_environment(
    valid: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "marshal.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "zipfile.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assessment, _ = read(valid)
    assert assessment is not None


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_never_ends_in_a_traceback(valid: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(valid.read_bytes())
    for _ in range(chance.randint(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    valid.write_bytes(content)
    assessment, diagnostics = read(valid)
    assert (assessment is None) == any(diagnostic.level == "error" for diagnostic in diagnostics)


def test_a_part_packed_in_an_unusual_way_is_refused(tmp_path: Path, valid: Path) -> None:
    path = tmp_path / "lzma.xlsx"
    with zipfile.ZipFile(valid) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    assert only_problem(path).endswith("[damaged]")


def test_every_naughty_string_arrives_as_text(tmp_path: Path, trial_data: Path) -> None:
    strings = json.loads((trial_data / "naughty-strings" / "blns.json").read_text("utf-8"))
    strings += (trial_data / "csv-injection" / "csv-payload.txt").read_text("utf-8").splitlines()
    texts = [text for text in (ILLEGAL_CHARACTERS_RE.sub("", string) for string in strings) if clean(text)]
    book = Workbook(write_only=True)
    for name, rows in VALID.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == "Assets":
            for number, text in enumerate(texts):
                cells = [WriteOnlyCell(sheet, value) for value in (f"X-{number}", text, "other", "hq")]
                cells[1].data_type = "s"
                sheet.append(cells)
    path = tmp_path / "acme.xlsx"
    book.save(path)
    assessment, diagnostics = read(path)
    assert assessment is not None, list(map(str, diagnostics))
    assert [asset.name for asset in assessment.assets[4:]] == [" ".join(clean(text).split()) for text in texts]


def test_a_cell_whose_shared_text_is_empty_is_no_reason_to_read_a_large_file_slowly(tmp_path: Path) -> None:
    parts = raw_workbook({"Sheet": [["Name", "gone", "gone"], ["PC-1"]]})
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b">gone</t>", b"></t>")
    path = tmp_path / "empty-text.xlsx"
    path.write_bytes(packed(parts))
    contents = look_inside(path)
    assert (contents.filled, empty_texts(path)) == (4, 2)
    assert _sheets(path, contents) == [("Sheet", False, [(1, ["Name"]), (2, ["PC-1"])], [])]


def test_a_list_of_nothing_but_empty_texts_is_not_looked_for_text_by_text(tmp_path: Path) -> None:
    parts = raw_workbook({"Sheet": [[f"gone {number}" for number in range(30)]]})
    parts["xl/sharedStrings.xml"] = re.sub(b">gone [0-9]+</t>", b"></t>", parts["xl/sharedStrings.xml"])
    path = tmp_path / "empty-texts.xlsx"
    path.write_bytes(packed(parts))
    assert (look_inside(path).filled, empty_texts(path)) == (30, 0)
    assert read_cells(path)[0] == (RawSheet("Sheet", False, ()),)
