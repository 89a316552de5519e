"""Whole workbooks: what is read, and which cell every mistake is told at."""
# ruff: noqa: E501 - a line that the user reads is one line here

from __future__ import annotations

import random
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from estimator.diagnostics import Diagnostic
from estimator.model.infrastructure import Assessment, AssetType, ReplacementStatus, SeatProfile
from estimator.model.service_level import OpeningHours
from estimator.read.headings import read_form
from estimator.read.workbook import read_assessment
from tests.builders import facts
from tests.workbooks import ASSET_HEADINGS, TICKETS, VALID, make_workbook

FORM = read_form()


def read(path: Path) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
    return read_assessment(path, facts().rate_card, facts().lifecycle)


def assessment_of(path: Path) -> Assessment:
    assessment, diagnostics = read(path)
    assert assessment is not None, "\n".join(map(str, diagnostics))
    return assessment


def lines(tmp_path: Path, **changes: Any) -> list[str]:
    """The problems of the valid workbook with changes, as the user reads them."""
    return list(map(str, read(make_workbook(tmp_path / "acme.xlsx", **changes))[1]))


def found(tmp_path: Path, **changes: Any) -> list[tuple[str, str]]:
    """Places and checks of the problems."""
    diagnostics = read(make_workbook(tmp_path / "acme.xlsx", **changes))[1]
    return [(diagnostic.place, diagnostic.check) for diagnostic in diagnostics]


