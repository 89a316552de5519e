"""Which row of the workbook is which row of the export: by id, by an earlier pairing, by serial number, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from estimator.model.frozen import frozen
from estimator.model.inventory import FormValue, FoundRow
from estimator.model.merging import HeldRow, HeldSheet, ImportList, Memory, Renamed, SheetId
from estimator.review.memory import check_of, unpacked

SHORTEST_SERIAL_NUMBER = 4
_NO_SERIAL_NUMBERS = frozenset(
    (
        "tobefilledbyoem", "defaultstring", "systemserialnumber", "chassisserialnumber", "serialnumber", "notspecified",
        "notapplicable", "notavailable", "none", "unknown", "invalid", "empty", "0123456789", "123456789", "1234567890",
    )
)  # fmt: skip
"""What makers leave in devices they did not number."""


@frozen
class Matches:
    """The workbook's rows by the number of the export's row, and those that have another id here."""

    rows: Mapping[int, HeldRow]
    renamed: tuple[Renamed, ...]
    numbers: frozenset[int] = field(default=frozenset())
    """Of the workbook's rows that were found."""


def match(
    sheet: SheetId, found: Sequence[FoundRow], held: HeldSheet, before: ImportList | None, memory: Memory
) -> Matches:
    """Pairs rows; every row of either side stands in one pair at most, and a pair made by id is never given up."""
    return _Pairing(sheet, found, held, before, memory).result()


class _Pairing:
    """One sheet's pairs in the making, the surest first."""

    def __init__(
        self, sheet: SheetId, found: Sequence[FoundRow], held: HeldSheet, before: ImportList | None, memory: Memory
    ) -> None:
        self.sheet, self.found, self.before = sheet, found, before
        self.ids = [_id(row.values) for row in found]
        self.remembered = memory.fields.get(sheet, ())
        self.held = [row for row in held.rows if row.values.get("id") or row.values.get("serial_number")]
        self.by_id: dict[str, HeldRow] = {}
        for row in self.held:
            self.by_id.setdefault(_id(row.values), row)
        self.rows: dict[int, HeldRow] = {}
        self.numbers: set[int] = set()
        self.renamed: list[Renamed] = []

    def result(self) -> Matches:
        self._pair(self.by_id.get, "id")
        if self.before is not None:
            self._pair(self._known_from_before, "an earlier import")
        if self.sheet == "assets":
            self._pair_by("serial number", _serial_number)
        if self.sheet == "locations":
            self._pair_by("name", lambda values: _folded(values, "name"))
        for key in ("name", "ip_address"):
            self._pair_what_was_renamed(key)
        return Matches(self.rows, tuple(self.renamed), frozenset(self.numbers))

    def _pair(self, search: Callable[[str], HeldRow | None], by: str) -> None:
        """Pairs the rows that are found by the ids of the export, case folded."""
        for number, target in enumerate(map(search, self.ids)):
            if target is not None and number not in self.rows and target.number not in self.numbers:
                self._take(number, self.found[number], target, by)

    def _pair_by(self, by: str, key_of: Callable[[Mapping[str, FormValue]], object]) -> None:
        """Pairs what has the same key, where nothing else on either side has it."""
        open_rows = ((number, key_of(row.values)) for number, row in self._open())
        self._pair_only_ones(by, open_rows, ((key_of(row.values), row) for row in self._free()))

    def _pair_what_was_renamed(self, key: str) -> None:
        """Pairs rows that were imported before, and have another id since, by what the import wrote into them."""
        if self.before is None:
            return
        lost = ((number, self._written_before(self.ids[number], key)) for number, _ in self._open())
        there = ((check_of(row.values[key]), row) for row in self._free() if key in row.values)
        self._pair_only_ones(key.replace("_", " "), lost, there)

    def _pair_only_ones(
        self, by: str, found: Iterable[tuple[int, object]], held: Iterable[tuple[object, HeldRow]]
    ) -> None:
        candidates = _only_ones(held)
        if not candidates:
            return
        open_rows = [(number, key) for number, key in found if key in candidates]
        counts = Counter(key for _, key in open_rows)
        for number, key in open_rows:
            row, target = self.found[number], candidates[key]
            if counts[key] == 1 and _may_be_one(row.values, target.values):
                self._take(number, row, target, by)

    def _open(self) -> Iterator[tuple[int, FoundRow]]:
        return ((number, row) for number, row in enumerate(self.found) if number not in self.rows)

    def _free(self) -> Iterator[HeldRow]:
        return (row for row in self.held if row.number not in self.numbers)

    def _take(self, number: int, row: FoundRow, target: HeldRow, by: str) -> None:
        self.rows[number] = target
        self.numbers.add(target.number)
        given, there = str(row.values["id"]), str(target.values.get("id", ""))
        if there and given.casefold() != there.casefold():
            self.renamed.append(Renamed(self.sheet, given, there, by))

    def _known_from_before(self, given: str) -> HeldRow | None:
        written = self.before.rows.get((self.sheet, given)) if self.before else None
        return self.by_id.get(written.row_id.casefold()) if written else None

    def _written_before(self, given: str, key: str) -> int | None:
        written = self.before.rows.get((self.sheet, given)) if self.before else None
        return unpacked(written.checks, self.remembered).get(key) if written else None


def _only_ones(pairs: Iterable[tuple[object, HeldRow]]) -> dict[object, HeldRow]:
    """Rows by their key, without keys of two rows."""
    found: dict[object, HeldRow] = {}
    twice: set[object] = set()
    for key, row in pairs:
        if key and key in found:
            twice.add(key)
        elif key:
            found[key] = row
    return {key: row for key, row in found.items() if key not in twice}


def _may_be_one(found: Mapping[str, FormValue], held: Mapping[str, FormValue]) -> bool:
    """Whether two rows do not speak of different makers."""
    one, other = _folded(found, "manufacturer"), _folded(held, "manufacturer")
    return not one or not other or one in other or other in one


def _id(values: Mapping[str, FormValue]) -> str:
    return str(values.get("id", "")).casefold()


def _folded(values: Mapping[str, FormValue], key: str) -> str:
    return " ".join(str(values.get(key, "")).casefold().split())


def _serial_number(values: Mapping[str, FormValue]) -> str:
    """The serial number as it is compared; empty where it is none, or stands for several devices."""
    number = str(values.get("serial_number", "")).casefold()
    if not number.isalnum():
        number = "".join(filter(str.isalnum, number))
    if len(number) < SHORTEST_SERIAL_NUMBER or number in _NO_SERIAL_NUMBERS or number == number[0] * len(number):
        return ""
    return number if values.get("quantity", 1) == 1 else ""
