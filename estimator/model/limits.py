"""What a figure of a data file may be: bounds that stand in a type hint and are checked when the file is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


class Limit:
    """A bound; compared by identity, since `Ge(0)` and `Gt(0)` are not the same."""

    __slots__ = ("bound",)
    wording = ""
    """The bound in words, for a sentence that begins `Use a number`."""

    def __init__(self, bound: Decimal | float) -> None:
        self.bound = bound

    @property
    def text(self) -> str:
        """What is allowed, in words."""
        return self.wording.format(self.bound)

    def keeps(self, value: Any) -> bool:
        """Whether a value stays inside the bound."""
        raise NotImplementedError


class Ge(Limit):
    """At least `bound`."""

    wording = "of at least {}"

    def keeps(self, value: Any) -> bool:
        return bool(value >= self.bound)


class Gt(Limit):
    """More than `bound`."""

    wording = "above {}"

    def keeps(self, value: Any) -> bool:
        return bool(value > self.bound)


class Le(Limit):
    """At most `bound`."""

    wording = "of at most {}"

    def keeps(self, value: Any) -> bool:
        return bool(value <= self.bound)


class Lt(Limit):
    """Less than `bound`."""

    wording = "below {}"

    def keeps(self, value: Any) -> bool:
        return bool(value < self.bound)


class MinLen(Limit):
    """At least `bound` characters or entries."""

    def keeps(self, value: Any) -> bool:
        return len(value) >= self.bound