def changed_rows(sheet: str, *more: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [*map(tuple, VALID[sheet]), *more]


# --- what is read ------------------------------------------------------------------------------------------------------


def test_a_valid_workbook_has_no_problem_and_every_value(tmp_path: Path) -> None:
    assessment, diagnostics = read(make_workbook(tmp_path / "acme.xlsx", Tickets=TICKETS))
    assert diagnostics == ()
    assert assessment is not None
    customer = assessment.customer
    assert (customer.name, customer.language, customer.country) == ("Acme S.à r.l.", "fr", "LU")
    assert (customer.assessment_date, customer.contract_start) == (date(2026, 11, 2), date(2027, 1, 1))
    assert customer.left_blank == {"notes"}
    assert str(customer.cell("contract_start")) == "Customer!B11"
    hq, arlon = assessment.locations
    assert hq.maintenance_window == (OpeningHours(("Tue",), time(18), time(20)),)
    assert (arlon.country, arlon.travel_zone, arlon.on_site) == ("BE", "middle", "auto")
    assert [(seats.profile, seats.count) for seats in assessment.seats] == [
        (SeatProfile.OFFICE, 4),
        (SeatProfile.FRONTLINE, 2),
    ]
    server = assessment.assets[3]
    assert (server.type, server.connected_to, server.warranty_until) == (AssetType.SERVER, "SW-01", date(2029, 3, 14))
    assert (server.in_stock_programme, server.substitute_available, server.critical) == (True, False, True)
    assert server.replacement_status is ReplacementStatus.IN_PROGRAMME
    assert assessment.assets[0].in_stock_programme is None
    assert str(server.row.cell("operating_system")) == "Assets!I5"
    assert assessment.services[0].renewal_date == date(2027, 6, 30)
    (ticket,) = assessment.tickets
    assert (ticket.opened, ticket.minutes, ticket.subject) == (datetime(2026, 9, 14, 9, 30), 25, "SRV-01")


def test_the_workbook_is_known_by_its_name_and_hash(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    reference = assessment_of(path).workbook
    assert (reference.id, reference.name, len(reference.sha256)) == ("acme", "acme.xlsx", 64)


def test_serial_numbers_keep_their_zeros_and_numbers_lose_a_meaningless_decimal(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", **{"Assets!H3": "00123", "Assets!H4": 12345})
    assert [asset.serial_number for asset in assessment_of(path).assets[1:3]] == ["00123", "12345"]


def translated(language: str, seed: int) -> Workbook:
    """The valid workbook with everything in a language, columns and rows of fields in any order, capitals and gaps."""
    shuffled, book = random.Random(seed), Workbook()
    book.remove(book.worksheets[0])
    for sheet in sorted(FORM.sheets, key=lambda _: shuffled.random()):
        rows = list(map(list, {**VALID, "Tickets": TICKETS}[sheet.titles["en"]]))
        target = book.create_sheet(sheet.titles[language].upper())
        target["B2"] = "Inventaire / inventaris"
        if sheet.layout == "fields":
            heading = {field.headings["en"]: field.headings[language] for field in sheet.fields}
            for number, (label, value) in enumerate(shuffled.sample(rows, len(rows)), start=4):
                target.cell(number, 2, heading[label].upper())
                target.cell(number, 3, value)
            continue
        width = len(rows[0])
        order = shuffled.sample(range(width), width)
        for number, row in enumerate(rows):
            for column, source in enumerate(order, start=3):
                value = row[source] if source < len(row) else None
                if number == 0:
                    field = next(field for field in sheet.fields if field.headings["en"] == value)
                    value = field.headings[language].replace(" ", "_").title()
                elif isinstance(value, str):
                    key = next(field for field in sheet.fields if field.headings["en"] == rows[0][source])
                    value = next((c.labels[language] for c in key.choices if c.id == value), value)
                if value is not None:
                    target.cell(number * 2 + 5, column, value)
    return book


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("language", FORM.languages)
def test_headings_and_choices_are_understood_in_every_language_and_order(
    tmp_path: Path, language: str, seed: int
) -> None:
    wanted = assessment_of(make_workbook(tmp_path / "en.xlsx", Tickets=TICKETS))
    translated(language, seed).save(tmp_path / "other.xlsx")
    got, diagnostics = read(tmp_path / "other.xlsx")
    assert got is not None, "\n".join(map(str, diagnostics))
    assert diagnostics == ()
    for kind in ("locations", "seats", "assets", "services", "tickets"):
        for one, other in zip(getattr(wanted, kind), getattr(got, kind), strict=True):
            fields = [name for name in one.__slots__ if name != "row"]
            assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
    assert (got.customer.name, got.customer.term_months) == (wanted.customer.name, wanted.customer.term_months)


def test_ids_are_referred_to_in_any_case(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx", **{"Assets!D2": "HQ", "Assets!S5": "sw-01"})
    assets = assessment_of(path).assets
    assert (assets[0].location, assets[3].connected_to) == ("hq", "SW-01")


def test_a_ticket_is_about_an_asset_or_a_kind_of_unit_in_any_language(tmp_path: Path) -> None:
    rows = [*TICKETS, *((*TICKETS[1][:7], subject, "hq", None) for subject in ("srv-01", "Imprimante", "seat", None))]
    subjects = [ticket.subject for ticket in assessment_of(make_workbook(tmp_path / "acme.xlsx", Tickets=rows)).tickets]
    assert subjects == ["SRV-01", "SRV-01", "printer", "seat", ""]


def test_empty_rows_and_rows_of_blanks_are_skipped(tmp_path: Path) -> None:
    rows = [*VALID["Seats"][:2], (), (" ", "  ", None), *VALID["Seats"][2:]]
    assert [group.row.number for group in assessment_of(make_workbook(tmp_path / "acme.xlsx", Seats=rows)).seats] == [
        2,
        5,
    ]


def test_defaults_stand_in_for_blank_cells(tmp_path: Path) -> None:
    blank = {f"Customer!B{row}": None for row in (2, 12, 13, 14, 15)}
    customer = assessment_of(make_workbook(tmp_path / "acme.xlsx", **blank)).customer
    assert (customer.language, customer.term_months, customer.review_months) == ("en", 36, 6)
    assert (customer.service_level, customer.current_plan) == ("business", "none")
    assert {"language", "term_months", "service_level", "current_plan", "review_months"} <= customer.left_blank


# --- mistakes ----------------------------------------------------------------------------------------------------------


def test_a_misspelt_operating_system_is_told_as_the_description_of_the_interface_says(tmp_path: Path) -> None:
    headings = ["asset tag", *ASSET_HEADINGS[1:8], "version", "operating system", *ASSET_HEADINGS[10:]]
    rows = [tuple(headings)] + [
        (f"PC-{number}", None, "workstation", "hq", 1, None, None, None, None, "Windwos 10" if number == 14 else None)
        for number in range(2, 15)
    ]
    assert lines(tmp_path, Assets=rows, Services=None) == [
        "Assets!J14: error: 'Windwos 10' is not a known operating system. Did you mean 'Windows 10'? "
        "[unknown-operating-system]"
    ]


def test_twenty_different_mistakes_are_told_at_twenty_cells_in_one_run(tmp_path: Path) -> None:
    mistakes: dict[str, tuple[Any, str]] = {
        "Customer!B3": ("Luxembuorg", "unknown-country"),
        "Customer!B7": ("anna(at)acme.lu", "bad-address"),
        "Customer!B10": ("03/04/2026", "ambiguous-date"),
        "Customer!B12": (2.5, "not-a-whole-number"),
        "Customer!B13": ("gold", "not-in-rate-card"),
        "Customer!B16": ("Christmas", "bad-period"),
        "Locations!B3": (None, "required"),
        "Locations!H2": ("perhaps", "unknown-choice"),
        "Locations!I2": ("Tuesday evening", "bad-window"),
        "Seats!A3": ("arlom", "unknown-location"),
        "Seats!C2": ("four", "not-a-number"),
        "Assets!A3": ("PC-01", "duplicate-id"),
        "Assets!C2": ("wrkstation", "unknown-choice"),
        "Assets!E4": (-1, "out-of-range"),
        "Assets!H2": ("3.57E+14", "digits-lost"),
        "Assets!I2": ("Windwos 11 Pro", "unknown-operating-system"),
        "Assets!L5": ("31/12/25", "short-year"),
        "Assets!M5": ("2025-02-30", "no-such-day"),
        "Assets!N5": ("maybe", "not-yes-or-no"),
        "Assets!S5": ("SW-9", "unknown-asset"),
    }
    changes = {cell: value for cell, (value, _) in mistakes.items()} | {"Assets!E2": 1}
    assert sorted(found(tmp_path, **changes)) == sorted((cell, check) for cell, (_, check) in mistakes.items())
    assert len({check for _, check in mistakes.values()}) == 19


def asset_row(row_id: str, **values: Any) -> tuple[Any, ...]:
    values = {"id": row_id, "type": "switch", "location": "hq", **{k.replace("_", " "): v for k, v in values.items()}}
    return tuple(values.get(heading) for heading in ASSET_HEADINGS)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"Seats": None, "Assets": None, "Services": None},
            "acme.xlsx: warning: There are no seats, no assets and no services: the fee covers nothing. "
            "Fill in the sheets. [nothing-to-price]",
        ),
        ({"Customer": None}, "acme.xlsx: error: There is no sheet 'Customer'. Add it, or start from a new form. [missing-sheet]"),
        ({"Locations": VALID["Locations"][:1], "Seats": None, "Assets": None, "Services": None},
         "Locations!A1: error: The sheet has no location. Add at least one. [no-locations]"),
        ({"Sites": VALID["Locations"]}, "Sites!A1: error: This sheet and 'Locations' are both the locations. Keep one of them. [duplicate-sheet]"),
        ({"Asests": [("a",)]}, "Asests!A1: warning: The sheet is not known and is ignored. Did you mean 'Assets'? [unknown-sheet]"),
        ({"Photos": [("a",)]}, "Photos!A1: info: The sheet is not part of the assessment and is ignored. [ignored-sheet]"),
        ({"Seats": [("x",), ("y",)]}, "Seats!A1: error: No row of headings was found. Give the columns the headings location, profile, count. [no-headings]"),
        ({"Seats!B1": None, "Seats!B2": None, "Seats!B3": None}, "Seats!A1: error: There is no column 'profile'. Add it. [missing-column]"),
        ({"Assets!X1": "serial"}, "Assets!X1: error: 'serial' is the same field as column H. Keep one of them. [duplicate-heading]"),
        ({"Customer!A18": "klantnaam"}, "Customer!A18: error: 'klantnaam' is the same field as row 1. Keep one of them. [duplicate-heading]"),
        ({"Assets!X1": "colour"}, "Assets!X1: info: The column 'colour' is not part of the form and is ignored. [ignored-column]"),
        ({"Assets!H1": "seriel numbr"}, "Assets!H1: warning: The column 'seriel numbr' is not known and is ignored. Did you mean 'serial number'? [unknown-column]"),
        ({"Assets!X4": "stray"}, "Assets!X4: warning: The column has no heading and is ignored. Give it a heading, or delete the cells. [cell-without-heading]"),
        ({"Customer!A18": "colour", "Customer!B18": "red"}, "Customer!A18: info: The field 'colour' is not part of the form and is ignored. [ignored-column]"),
        ({"Assets!C3": None}, "Assets!C3: error: 'type' is empty. Fill it in. [required]"),
        ({"Customer!B11": None}, "Customer!B11: error: 'contract start' is empty. Fill it in. [required]"),
        ({"Customer!B12": 121}, "Customer!B12: error: 121 is more than 120. Correct it. [out-of-range]"),
        ({"Customer!B13": "none"}, "Customer!B13: error: 'none' is not in the rate card. Choose one of: Standard, Office, Business. [not-in-rate-card]"),
        ({"Locations!G3": "moon"}, "Locations!G3: error: 'moon' is not in the rate card. Choose one of: near, middle, far. [not-in-rate-card]"),
        ({"Customer!B11": date(2026, 1, 1)}, "Customer!B11: warning: The contract starts on 2026-01-01, before the assessment on 2026-11-02. Correct one of them. [contract-before-assessment]"),
        ({"Assets!M5": date(2024, 1, 1)}, "Assets!M5: warning: The warranty ends 2024-01-01, before the purchase on 2024-03-15. Correct one of them. [warranty-before-purchase]"),
        ({"Assets!L5": date(2026, 12, 1)}, "Assets!L5: warning: It was bought on 2026-12-01, after the assessment on 2026-11-02. Correct one of them. [purchased-after-assessment]"),
        ({"Assets!K5": "192.168.1.2"}, "Assets!K5: warning: The address '192.168.1.2' stands in row 4 too. Correct one of them. [address-used-twice]"),
        ({"Assets!F5": "Aruba", "Assets!H5": "sg01"}, "Assets!H5: warning: The serial number 'sg01' stands in row 4 too. Correct one of them, or delete the double row. [serial-number-used-twice]"),
        ({"Assets!H2": "SN1"}, "Assets!H2: warning: One serial number cannot belong to 3 devices. Give each its own row, or leave it empty. [serial-number-of-several]"),
        ({"Assets!I4": "Gizmo OS 3"}, "Assets!I4: warning: No support dates are known for 'Gizmo OS 3': it is priced as supported. Ask the vendor until when it is supported. [operating-system-without-dates]"),
        ({"Assets!J2": "29H9"}, "Assets!I2: warning: 'Windows 11 Pro 29H9' is no release with known dates of Windows. Check the operating system and the version. [release-without-dates]"),
        ({"Seats!C2": 40}, "Seats!C2: warning: 42 seats share 4 workstations and laptops in all. Check the counts. [too-many-seats]"),
        ({"Services": VALID["Services"][:1]}, "Assets!A5: warning: There are servers, but no backup service. Add it to the services, or advise the customer. [no-backup]"),
        ({"Tickets": [TICKETS[0], (*TICKETS[1][:3], "2026-09-14 09:00", *TICKETS[1][4:])]},
         "Tickets!D2: error: The ticket is resolved 2026-09-14 09:00, before it was opened. Correct one of them. [ticket-out-of-order]"),
        ({"Tickets": [TICKETS[0], (*TICKETS[1][:7], "SRV-1", "hq")]},
         "Tickets!H2: warning: 'SRV-1' is neither an asset nor a kind of unit. Did you mean 'SRV-01'? [unknown-ticket-subject]"),
        ({"Tickets": [TICKETS[0], ("2026-09-14", *TICKETS[1][1:])]},
         "Tickets!A2: warning: '2026-09-14' has no time of day and is read as 00:00. Write it as 2026-09-14 09:30. [time-missing]"),
        ({"Assets!L5": date(1991, 5, 1)}, "Assets!L5: warning: It was bought on 1991-05-01, before 1995. Check the year. [purchased-long-ago]"),
        ({"Customer!B11": date(2028, 3, 1)}, "Customer!B11: warning: The contract starts on 2028-03-01, more than 12 months after the assessment on 2026-11-02. Look again at what is there, or correct the dates. [contract-long-after-assessment]"),
        ({"Services!H2": date(2024, 6, 30)}, "Services!H2: warning: It was to be renewed on 2024-06-30, before the assessment on 2026-11-02. Write the next date, or delete the service. [renewal-passed]"),
        ({"Locations!A4": "depot", "Locations!B4": "Depot", "Locations!F4": "LU"}, "Locations!A4: warning: There are no seats, no assets and no services at 'depot'. Add what is there, or delete the row. [empty-location]"),
        ({"Assets!B4": "srv-01"}, "Assets!B4: warning: 'srv-01' is also the id of the asset in row 5. Give it another name, so that both are told apart. [name-is-another-id]"),
        ({"Assets!J2": date(2026, 2, 10), "Assets!I2": None}, "Assets!J2: warning: The cell is a date or time, read as the text '2026-02-10'. Format the cell as text and type it again. [not-text]"),
    ],
)  # fmt: skip
def test_each_mistake_is_one_line_with_its_cell_and_remedy(tmp_path: Path, changes: dict[str, Any], line: str) -> None:
    assert lines(tmp_path, **changes) == [line]


