"""An assessment workbook becomes an Assessment, or every problem that keeps it from becoming one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

from estimator.diagnostics import Diagnostic, has_errors
from estimator.model.customer import Customer
from estimator.model.effort import SEAT
from estimator.model.form import Field, Form, Sheet
from estimator.model.frozen import frozen
from estimator.model.infrastructure import (
    Assessment,
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
    Ticket,
)
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.model.rate_card import NO_CONTRACT, RateCard
from estimator.model.source import Cell, FileReference
from estimator.read.cells import LOCK_PREFIX, RawSheet, is_lock_file, read_cells
from estimator.read.checks import MAXIMUM_PROBLEMS, Problems, TooManyProblemsError, report
from estimator.read.consistency import Context, Ids, check_consistency, resolve_references
from estimator.read.headings import read_form
from estimator.read.layout import find_columns, find_fields, find_sheets
from estimator.read.rows import (
    ParsedRows,
    check_default,
    fault_cells,
    parse_rows,
    report_fault,
    report_required,
)
from estimator.read.spans import parse_periods, windows_parser
from estimator.read.values import (
    MAY_BE_UNKNOWN,
    CellError,
    Parser,
    number_parser,
    parse_date,
    parse_datetime,
    parse_email,
    parse_ip_address,
    parse_notes,
    parse_serial_number,
    parse_text,
    parse_vat_number,
    quoted,
    unless_unknown,
)
from estimator.read.words import Words, choice_parser, country_parser, rate_card_parser, yes_no_parser

TABLES: Mapping[str, type[Any]] = {
    "locations": Location,
    "seats": SeatGroup,
    "assets": Asset,
    "services": Service,
    "tickets": Ticket,
}
ENUMERATIONS: Mapping[tuple[str, str], Callable[[str], object]] = {
    ("seats", "profile"): SeatProfile,
    ("assets", "type"): AssetType,
    ("services", "type"): ServiceType,
}
NOBODY = Customer("", "", date.max, date.max)
PLACEHOLDERS: Mapping[str, Mapping[str, object]] = {
    "locations": {"id": "", "name": "", "country": ""},
    "seats": {"location": "", "profile": SeatProfile.OFFICE, "count": 0},
    "assets": {"id": "", "type": AssetType.OTHER, "location": ""},
    "services": {"id": "", "name": "", "type": ServiceType.OTHER},
    "tickets": {"opened": datetime.min, "minutes": 0, "channel": "remote"},
}
"""Stand in for required cells with mistakes, so that the rest of their rows is checked in the same run."""

_LEFT_BLANK = {
    (True, True): frozenset[str](),
    (True, False): frozenset({"managed"}),
    (False, True): frozenset({"quantity"}),
    (False, False): frozenset({"quantity", "managed"}),
}
"""By whether an asset's quantity and whether its `managed` are given."""

TEXT_PARSERS: Mapping[str, Parser] = {
    "id": parse_text,
    "text": parse_text,
    "notes": parse_notes,
    "date": parse_date,
    "datetime": parse_datetime,
    "periods": parse_periods,
    "e-mail": parse_email,
    "ip-address": parse_ip_address,
    "vat-number": parse_vat_number,
}


@frozen
class Reading:
    """What became of a workbook: an assessment, or the problems that keep it from being one, and its bare cells."""

    assessment: Assessment | None
    diagnostics: tuple[Diagnostic, ...]
    sheets: tuple[RawSheet, ...] | None = None
    """None where the file could not be read at all."""


def read_assessment(
    path: Path, rate_card: RateCard, lifecycle: LifecycleCatalogue, today: date | None = None
) -> tuple[Assessment | None, tuple[Diagnostic, ...]]:
    """The assessment in a workbook, and every problem in it; no assessment where one of them is an error.

    A file that cannot be opened, or is no workbook, comes back as one problem. Without `today`, dates are only compared
    with one another.
    """
    reading = read_workbook(path, rate_card, lifecycle, today)
    return reading.assessment, reading.diagnostics


