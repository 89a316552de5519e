"""Which column of a table is which field: by its heading first, and by its cells where the heading leaves it open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from estimator.model.frozen import frozen
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.dates import months_of
from estimator.read.importers.identity import HOST_NAME
from estimator.read.importers.known_headings import LONGEST_HEADING, MOST_REMEMBERED, KnownHeadings
from estimator.read.importers.products import type_of_model
from estimator.read.importers.tables import Table
from estimator.read.importers.vocabulary import EVIDENCE, OtherList, Vocabulary, read_vocabulary
from estimator.read.values import plain

UNUSED = "unused"
"""The meaning of a heading that a mapping says is not used."""

_DIGIT = re.compile(r"\d")
_LENGTH = re.compile(r"\s*\d{1,3}(?:[.,]0+)?\s*(?:[^\W\d_]{1,9}\.?)?\s*")
SAMPLE_CELLS = 500
MOST_ARE_TYPES, FEW_ARE_TYPES = 0.6, 0.4
"""Which share of a column's words must name types for it to be taken for the types, and below which it is not."""

_DEVICES_ONLY = frozenset(
    f"assets.{key}"
    for key in ("type", "serial_number", "model", "manufacturer", "operating_system", "ip_address", "critical")
) | {"assets.warranty_until", "assets.connected_to", "warranty_months"}
_OF_ITS_OWN = frozenset(("assets.id", "assets.name"))
_BARE = frozenset(
    map(fold, ("id", "name", "naam", "nom", "label", "key", "tag", "identifiant", "Kennung", "barcode", "code"))
)
"""Headings of names and numbers that anything may have."""

_MAY_BE_MODELS = frozenset(("thing", "description", "assets.operating_system", "assets.type"))
_ADDRESS = frozenset(("locations.street", "locations.postcode", "locations.city"))
PLACE_FIELDS = {
    **{f"locations.{key}": f"locations.{key}" for key in ("street", "postcode", "city", "country")},
    **{f"assets.{key}": f"locations.{key}" for key in ("id", "name", "notes")},
    "assets.location": "locations.name",
    "room": "",
}
"""What the columns of a table of places are, where their headings would be fields of a device."""


@frozen
class Column:
    """A column of a table that is read."""

    index: int
    heading: str
    meaning: str
    """What the heading says: a field, one of the special meanings or of the evidence; empty where it is not known."""
    field: str
    """What it is used as: a field of the form or a special meaning; empty where it is not used."""
    rank: int
    """Where two columns are one field, the lower one is preferred."""
    by_hand: bool = False
    """Whether a mapping alone tells what it is."""

    @property
    def is_known(self) -> bool:
        """Whether its heading says anything."""
        return bool(self.field) or self.meaning in EVIDENCE


@cache
def _known_headings() -> KnownHeadings:
    return KnownHeadings(read_vocabulary().headings)


class GenericHeadings:
    """The headings that are understood: those of a mapping, those of the vocabulary, and those of other lists."""

    def __init__(self, words: Vocabulary, mapped: Mapping[str, str]) -> None:
        self._mapped = {fold(heading): name or UNUSED for heading, name in mapped.items()}
        self._known = _known_headings()
        self._others = frozenset(heading for other in words.other_lists for heading in other.headings)
        self._found: dict[str, str | None] = {}

    def find(self, heading: Value) -> str | None:
        """What a heading means; `other` for one that only lists of other things have."""
        if not isinstance(heading, str) or len(heading) > LONGEST_HEADING:
            return None
        if heading not in self._found:
            if len(self._found) > MOST_REMEMBERED:
                self._found.clear()
            folded = fold(heading)
            found = self._mapped.get(folded) or self._known.find(heading)
            self._found[heading] = "other" if found is None and folded in self._others else found
        return self._found[heading]

    def meaning(self, heading: str) -> str:
        """What the vocabulary alone says about a heading; empty where it is not known."""
        return self._known.find(heading) or ""

    def mapped(self, heading: str) -> str | None:
        """What the mapping says about a heading; empty for not used, None for nothing."""
        found = self._mapped.get(fold(heading))
        return "" if found == UNUSED else found

    def column(self, index: int, heading: str) -> Column:
        """A column by its heading alone."""
        meaning, mapped = self.meaning(heading), self.mapped(heading)
        rank = self._known.rank(heading)
        if mapped is not None:
            by_hand = bool(mapped) and (not meaning or meaning in EVIDENCE)
            return Column(index, heading, meaning, mapped, rank, by_hand)
        return Column(index, heading, meaning, "" if meaning in EVIDENCE else meaning, rank)


