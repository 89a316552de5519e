"""Which rows of a list are no devices to look after, and why: sums, titles, programs, what is no longer used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from estimator.read.headings import fold, read_form
from estimator.read.importers.said import Rows
from estimator.read.importers.sums import SUMS_UP, rows_that_sum_up
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain, quoted

NO_LONGER_USED = "a device that is no longer used is not looked after."

_IDENTITY = ("name", "model", "serial_number", "manufacturer", "operating_system", "ip_address")
_CERTAIN = ("type", "serial_number", "manufacturer")
"""What nobody tells of what is no device."""
_PARTS_OF_STATUS = re.compile(
    r"\s+[-–]\s+|[,;:()]|\s+(?=\d)|\s+(?:le|en|au|aux|à|de|du|depuis|par|op|aan|in|sinds|door|am|an|im|seit|on|to|since|by)\s",
    re.IGNORECASE,
)
"""What ends a word for a status: `volé le 12/03/2022`."""

Reasons = Iterator[tuple[int, str]]
"""Rows with the reason why each is no device."""


def why_no_devices(rows: Rows, kinds: list[int], words: Vocabulary) -> dict[int, str]:
    """The reason for every row that is no device that is looked after, the surest first. `kinds`: columns of types."""
    found: dict[int, str] = dict.fromkeys(rows_that_sum_up(rows.table, words), SUMS_UP)
    for reasons in (
        _untold(rows),
        _titles(rows),
        _programs(rows, kinds, words),
        _called_no_device(rows, words),
        _retired(rows, words),
        _not_in_use(rows),
        _none_of_them(rows),
    ):
        for index, reason in reasons:
            found.setdefault(index, reason)
    return found


def _untold(rows: Rows) -> Reasons:
    for index in rows.silent(("type", *_IDENTITY)):
        number = rows.numbers[index]
        yield index, "Only its number is filled in." if number else "Nothing that tells a device is filled in."


def _titles(rows: Rows) -> Reasons:
    for index, text in rows.titles.items():
        only = "Only " if rows.table.filled[index] == 1 else ""
        yield index, f"{only}{quoted(text)} is filled in, which is a title or a note."


def _programs(rows: Rows, kinds: list[int], words: Vocabulary) -> Reasons:
    for index in rows.silent(("type",)):
        told = (plain(rows.table.columns[kind][index]) for kind in kinds)
        if program := next(filter(words.is_program, told), ""):
            yield index, f"{quoted(program)} is no device."


def _called_no_device(rows: Rows, words: Vocabulary) -> Reasons:
    names, models = rows.column("name"), rows.column("model")
    for index in rows.silent(_CERTAIN):
        called = str(names[index] or rows.descriptions[index] or models[index] or "")
        if words.is_no_device(called):
            yield index, f"{quoted(called)} is no device."


def _retired(rows: Rows, words: Vocabulary) -> Reasons:
    for name in ("status", "in_use"):
        said = rows.texts(name)
        retired = {text for text in set(said) if text and _is_retired(text, words)}
        yield from ((index, f"{quoted(text)}: {NO_LONGER_USED}") for index, text in enumerate(said) if text in retired)


def _is_retired(text: str, words: Vocabulary) -> bool:
    """Whether a status is or begins with a word for retired, or a part of it is one: `defect - verkocht`."""
    folded, retired = fold(text[:200]), words.retired
    begins = any(len(word) > 6 and folded.startswith(word) for word in retired)
    parts = {fold(part) for part in _PARTS_OF_STATUS.split(text[:200])}
    return folded in retired or begins or bool(parts & retired)


def _not_in_use(rows: Rows) -> Reasons:
    said = rows.texts("in_use")
    no = {text for text in set(said) if text and fold(text) in _words_for_no()}
    yield from ((index, f"It is not in use: {NO_LONGER_USED}") for index, text in enumerate(said) if text in no)


def _none_of_them(rows: Rows) -> Reasons:
    for index, quantity in enumerate(rows.column("quantity")):
        if quantity == 0:
            yield index, "The quantity is 0: there is none of them."


@cache
def _words_for_no() -> frozenset[str]:
    no = next(choice for choice in read_form().sheet("assets").field("managed").choices if choice.id == "no")
    return frozenset(map(fold, (*no.labels.values(), *no.synonyms)))
