"""TOML tables become frozen dataclasses by their type hints, with every mistake by file and key."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from estimator.diagnostics import Diagnostic, Level
from estimator.model.limits import Limit, MinLen

T = TypeVar("T")
Path = tuple[str, ...]
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+(\[\d+\])?")
INVALID: Any = object()
"""What a value becomes that has a mistake; it is reported where it is found."""


@dataclass
class Problems:
    """The mistakes of one file, gathered; `places` tells which keys did not come from the file itself."""

    file_name: str
    found: list[Diagnostic] = field(default_factory=list)
    set_by: dict[Path, str] = field(default_factory=dict)
    """What to call a key's place instead, for keys that an overlay or the command line changed."""

    def add(self, path: Path, check: str, message: str, remedy: str = "") -> None:
        """Notes a mistake at a key; an empty path is the file as a whole."""
        bare = tuple(part.partition("[")[0] for part in path)
        places = self.set_by.items()
        place = next((name for key, name in places if bare[: len(key)] == key), None)
        if place is None:  # where shares do not add up, the one that was changed last is the one to look at
            place = next((name for key, name in reversed(places) if key[:-1] == bare), None)
        if place is None:
            place = f"{self.file_name}: {dotted(path)}" if path else self.file_name
        self.found.append(Diagnostic(Level.ERROR, place, check, message, remedy))


Converter = Callable[[Any, Path, Problems], Any]
Special = tuple[tuple[Any, Converter], ...]
"""Types that have a converter of their own."""


def dotted(path: Path) -> str:
    """A key as it is written: `plan.office.monthly_price`, in quotes where TOML needs them."""
    return ".".join(part if _BARE_KEY.fullmatch(part) else f'"{part}"' for part in path)


def did_you_mean(word: str, known: object) -> str:
    """The sentence that names the closest known word, or all of them where none is close and they are few."""
    words = [str(item) for item in known] if isinstance(known, (list, tuple, set, frozenset, Mapping)) else []
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Use one of: {', '.join(words)}." if 0 < len(words) <= 16 else ""


def read_table(kind: type[T], table: object, problems: Problems, special: Special = ()) -> T | None:
    """The dataclass that a TOML table describes; None where it has mistakes, which are then in `problems`."""
    hint: Any = kind
    value: T = _converter(hint, special)(table, (), problems)
    return None if value is INVALID else value


def convert(kind: type[T], value: object, path: Path, problems: Problems) -> T | None:
    """The dataclass that a table inside a file describes, for converters of one's own; None where it has mistakes."""
    hint: Any = kind
    read: T = _converter(hint, ())(value, path, problems)
    return None if read is INVALID else read


def optional_field(kind: object, path: Path) -> Any:
    """The type of the field or entry that a key below a dataclass would hold; None where there can be none."""
    if not path:
        return kind
    kind, _ = _without_annotations(kind)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return next((found for arg in get_args(kind) if (found := optional_field(arg, path)) is not None), None)
    if origin is Mapping or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return optional_field(get_args(kind)[1], path[1:])
    if isinstance(kind, type) and is_dataclass(kind):
        hint = _hints(kind).get(path[0])
        return None if hint is None else optional_field(hint, path[1:])
    return None