def other_list_of(table: Table, words: Vocabulary) -> OtherList | None:
    """What else than an inventory of devices a table is; None where its headings do not tell."""
    headings = {fold(heading) for heading in table.headings}
    fields = {_known_headings().find(heading) for heading in table.headings}
    for other in words.other_lists:
        if len(headings & other.headings) >= other.needed and not fields & other.unless:
            return other
    return None


def tells_places(columns: Sequence[Column]) -> bool:
    """Whether a table lists places: it has a street, a postcode or a city, and nothing that only devices have."""
    fields = {column.field for column in columns}
    return bool(fields & _ADDRESS and not fields & _DEVICES_ONLY and fields & {"assets.name", "assets.location"})


def tells_devices(columns: Sequence[Column]) -> bool:
    """Whether a table lists devices: it has a column that only devices have, or one that was mapped by hand."""
    for column in columns:
        if column.field in _DEVICES_ONLY or column.meaning == "device" or (column.by_hand and column.field):
            return True
        names_it = column.meaning in ("assets.id", "assets.name", "thing")
        if names_it and fold(column.heading) not in _BARE:
            return True
    return False


def only_counts(columns: Sequence[Column]) -> bool:
    """Whether a table says how many there are of each type, and nothing that tells one device from another."""
    fields = {column.field for column in columns}
    return {"assets.type", "assets.quantity"} <= fields and not fields & (_DEVICES_ONLY | _OF_ITS_OWN) - {"assets.type"}


# --- by the cells ----------------------------------------------------------------------------------------------------


def settle(table: Table, headings: GenericHeadings, words: Vocabulary) -> list[Column]:
    """The columns of a table, each used for one thing.

    Where nothing else is the model, a column whose cells are names of products is. Bare nouns (`Toestel`) are types,
    names or numbers by what their cells say; a type column without words for types, beside none for the model, is the
    model, as in `Merk | Type`.
    """
    columns = [headings.column(index, heading) for index, heading in enumerate(table.headings)]
    settled = _Settling(table, columns, headings, words)
    settled.products()
    settled.nouns()
    settled.types_or_models()
    settled.lengths_of_warranties()
    settled.spare("host", "assets.name", "assets.connected_to")
    settled.spare("description", "assets.name", "assets.notes")
    if tells_places(settled.columns):
        settled.spare("building", "locations.street", "assets.notes")
    else:
        settled.spare("building", "assets.location", "room")
        settled.spare("locations.street", "assets.location", "room")
        settled.spare("locations.city", "assets.location", "")
        settled.drop("locations.")
    settled.one_id()
    return settled.columns


