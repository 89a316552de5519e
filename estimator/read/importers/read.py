"""What a cell of an export was read as: a value, or the reason why not, or both."""

from __future__ import annotations

from typing import NamedTuple

from estimator.model.inventory import FormValue


class Read(NamedTuple):
    """What a cell was read as; both are there where somebody should look at the value once more."""

    value: FormValue | None
    """None where the cell says nothing, or nothing that can be read."""
    reason: str = ""
    """A sentence with the problem and what became of it."""


EMPTY = Read(None)
