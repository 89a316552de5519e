"""Tables are found wherever their headings stand, and every row with content belongs to one or stands above one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from estimator.read.cells import Value
from estimator.read.importers.known_headings import KnownHeadings, words_of
from estimator.read.importers.source import SourceSheet
from estimator.read.importers.tables import Table, find_tables
from tests.read.importers.sheets import sheet

KNOWN = KnownHeadings(
    [
        ("Naam", "assets.name"),
        ("Type", "assets.type"),
        ("Serienummer", "assets.serial_number"),
        ("Locatie", "assets.location"),
        ("Date d'achat", "assets.purchased"),
        ("Garantie einde", "assets.warranty_until"),
        ("IP-adres", "assets.ip_address"),
        ("Straat", "locations.street"),
    ]
)


def tables(text: str) -> list[tuple[int, tuple[str, ...], list[int]]]:
    """Of every table: the row of its headings, the headings, the rows of its records."""
    return [
        (table.heading_row, table.headings, [record.row for record in table.records])
        for table in find_tables(sheet(text), KNOWN)
    ]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NAAM", "assets.name"),
        ("  naam: ", "assets.name"),
        ("Naam *", "assets.name"),
        ("Naam (verplicht)", "assets.name"),
        ("Naam\n(verplicht)", "assets.name"),
        ("DATE D’ACHAT", "assets.purchased"),
        ("date_achat", "assets.purchased"),
        ("Date de l'achat [jj/mm/aaaa]", "assets.purchased"),
        ("DateAchat", "assets.purchased"),
        ("Achat date", "assets.purchased"),
        ("Ip adres", "assets.ip_address"),
        ("Garantie\neinde", "assets.warranty_until"),
        ("Gar. einde", "assets.warranty_until"),
        ("Ser.nr.", None),
        ("Serienumm.", "assets.serial_number"),
        ("DAT_ACH", "assets.purchased"),
        ("Naam Naam", "assets.name"),
        ("Namen", None),
        ("", None),
        (12.0, None),
        ("Naam " * 50, None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: Value, field: str | None) -> None:
    assert KNOWN.find(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("B.syst.", "os"),
        ("Betr.-Syst.", "os"),
        ("Syst.", None),
        ("Name Nom", "name"),
        ("Name Version", None),
        ("Nam.", "name"),
    ],
)
def test_abbreviations_and_two_languages_are_known_where_they_can_mean_one_thing_only(
    heading: str, field: str | None
) -> None:
    """`Syst.` could be two things; a longer word is meant only where the shorter one is not."""
    known = KnownHeadings(
        (heading, meaning)
        for meaning, headings in {
            "os": ("Betriebssystem", "Système"),
            "version": ("Betriebssystemversion", "Version"),
            "name": ("Name", "Nom"),
            "id": ("Systemnummer",),
        }.items()
        for heading in headings
    )
    assert known.find(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nombre de Naam", "assets.quantity"),
        ("aantal van Serienummer", "assets.quantity"),
        ("Nombre de licences", None),
        ("type_label", "assets.type"),
        ("naam_label", None),
        ("garantie_einde_dt", None),
        ("achat_dt", "assets.purchased"),
    ],
)
def test_headings_of_pivot_tables_and_databases_are_known(heading: str, field: str | None) -> None:
    known = [("Naam", "assets.name"), ("Serienummer", "assets.serial_number"), ("Type", "assets.type")]
    more = [("quantity", "assets.quantity"), ("date d'achat", "assets.purchased")]
    assert KnownHeadings([*known, *more]).find(heading) == field


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Serienumer", "Serienummer"),
        ("Serrienummer", "Serienummer"),
        ("Sereinummer", "Serienummer"),
        ("Lokatie", ""),
        ("Loctie", "Locatie"),
        ("Locaties", "Locatie"),
        ("Locati", ""),
        ("Types", "Type"),
        ("Garantie eind", "Garantie einde"),
        ("Naan", ""),
        ("Serienum", ""),
        ("IP-adres", ""),
    ],
)
def test_a_heading_may_have_one_letter_wrong(heading: str, meant: str) -> None:
    assert KNOWN.misspelt(heading) == meant


def test_the_heading_that_is_named_first_is_preferred() -> None:
    known = KnownHeadings([("Hostname", "name"), ("Naam", "name")])
    assert (known.rank("hostname"), known.rank("NAAM"), known.rank("x")) == (0, 1, -1)


def test_words_without_meaning_do_not_count() -> None:
    assert words_of("Date de l'achat") == words_of("achat (date)") == frozenset(("date", "achat"))
    assert words_of("de la") == frozenset(("de", "la"))


# --- where tables stand ----------------------------------------------------------------------------------------------


def test_tables_side_by_side_have_the_titles_above_them() -> None:
    text = "Gent||||Aalst\nNaam|Type|Serienummer||Naam|Type|Serienummer\nA|PC|1||B|PC|2"
    found = find_tables(sheet(text), KNOWN)
    assert [(table.title, table.headings) for table in found] == [
        ("Gent", ("Naam", "Type", "Serienummer")),
        ("Aalst", ("Naam", "Type", "Serienummer")),
    ]


def test_a_row_with_few_words_that_happen_to_be_headings_is_data() -> None:
    first = "Naam|Type|Serienummer|Locatie|Kleur\nLaptop|HP 255|Naam|Type|Geschonken|2018\nPC|HP|S2|Gent|rood"
    later = "Naam|Type|Serienummer|Locatie|Kleur|A|B\nPC|HP|S2|Gent|rood\n10.0.0.9|PC-9|Naam|Type||rood|ja"
    assert [tables(text)[0][2] for text in (first, later)] == [[2, 3], [2, 3]]


def test_headings_stand_below_a_preamble() -> None:
    text = """
