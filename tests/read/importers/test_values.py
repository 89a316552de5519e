"""Cells of exports become values of the form, or the reason why not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.inventory import FormValue
from estimator.read.cells import Value
from estimator.read.headings import read_form
from estimator.read.importers.values import form_value

LEFT_OUT = " is no date; it is left out."


@pytest.mark.parametrize(
    ("field", "text", "value", "reason"),
    [
        ("assets.purchased", "mars 2023", date(2023, 3, 1), "'mars 2023' is read as 2023-03-01."),
        ("assets.purchased", "mrt-21", date(2021, 3, 1), "'mrt-21' is read as 2021-03-01."),
        ("assets.warranty_until", "02/24", date(2024, 2, 29), "'02/24' is read as 2024-02-29."),
        ("assets.purchased", "05/06", None, "'05/06' is no date; it is left out."),
        ("assets.warranty_until", "02/2024", date(2024, 2, 29), "'02/2024' is read as 2024-02-29."),
        ("assets.purchased", "2019", date(2019, 7, 1), "'2019' is a year alone, read as 2019-07-01."),
        ("assets.warranty_until", "2019", None, "'2019' is a year, not a date; it is left out."),
        ("assets.purchased", "31/02/2024", None, "There is no day '31/02/2024'; it is left out."),
        ("assets.purchased", "99/99/2024", None, "There is no day '99/99/2024'; it is left out."),
        ("assets.purchased", "01/01/1900", None, "The date '01/01/1900' cannot be right; it is left out."),
        ("assets.purchased", "soon", None, f"'soon'{LEFT_OUT}"),
        ("assets.purchased", True, None, f"'yes'{LEFT_OUT}"),
        ("assets.purchased", ("t", "10:00:00"), None, f"'10:00:00'{LEFT_OUT}"),
        ("assets.purchased", "9" * 3_000, None, f"'{'9' * 57}...'{LEFT_OUT}"),
        ("assets.quantity", "drie", None, "'drie' is not a whole number; it is left out."),
        ("assets.quantity", "2,5", None, "'2,5' is not a whole number; it is left out."),
        ("assets.quantity", -1.0, None, "-1 cannot be a quantity; it is left out."),
        ("assets.quantity", True, None, "'yes' is not a whole number; it is left out."),
        ("assets.critical", "misschien", None, "'misschien' is neither yes nor no; it is left out."),
        ("assets.type", "frobnicator", None, "'frobnicator' is no type that is known."),
        ("assets.type", "Imprimante laser couleur", "printer", "'Imprimante laser couleur' is read as printer."),
        ("assets.ip_address", "kelder", None, "'kelder' is no IP address; it is left out."),
        ("assets.ip_address", "0.0.0.0", None, "'0.0.0.0' is no IP address; it is left out."),
        ("assets.serial_number", "1,23457E+11", None,
         "'1,23457E+11' is a serial number in scientific notation: digits are lost, it is left out. "
         "Export it as text, or type it."),
        ("assets.serial_number", 1e20, None,
         "'100000000000000000000' is a number of more than 15 digits: the last ones are lost. It is left out."),
        ("assets.serial_number", "To be filled by O.E.M.", None,
         "'To be filled by O.E.M.' is no serial number; it is left out."),
        ("assets.name", "x" * 600, None, f"'{'x' * 57}...' has 600 characters; it is left out."),
        ("assets.model", ("d", "2024-03-01"), "2024-03-01",
         "The cell is a date or time, read as the text '2024-03-01'."),
        ("locations.country", "Atlantis", None, "'Atlantis' is not a known country. It is left out."),
        ("locations.on_site", "perhaps", None, "'perhaps' is not a known on-site support; it is left out."),
        ("assets.ip_address", "10.0.0.1, 10.0.0.2", "10.0.0.1",
         "Of the 2 addresses '10.0.0.1, 10.0.0.2' only 10.0.0.1 is taken over."),
        ("assets.ip_address", "10.0.0.1 (wifi)", "10.0.0.1", "'10.0.0.1 (wifi)' is read as 10.0.0.1."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(field: str, text: Value, value: FormValue | None, reason: str) -> None:
    assert form_value(field, text) == (value, reason)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("assets.quantity", "5", 5),
        ("assets.quantity", "5,0", 5),
        ("assets.quantity", 5.0, 5),
        ("assets.quantity", "1.234", 1_234),
        ("assets.quantity", "1 234", 1_234),
        ("assets.quantity", "1'234", 1_234),
        ("assets.quantity", "3 st.", 3),
        ("assets.quantity", "x2", 2),
        ("assets.quantity", "0", 0),
        ("assets.critical", "Oui", True),
        ("assets.critical", "NEE", False),
        ("assets.critical", True, True),
        ("assets.critical", 0.0, False),
        ("assets.type", "Laptops", "laptop"),
        ("assets.type", "Mobile", "other"),
        ("assets.type", "Écran", "other"),
        ("assets.type", "Access Switch", "switch"),
        ("assets.type", "virtual-server", "virtual-server"),
        ("assets.ip_address", "10.0.0.1/24", "10.0.0.1"),
        ("assets.ip_address", "010.001.000.007", "10.1.0.7"),
        ("assets.ip_address", "10.0.0.1:8080", "10.0.0.1"),
        ("assets.ip_address", "2001:DB8::1/64", "2001:db8::1"),
        ("assets.ip_address", "dhcp", "DHCP"),
        ("assets.serial_number", "'00123", "00123"),
        ("assets.serial_number", '="00123"', "00123"),
        ("assets.serial_number", 123456789012.0, "123456789012"),
        ("assets.name", "  two \n lines\t\x07 ", "two lines"),
        ("assets.version", 10.0, "10"),
        ("assets.notes", "two\nlines", "two\nlines"),
        ("locations.country", "Luxemburg", "LU"),
        ("services.type", "Sauvegarde", "backup"),
    ],
)
def test_values_are_those_of_the_form(field: str, text: Value, value: FormValue) -> None:
    assert form_value(field, text) == (value, "")


@pytest.mark.parametrize(
    "text", ["", "  ", "-", "—", "?", "n/a", "N.V.T.", "Onbekend", "inconnu", "k.A.", "NULL", "#N/A"]
)
@pytest.mark.parametrize("field", ["assets.name", "assets.purchased", "assets.quantity", "assets.ip_address"])
def test_words_that_say_nothing_are_empty_cells(field: str, text: str) -> None:
    assert form_value(field, text) == (None, "")


FIELDS = [
    f"{sheet}.{field.key}" for sheet in ("assets", "locations", "services") for field in read_form().sheet(sheet).fields
]
VALUES = st.one_of(
    st.text(max_size=60),
    st.floats(),
    st.booleans(),
    st.datetimes().map(lambda moment: ("d", moment.isoformat())),
    st.times().map(lambda moment: ("t", moment.isoformat())),
    st.floats(0, 1e9).map(lambda seconds: ("p", seconds)),
    st.from_regex(r"[0-9./: -]{1,20}", fullmatch=True),
)


@given(field=st.sampled_from(FIELDS), value=VALUES)
def test_no_cell_can_break_the_reading(field: str, value: Value) -> None:
    read = form_value(field, value)
    assert isinstance(read.value, (str, int, bool, date, type(None)))
    assert "\n" not in read.reason
    assert read.reason == "" or read.reason.endswith(".")
    if isinstance(read.value, str):
        read.value.encode()
        assert "\0" not in read.value


def test_a_number_that_makers_leave_in_devices_is_no_serial_number_whatever_its_type() -> None:
    for value in ("123456789", 123456789.0):
        read = form_value("assets.serial_number", value)
        assert read == (None, "'123456789' is no serial number; it is left out.")
