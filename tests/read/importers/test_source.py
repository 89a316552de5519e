"""Foreign files are read whatever their encoding, delimiter and line ends, or refused in one sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from estimator.diagnostics import Stop
from estimator.read.importers import source as source_module
from estimator.read.importers.checks import IMPORT_CHECKS
from estimator.read.importers.encoding import encoding_of
from estimator.read.importers.source import Source, lines_of, read_source, read_text_table


def written(folder: Path, content: bytes | str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(source: Source) -> list[list[object]]:
    return [list(row) for _, row in source.sheets[0].rows]


# --- encodings -------------------------------------------------------------------------------------------------------

TABLE = "Nom;Bâtiment;Ville\r\nPC-één;Münster;Liège\r\n"
READ = [["Nom", "Bâtiment", "Ville"], ["PC-één", "Münster", "Liège"]]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp850", "mac_roman"],
)
def test_a_table_reads_the_same_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    assert cells(read_source(written(tmp_path, TABLE.encode(encoding)))) == READ


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize(
    "word",
    [
        "Bâtiment", "Münster", "één", "België", "Réseau", "Größe", "Gerät", "Modèle", "N° de série", "Besançon", "Noël",
        "Hôpital", "Zürich", "coördinator", "BÜRO", "MODÈLE", "Château", "forêt", "goût", "naïf", "Kärcher", "Übung",
        "mädchen", "Brüssel", "Saarbrücken", "Orléans", "Genève", "Chênée", "Châtelet", "Bäckerei", "Löwen",
        "Reçu", "tâche", "façade", "crème", "poëzie", "zeeën", "Israël", "Schweißer", "Mörfelden", "Präsident",
    ],
)  # fmt: skip
def test_one_accented_word_tells_windows_dos_and_macintosh_apart(word: str, encoding: str) -> None:
    data = f"Name;Type\nPC1;{word}\n".encode(encoding)
    found = encoding_of(data)
    assert found is not None
    assert data.decode(found) == f"Name;Type\nPC1;{word}\n"


def test_a_few_stray_bytes_do_not_make_a_utf8_file_another(tmp_path: Path) -> None:
    data = "Nom;Bâtiment\nPC1;Réserve\nPC2;Étage\nPC3;Général\nPC4;Côté\n".encode() + b"PC5;caf\xe9\n"
    source = read_source(written(tmp_path, data))
    assert cells(source)[1:3] == [["PC1", "Réserve"], ["PC2", "Étage"]]
    assert [(remark.place, remark.reason) for remark in source.remarks] == [
        ("list.csv line 6", "There are bytes that are no text, shown as \ufffd, in 1 line. Check them.")
    ]


# --- delimiters, quotation marks, lines ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        ("a;b;c\n1,5;2,5;3,5\n", [["a", "b", "c"], ["1,5", "2,5", "3,5"]]),
        ("a\tb\tc\n1, 2\t3;4\t5\n", [["a", "b", "c"], ["1, 2", "3;4", "5"]]),
        ("a|b\n1|2\n", [["a", "b"], ["1", "2"]]),
        ("sep=;\na;b\n1,0;2\n", [["a", "b"], ["1,0", "2"]]),
        ("sep=\t\na\tb\n", [["a", "b"]]),
        ("name,ips\nPC1,a;b;c;d;e\nPC2,a;b;c;d;e\nPC3,a;b;c;d;e\n", [["name", "ips"], ["PC1", "a;b;c;d;e"]]),
        ("Export van 3 mei, 10:00\n\nnaam;type\nPC1;laptop\n", [["Export van 3 mei, 10:00"], ["naam", "type"]]),
        ("hostname\nPC1\nPC2\n", [["hostname"], ["PC1"], ["PC2"]]),
        ('a,"b, c"\n1,"2, 3"\n', [["a", "b, c"], ["1", "2, 3"]]),
        ('a, "b, c"\n1, "2, 3"\n', [["a", "b, c"], ["1", "2, 3"]]),
        ('a,b\n1,"two\nlines"\n', [["a", "b"], ["1", "two\nlines"]]),
        ('a,b\n1,"say ""x"""\n', [["a", "b"], ["1", 'say "x"']]),
        ("a,b\r1,2\r\n3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a,b\n\n \n,,\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,\0 2\0\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2,,3\n4\n", [["a", "b"], ["1", "2", "", "3"], ["4"]]),
        ("a,b\n1,2\n\x1a", [["a", "b"], ["1", "2"]]),
        ("\ufeffa,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n\xa01\xa0,2\n", [["a", "b"], ["1", "2"]]),
    ],
)
def test_text_tables_of_every_make_are_read(content: str, expected: Sequence[Sequence[str]], tmp_path: Path) -> None:
    assert cells(read_source(written(tmp_path, content)))[: len(expected)] == expected


def test_rows_keep_their_numbers_when_others_are_empty(tmp_path: Path) -> None:
    source = read_source(written(tmp_path, 'a,b\n\n"1\n2",3\n4,5\n'))
    assert [number for number, _ in source.sheets[0].rows] == [1, 3, 4]