Inventaris ACME
Datum:|12/03/2024

Naam|Type|Kleur
PC1|Laptop|rood

PC2|Laptop
"""
    (table,) = find_tables(sheet(text), KNOWN)
    assert (table.heading_row, table.headings, table.skipped) == (4, ("Naam", "Type", "Kleur"), (1, 2))
    assert [(table.place(record), dict(record.cells)) for record in table.records] == [
        ("Sheet row 5", {"Naam": "PC1", "Type": "Laptop", "Kleur": "rood"}),
        ("Sheet row 7", {"Naam": "PC2", "Type": "Laptop"}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            """
Laptops
Naam|Type
PC1|Laptop

Printers
Naam|Serienummer|Locatie
P1|S1|Gent
""",
            [(2, ("Naam", "Type"), [3]), (6, ("Naam", "Serienummer", "Locatie"), [7])],
            id="one below the other, with titles",
        ),
        pytest.param(
            """
Naam|Type|Serienummer
PC1|Laptop|S1
Naam|Type|Serienummer
PC2|Laptop|S2
""",
            [(1, ("Naam", "Type", "Serienummer"), [2]), (3, ("Naam", "Type", "Serienummer"), [4])],
            id="headings repeated on every page",
        ),
        pytest.param(
            """
Naam|Type||Naam|Type
PC1|Laptop||P1|Printer
PC2|Laptop
||| P2|Printer
""",
            [(1, ("Naam", "Type"), [2, 3]), (1, ("Naam", "Type"), [2, 4])],
            id="side by side with the same headings",
        ),
        pytest.param(
            """
Naam|Type||Locatie|Straat
PC1|Laptop||Gent|Dorp 1
PC2|Laptop||Aalst|Markt 2
PC3|Laptop
""",
            [(1, ("Naam", "Type"), [2, 3, 4]), (1, ("Locatie", "Straat"), [2, 3])],
            id="places beside devices",
        ),
        pytest.param(
            """
Naam|Type||Locatie|IP-adres
PC1|Laptop||Gent|10.0.0.1
PC2|Laptop||Gent|10.0.0.2
""",
            [(1, ("Naam", "Type", "column C", "Locatie", "IP-adres"), [2, 3])],
            id="an empty column inside one table",
        ),
        pytest.param(
            """
Naam|Type|Serienummer
PC1|Laptop|S1
PC2|Laptop|S2||Naam|Locatie
PC3|Laptop|S3||Gent|Dorp
PC4|Laptop|S4
""",
            [(1, ("Naam", "Type", "Serienummer"), [2, 3, 4, 5]), (3, ("Naam", "Locatie"), [4])],
            id="a side table that begins lower",
        ),
        pytest.param(
            """
Toestel||Netwerk|
Naam|Type|IP-adres|MAC
PC1|Laptop|10.0.0.1|aa
""",
            [(2, ("Naam", "Type", "IP-adres", "MAC"), [3])],
            id="group headings above",
        ),
        pytest.param(
            """
Naam|Type|Garantie|
||begin|einde
PC1|Laptop|2020|2023
""",
            [(1, ("Naam", "Type", "Garantie begin", "Garantie einde"), [3])],
            id="headings that span two columns, named below",
        ),
        pytest.param(
            """
Naam||Netwerk||Locatie
|Type|IP-adres|Serienummer
PC1|Laptop|10.0.0.1|S1|Gent
""",
            [(1, ("Naam", "Type", "IP-adres", "Serienummer", "Locatie"), [3])],
            id="headings over two rows, mixed",
        ),
        pytest.param(
            """
