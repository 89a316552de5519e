"""The operators and functions that our formulas use, as spreadsheets define them."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import chain, repeat
from typing import Any

Value = float | str | list[Any]
"""A number, a text, or the cells of a range."""
Function = Callable[..., Any]


def each(function: Function, *arguments: Value) -> Any:
    """What a function of single values comes to; of ranges it comes to as many values as they have cells."""
    if list not in map(type, arguments):
        return function(*arguments)
    columns = (argument if isinstance(argument, list) else repeat(argument) for argument in arguments)
    return list(map(function, *columns))


def as_text(value: float | str) -> str:
    """A value as it stands in the middle of a text: fifteen digits, never with an exponent."""
    return value if isinstance(value, str) else f"{_fifteen_digits(value).normalize():f}"


def _fifteen_digits(value: float) -> Decimal:
    """What a spreadsheet takes a number for: 1.005 is meant, where 1.00499999999999989 is stored."""
    return Decimal(f"{value:.15g}")


def _rounded(value: float, digits: float, rounding: str = ROUND_HALF_UP) -> float:
    return float(_fifteen_digits(value).quantize(Decimal(1).scaleb(-int(digits)), rounding=rounding))


def _standard_normal(value: float) -> float:
    return math.erfc(-value / math.sqrt(2)) / 2


def _numbers(arguments: Sequence[Value]) -> list[float]:
    """The numbers among the arguments; texts in ranges do not count."""
    cells = chain.from_iterable(each if isinstance(each, list) else [each] for each in arguments)
    return [value for value in cells if not isinstance(value, str)]


def _total(*arguments: Value) -> float:
    return math.fsum(_numbers(arguments))


def _total_where(total: Sequence[Any], *conditions: Any) -> float:
    """The sum of the cells whose neighbours meet every condition: range, criterion, range, criterion ..."""
    meet = [map(_meets(criterion), cells) for cells, criterion in zip(*[iter(conditions)] * 2, strict=True)]
    return math.fsum(value for value, *met in zip(total, *meet, strict=True) if all(met))


def _meets(criterion: float | str) -> Callable[[Any], bool]:
    if isinstance(criterion, str) and criterion.startswith("<="):
        most = float(criterion[2:])
        return lambda value: not isinstance(value, str) and value <= most
    return lambda value: bool(value == criterion)


OPERATORS: Sequence[Mapping[str, Function]] = (
    {"=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge},
    {"&": lambda left, right: as_text(left) + as_text(right)},
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
    {"^": operator.pow},
)
"""By precedence, the weakest first."""

SINGLE: Mapping[str, Function] = {
    "ABS": abs,
    "EXP": math.exp,
    "INT": math.floor,
    "LN": math.log,
    "MOD": operator.mod,
    "NORMSDIST": _standard_normal,
    "PI": lambda: math.pi,
    "ROUND": _rounded,
    "ROUNDUP": lambda value, digits: _rounded(value, digits, ROUND_UP),
    "SQRT": math.sqrt,
    "SUBSTITUTE": lambda text, old, new: as_text(text).replace(old, new),
}
"""Functions of single values."""

WHOLE: Mapping[str, Function] = {
    "INDEX": lambda cells, number: cells[int(number) - 1],
    "MAX": lambda *arguments: max(_numbers(arguments)),
    "MIN": lambda *arguments: min(_numbers(arguments)),
    "SUM": _total,
    "SUMIF": lambda cells, criterion, total: _total_where(total, cells, criterion),
    "SUMIFS": _total_where,
    "SUMPRODUCT": _total,
}
"""Functions that take ranges as a whole; SUMPRODUCT of a single one, as we use it."""
