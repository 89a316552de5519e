"""What the rows of a table of devices say, column by column: most of what is asked of them concerns whole columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from estimator.model.inventory import FormValue
from estimator.read.importers.columns import Column
from estimator.read.importers.reads import Reads
from estimator.read.importers.sections import Section, sections, titles_of
from estimator.read.importers.tables import Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain

_OF_PROGRAMS = frozenset(("assets.name", "assets.version", "assets.operating_system", "assets.notes"))
"""In a table that tells no more than this, a name that comes again is the same device: it lists programs."""

Said = Sequence[FormValue | None]
"""What the rows say of one field, None where one says nothing."""


@dataclass(slots=True)
class Rows:
    """The rows of a table of devices."""

    table: Table
    reads: Mapping[str, Reads]
    """By field or special meaning; of several columns the one that counts."""
    values: dict[str, Said]
    """What becomes of a device, by the key of the field."""
    numbers: Sequence[str]
    """The export's own ids."""
    titles: Mapping[int, str]
    """The texts of rows that are titles or notes."""
    sections: Sequence[Section]
    descriptions: Sequence[str]
    """What each device is called in words that may name its type."""

    def column(self, key: str) -> Said:
        """What the rows say of a field."""
        return self.values.get(key) or self.nothing

    def fill(self, key: str, found: Mapping[int, FormValue]) -> None:
        """Fills in what some rows say of a field."""
        if found:
            said = list(self.column(key))
            for index, value in found.items():
                said[index] = value
            self.values[key] = said

    @property
    def nothing(self) -> Said:
        """A column that says nothing."""
        return (None,) * len(self.table.records)

    def texts(self, name: str) -> Sequence[str]:
        """What a special column says, as text."""
        said = self.reads[name].values if name in self.reads else self.nothing
        return ["" if value is None else str(value) for value in said]

    def silent(self, keys: Iterable[str]) -> Sequence[int]:
        """The rows that say nothing of any of these fields."""
        rows: Sequence[int] = range(len(self.table.records))
        for said in (self.values[key] for key in keys if key in self.values):
            rows = [index for index in rows if said[index] is None]
        return rows

    def by_row(self) -> Iterator[dict[str, FormValue]]:
        """What becomes of each device; what all of them say alike is put together once."""
        count = len(self.table.records)
        alike = {key: said[0] for key, said in self.values.items() if count and list(said) == [said[0]] * count}
        common = {key: value for key, value in alike.items() if value is not None}
        keys = [key for key in self.values if key not in alike]
        columns = [self.values[key] for key in keys]
        for said in zip(*columns, strict=True) if columns else [()] * count:
            values = common.copy()
            for key, value in zip(keys, said, strict=False):
                if value is not None:
                    values[key] = value
            yield values


def rows_of(
    table: Table, columns: Sequence[Column], reads: Mapping[str, Reads], words: Vocabulary, tab: Section
) -> Rows:
    """What a table says; `tab`: what the name of the sheet says about its rows."""
    values = {name.removeprefix("assets."): said.values for name, said in reads.items() if name.startswith("assets.")}
    numbers = values.pop("id", None)
    if numbers is None and reads.keys() <= _OF_PROGRAMS:
        numbers = values.get("name")
    described = next((column.index for column in columns if _describes(column)), None)
    count, titles = len(table.records), titles_of(table, columns, words)
    return Rows(
        table,
        reads,
        values,
        numbers=["" if number is None else str(number) for number in numbers or (None,) * count],
        titles=titles,
        sections=sections(table, columns, titles, words, tab),
        descriptions=("",) * count if described is None else list(map(plain, table.columns[described])),
    )


def _describes(column: Column) -> bool:
    """Whether the cells of a column are what people call devices: `Ordinateur portable Dell`."""
    told = (
        ("assets.name", "assets.type")
        if column.meaning == "description"
        else ("assets.name", "assets.type", "assets.notes")
    )
    return column.meaning in ("thing", "description") and column.field in told