def read_workbook(path: Path, rate_card: RateCard, lifecycle: LifecycleCatalogue, today: date | None = None) -> Reading:
    """The same with the cells of every sheet, for who shows the problems where they are."""
    try:
        if is_lock_file(path):
            message = "This is the lock file that Excel keeps beside an open workbook."
            remedy = f"Use {quoted(path.name[len(LOCK_PREFIX) :])}."
            return Reading(None, (report("no-workbook", path.name, message, remedy),))
        raw_sheets, remarks = read_cells(path)
        if raw_sheets is None:
            return Reading(None, remarks)
        with path.open("rb") as file:
            content_hash = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        locked = isinstance(error, PermissionError)
        remedy = "Close it in other programs, or see who may read it." if locked else "Check its name and place."
        return Reading(None, (report("no-file", path.name, message, remedy),))
    problems = Problems()
    assessment, flood = None, tuple[Diagnostic, ...]()
    try:
        reference = FileReference(path.stem, path.name, content_hash)
        context = _read(raw_sheets, reference, rate_card, lifecycle, problems)
        check_consistency(replace(context, today=today), problems)
        assessment = context.assessment
    except TooManyProblemsError:
        message = f"There are more than {MAXIMUM_PROBLEMS:,} problems; the rest is left out."
        remedy = "Check that the headings stand above the right columns."
        flood = (report("too-many-problems", path.name, message, remedy),)
    diagnostics = (*remarks, *problems.in_order([raw.name for raw in raw_sheets]), *flood)
    return Reading(None if has_errors(diagnostics) else assessment, diagnostics, raw_sheets)


def _read(
    raw_sheets: Sequence[RawSheet],
    reference: FileReference,
    rate_card: RateCard,
    lifecycle: LifecycleCatalogue,
    problems: Problems,
) -> Context:
    """The assessment, with placeholders where there are errors, for the rules over all of it."""
    form = read_form()
    found = find_sheets(form, raw_sheets, reference.name, problems)
    customer = None
    if "customer" in found:
        customer = _customer(form, found["customer"], rate_card, problems)
    rows = {
        sheet.id: _rows(form, sheet, found, rate_card, problems) for sheet in form.sheets if sheet.layout == "table"
    }
    _check_locations(found, rows["locations"], problems)
    ids = {sheet_id: Ids(rows[sheet_id], problems) for sheet_id in ("locations", "assets", "services")}
    for sheet in form.sheets:
        resolve_references(sheet, rows.get(sheet.id, ParsedRows()), ids, problems)
    _name_ticket_subjects(form, rows["tickets"], ids["assets"])
    built = {sheet_id: tuple(_build(sheet_id, rows[sheet_id])) for sheet_id in TABLES}
    required_of = {sheet.id: sheet.required_keys for sheet in form.sheets}
    whole = all(rows[sheet_id].complete(required_of[sheet_id]) for sheet_id in TABLES)
    assessment = Assessment(customer=customer or NOBODY, workbook=reference, **built)
    return Context(assessment, lifecycle, reference.name, customer is not None, whole)


def _build(sheet_id: str, rows: ParsedRows) -> Iterator[Any]:
    """The model's values of a sheet's rows."""
    given: dict[str, Iterable[Any]] = {**rows.values, "row": rows.rows}
    if sheet_id == "assets":
        answered = zip(rows.said("quantity"), rows.said("managed"), strict=True)
        given["left_blank"] = [_LEFT_BLANK[quantity is not None, managed is not None] for quantity, managed in answered]
    columns = []
    for part in fields(TABLES[sheet_id]):
        default = PLACEHOLDERS[sheet_id].get(part.name, part.default)
        said = given.get(part.name, repeat(default, len(rows.rows)))
        columns.append([default if value is None else value for value in said])
    return map(TABLES[sheet_id], *columns)


