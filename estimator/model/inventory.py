"""What another tool's inventory export says, in the words of the form, before it joins a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from estimator.model.frozen import frozen

FormValue = str | int | bool | date
"""A value as the form keeps it: ids of choices (`virtual-server`), ISO days as dates, yes and no as booleans."""


def columns_of(rows: Iterable[Mapping[str, FormValue]], keys: Sequence[str]) -> Iterable[tuple[FormValue | None, ...]]:
    """What rows say field by field, None where one says nothing; rows are gone through once, as memory has them."""
    said = [tuple(map(values.get, keys)) for values in rows]
    return zip(*said, strict=True) if said else ((),) * len(keys)


@frozen
class FoundRow:
    """One row of the export that was understood: a row of one of the form's table sheets."""

    place: str
    """Where it stands in the export: `devices.csv row 12`, `vInfo row 3`."""
    sheet: Literal["locations", "assets", "services"]
    values: Mapping[str, FormValue]
    """By field key (`serial_number`); empty ones are left out. `id` is always there."""


@frozen
class Remark:
    """Something about one row of the export that somebody should know."""

    place: str
    reason: str
    """A sentence with the problem and the remedy."""


@frozen
class ColumnUse:
    """What became of a column (or of a key in JSON and XML) of the export."""

    table: str
    """The sheet, or the file's name."""
    heading: str
    field: str
    """`assets.serial_number`; empty where it is not used."""
    example: str = ""
    """The first value in it."""


@frozen
class Inventory:
    """An export as far as it was understood; every row of it is in `rows` or in `not_understood`."""

    kind: str
    """`netbox`, `rvtools`, ..., `generic`."""
    name: str
    """The file's name."""
    rows: tuple[FoundRow, ...]
    not_understood: tuple[Remark, ...]
    """Rows that do not become a row of the form, each with its reason."""
    mapping: tuple[ColumnUse, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """What was understood in part: a value left out, an operating system without a match, a sheet not read."""

    @property
    def rows_in(self) -> int:
        """How many rows the export has."""
        return len(self.rows) + len(self.not_understood)
