"""The description of the workbook, read from data/headings.toml and data/countries.csv."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from estimator.model.form import Choice, Field, Form, Sheet


@cache
def read_form() -> Form:
    """The shipped form: every sheet, field, heading and choice."""
    raw = tomllib.loads((files("estimator.data") / "headings.toml").read_text("utf-8"))
    languages = tuple(raw["languages"])
    choices = {name: _choices(block, languages) for name, block in raw["choices"].items()}
    months = _words_by_language(raw["months"], languages)
    return Form(
        languages=languages,
        sheets=tuple(_sheet(entry, choices, languages) for entry in raw["sheet"]),
        weekdays=_words_by_language(raw["weekdays"], languages),
        months={
            language: {int(month): words for month, words in by_month.items()} for language, by_month in months.items()
        },
        example_tags=dict(zip(languages, raw["example_tags"], strict=True)),
        total_words=tuple(raw["total_words"]),
        ignored_sheets=tuple(raw["ignored_sheets"]),
    )


def _entries(block: str) -> Iterator[tuple[str, str, list[str]]]:
    """The entries of a text block: key, what follows it, and the indented lines below."""
    key, text, below = "", "", list[str]()
    for line in block.splitlines():
        if line.startswith(" "):
            below.append(line.strip())
            continue
        if key:
            yield key, text, below
        key, _, text = line.partition(": ")
        below = []
    if key:
        yield key, text, below


def _side_by_side(line: str, languages: Sequence[str]) -> dict[str, str]:
    """The words of a line `en | nl | fr | de` by language."""
    return dict(zip(languages, line.split(" | "), strict=True))


def _list(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(lines).split(", ")) if lines else ()


def _words_by_language(block: str, languages: Sequence[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    words: dict[str, dict[str, tuple[str, ...]]] = {language: {} for language in languages}
    for key, line, _ in _entries(block):
        for language, written in _side_by_side(line, languages).items():
            words[language][key] = tuple(written.split(", "))
    return words


def _choices(block: str, languages: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(key, _side_by_side(line, languages), _list(below)) for key, line, below in _entries(block))


def _sheet(entry: Mapping[str, Any], choices: Mapping[str, tuple[Choice, ...]], languages: Sequence[str]) -> Sheet:
    rest = {key: value for key, value in entry.items() if key not in ("fields", "synonyms")}
    return Sheet(
        **rest,
        synonyms=tuple(entry["synonyms"]),
        fields=tuple(_field(field, choices, languages) for field in _entries(entry["fields"])),
    )


def _field(
    entry: tuple[str, str, list[str]], choices: Mapping[str, tuple[Choice, ...]], languages: Sequence[str]
) -> Field:
    key, rules, below = entry
    kind, *others = rules.split(", ")
    given: dict[str, Any] = {}
    for rule in others:
        name, _, value = rule.partition(" ")
        match name:
            case "required":
                given["required"] = True
            case "at-least":
                given["minimum"] = int(value)
            case "at-most":
                given["maximum"] = int(value)
            case "one-of":
                given["choices"] = choices[value]
            case "default" | "rate-card" | "refers-to":
                given[name.replace("-", "_")] = value
            case _:
                raise ValueError(f"headings.toml: {key}: there is no rule {rule!r}")
    return Field(key, kind, _side_by_side(below[0], languages), _list(below[1:]), **given)  # type: ignore[arg-type]


@cache
def month_numbers() -> Mapping[str, int]:
    """The number of a month by its folded name or abbreviation in any language."""
    by_language = read_form().months.values()
    return {fold(word): month for months in by_language for month, words in months.items() for word in words}


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


def fold_each(texts: Sequence[str]) -> list[str]:
    """The same for many texts that differ: in one go, and without remembering them in the place of what comes again."""
    lines = "\n".join(texts)
    if not lines.isascii() or lines.count("\n") >= max(len(texts), 1):
        return list(map(_fold, texts))
    folded = _NO_LETTER_DIGIT_OR_LINE_END.sub("", lines.lower()).split("\n")
    return [short or text.strip() for short, text in zip(folded, texts, strict=True)] if texts else []


_NO_LETTER_DIGIT_OR_LINE_END = re.compile(r"[^a-z0-9\n]+")
_NO_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")


def _fold(text: str) -> str:
    if text.isascii():
        return _NO_LETTER_OR_DIGIT.sub("", text.lower()) or text.strip()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum()) or text.strip()


_remembered_fold = lru_cache(10_000)(_fold)
