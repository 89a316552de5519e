"""What is told of the rows of an export: the same of many rows once, with the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from estimator.model.inventory import Remark


class Remarks:
    """Remarks by what they say, in the order of their first rows."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._count: Counter[str] = Counter()

    def add(self, place: str, reason: str) -> None:
        """Tells something about a row or about the file."""
        self._first.setdefault(reason, place)
        self._count[reason] += 1

    def once(self) -> Iterator[Remark]:
        """Every remark with the place where it came first, and in how many more rows it came."""
        for reason, place in self._first.items():
            more = self._count[reason] - 1
            yield Remark(
                place, f"{reason} The same in {more:,} more {'row' if more == 1 else 'rows'}." if more else reason
            )