def test_a_quotation_mark_that_is_never_closed_swallows_no_row(tmp_path: Path) -> None:
    lines = ["a,b,c,d", *(f"{number},x,y,z" for number in range(50))]
    lines[20] = '19,"x,y,z'
    source = read_source(written(tmp_path, "\n".join(lines)))
    assert len(cells(source)) == 51
    assert cells(source)[20] == ["19", "x", "y", "z"]
    assert [remark.place for remark in source.remarks] == ["list.csv row 21"]


def test_two_open_quotation_marks_swallow_nothing_between_them(tmp_path: Path) -> None:
    lines = ["a,b,c,d", *(f"{number},x,y,z" for number in range(50))]
    lines[20], lines[40] = '19,"x,y,z', '39,"x,y,z'
    source = read_source(written(tmp_path, "\n".join(lines)))
    assert [row[0] for row in cells(source)[1:]] == [str(number) for number in range(50)]


NAMES = st.text(st.sampled_from("abcXYZ éèüßçñ0123456789-_.@/'"), max_size=12).map(str.strip)
WITH_EVERYTHING = st.text(st.sampled_from('abé,;\t|" \n'), max_size=10).map(str.strip)


@given(
    rows=st.lists(st.lists(NAMES | WITH_EVERYTHING, min_size=4, max_size=4), min_size=1, max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
@example(rows=[["", "", "", ""]], delimiter=",", end="\n", encoding="utf-8")
def test_what_csv_writes_reads_back_the_same(rows: list[list[str]], delimiter: str, end: str, encoding: str) -> None:
    table = [["Naam", "Type", "Serienummer", "Bâtiment"], *rows]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    data = text.getvalue().encode(encoding)
    found = encoding_of(data)
    assert found is not None
    expected = [_trimmed(row) for row in table if any(row)]
    assert cells(read_text_table(lines_of(data, found, "list.csv"), "list.csv")) == expected


def _trimmed(row: Sequence[str]) -> list[str]:
    kept = list(row)
    while kept and kept[-1] == "":
        kept.pop()
    return kept


# --- workbooks -------------------------------------------------------------------------------------------------------


def test_a_workbook_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Parc"
    workbook.active.append(["Nom", "Type"])
    workbook.active.append(["PC1", "PC"])
    hidden = workbook.create_sheet("Hidden")
    hidden.append(["Nom", "=1/0"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "export.csv"
    workbook.save(path)
    source = read_source(path)
    assert (source.format, [sheet.name for sheet in source.sheets]) == ("workbook", ["Parc", "Hidden"])
    assert cells(source) == [["Nom", "Type"], ["PC1", "PC"]]
    assert [(remark.place, remark.reason) for remark in source.remarks] == [
        ("Hidden", "The sheet is hidden, and is read all the same."),
        ("Hidden", "There is a formula that was never calculated in 1 cell, read as empty; the first is B1."),
    ]


# --- documents -------------------------------------------------------------------------------------------------------


def test_json_and_xml_come_as_documents(tmp_path: Path) -> None:
    assert read_source(written(tmp_path, '{"a": [1, 2]}', "x.json")).document == {"a": [1, 2]}
    root = read_source(
        written(tmp_path, '<?xml version="1.0"?>\n<!DOCTYPE nmaprun>\n<nmaprun a="1"/>', "x.xml")
    ).document
    assert (root.tag, root.get("a")) == ("nmaprun", "1")


def test_halves_of_characters_in_json_are_replaced(tmp_path: Path) -> None:
    document = read_source(written(tmp_path, r'{"\ud800": ["x\udfff", "\ud83d\ude00"]}', "x.json")).document
    assert document == {"\ufffd": ["x\ufffd", "😀"]}


ENTITY = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><a/>'


@pytest.mark.parametrize(
    ("name", "content", "check", "message"),
    [
        ("x.xml", ENTITY, "inventory-entities", "declares XML entities"),
        ("x.xml", LAUGHS, "inventory-entities", "declares XML entities"),
        ("x.xml", PARAMETER, "inventory-entities", "declares XML entities"),
        ("x.xml", "<a><b></a>", "inventory-damaged", "no valid XML"),
        ("x.xml", '<?xml version="1.0" encoding="nonsense"?><a/>', "inventory-damaged", "no valid XML"),
        ("x.html", "<!DOCTYPE html><html><body>x</body></html>", "no-inventory", "a web page"),
        ("x.json", '{"a": ', "inventory-damaged", "no valid JSON: Expecting value in line 1"),
        ("x.json", "[" * 100_000, "inventory-damaged", "nested too deep"),
        ("x.json", "[" + "1" * 5_000 + "]", "inventory-damaged", "no valid JSON"),
        ("x.json", b"\xff\xfe{\x00", "inventory-damaged", "no valid JSON"),
        ("x.csv", b"", "no-inventory", "The file is empty."),
        ("x.csv", b"\xef\xbb\xbf  \r\n\r\n", "no-inventory", "The file is empty."),
        ("x.csv", b"\0" * 200, "no-inventory", "The file is empty."),
        ("x.csv", bytes(range(256)) * 20, "no-inventory", "no text"),
        ("x.csv", b"%PDF-1.7\n%\xe2\xe3", "no-inventory", "a PDF document"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no-inventory", "a picture"),
        ("x.csv", b"\x1f\x8b\x08\0\0\0\0\0", "no-inventory", "a packed archive"),
        ("x.csv", b"MZ\x90\0\x03\0\0\0", "no-inventory", "a program"),
        ("x.xlsx", b"PK\x03\x04 and nothing else", "damaged", "damaged or incomplete"),
        ("x.xls", bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600, "old-format", "old Excel workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    name: str, content: str | bytes, check: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(Stop) as stopped:
        read_source(written(tmp_path, content, name))
    (diagnostic,) = stopped.value.diagnostics
    assert (diagnostic.check, diagnostic.place) == (check, name)
    assert message in diagnostic.message
    assert "\n" not in str(diagnostic)


def test_only_files_are_opened_whatever_their_names(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(Stop, match="a folder or a device"):
            read_source(path)
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    odd.write_text("Name;Type\nPC1;PC")
    assert read_source(odd).name == "caf\ufffd.csv"


def test_an_external_entity_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = written(tmp_path, "secret", "secret.txt")
    path = written(tmp_path, f'<!DOCTYPE a SYSTEM "{secret}" [<!ENTITY x SYSTEM "{secret}">]><a>&x;</a>', "x.xml")
    opened: list[str] = []
    watching = [True]
    sys.addaudithook(lambda event, args: opened.append(str(args[0])) if watching and event == "open" else None)
    with pytest.raises(Stop):
        read_source(path)
    watching.clear()  # a hook stays until the process ends
    assert str(path) in opened
    assert str(secret) not in opened


@pytest.mark.parametrize(
    ("limit", "content", "name"),
    [
        ("MAXIMUM_FILE_BYTES", "a,b\n" * 50, "x.csv"),
        ("MAXIMUM_LINES", "a,b\n" * 50, "x.csv"),
        ("MAXIMUM_LINES", "a,b\r" * 45, "x.csv"),
        ("MAXIMUM_CELLS", "a,b\n" * 50, "x.csv"),
        ("MAXIMUM_CELLS", json.dumps([[]] * 60), "x.json"),
        ("MAXIMUM_CELLS", f"<a>{'<b/>' * 60}</a>", "x.xml"),
        ("MAXIMUM_DOCUMENT_BYTES", json.dumps(["x" * 60]), "x.json"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_parsed(
    limit: str, content: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, limit, 40)
    with pytest.raises(Stop) as stopped:
        read_source(written(tmp_path, content, name))
    assert stopped.value.diagnostics[0].check == "inventory-too-large"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: b"a,b\n" + b'"' * 3_000_001, id="quotation marks only"),
        pytest.param(lambda: b"a,b,c,d\n" + b'1,"2,3,4\n' * 60_000, id="an open mark in every line"),
        pytest.param(lambda: b'a,b,c,d\n"' + b"1,2,3,4\n" * 60_000, id="one open mark"),
        pytest.param(lambda: b"a;" + b"x" * 3_000_000, id="a long cell"),
        pytest.param(lambda: b"a;b\n" + b"\xe9" * 1_000_000, id="a long word in an old encoding"),
        pytest.param(lambda: b"\xe9 " * 1_000_000, id="many words in an old encoding"),
        pytest.param(lambda: b"\n" * 400_000 + b"a,b", id="empty lines"),
        pytest.param(lambda: b"<a" + b" b='1'" * 2 + b">" + b"<c>" * 200_000, id="deep XML"),
        pytest.param(lambda: b"<a b='" + b"x" * 3_000_000, id="an attribute without an end"),
        pytest.param(lambda: b'{"a":' * 200_000, id="deep JSON"),
    ],
)
def test_no_file_hangs_the_reader(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = written(tmp_path, make())
    begun = time.process_time()
    try:
        read_source(path)
    except Stop as stopped:
        assert len(stopped.diagnostics) == 1
    assert time.process_time() - begun < 10


def test_a_table_takes_little_more_memory_than_its_cells(tmp_path: Path) -> None:
    path = written(tmp_path, b"name,type,model,serial\n" + b"PC1,laptop,Latitude,ABC123\n" * 50_000)
    tracemalloc.start()
    try:
        read_source(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40 * path.stat().st_size


def test_every_reason_to_stop_is_in_the_catalogue_once() -> None:
    ids = [check.id for check in IMPORT_CHECKS]
    assert len(ids) == len(set(ids))
    assert all(check.example_text.endswith((".", "?")) and check.description.endswith(".") for check in IMPORT_CHECKS)


def test_published_files_are_read(trial_data: Path) -> None:
    formats = {
        path.name: read_source(path).format
        for folder in ("netbox-demo", "glpi", "libnmap", "rvtools", "helpdesk-lab")
        for path in sorted((trial_data / folder).iterdir())
        if path.suffix in (".csv", ".json", ".xml", ".xlsx")
    }
    by_suffix = {".csv": "table", ".json": "json", ".xml": "xml", ".xlsx": "workbook"}
    assert formats == {name: by_suffix[Path(name).suffix] for name in formats}
    assert len(formats) == 19
