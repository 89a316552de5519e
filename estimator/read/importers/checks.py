"""Every reason for which an inventory export is not read at all: the importers' part of the gallery of messages."""

from __future__ import annotations

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.read.checks import Check

IMPORT_CHECKS: tuple[Check, ...] = (
    Check(
        "no-inventory",
        Level.ERROR,
        "The file is neither a table nor a workbook, nor JSON or XML.",
        "photo.png",
        "The file is a picture, not an inventory. Export the inventory as CSV or xlsx.",
    ),
    Check(
        "inventory-too-large",
        Level.ERROR,
        "The file has more bytes, lines or values than are read.",
        "everything.csv",
        "The file is 212 MiB large; 100 are read at most. Export fewer columns, or in parts.",
    ),
    Check(
        "inventory-damaged",
        Level.ERROR,
        "The file is JSON or XML, but broken.",
        "computer.json",
        "The file is no valid JSON: Expecting ',' delimiter in line 7. Export it again.",
    ),
    Check(
        "inventory-entities",
        Level.ERROR,
        "The XML declares entities, which could pull in other files or blow up; they are never read.",
        "scan.xml",
        "The file declares XML entities, as attacks do and inventories do not; nothing of it is read. "
        "Export it again with the tool itself.",
    ),
    Check(
        "no-table",
        Level.ERROR,
        "No row of the file holds headings that are understood.",
        "letter.csv",
        "No table was found. Give the columns headings such as Name, Type, Serial number, Location, "
        "Manufacturer, Model, Operating system, IP address, in Dutch, French, German or English.",
    ),
    Check(
        "ticket-list",
        Level.ERROR,
        "The file is a list of tickets, not an inventory.",
        "ticket-register.csv",
        "The file is a list of tickets, not an inventory. Export the devices instead.",
    ),
    Check(
        "wrong-kind",
        Level.ERROR,
        "The file is not of the kind that --from says.",
        "devices.csv",
        "The file is not an RVTools export. It looks like a NetBox export: use --from netbox, or leave --from out.",
    ),
    Check(
        "unknown-document",
        Level.ERROR,
        "The file is JSON or XML, but of no tool that is known.",
        "orders.json",
        "The file is neither a GLPI inventory nor an nmap scan in XML. Export the inventory as CSV or xlsx.",
    ),
    Check(
        "no-mapping",
        Level.ERROR,
        "The mapping is no TOML file of ours, or has a mistake.",
        'lenovo.toml: columns."Asset Name"',
        "'assets.nmae' is no field of the form. Did you mean 'assets.name'?",
    ),
    Check(
        "open-elsewhere",
        Level.WARNING,
        "The workbook is open in another program while rows are imported into it.",
        "acme.xlsx",
        "The workbook seems to be open in Excel or LibreOffice. Close it there without saving, or what is saved last "
        "wins.",
    ),
    Check(
        "import-log-unreadable",
        Level.WARNING,
        "The hidden sheet that remembers earlier imports was changed.",
        "acme.xlsx",
        "The sheet that remembers earlier imports was changed and cannot be read. Every filled cell counts as typed by "
        "hand, and nothing is marked as vanished this time.",
    ),
    Check(
        "cannot-be-changed",
        Level.ERROR,
        "The workbook is written in a way in which single cells cannot be changed safely.",
        "acme.xlsx",
        "The workbook is a Strict Open XML one: nothing was written. Open it in Excel or LibreOffice, save it as .xlsx "
        "under another name, and import into that.",
    ),
)

_LEVELS = {check.id: check.level for check in IMPORT_CHECKS}


def stop(check: str, file_name: str, message: str, remedy: str) -> Stop:
    """The reason to stop reading a file; raises KeyError for a check that is not in the catalogue."""
    return Stop(Diagnostic(_LEVELS[check], file_name, check, message, remedy))
