"""Which column of an export is which field: shown before anything is written, kept in a TOML file, used again."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.frozen import frozen
from estimator.model.inventory import FormValue, Inventory
from estimator.model.limits import MinLen
from estimator.read.headings import fold, read_form
from estimator.read.importers.values import form_value
from estimator.read.importers.vocabulary import SPECIAL_MEANINGS
from estimator.read.tables import Problems, read_table
from estimator.read.values import clean

MAXIMUM_BYTES = 2**20
MAPPED_SHEETS = ("assets", "locations")
CHECK = "no-mapping"


@frozen
class ColumnMapping:
    """What somebody decided about the columns of an export; headings that are not in it are matched as usual."""

    columns: Mapping[Annotated[str, MinLen(1)], str] = field(default_factory=dict)
    """The field by heading, such as `assets.name`; empty for a column that is not used."""
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By field and text in the export: what to take it for, such as `Access Switch` as `switch`."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """By field: what to take where the export says nothing."""

    def default_values(self) -> Mapping[str, FormValue]:
        """The defaults as the form keeps them, by field."""
        read = ((name, form_value(name, text).value) for name, text in self.defaults.items())
        return {name: value for name, value in read if value is not None}


def mapping_fields() -> tuple[str, ...]:
    """What a column may be: every field of the assets and the locations, and the special meanings."""
    form = read_form()
    fields = (f"{sheet}.{entry.key}" for sheet in MAPPED_SHEETS for entry in form.sheet(sheet).fields)
    return (*fields, *SPECIAL_MEANINGS)


# --- reading ---------------------------------------------------------------------------------------------------------


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping that a TOML file holds.

    Raises Stop with every mistake by file and key, and what to do about it.
    """
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise Stop(_problem(path.name, "The file is larger than a mapping can be.", "Check the file's name."))
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        message = f"The file cannot be opened: {error.strerror}."
        raise Stop(_problem(path.name, message, "Check its name and place.")) from None
    except UnicodeDecodeError:
        raise Stop(_problem(path.name, "The file is no UTF-8 text.", "Save it as UTF-8.")) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"The file is no valid TOML: {error}."
        raise Stop(_problem(path.name, message, "Correct it, or write a new one with --save-mapping.")) from None
    problems = Problems(path.name)
    mapping = read_table(ColumnMapping, table, problems)
    if mapping is not None:
        _check(mapping, problems)
    if mapping is None or problems.found:
        raise Stop(*problems.found)
    return mapping


def _problem(place: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Level.ERROR, place, CHECK, message, remedy)


def _check(mapping: ColumnMapping, problems: Problems) -> None:
    known = mapping_fields()
    for heading, name in mapping.columns.items():
        if name:
            _check_field(name, known, ("columns", heading), problems)
    fields = tuple(name for name in known if name not in SPECIAL_MEANINGS)
    for name, meanings in mapping.values.items():
        if _check_field(name, fields, ("values", name), problems):
            for text, value in meanings.items():
                _check_value(name, value, ("values", name, text), problems)
    for name, value in mapping.defaults.items():
        if _check_field(name, fields, ("defaults", name), problems):
            _check_value(name, value, ("defaults", name), problems)


def _check_field(name: str, known: tuple[str, ...], path: tuple[str, ...], problems: Problems) -> bool:
    if name in known:
        return True
    close = get_close_matches(name if "." in name else f"assets.{fold(name)}", known, n=1, cutoff=0.75)
    remedy = f"Did you mean '{close[0]}'?" if close else f"Use a field such as '{known[0]}' or '{known[1]}'."
    problems.add(path, CHECK, f"'{name[:60]}' is no field of the form.", remedy)
    return False


def _check_value(name: str, text: str, path: tuple[str, ...], problems: Problems) -> None:
    read = form_value(name, text)
    if text and read.value is None:
        reason = read.reason.partition("; it is left out")[0].rstrip(".") or f"'{text}' says nothing"
        problems.add(path, CHECK, f"{reason}.", _choices(name))


def _choices(name: str) -> str:
    sheet, _, key = name.partition(".")
    choices = read_form().sheet(sheet).field(key).choices
    return f"Use one of: {', '.join(choice.id for choice in choices)}." if choices else "Correct it, or leave it out."


# --- writing ---------------------------------------------------------------------------------------------------------


def mapping_of(inventory: Inventory, used: ColumnMapping | None = None) -> ColumnMapping:
    """The mapping by which an inventory was read, to keep: every column with its field, used or not.

    `used`, the mapping that was given for it, adds its values and defaults. Reading the same file with the result gives
    the same inventory.
    """
    columns = {use.heading: use.field for use in inventory.mapping}
    if used is None:
        return ColumnMapping(columns)
    return ColumnMapping({**used.columns, **columns}, used.values, used.defaults)


def mapping_text(mapping: ColumnMapping) -> str:
    """The mapping as a TOML file, the same for the same mapping; `read_mapping` reads it back."""
    return "\n".join(_lines(mapping)) + "\n"


def _lines(mapping: ColumnMapping) -> Iterator[str]:
    yield "# How `estimator import` reads the columns of an export: heading = field; empty: not used."
    yield "# Use it again with --mapping. Fields are those of the form, such as assets.serial_number; besides them:"
    yield from (f"#   {name}: {meaning}" for name, meaning in SPECIAL_MEANINGS.items())
    yield ""
    yield "[columns]"
    yield from (f"{_quoted(heading)} = {_quoted(name)}" for heading, name in mapping.columns.items())
    for name, meanings in sorted(mapping.values.items()):
        yield ""
        yield f"[values.{_quoted(name)}]"
        yield from (f"{_quoted(text)} = {_quoted(value)}" for text, value in sorted(meanings.items()))
    if not mapping.values:
        yield ""
        yield "# What the export's words mean, where they are not understood:"
        yield '# [values."assets.type"]'
        yield '# "Access Layer" = "switch"'
    yield ""
    yield "# What to take where the export says nothing."
    yield "[defaults]"
    yield from (f"{_quoted(name)} = {_quoted(value)}" for name, value in sorted(mapping.defaults.items()))


_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


def _quoted(text: str) -> str:
    """A TOML string; what TOML cannot hold is left out."""
    safe = clean(text) if not text.isprintable() else text
    return f'"{_ESCAPED.sub(_escape, safe)}"'


def _escape(match: re.Match[str]) -> str:
    return rf"\{match[0]}" if match[0] in '"\\' else rf"\u{ord(match[0]):04x}"
