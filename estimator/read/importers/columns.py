"""Which column of a table is which field by its heading, and what a table of such columns lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from estimator.model.frozen import frozen
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.known_headings import LONGEST_HEADING, MOST_REMEMBERED, KnownHeadings
from estimator.read.importers.tables import Table
from estimator.read.importers.vocabulary import EVIDENCE, OtherList, Vocabulary, read_vocabulary

UNUSED = "unused"
"""The meaning of a heading that a mapping says is not used."""

_DEVICES_ONLY = frozenset(
    f"assets.{key}"
    for key in ("type", "serial_number", "model", "manufacturer", "operating_system", "ip_address", "critical")
) | {"assets.warranty_until", "assets.connected_to", "warranty_months"}
_OF_ITS_OWN = frozenset(("assets.id", "assets.name"))
_BARE = frozenset(
    map(fold, ("id", "name", "naam", "nom", "label", "key", "tag", "identifiant", "Kennung", "barcode", "code"))
)
"""Headings of names and numbers that anything may have."""

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
    read_as: str = ""
    """The heading that it was meant to be, where it is misspelt."""
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

    def column(self, index: int, heading: str, may_slip: bool = False) -> Column:
        """A column by its heading alone; `may_slip`: also by one that is misspelt, as beside others that are known."""
        meaning, mapped = self.meaning(heading), self.mapped(heading)
        rank = self._known.rank(heading)
        if mapped is not None:
            by_hand = bool(mapped) and (not meaning or meaning in EVIDENCE)
            return Column(index, heading, meaning, mapped, rank, by_hand=by_hand)
        if may_slip and not meaning and (meant := self._known.misspelt(heading)):
            return replace(self.column(index, meant), heading=heading, read_as=meant)
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
