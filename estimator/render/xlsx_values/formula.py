"""A formula taken apart: what it does, and with which operands; formulas that do the same are parsed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from estimator.render.xlsx_values.functions import OPERATORS, SINGLE, WHOLE, each

Calculation = Callable[[Sequence[Any]], Any]
"""Gives a formula's value from the values of its operands."""
OPERAND = "?"
_OPERANDS = re.compile(r"""([$A-Za-z_][\w$!:]*+(?!\()|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"]|"")*")""")
_SIGNS = re.compile(r"[A-Z]+\(|<=|>=|<>|\S")


class NotUnderstoodError(Exception):
    """A formula uses what no formula of ours has used before."""


def taken_apart(formula: str) -> tuple[Calculation, list[str]]:
    """What a formula calculates, and the texts of its operands: numbers, texts in quotes, references, names."""
    parts = _OPERANDS.split(formula)
    return _calculation(OPERAND.join(parts[::2])), parts[1::2]


@cache
def _calculation(shape: str) -> Calculation:
    return _Parser(_SIGNS.findall(shape.removeprefix("="))).whole()


class _Parser:
    """Reads the signs of a formula from left to right."""

    def __init__(self, signs: Sequence[str]) -> None:
        self._signs = signs
        self._at = 0
        self._operands = 0

    def whole(self) -> Calculation:
        made = self._operation(0)
        if self._at < len(self._signs):
            raise NotUnderstoodError(f"{self._signs[self._at]} is not understood in {' '.join(self._signs)}")
        return made

    def _next(self, *signs: str) -> str:
        """The next sign, if it is one of these."""
        sign = self._signs[self._at] if self._at < len(self._signs) else ""
        if sign not in signs:
            return ""
        self._at += 1
        return sign

    def _operation(self, level: int) -> Calculation:
        """Operators of one precedence and of those that bind more tightly."""
        if level == len(OPERATORS):
            return self._negated()
        made = self._operation(level + 1)
        while sign := self._next(*OPERATORS[level]):
            made = _applied(OPERATORS[level][sign], made, self._operation(level + 1))
        return made

    def _negated(self) -> Calculation:
        if self._next("-"):
            of = self._negated()
            return lambda values: each(lambda value: -value, of(values))
        return self._single()

    def _single(self) -> Calculation:
        if self._next(OPERAND):
            number = self._operands
            self._operands += 1
            return lambda values: values[number]
        if self._next("("):
            made = self._operation(0)
            self._closed()
            return made
        return self._function()

    def _function(self) -> Calculation:
        name = self._next("IF(", *(f"{name}(" for name in (*SINGLE, *WHOLE))).rstrip("(")
        if not name:
            raise NotUnderstoodError(f"no value begins at sign {self._at + 1} of {' '.join(self._signs)}")
        arguments = self._arguments()
        if name == "IF":
            condition, then, otherwise = arguments
            return lambda values: then(values) if condition(values) else otherwise(values)
        if name in SINGLE:
            return lambda values: each(SINGLE[name], *[argument(values) for argument in arguments])
        return lambda values: WHOLE[name](*[argument(values) for argument in arguments])

    def _arguments(self) -> list[Calculation]:
        if self._next(")"):
            return []
        arguments = [self._operation(0)]
        while self._next(","):
            arguments.append(self._operation(0))
        self._closed()
        return arguments

    def _closed(self) -> None:
        if not self._next(")"):
            raise NotUnderstoodError(f"a bracket is not closed in {' '.join(self._signs)}")


def _applied(function: Callable[..., Any], left: Calculation, right: Calculation) -> Calculation:
    def applied(values: Sequence[Any]) -> Any:
        one, other = left(values), right(values)
        if isinstance(one, list) or isinstance(other, list):
            return each(function, one, other)
        return function(one, other)

    return applied