def test_assets_connected_in_a_circle_are_told_once(tmp_path: Path) -> None:
    rows = changed_rows(
        "Assets",
        *(asset_row(f"S{n}", connected_to=f"S{n % 3 + 1}") for n in (1, 2, 3)),
        asset_row("S4", connected_to="S1"),
    )
    assert lines(tmp_path, Assets=rows) == [
        "Assets!S6: warning: The assets are connected in a circle: 'S1', 'S2', 'S3', 'S1'. Correct one of the connections. "
        "[connected-in-a-circle]"
    ]


def test_a_mistake_that_many_cells_share_is_told_at_each_of_them(tmp_path: Path) -> None:
    rows = changed_rows("Assets", *(asset_row(f"NEW-{n}", type="gizmo") for n in range(3)))
    first = len(VALID["Assets"]) + 1
    assert found(tmp_path, Assets=rows) == [(f"Assets!C{first + n}", "unknown-choice") for n in range(3)]


def test_one_and_yes_in_one_column_are_not_taken_for_one_another(tmp_path: Path) -> None:
    quantities = (1, True, 1.0, "1", 1.5)
    rows = changed_rows("Assets", *(asset_row(f"NEW-{n}", quantity=each) for n, each in enumerate(quantities)))
    first = len(VALID["Assets"]) + 1
    assert found(tmp_path, Assets=rows) == [
        (f"Assets!E{first + 1}", "not-a-number"),
        (f"Assets!E{first + 4}", "not-a-whole-number"),
    ]