@dataclass
class _Settling:
    table: Table
    columns: list[Column]
    headings: GenericHeadings
    words: Vocabulary

    def products(self) -> None:
        """The model is where the names of products are: `Platform` with `FortiGate-60F`, `Toestel` with `iMac 24`."""
        if self._has("assets.model"):
            return
        for column in self.columns:
            if column.field in _MAY_BE_MODELS and self.headings.mapped(column.heading) is None:
                texts = self._texts(column)
                plain_types = sum(bool(self.words.type_of_title(text)) for text in texts)
                models = sum(type_of_model(text) is not None for text in texts) - plain_types
                described = sum(self._begins_with_type(text) for text in texts)
                if texts and models >= MOST_ARE_TYPES * len(texts) and described * 2 < len(texts):
                    self._use(column, "assets.model")
                    return

    def nouns(self) -> None:
        for column in self._used_as("thing"):
            if self._share_of_types(column, whole=True) >= MOST_ARE_TYPES and not self._has("assets.type"):
                self._use(column, "assets.type")
            elif self._has("assets.name") and not self._has("assets.id") and self._are_numbers(column):
                self._use(column, "assets.id")
            elif self._has("assets.name") and not self._has("assets.type") and self._name_types(column):
                self._use(column, "assets.type")
            else:
                self._use(column, "description" if self._has("assets.name") else "assets.name")

    def lengths_of_warranties(self) -> None:
        """`Garantie` with `36 Monate` or `3` in it is no date."""
        for column in self._used_as("assets.warranty_until"):
            texts = self._texts(column)
            lengths = sum(_LENGTH.fullmatch(text) is not None and months_of(text, False) is not None for text in texts)
            if self.headings.mapped(column.heading) is None and texts and lengths * 2 > len(texts):
                self._use(column, "warranty_months")

    def types_or_models(self) -> None:
        if self._has("assets.model"):
            return
        for column in self._used_as("assets.type"):
            if self.headings.mapped(column.heading) is None and self._share_of_types(column) < FEW_ARE_TYPES:
                self._use(column, "assets.model")
                return

    def spare(self, meaning: str, field: str, otherwise: str) -> None:
        """Uses the first column of a meaning as a field that no other column is, and the rest as something else."""
        for column in self._used_as(meaning):
            self._use(column, otherwise if self._has(field) else field)

    def drop(self, prefix: str) -> None:
        for column in self.columns:
            if column.field.startswith(prefix):
                self._use(column, "")

    def one_id(self) -> None:
        """Only one column gives the ids: two would mix the numbers of two lists."""
        ids = sorted(self._used_as("assets.id"), key=lambda column: column.rank)
        filled = next((column for column in ids if any(True for _ in self._cells(column))), None)
        for column in ids:
            if column is not filled:
                self._use(column, "")

    def _used_as(self, name: str) -> list[Column]:
        return [column for column in self.columns if column.field == name]

    def _has(self, name: str) -> bool:
        return any(column.field == name for column in self.columns)

    def _use(self, column: Column, name: str) -> None:
        self.columns[column.index] = replace(column, field=name)

    def _cells(self, column: Column) -> Iterator[Value]:
        return (value for value in self.table.columns[column.index] if value != "")

    def _begins_with_type(self, text: str) -> bool:
        """`Laptop Dell Latitude` describes a device; `FortiGate-60F` is its model."""
        first = text.split(maxsplit=1)[0] if text.split() else ""
        return not _DIGIT.search(first) and self.words.type_of(first) is not None

    def _texts(self, column: Column) -> list[str]:
        """The different texts in a column, the first of them."""
        return [plain(value) for value in islice(dict.fromkeys(self._cells(column)), SAMPLE_CELLS)]

    def _name_types(self, column: Column) -> bool:
        """Whether most cells of a column beside a name have a word for a type in them: `MacBook Pro 14`."""
        return any(True for _ in self._cells(column)) and self._share_of_types(column) >= MOST_ARE_TYPES

    def _are_numbers(self, column: Column) -> bool:
        """Whether a column has another number in each cell: `A1`, `IT-0001`."""
        cells = [plain(value) for value in self._cells(column)]
        return bool(cells) and len(set(cells)) == len(cells) and all(map(HOST_NAME.fullmatch, cells))

    def _share_of_types(self, column: Column, whole: bool = False) -> float:
        """Of the different words in a column, how many name types; 1 for an empty one.

        `whole`: not names that begin with one, such as `PC-07`.
        """
        seen = self._texts(column)
        types = [text for text in seen if self.words.type_of(text) and not (whole and _DIGIT.search(text))]
        return len(types) / len(seen) if seen else 1.0
