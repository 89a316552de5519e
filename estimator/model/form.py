"""The assessment workbook described as data: its sheets, fields, headings and choices in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from estimator.model.frozen import frozen

FORM_VERSION = 2
"""Goes up when a sheet or a field changes its meaning; stands in the form's properties. 2: rows may be examples."""

Kind = Literal[
    "id",
    "text",
    "notes",
    "count",
    "minutes",
    "months",
    "date",
    "datetime",
    "yes-no",
    "choice",
    "country",
    "windows",
    "periods",
    "e-mail",
    "ip-address",
    "vat-number",
]
"""`windows`: `Tue 18:00-20:00; Sat 08:00-12:00`. `periods`: `2026-12-20..2027-01-03; ...`."""


@frozen
class Choice:
    """One of the values a field may have; `labels` by language are what people pick from."""

    id: str
    labels: Mapping[str, str]
    synonyms: tuple[str, ...] = ()


@frozen
class Field:
    """A column of a table sheet, or a row of a field/value sheet; `key` is the model's name for it."""

    key: str
    kind: Kind
    headings: Mapping[str, str]
    """The heading by language; English ones are canonical."""
    synonyms: tuple[str, ...] = ()
    """Further headings that are understood, in any language."""
    required: bool = False
    default: str = ""
    """What an empty cell means, as one would type it in English; empty: nothing."""
    choices: tuple[Choice, ...] = ()
    """Of kinds `choice` and `yes-no`; where `rate_card` is set these are those of the shipped rate card."""
    rate_card: Literal["", "plan", "travel_zone", "roles"] = ""
    """Which table of the rate card lists the ids that are allowed."""
    refers_to: Literal["", "locations", "assets"] = ""
    """The sheet whose ids are allowed."""
    minimum: int | None = None
    maximum: int | None = None


@frozen
class Sheet:
    """A sheet of the workbook; `layout` is `fields` (a row each, field and value) or `table` (a column each)."""

    id: str
    layout: Literal["fields", "table"]
    titles: Mapping[str, str]
    """The sheet's name by language; at most 31 characters, as Excel wants."""
    synonyms: tuple[str, ...]
    fields: tuple[Field, ...]
    required: bool = False

    @property
    def required_keys(self) -> frozenset[str]:
        """The keys of the fields that every row must fill."""
        return frozenset(field.key for field in self.fields if field.required)

    def field(self, key: str) -> Field:
        """The field of that key; raises KeyError where there is none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(f"sheet {self.id} has no field {key}")


@frozen
class Form:
    """The whole workbook: its sheets in order, and the words people use for days and months."""

    languages: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    weekdays: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By language and English three letters (`Mon`): the ways to write a weekday, the form's own first."""
    months: Mapping[str, Mapping[int, tuple[str, ...]]]
    """By language and number from 1: the ways to write a month."""
    example_tags: Mapping[str, str]
    """By language: what stands in the first column of a row that only shows how rows are filled."""
    total_words: tuple[str, ...] = ()
    """With these begins a row of sums that somebody added."""
    ignored_sheets: tuple[str, ...] = ()
    """Names of sheets that hold no data, such as the form's instructions."""

    def sheet(self, sheet_id: str) -> Sheet:
        """The sheet of that id (`assets`); raises KeyError where there is none."""
        for sheet in self.sheets:
            if sheet.id == sheet_id:
                return sheet
        raise KeyError(f"the form has no sheet {sheet_id}")


VERSION_PROPERTY, LANGUAGE_PROPERTY = "estimator form", "estimator language"
"""Properties of the form's file: `FORM_VERSION`, and the language of its headings."""
KEY_PREFIX = "key_"


def key_name(sheet_id: str, key: str) -> str:
    """The workbook's name for the cell of a field's heading: it stays there whatever people write into the cell."""
    return f"{KEY_PREFIX}{sheet_id}_{key}"
