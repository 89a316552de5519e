"""Which column is which field where its heading leaves it open: by its cells, and by the columns beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.columns import Column, GenericHeadings, tells_places
from estimator.read.importers.dates import DateOrder, months_of, read_date
from estimator.read.importers.identity import HOST_NAME
from estimator.read.importers.products import split_maker, type_of_model
from estimator.read.importers.tables import Table
from estimator.read.importers.vocabulary import SYSTEM_HINTS, Vocabulary
from estimator.read.values import plain

_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]")
_COUNT = re.compile(r"\s*\d{1,2}\s*(?:[x×]\s*)?(?=\s\D)", re.IGNORECASE)
MOST_WORDS_OF_TYPES = 3
_LENGTH = re.compile(r"\s*\d{1,3}(?:[.,]0+)?\s*(?:[^\W\d_]{1,9}\.?)?\s*")
SAMPLE_CELLS = 500
LEAST_DAYS_APART = 365
"""So far apart the days are on which devices were bought."""
MOST_ARE_TYPES, FEW_ARE_TYPES = 0.6, 0.4
"""Which share of a column's words must name types for it to be taken for the types, and below which it is not."""

_OF_SYSTEM = re.compile(r"boot|log-?on|uptime", re.IGNORECASE)
"""Headings beside which a date of installation is that of the operating system."""
_MAY_BE_MODELS = frozenset(("thing", "description", "assets.operating_system", "assets.type"))


def settle(table: Table, headings: GenericHeadings, words: Vocabulary) -> list[Column]:
    """The columns of a table, each used for one thing.

    Where nothing else is the model, a column whose cells are names of products is. Bare nouns (`Toestel`) are types,
    names or numbers by what their cells say; a type column without words for types, beside none for the model, is the
    model, as in `Merk | Type`.
    """
    columns = [headings.column(index, heading, table.known) for index, heading in enumerate(table.headings)]
    settled = _Settling(table, columns, headings, words)
    settled.of_a_kind()
    settled.unheard()
    settled.products()
    settled.nouns()
    settled.types_or_models()
    settled.systems()
    settled.dates()
    settled.lengths_of_warranties()
    settled.statuses()
    settled.accessories()
    settled.spare("programs", "assets.operating_system", "")
    settled.spare("host", "assets.name", "assets.connected_to")
    settled.spare("description", "assets.name", "assets.notes")
    if tells_places(settled.columns):
        settled.spare("building", "locations.street", "assets.notes")
    else:
        settled.spare("building", "assets.location", "room")
        settled.spare("locations.street", "assets.location", "room")
        settled.spare("locations.city", "assets.location", "")
        settled.drop("locations.")
        settled.places()
    settled.one_id()
    return settled.columns


