"""The data files: rate card, effort table, pricing policy, lifecycle dates, term; overlays and `--set` on top."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.effort import EffortTable
from estimator.model.estimate import Assumption
from estimator.model.facts import OVERLAY, SET_ON_COMMAND_LINE, Facts
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.model.pricing_policy import PricingPolicy
from estimator.model.rate_card import RateCard
from estimator.model.source import FileReference
from estimator.model.term import TermPolicy
from estimator.read.data_checks import CHECKS, SPECIAL, Names
from estimator.read.tables import Path as KeyPath
from estimator.read.tables import Problems, did_you_mean, dotted, is_open_table, optional_field, read_table
from estimator.read.toml_file import read_toml

KINDS: Mapping[str, type] = {
    "rate_card": RateCard,
    "effort": EffortTable,
    "pricing": PricingPolicy,
    "lifecycle": LifecycleCatalogue,
    "term": TermPolicy,
}
"""What each file describes, by the name under which its path is given."""

DESCRIPTIVE = frozenset({"id", "valid_from", "source", "name", "names", "interruption"})
"""Keys that are no figures, so that they are no assumptions either."""


@dataclass(frozen=True)
class _Change:
    """A value that comes on top of a data file's; `place` is what its mistakes are named by."""

    path: KeyPath
    value: Any
    place: str
    source: str
    told: str
    """All of it as one text, for the fingerprint of the file that it changes."""


@dataclass
class _File:
    """One data file on its way: bytes, table, mistakes, and what overlays and the command line change in it."""

    key: str
    name: str
    content: bytes = b""
    table: dict[str, Any] = field(default_factory=dict)
    problems: Problems = field(default_factory=lambda: Problems(""))
    is_toml: bool = False
    overrides: list[str] = field(default_factory=list)
    changed_by: dict[KeyPath, str] = field(default_factory=dict)
    """The source of every value that does not come from the file itself."""

    def put(self, path: KeyPath, change: _Change) -> None:
        """Puts a value in the place of what the file has under a key."""
        table = self.table
        for part in path[:-1]:
            table = table.setdefault(part, {})
        table[path[-1]] = change.value
        for below in [key for key in self.changed_by if key[: len(path)] == path]:
            del self.changed_by[below], self.problems.set_by[below]
        self.changed_by[path], self.problems.set_by[path] = change.source, change.place
        self.overrides.append(change.told)

    def reference(self) -> FileReference:
        """Names the file so that a changed one is not taken for the unchanged one."""
        changes = "\n".join(self.overrides).encode()
        sources = self.changed_by.values()
        suffix = "+overlay" if any(source.startswith(OVERLAY) for source in sources) else ""
        suffix += "+set" if SET_ON_COMMAND_LINE in sources else ""
        digest = hashlib.sha256(self.content + changes).hexdigest()
        return FileReference(f"{self.table['id']}{suffix}", self.name, digest)


def read_facts(paths: Mapping[str, Path], overrides: Sequence[str | Path]) -> Facts:
    """The five data files, read and checked; the shipped ones where `paths` has none for a key of `KINDS`.

    `overrides` come on top, one after the other: the path of an overlay, a TOML file with some keys of the data files,
    or `KEY=VALUE` with a dotted key, whose value is TOML or else a plain text. Raises Stop with every mistake of all
    files and overrides at once.
    """
    files = {key: _read_file(key, paths.get(key)) for key in KINDS}
    set_problems = [
        problem
        for override in overrides
        for problem in (_set(files, override) if isinstance(override, str) else _overlay(files, override))
    ]
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
        assumptions=tuple(item for key, file in files.items() for item in _assumptions(file) if _is_told(key, item)),
    )


def _read_file(key: str, path: Path | None) -> _File:
    file = _File(key, path.name if path else f"{key}.toml")
    file.problems = Problems(file.name)
    _parse(file, path.read_bytes if path else lambda: _shipped(file.name))
    return file


def _parse(file: _File, load: Callable[[], bytes]) -> None:
    """Fills in what a file holds, or notes why it cannot be read."""
    file.content, table = read_toml(load, file.problems)
    if table is not None:
        file.table, file.is_toml = table, True


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
    value = value_text.strip()
    yield from _put(files, _Change(path, _value(value), place, SET_ON_COMMAND_LINE, f"{dotted(path)}={value}"))


def _overlay(files: Mapping[str, _File], overlay: Path) -> Iterator[Diagnostic]:
    """Puts every value of an overlay into the file that has its key; yields why that is not possible."""
    read = _File("overlay", overlay.name)
    read.problems = Problems(overlay.name)
    _parse(read, overlay.read_bytes)
    yield from read.problems.found
    for path, value, source in _overlaid(read.table):
        place = f"{overlay.name}: {dotted(path)}"
        named = f"{OVERLAY}{overlay.name}: {source}" if source else f"{OVERLAY}{overlay.name}"
        yield from _put(files, _Change(path, value, place, named, f"{named} {dotted(path)}={value!r}"))


def _overlaid(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Any, str]]:
    """Every value of an overlay, in its order, with its key and the `source` nearest to it; a table only where empty.

    A `source` beside values is theirs alone: what the overlay leaves as it is keeps the source of the data file.
    Not by recursion: dotted keys may nest as deep as a file is long.
    """
    waiting: list[tuple[KeyPath, Any, str]] = [((), table, "")]
    while waiting:
        path, value, source = waiting.pop()
        if not isinstance(value, Mapping) or (not value and path):
            yield path, value, source
            continue
        own = value.get("source")
        if isinstance(own, str) and len(value) > 1:
            source, value = own, {key: entry for key, entry in value.items() if key != "source"}
        waiting += reversed([((*path, key), entry, source) for key, entry in value.items()])


def _put(files: Mapping[str, _File], change: _Change) -> Iterator[Diagnostic]:
    """Changes a value in the file that has the key; yields why that is not possible."""
    path, place, key_text = change.path, change.place, dotted(change.path)
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
    if change.value != {}:  # an empty table of an overlay changes nothing, but its name must be right
        holders[0].put(path, change)


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
    """The figures that no source backs, and those that an overlay or the command line changed."""
    for path, value, source in _leaves(file.table, (), ""):
        changed = next((by for key, by in file.changed_by.items() if path[: len(key)] == key), None)
        if changed is not None:
            yield Assumption(dotted(path), _shown(value), changed)
        elif "assumption" in source and not DESCRIPTIVE.intersection(path):
            yield Assumption(dotted(path), _shown(value), source)


def _is_told(file: str, item: Assumption) -> bool:
    """Whether a report names the assumption: those about a term move no price, unless somebody set them."""
    return file not in ("lifecycle", "term") or (file == "term" and item.source == SET_ON_COMMAND_LINE)


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
