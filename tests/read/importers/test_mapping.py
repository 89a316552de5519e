"""A mapping is shown, kept, corrected and used again, with the same result."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.diagnostics import Stop
from estimator.read.importers.mapping import ColumnMapping, mapping_fields, mapping_of, mapping_text, read_mapping
from tests.read.importers.sheets import read, reasons, rows, sheet

LISTS = [
    "Toestel|Merk|Type|Serienummer|Gebouw|Omschrijving|Status\nLaptop|Dell|Latitude 5420|S1|Toren|raam|in gebruik",
    "ID|Asset tag|Naam|Hostname|Type|Model|Model|Garantie (jaar)|Aankoopdatum\n1|T1|Receptie|PC1|PC|X|Y|3|2020-01-01",
    "Foo|Bar\n1|2",
    "Naam|Opmerking\nx|y",
    "Naam|Type||Locatie|Adres|Stad\nPC1|PC||Gent|Dorp 1|Gent\nPC2|PC||Lier|Markt 2|Lier",
]


def kept(mapping: ColumnMapping, folder: Path) -> ColumnMapping:
    path = folder / "mapping.toml"
    path.write_text(mapping_text(mapping), encoding="utf-8")
    return read_mapping(path)


@pytest.mark.parametrize("text", LISTS)
def test_a_mapping_that_was_kept_gives_the_same_inventory(text: str, tmp_path: Path) -> None:
    first = read(text)
    mapping = kept(mapping_of(first), tmp_path)
    again = read(text, mapping=mapping)
    assert again == first
    assert mapping_of(again, mapping) == mapping


def test_a_mapping_makes_unknown_columns_and_words_known() -> None:
    text = "Bidule|Machin|Truc\nZ1|Access Layer|\nZ2||10.0.0.9"
    assert read(text).rows == ()
    mapping = ColumnMapping(
        columns={"bidule": "assets.name", "Machin": "assets.type", "TRUC": "assets.ip_address"},
        values={"assets.type": {"access layer": "switch"}},
        defaults={"assets.location": "HQ", "assets.type": "router"},
    )
    assert rows(read(text, mapping=mapping)) == {
        "Z1": {"name": "Z1", "type": "switch", "location": "HQ"},
        "Z2": {"name": "Z2", "type": "router", "ip_address": "10.0.0.9", "location": "HQ"},
    }


def test_a_column_that_is_mapped_to_nothing_is_not_used() -> None:
    mapping = ColumnMapping({"Serienummer": ""})
    assert rows(read("Naam|Type|Serienummer\nPC1|PC|S1", mapping=mapping)) == {
        "PC1": {"name": "PC1", "type": "workstation"}
    }


def test_a_mapping_does_not_make_devices_of_another_list(tmp_path: Path) -> None:
    sheets = (sheet("Nom|Type\nPC1|PC", "Parc"), sheet("Nom|Version|Licence\nOffice|2019|X", "Logiciels"))
    mapping = kept(mapping_of(read(*sheets)), tmp_path)
    again = read(*sheets, mapping=mapping)
    assert list(rows(again)) == ["PC1"]
    assert list(reasons(again)) == ["Logiciels row 2"]


def test_the_file_says_what_it_is_and_is_the_same_every_time() -> None:
    mapping = ColumnMapping(
        {'a "b"\\': "assets.name", "c": ""}, {"assets.type": {"x": "switch"}}, {"assets.location": "é"}
    )
    text = mapping_text(mapping)
    assert text == mapping_text(mapping)
    assert text.splitlines()[-10:] == [
        "[columns]",
        '"a \\"b\\"\\\\" = "assets.name"',
        '"c" = ""',
        "",
        '[values."assets.type"]',
        '"x" = "switch"',
        "",
        "# What to take where the export says nothing.",
        "[defaults]",
        '"assets.location" = "é"',
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[columns]\nNaam = 'assets.nmae'",
         "m.toml: columns.Naam: error: 'assets.nmae' is no field of the form. Did you mean 'assets.name'?"),
        ("[columns]\nNaam = 'name'",
         "m.toml: columns.Naam: error: 'name' is no field of the form. Did you mean 'assets.name'?"),
        ("[columns]\n'N a' = 3", "m.toml: columns.\"N a\": error: '3' is not a text in quotes."),
        ("[columns]\n'N a' = 'zzz'",
         "m.toml: columns.\"N a\": error: 'zzz' is no field of the form. Use a field such as"),
        ("[colums]\n", "m.toml: colums: error: 'colums' is not known here. Did you mean 'columns'?"),
        ("[values.'assets.type']\nx = 'swich'",
         "m.toml: values.\"assets.type\".x: error: 'swich' is no type that is known. Use one of: workstation, laptop, "
         "server, virtual-server, hypervisor, switch, router, firewall, access-point, nas, printer, ups, ip-phone, "
         "pbx, camera, other."),
        ("[defaults]\n'assets.purchased' = 'soon'",
         "m.toml: defaults.\"assets.purchased\": error: 'soon' is no date. Correct it, or leave it out."),
        ("[defaults]\nstatus = 'x'", "m.toml: defaults.status: error: 'status' is no field of the form."),
        ("= 3", "m.toml: error: The file is no valid TOML: Invalid statement (at line 1, column 1). Correct it, or "
                "write a new one with --save-mapping."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_file_key_problem_and_remedy(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        read_mapping(path)
    assert str(stopped.value).startswith(problem)


def test_a_file_that_cannot_be_opened_or_is_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"cannot be opened: No such file"):
        read_mapping(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Stop, match=r"no UTF-8 text") as stopped:
        read_mapping(tmp_path / "bad.toml")
    assert {found.check for found in stopped.value.diagnostics} == {"no-mapping"}


HEADINGS = st.text(min_size=1, max_size=30).filter(lambda text: text.isprintable())


@given(
    columns=st.dictionaries(HEADINGS, st.sampled_from(["", *mapping_fields()]), max_size=6),
    types=st.dictionaries(HEADINGS, st.sampled_from(["switch", "nas", "other"]), max_size=4),
    location=st.text(st.characters(categories=["L", "Nd"]), min_size=3, max_size=20),
)
def test_every_mapping_reads_back_the_same(
    columns: dict[str, str], types: dict[str, str], location: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mapping = ColumnMapping(columns, {"assets.type": types} if types else {}, {"assets.notes": f"x {location}"})
    assert kept(mapping, tmp_path_factory.mktemp("mapping")) == mapping