def _customer(form: Form, raw: RawSheet, rate_card: RateCard, problems: Problems) -> Customer | None:
    sheet = form.sheet("customer")
    cells, given, language = find_fields(sheet, raw, problems)
    parsers = field_parsers(form, sheet, language, rate_card)
    faults = fault_cells(raw.faults)
    values: dict[str, Any] = {}
    failed = set()
    for field in sheet.fields:
        cell = cells.get(field.key, Cell(raw.name, 1, 1))
        value = given.get(field.key, "")
        if value == "" and field.key in cells and (cell.row, cell.column) in faults:
            report_fault(cell, faults[cell.row, cell.column], problems)
            failed.add(field.key)
        elif value != "":
            try:
                result = parsers[field.key](value)
            except CellError as error:
                problems.add(error.check, cell, error.message, error.remedy)
                result = error.value
                failed |= {field.key} if result is None else set()
            if result is not None:
                values[field.key] = result
        if field.key not in values and field.key not in failed:
            if field.required:
                report_required(field.headings[language], cell, problems)
            elif field.rate_card and field.default:
                check_default(parsers[field.key], field.default, cell, problems)
    if not sheet.required_keys <= values.keys():
        return None
    blank = frozenset(field.key for field in sheet.fields if field.key not in values)
    return Customer(**values, cells=cells, left_blank=blank)


def _rows(
    form: Form, sheet: Sheet, found: Mapping[str, RawSheet], rate_card: RateCard, problems: Problems
) -> ParsedRows:
    layout = find_columns(form, sheet, found[sheet.id], problems) if sheet.id in found else None
    if layout is None:
        return ParsedRows()
    return parse_rows(layout, field_parsers(form, sheet, layout.language, rate_card), problems)


def _check_locations(found: Mapping[str, RawSheet], rows: ParsedRows, problems: Problems) -> None:
    if "locations" in found and not rows.rows:
        place = Cell(found["locations"].name, 1, 1)
        problems.add("no-locations", place, "The sheet has no location.", "Add at least one.")


def _name_ticket_subjects(form: Form, rows: ParsedRows, assets: Ids) -> None:
    """Writes what a ticket is about as the asset's own id, or as the driver's where it names a kind of unit."""
    kinds = Words((*form.sheet("assets").field("type").choices, *form.sheet("services").field("type").choices))

    def named(given: str) -> str:
        driver = SEAT if given.casefold() in (SEAT, "seats") else kinds.get(given)
        return assets.get(given) or driver or given

    if "subject" in rows.values:
        rows.values["subject"] = [given and named(given) for given in rows.values["subject"]]


def field_parsers(form: Form, sheet: Sheet, language: str, rate_card: RateCard) -> dict[str, Parser]:
    """A parser for every field of a sheet whose headings are in a language."""
    return {field.key: _parser(form, sheet, field, language, rate_card) for field in sheet.fields}


def _parser(form: Form, sheet: Sheet, field: Field, language: str, rate_card: RateCard) -> Parser:
    if field.key in MAY_BE_UNKNOWN:
        return unless_unknown(parse_serial_number if field.key == "serial_number" else parse_text)
    if field.rate_card:
        return rate_card_parser(field, _rate_card_names(field, rate_card), language)
    match field.kind:
        case "choice":
            return choice_parser(field, ENUMERATIONS.get((sheet.id, field.key), str), language)
        case "yes-no":
            return yes_no_parser(field, language)
        case "country":
            return country_parser()
        case "windows":
            return windows_parser(form, language)
        case "count" | "months" | "minutes":
            return number_parser(field)
        case kind:
            return TEXT_PARSERS[kind]


def _rate_card_names(field: Field, rate_card: RateCard) -> Mapping[str, tuple[str, ...]]:
    if field.rate_card == "travel_zone":
        return {zone_id: (zone.name,) for zone_id, zone in rate_card.travel_zone.items()}
    if field.rate_card == "roles":
        return dict.fromkeys(rate_card.roles, ())
    offered = (item for item in rate_card.plan.items() if field.key != "service_level" or item[0] != NO_CONTRACT)
    return {plan_id: tuple(plan.names.values()) for plan_id, plan in offered}