def test_an_assessment_of_tomorrow_is_told_where_today_is_known(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    assert read(path)[1] == ()
    on = {day: read_assessment(path, facts().rate_card, facts().lifecycle, date(2026, 11, day))[1] for day in (1, 2)}
    assert list(map(str, on[1])) == [
        "Customer!B10: warning: The assessment is dated 2026-11-02, after today, 2026-11-01. Correct the date. "
        "[assessment-in-the-future]"
    ]
    assert on[2] == ()


def test_one_address_at_two_locations_is_no_mistake(tmp_path: Path) -> None:
    rows = changed_rows("Assets", asset_row("S1", location="arlon", ip_address="192.168.1.2"))
    assert lines(tmp_path, Assets=rows) == []


def test_an_operating_system_known_to_have_no_dates_is_no_mistake(tmp_path: Path) -> None:
    name = facts().lifecycle.without_dates[0]
    assert lines(tmp_path, **{"Assets!I4": name}) == []


def test_a_hidden_sheet_with_data_is_read_and_told(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    book = load_workbook(path)
    book["Assets"].sheet_state = "hidden"
    book.save(path)
    assessment, diagnostics = read(path)
    assert assessment is not None
    assert len(assessment.assets) == 4
    assert [diagnostic.check for diagnostic in diagnostics] == ["hidden-sheet"]


def test_a_default_that_the_rate_card_lacks_is_told_at_the_blank_cell(tmp_path: Path) -> None:
    from dataclasses import replace

    rate_card = facts().rate_card
    small = replace(rate_card, plan={id: plan for id, plan in rate_card.plan.items() if id != "business"})
    path = make_workbook(tmp_path / "acme.xlsx", **{"Customer!B13": None})
    _, diagnostics = read_assessment(path, small, facts().lifecycle)
    assert list(map(str, diagnostics)) == [
        "Customer!B13: error: The cell is empty, which means 'business', and that is not in the rate card. Fill it in. "
        "[not-in-rate-card]"
    ]


def test_a_flood_of_problems_is_cut_off_with_a_sentence(tmp_path: Path) -> None:
    rows = [VALID["Seats"][0], *(("nowhere", "nobody", "many", None) for _ in range(3000))]
    diagnostics = read(make_workbook(tmp_path / "acme.xlsx", Seats=rows))[1]
    assert len(diagnostics) == 5001
    assert diagnostics[-1].check == "too-many-problems"


def test_a_row_with_one_mistake_still_counts_for_those_that_refer_to_it(tmp_path: Path) -> None:
    assert found(tmp_path, **{"Locations!F2": "Atlantis", "Assets!E4": "many"}) == [
        ("Locations!F2", "unknown-country"),
        ("Assets!E4", "not-a-number"),
    ]


# --- as a consultant meets them ----------------------------------------------------------------------------------------


def test_problems_are_told_in_the_order_of_the_workbook(tmp_path: Path) -> None:
    changes = {"Seats!A3": "arlom", "Assets!A3": "PC-01", "Assets!E2": "many", "Assets!M5": date(2024, 1, 1)}
    places = [place for place, _ in found(tmp_path, **changes, **{"Customer!B12": 121})]
    assert places == ["Customer!B12", "Seats!A3", "Assets!E2", "Assets!A3", "Assets!M5"]


def test_remedies_list_the_choices_in_the_language_of_the_sheet(tmp_path: Path) -> None:
    book = translated("fr", 1)
    for title, heading, value in (
        ("ÉQUIPEMENTS", "Type", "Gizmo"),
        ("ÉQUIPEMENTS", "Critique", "peut-être"),
        ("SITES", "Zone_De_Déplacement", "lune"),
        ("SITES", "Fenêtre_De_Maintenance", "le soir"),
    ):
        page = book[title]
        column = next(cell.column for cell in page[5] if cell.value == heading)
        row = next(cell.row for row in page.iter_rows(min_row=6) for cell in row if cell.value is not None)
        page.cell(row, column).value = value
    book.save(tmp_path / "fr.xlsx")
    told = {diagnostic.check: diagnostic.remedy for diagnostic in read(tmp_path / "fr.xlsx")[1]}
    assert told["unknown-choice"].startswith("Choose one of: poste de travail, ordinateur portable, serveur")
    assert told["not-in-rate-card"] == "Choose one of: proche, moyenne, éloignée."
    assert told["not-yes-or-no"] == "Write oui, non, or leave it empty."
    assert told["bad-window"] == "Write it like mar 18:00-20:00; sam 08:00-12:00."


def test_a_missing_column_is_named_in_the_language_of_the_sheet(tmp_path: Path) -> None:
    rows = [("locatie", "aantal"), ("hq", 4)]
    assert lines(tmp_path, Seats=rows) == ["Seats!A1: error: There is no column 'profiel'. Add it. [missing-column]"]


def test_the_name_of_a_location_instead_of_its_id_is_told_with_the_id(tmp_path: Path) -> None:
    assert lines(tmp_path, **{"Assets!D2": "Head Office"}) == [
        "Assets!D2: error: There is no location 'Head Office'. That is a name: write the id, 'hq'. [unknown-location]"
    ]


def test_no_row_is_told_to_refer_to_itself(tmp_path: Path) -> None:
    problems = read(make_workbook(tmp_path / "acme.xlsx", **{"Assets!S4": "SW-1", "Assets!S5": "SW-1"}))[1]
    assert [(problem.place, problem.remedy) for problem in problems] == [
        ("Assets!S4", "Add it to the assets, correct the cell, or delete the row."),
        ("Assets!S5", "Did you mean 'SW-01'?"),
    ]


def test_a_reference_to_nothing_in_a_sheet_without_ids_is_told_beside_their_missing_heading(tmp_path: Path) -> None:
    problems = read(make_workbook(tmp_path / "acme.xlsx", **{"Assets!A1": 29, "Assets!S5": "SW-9"}))[1]
    assert {"missing-column", "unknown-asset"} <= {problem.check for problem in problems}


def test_a_word_for_nobody_knows_counts_as_an_empty_cell(tmp_path: Path) -> None:
    changes = {"Assets!H2": "-", "Assets!H3": "-", "Assets!I4": "?", "Assets!T4": "n.v.t.", "Assets!S4": "Onbekend"}
    path = make_workbook(tmp_path / "acme.xlsx", **changes)
    assessment, diagnostics = read(path)
    assert diagnostics == ()
    assert assessment is not None
    switch = assessment.assets[2]
    assert (switch.operating_system, switch.redundancy_group, switch.connected_to) == ("", "", "")


def test_a_row_of_nothing_but_uncalculated_formulas_is_not_passed_over(tmp_path: Path) -> None:
    path = make_workbook(tmp_path / "acme.xlsx")
    book = load_workbook(path)
    for column, letter in enumerate("ABC", start=1):
        book["Seats"].cell(9, column).value = f"={letter}3"
    book.save(path)
    told = [(d.place, d.check) for d in read(path)[1] if d.place.startswith("Seats")]
    assert told == [(f"Seats!{letter}9", "formula-without-value") for letter in "ABC"]


def test_the_lock_file_of_an_open_workbook_is_told_as_such(tmp_path: Path) -> None:
    lock = tmp_path / "~$acme.xlsx"
    lock.write_bytes(b"\x05Eva M" + b" " * 159)
    assessment, (told,) = read(lock)
    assert assessment is None
    assert str(told) == (
        "~$acme.xlsx: error: This is the lock file that Excel keeps beside an open workbook. Use 'acme.xlsx'. "
        "[no-workbook]"
    )