@dataclass
class _Settling:
    table: Table
    columns: list[Column]
    headings: GenericHeadings
    words: Vocabulary

    def of_a_kind(self) -> None:
        """`S/N laptop` is the serial number where no heading speaks of another kind, but for screens and the like."""
        told = [(column, *self._kind_and_field(column.heading)) for column in self.columns if not column.is_known]
        fields = [(column, kind, found) for column, kind, found in told if found and kind != "other"]
        if len({kind for _, kind, _ in fields}) == 1:
            for column, _, found in fields:
                if not self._has(found) and self.headings.mapped(column.heading) is None:
                    self._use(column, found)

    def _kind_and_field(self, heading: str) -> tuple[str, str]:
        """The type in a heading, and the field that the rest of it means; empty where it has not both."""
        parts = [part for part in heading.split() if not part.isdecimal()]
        kinds = [kind for part in parts if (kind := self.words.type_of_title(part))]
        rest = " ".join(part for part in parts if not self.words.type_of_title(part))
        meaning = self.headings.meaning(rest) if len(kinds) == 1 and rest else ""
        return (kinds[0], meaning) if meaning.startswith("assets.") else ("", "")

    def unheard(self) -> None:
        """What devices are called is what a column says whose cells begin with words for devices, whatever its heading.

        So is one that has such a word as its heading, where no other has: `Printer | Lokaal`.
        """
        unknown = [each for each in self.columns if not each.is_known and self.headings.mapped(each.heading) is None]
        kinds = [each for each in unknown if self.words.type_of_title(each.heading) not in ("", "other")]
        described = self._used_as("description")
        numbered = all(map(self._are_numbers, self._used_as("thing")))
        if len(kinds) == 1 and numbered and self._are_words(kinds[0]):
            found = kinds[:1]
        elif self.table.known and not any(map(self._has, ("assets.type", "thing"))):
            found = [each for each in described or unknown if self._name_devices(each, bool(described))][:1]
        else:
            found = []
        for column in found:
            self.columns[column.index] = replace(column, meaning="thing", field=column.field or "thing")

    def products(self) -> None:
        """The model is where the names of products are: `Platform` with `FortiGate-60F`, `Toestel` with `iMac 24`."""
        if self._has("assets.model"):
            return
        for column in self.columns:
            if column.field in _MAY_BE_MODELS and self.headings.mapped(column.heading) is None:
                texts = self._texts(column)
                plain_types = sum(bool(self.words.type_of_title(text)) for text in texts)
                makes = column.field != "assets.operating_system"
                models = sum(_is_product(text, makes) for text in texts) - plain_types
                described = sum(self._begins_with_type(text) is not None for text in texts)
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

    def systems(self) -> None:
        """`OS version` with `Windows 11 Pro` in it is the operating system, where no other column is."""
        for column in self._used_as("assets.version"):
            texts = self._texts(column)
            named = sum(any(self.words.hint(kind, text) for kind in SYSTEM_HINTS) for text in texts)
            if not self._has("assets.operating_system") and texts and named >= MOST_ARE_TYPES * len(texts):
                self._use(column, "assets.operating_system")

    def dates(self) -> None:
        """A bare `Date` is the purchase where its days lie years apart; that of a count or an installation does not."""
        for column in self._used_as("date"):
            read = (read_date(value, DateOrder.DAY_FIRST, last_day=False).value for value in self._different(column))
            days = [day for day in read if isinstance(day, date)]
            is_apart = bool(days) and (max(days) - min(days)).days > LEAST_DAYS_APART
            is_of_system = any(_OF_SYSTEM.search(each.heading) for each in self.columns)
            is_taken = is_apart and not is_of_system and not self._has("assets.purchased")
            self._use(column, "assets.purchased" if is_taken else "")

    def lengths_of_warranties(self) -> None:
        """`Garantie` with `36 Monate` or `3` in it is no date."""
        for column in self._used_as("assets.warranty_until"):
            texts = self._texts(column)
            lengths = sum(_LENGTH.fullmatch(text) is not None and months_of(text, False) is not None for text in texts)
            if self.headings.mapped(column.heading) is None and texts and lengths * 2 > len(texts):
                self._use(column, "warranty_months")

    def statuses(self) -> None:
        """`Situation` with `en service` and `volé` in it is no place, `Actif` with `A-100` no yes or no."""
        for column in self._used_as("in_use"):
            if not self._has("assets.id") and self._are_numbers(column):
                self._use(column, "assets.id")
        for column in self._used_as("assets.location"):
            texts = self._texts(column)
            told = sum(fold(text) in self.words.retired or self.headings.meaning(text) == "in_use" for text in texts)
            if not self._has("status") and self.headings.mapped(column.heading) is None and told * 4 > len(texts):
                self._use(column, "status")

    def accessories(self) -> None:
        """What stands beside a device under `Scherm`, `Dock` or `S/N scherm 2` is told in its notes."""
        for column in self.columns:
            if not column.is_known and self.headings.mapped(column.heading) is None:
                is_one = self.words.kind_of_heading(column.heading) == "other" and self._are_words(column)
                kind, field = self._kind_and_field(column.heading)
                if is_one or (kind == "other" and field):
                    self._use(column, "room")

    def types_or_models(self) -> None:
        if self._has("assets.model"):
            return
        types = self._used_as("assets.type")
        told = len(types) > 1 and any(self._share_of_types(column, whole=True) >= MOST_ARE_TYPES for column in types)
        for column in types:
            # With a maker or a type beside it, `Terra PC 4000` is what its maker calls it.
            whole = told or self._has("assets.manufacturer")
            if self.headings.mapped(column.heading) is None and self._share_of_types(column, whole) < FEW_ARE_TYPES:
                self._use(column, "assets.model")
                return

    def spare(self, meaning: str, field: str, otherwise: str) -> None:
        """Uses the first column of a meaning as a field that no other column is, and the rest as something else."""
        for column in self._used_as(meaning):
            self._use(column, otherwise if self._has(field) else field)

    def places(self) -> None:
        """Of several columns for the place, those with versions or numbers tell none: `Office` with `365` in it."""
        columns = self._used_as("assets.location")
        numbers = [column for column in columns if all(map(_DIGIT.search, self._told(column)))]
        for column in numbers if len(numbers) < len(columns) else ():
            self._use(column, "")

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

    def _begins_with_type(self, text: str) -> str | None:
        """`Laptop Dell Latitude` describes a device; `FortiGate-60F` is its model."""
        words = _COUNT.sub("", text).split()[:MOST_WORDS_OF_TYPES]
        starts = (" ".join(words[: end + 1]) for end in range(len(words)))
        told = (self.words.type_of(start) for start in starts if not _DIGIT.search(start))
        return next((found[0] for found in told if found and found[1]), None)

    def _different(self, column: Column) -> Iterator[Value]:
        """The different cells of a column, the first of them."""
        return islice(dict.fromkeys(self._cells(column)), SAMPLE_CELLS)

    def _texts(self, column: Column) -> list[str]:
        """The different texts in a column, the first of them."""
        return [plain(value) for value in self._different(column)]

    def _are_words(self, column: Column) -> bool:
        """Whether most cells of a column are no numbers, marks or lengths."""
        texts = self._texts(column)
        return sum(len(_LETTERS.findall(text)) > 1 for text in texts) > MOST_ARE_TYPES * len(texts)

    def _name_devices(self, column: Column, others_too: bool) -> bool:
        """Whether most cells of a column begin with a word for a device or have the name of a product in them.

        Without `others_too` a third of them are more than accessories and telephones.
        """
        texts = self._texts(column)
        types = [self._begins_with_type(text) or type_of_model(text) for text in texts]
        least = 0 if others_too else len(texts) / 3
        named = sum(each is not None for each in types)
        return named >= MOST_ARE_TYPES * len(texts) and named - types.count("other") > least

    def _told(self, column: Column) -> list[str]:
        """The texts in a column that say something."""
        return [text for text in self._texts(column) if fold(text) not in self.words.empty]

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
        named = [text for text in seen if self.words.type_of(text) or fold(text) in self.words.type_cells]
        types = [text for text in named if not (whole and _DIGIT.search(text))]
        return len(types) / len(seen) if seen else 1.0


def _is_product(text: str, makes: bool) -> bool:
    """Whether a text has the name of a product in it; with `makes`, or begins with that of a maker."""
    return type_of_model(text) is not None or (makes and split_maker(text)[0] != "")