Toestel||Scherm|
Naam|Type|Type|Serienummer
PC1|Laptop|Dell|S1
""",
            [(2, ("Naam", "Type", "Scherm Type", "Serienummer"), [3])],
            id="the same heading under two groups",
        ),
        pytest.param(
            """
Toestel||Garantie|
Naam|Type|begin|einde
PC1|Laptop|2020|2023
""",
            [(2, ("Naam", "Type", "begin", "Garantie einde"), [3])],
            id="the last group reaches to the end",
        ),
        pytest.param(
            """
Naam|Type|Type
PC1|Laptop|14 inch
""",
            [(1, ("Naam", "Type", "Type #2"), [2])],
            id="the same heading twice",
        ),
        pytest.param(
            """
Naam|Type
PC1|Laptop|extra|cells
""",
            [(1, ("Naam", "Type", "column C", "column D"), [2])],
            id="cells beyond the headings",
        ),
        pytest.param("Naam\nPC1\nPC2\n", [(1, ("Naam",), [2, 3])], id="one column"),
        pytest.param("Naam|Type\n", [(1, ("Naam", "Type"), [])], id="headings alone"),
        pytest.param("Dear Sir\nI write to you\nYours\n", [], id="a letter"),
    ],
)
def test_tables_are_found(text: str, expected: list[tuple[int, tuple[str, ...], list[int]]]) -> None:
    assert tables(text) == expected


def test_a_data_row_with_a_word_that_is_a_heading_stays_data() -> None:
    text = "Naam|Type|Locatie\nNaam|Laptop|Gent\nPC2|Type|Gent\nType\n"
    assert tables(text) == [(1, ("Naam", "Type", "Locatie"), [2, 3, 4])]


def test_a_ditto_is_what_stands_above() -> None:
    (table,) = find_tables(sheet('Naam|Type|Locatie\nPC1|Laptop|Gent\nPC2|idem|"\nPC3||"\n'), KNOWN)
    assert [list(record.values) for record in table.records] == [
        ["PC1", "Laptop", "Gent"],
        ["PC2", "Laptop", "Gent"],
        ["PC3", "", "Gent"],
    ]


def test_a_sheet_without_known_headings_is_one_table_that_is_not_known() -> None:
    (table,) = find_tables(sheet("Overzicht\nFoo|Bar\n1|2\n3|4\n"), KNOWN)
    assert (table.known, table.heading_row, table.headings, len(table.records)) == (False, 2, ("Foo", "Bar"), 2)


def test_a_table_of_something_else_above_the_headings_is_not_lost() -> None:
    text = "Code|Kleur|Prijs\nA|rood|1\nB|blauw|2\n\nNaam|Type\nPC1|Laptop\n"
    assert [(table.known, table.heading_row, len(table.records)) for table in find_tables(sheet(text), KNOWN)] == [
        (False, 1, 2),
        (True, 5, 1),
    ]


def test_headings_far_down_are_found_after_an_empty_row() -> None:
    lines = ["Naam|Type", *(f"PC{number}|Laptop" for number in range(3_000)), "", "Naam|Serienummer", "P1|S1"]
    found = find_tables(sheet("\n".join(lines)), KNOWN)
    assert [len(table.records) for table in found] == [3_000, 1]


CELLS = st.sampled_from(["", "", "x", "y 1", "Naam", "Type", "Locatie", "Straat", 3.0, True, ("d", "2024-01-01")])


@example([["", "x", "x"], [], ["x"], ["", "x", "x"]])
@given(st.lists(st.lists(CELLS, max_size=8), max_size=14))
def test_every_row_with_content_is_a_heading_a_record_or_above_headings(grid: list[list[Value]]) -> None:
    given_rows = []
    for number, cells in enumerate(grid, start=1):
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            given_rows.append((number, cells))
    found = find_tables(SourceSheet("Sheet", given_rows), KNOWN)
    seen = {number for table in found for number in _rows_of(table)}
    second_rows = {table.heading_row + 1 for table in found}
    for number, cells in given_rows if found else ():
        holds_headings = len({KNOWN.find(cell) for cell in cells} - {None}) > 1
        assert number in seen or number in second_rows or holds_headings
    for table in found:
        assert len(set(table.headings)) == len(table.headings)
        assert all(len(record.values) == len(table.headings) for record in table.records)
        assert all(any(value != "" for value in record.values) for record in table.records)


def _rows_of(table: Table) -> set[int]:
    return {table.heading_row, *table.skipped, *(record.row for record in table.records)}
