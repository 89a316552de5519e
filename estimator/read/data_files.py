"""Rate card, effort table, pricing policy and lifecycle dates from their TOML files, with `--set` on top."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.effort import EffortTable
from estimator.model.estimate import Assumption
from estimator.model.facts import SET_ON_COMMAND_LINE, Facts
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import RateCard
from estimator.model.source import FileReference
from estimator.read.data_checks import CHECKS, SPECIAL, Names
from estimator.read.tables import Path as KeyPath
from estimator.read.tables import Problems, did_you_mean, dotted, is_open_table, optional_field, read_table
from estimator.read.toml_file import read_toml

KINDS: Mapping[str, type] = {
    "rate_card": RateCard,
    "effort": EffortTable,
    "pricing": PricingPolicy,
    "lifecycle": LifecycleCatalogue,
}
"""What each file describes, by the name under which its path is given."""

DESCRIPTIVE = frozenset({"id", "valid_from", "source", "name", "names", "interruption"})
"""Keys that are no figures, so that they are no assumptions either."""


@dataclass
class _File:
    """One data file on its way: bytes, table, mistakes, and what the command line changes in it."""

    key: str
    name: str
    content: bytes = b""
    table: dict[str, Any] = field(default_factory=dict)
    problems: Problems = field(default_factory=lambda: Problems(""))
    is_toml: bool = False
    overrides: list[str] = field(default_factory=list)

    def reference(self) -> FileReference:
        """Names the file so that a changed one is not taken for the unchanged one."""
        changes = "\n".join(self.overrides).encode()
        suffix = "+set" if changes else ""
        digest = hashlib.sha256(self.content + changes).hexdigest()
        return FileReference(f"{self.table['id']}{suffix}", self.name, digest)


def read_facts(paths: Mapping[str, Path], overrides: Sequence[str]) -> Facts:
    """The four data files, read and checked; the shipped ones where `paths` has none for a key of `KINDS`.

    `overrides` are `KEY=VALUE` with dotted keys of the files; the value is TOML or else a plain text. Raises Stop with
    every mistake of all files and overrides at once.
    """
    files = {key: _read_file(key, paths.get(key)) for key in KINDS}
    set_problems = [problem for text in overrides for problem in _set(files, text)]
    names = Names({key: file.table for key, file in files.items()})
    parts: dict[str, Any] = {}
    for key, file in files.items():
        if file.is_toml:
            parts[key] = read_table(KINDS[key], file.table, file.problems, SPECIAL)
            CHECKS[key](file.table, names, file.problems)
    found = [*set_problems, *(problem for file in files.values() for problem in file.problems.found)]
    if found:
        raise Stop(*dict.fromkeys(found))
    return Facts(
        **parts,
        files={key: file.reference() for key, file in files.items()},
        assumptions=tuple(item for key, file in files.items() if key != "lifecycle" for item in _assumptions(file)),
    )


def _read_file(key: str, path: Path | None) -> _File:
    file = _File(key, path.name if path else f"{key}.toml")
    file.problems = Problems(file.name)
    file.content, table = read_toml(path.read_bytes if path else partial(_shipped, file.name), file.problems)
    if table is not None:
        file.table, file.is_toml = table, True
    return file


def _shipped(name: str) -> bytes:
    from importlib import resources  # costs more than reading the files, where somebody brings all of them

    return resources.files("estimator.data").joinpath(name).read_bytes()


def _set(files: Mapping[str, _File], text: str) -> Iterator[Diagnostic]:
    """Puts one `KEY=VALUE` into the file that has the key; yields why that is not possible."""
    key_text, equals, value_text = text.partition("=")
    key_text = key_text.strip()
    place = f"--set {key_text}"
    path = _key_path(key_text)
    if not equals or path is None:
        remedy = "Write KEY=VALUE, for example driver.server.tickets_per_unit_month=0.4."
        yield Diagnostic(Level.ERROR, f"--set {text}", "invalid-override", f"'{text}' is not KEY=VALUE.", remedy)
        return
    if path[0] in files and len(path) > 1:
        holders, path = [files[path[0]]], path[1:]
    else:
        holders = list(files.values())
    holders = [file for file in holders if _has_place(file, path)]
    if not holders:
        if all(file.is_toml for file in files.values()):  # in a broken file the key may well be
            remedy = _close_key(files, path)
            yield Diagnostic(Level.ERROR, place, "unknown-key", f"No data file has the key '{key_text}'.", remedy)
        return
    if len(holders) > 1:
        remedy = f"Put the file's name before it: {holders[0].key}.{key_text}."
        yield Diagnostic(Level.ERROR, place, "ambiguous-key", f"Several data files have '{key_text}'.", remedy)
        return
    table = holders[0].table
    for part in path[:-1]:
        table = table.setdefault(part, {})
    table[path[-1]] = _value(value_text.strip())
    holders[0].problems.set_by[path] = place
    holders[0].overrides.append(f"{dotted(path)}={value_text.strip()}")


def _key_path(text: str) -> KeyPath | None:
    """The parts of a dotted key; None where it is not one."""
    try:
        table: Any = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return None
    path: list[str] = []
    while isinstance(table, dict):
        if len(table) != 1:
            return None
        (part, table) = next(iter(table.items()))
        path.append(part)
    return tuple(path)


def _value(text: str) -> Any:
    """A TOML value, or the text itself where it is none."""
    try:
        table = tomllib.loads(f"value = {text}", parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
    return table["value"] if len(table) == 1 else text


def _has_place(file: _File, path: KeyPath) -> bool:
    """Whether the file has the key, or could have it: an optional field, or an entry under free keys."""
    table: Any = file.table
    for depth, part in enumerate(path):
        if not isinstance(table, dict):
            return False
        if part not in table:
            holder = optional_field(KINDS[file.key], path[:depth])
            rest = path[depth:]
            if is_open_table(holder):
                return len(rest) == 1
            leaf = optional_field(holder, rest) if _is_field(holder) else None
            return leaf is not None and (len(rest) == 1 or is_open_table(optional_field(holder, rest[:-1])))
        table = table[part]
    return True


def _is_field(holder: Any) -> bool:
    return hasattr(holder, "__dataclass_fields__")


def _close_key(files: Mapping[str, _File], path: KeyPath) -> str:
    """What an unknown key probably should be: its neighbour in the same table, else the most alike of all keys."""
    for file in files.values():
        table: Any = file.table
        for part in path[:-1]:
            table = table.get(part) if isinstance(table, dict) else None
        if isinstance(table, dict) and len(path) > 1:
            return did_you_mean(path[-1], table)
    keys = [dotted(key) for file in files.values() for key, _, _ in _leaves(file.table, (), "")]
    close = get_close_matches(dotted(path), keys, n=1, cutoff=0.75)
    return f"Did you mean '{close[0]}'?" if close else "The data files and their keys are in estimator/data."


def _leaves(table: Mapping[str, Any], path: KeyPath, source: str) -> Iterator[tuple[KeyPath, Any, str]]:
    """Every value with its key and the `source` nearest to it."""
    own = table.get("source")
    source = own if isinstance(own, str) else source
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key), source)
        else:
            yield (*path, key), value, source


def _assumptions(file: _File) -> Iterator[Assumption]:
    """The figures that no source backs, and those that somebody set."""
    for path, value, source in _leaves(file.table, (), ""):
        if any(path[: len(key)] == key for key in file.problems.set_by):
            yield Assumption(dotted(path), _shown(value), SET_ON_COMMAND_LINE)
        elif "assumption" in source and not DESCRIPTIVE.intersection(path):
            yield Assumption(dotted(path), _shown(value), source)


def _shown(value: Any) -> str:
    """A value as people read it: `0.35`, `Mon Tue 18:00-20:00`, `yes`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, Mapping):
        if value.keys() == {"days", "start", "end"}:
            return f"{' '.join(value['days'])} {_shown(value['start'])}-{_shown(value['end'])}"
        return " ".join(f"{key} {_shown(item)}" for key, item in value.items())
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
