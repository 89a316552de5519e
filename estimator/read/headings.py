"""The description of the workbook, read from data/headings.toml and data/countries.csv."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from estimator.model.form import Choice, Field, Form, Sheet


@cache
def read_form() -> Form:
    """The shipped form: every sheet, field, heading and choice."""
    raw = tomllib.loads((files("estimator.data") / "headings.toml").read_text("utf-8"))
    choices = {name: _choices(entries) for name, entries in raw["choices"].items()}
    return Form(
        languages=tuple(raw["languages"]),
        sheets=tuple(_sheet(entry, choices) for entry in raw["sheet"]),
        weekdays={
            language: {day: tuple(words) for day, words in days.items()} for language, days in raw["weekdays"].items()
        },
        ignored_sheets=tuple(raw["ignored_sheets"]),
    )


def _choices(entries: Mapping[str, Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=choice_id,
            labels={language: label for language, label in words.items() if language != "synonyms"},
            synonyms=tuple(words.get("synonyms", ())),
        )
        for choice_id, words in entries.items()
    )


def _sheet(entry: Mapping[str, Any], choices: Mapping[str, tuple[Choice, ...]]) -> Sheet:
    rest = {key: value for key, value in entry.items() if key not in ("field", "synonyms")}
    return Sheet(
        **rest,
        synonyms=tuple(entry.get("synonyms", ())),
        fields=tuple(_field(field, choices) for field in entry["field"]),
    )


def _field(entry: Mapping[str, Any], choices: Mapping[str, tuple[Choice, ...]]) -> Field:
    rest = {key: value for key, value in entry.items() if key not in ("choices", "synonyms", "examples")}
    return Field(
        **rest,
        choices=choices[entry["choices"]] if "choices" in entry else (),
        synonyms=tuple(entry.get("synonyms", ())),
        examples=tuple(entry.get("examples", ())),
    )


@cache
def read_countries() -> tuple[Choice, ...]:
    """Every country by its ISO 3166 code, with its names (Unicode CLDR) and some everyday ones."""
    with (files("estimator.data") / "countries.csv").open(encoding="utf-8") as lines:
        return tuple(
            Choice(row.pop("code"), synonyms=tuple(filter(None, row.pop("synonyms").split("|"))), labels=row)
            for row in csv.DictReader(lines)
        )


LONGEST_REMEMBERED = 200
"""In characters; ten thousand remembered texts must not fill the memory."""


def fold(text: str) -> str:
    """The text without what makes no difference in a heading or a choice: case, accents, spaces, punctuation.

    Text of nothing but punctuation stays as it is.
    """
    return _remembered_fold(text) if len(text) <= LONGEST_REMEMBERED else _fold(text)


def _fold(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum()) or text.strip()


_remembered_fold = lru_cache(10_000)(_fold)