def is_open_table(kind: object) -> bool:
    """Whether a type is a table of plain values under free keys, which may gain an entry."""
    kind, _ = _without_annotations(kind)
    if get_origin(kind) is not Mapping:
        return False
    value, _ = _without_annotations(get_args(kind)[1])
    return not (isinstance(value, type) and is_dataclass(value))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _without_annotations(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type and its limits."""
    return (hint.__origin__, hint.__metadata__) if get_origin(hint) is Annotated else (hint, ())


@cache
def _converter(hint: Any, special: Special) -> Converter:
    """The function that reads values of a type, made once."""
    for own_type, own_converter in special:
        if hint == own_type:
            return own_converter
    bare, limits = _without_annotations(hint)
    if limits:
        return _limited(_converter(bare, special), limits)
    origin, arguments = get_origin(bare), get_args(bare)
    if origin is Literal:
        return _choice(arguments)
    if origin in (Union, types.UnionType):
        return _converter(next(arg for arg in arguments if arg is not types.NoneType), special)
    if origin is tuple:
        return _list_converter(_converter(arguments[0], special))
    if origin is Mapping:
        return _mapping_converter(_converter(arguments[0], special), _converter(arguments[1], special))
    if isinstance(bare, type) and is_dataclass(bare):
        return _dataclass_converter(bare, special)
    return _PLAIN[bare]


@cache
def _dataclass_converter(kind: type, special: Special) -> Converter:
    known: dict[str, Field[Any]] = {item.name: item for item in fields(kind)}
    hints = _hints(kind)
    converters = {name: _converter(hints[name], special) for name in known}
    needed = [name for name, item in known.items() if item.default is MISSING and item.default_factory is MISSING]

    def convert(value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, Mapping):
            return _mistake(value, path, problems, "a table")
        for name in value:
            if name not in known:
                problems.add((*path, name), "unknown-key", f"'{name}' is not known here.", did_you_mean(name, known))
        for name in needed:
            if name not in value:
                problems.add((*path, name), "missing-key", f"'{name}' is missing.", f"Add '{name}'.")
        read = {name: converters[name](value[name], (*path, name), problems) for name in known if name in value}
        if INVALID in read.values() or any(name not in value for name in needed) or value.keys() - known.keys():
            return INVALID
        return kind(**read)

    return convert


def _list_converter(item: Converter) -> Converter:
    def convert(value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, list):
            return _mistake(value, path, problems, "a list")
        read = tuple(item(entry, _numbered(path, number), problems) for number, entry in enumerate(value, 1))
        return INVALID if INVALID in read else read

    return convert


def _mapping_converter(key_converter: Converter, value_converter: Converter) -> Converter:
    def convert(value: Any, path: Path, problems: Problems) -> Any:
        if not isinstance(value, Mapping):
            return _mistake(value, path, problems, "a table")
        read = {}
        for key, entry in value.items():
            here = (*path, key)
            read[key_converter(key, here, problems)] = value_converter(entry, here, problems)
        return INVALID if INVALID in read or any(entry is INVALID for entry in read.values()) else read

    return convert


def _choice(choices: tuple[Any, ...]) -> Converter:
    def convert(value: Any, path: Path, problems: Problems) -> Any:
        if value in choices and isinstance(value, str):
            return value
        problems.add(path, "unknown-choice", f"'{value}' is not a choice here.", did_you_mean(str(value), choices))
        return INVALID

    return convert


def _limited(converter: Converter, limits: tuple[Limit, ...]) -> Converter:
    def convert(value: Any, path: Path, problems: Problems) -> Any:
        read = converter(value, path, problems)
        if read is INVALID or all(limit.keeps(read) for limit in limits):
            return read
        if any(isinstance(limit, MinLen) for limit in limits):
            problems.add(path, "empty-value", "This must not be empty.", "Fill it in.")
        else:
            allowed = " and ".join(limit.text for limit in limits)
            problems.add(path, "out-of-range", f"{value} is out of range.", f"Use a number {allowed}.")
        return INVALID

    return convert


def _numbered(path: Path, number: int) -> Path:
    """The path of an entry of a list, counted from 1."""
    return (*path[:-1], f"{path[-1]}[{number}]") if path else (f"[{number}]",)


def _mistake(value: Any, path: Path, problems: Problems, wanted: str) -> Any:
    problems.add(path, "wrong-type", f"{_shown(value)} is not {wanted}.", f"Write {wanted}.")
    return INVALID


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "A table"
    if isinstance(value, list):
        return "A list"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def _plain(
    kind: type | tuple[type, ...], wanted: str, make: Callable[[Any], Any], never: type = types.NoneType
) -> Converter:
    def convert(value: Any, path: Path, problems: Problems) -> Any:
        is_infinite = isinstance(value, Decimal) and not value.is_finite()
        if not isinstance(value, kind) or isinstance(value, never) or is_infinite:
            return _mistake(value, path, problems, wanted)
        return make(value)

    return convert


_PLAIN: dict[Any, Converter] = {
    str: _plain(str, "a text in quotes", str),
    bool: _plain(bool, "true or false", bool),
    int: _plain(int, "a whole number", int, never=bool),
    float: _plain((int, Decimal), "a number", float, never=bool),
    Decimal: _plain((int, Decimal), "a number", Decimal, never=bool),
    date: _plain(date, "a date such as 2026-11-01", lambda day: day, never=datetime),
    time: _plain(time, "a time such as 08:30:00", lambda moment: moment),
}
