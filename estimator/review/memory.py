"""What an import remembers of itself in the workbook: a check a cell, not the cell, and which lists there are."""

from __future__ import annotations

import base64
import binascii
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import methodcaller
from typing import Any

from estimator.model.inventory import FormValue, Inventory, columns_of
from estimator.model.merging import SHEETS, ImportList, Memory, SheetId, Written

NOTHING_WRITTEN = 0
MEMORY_SHEET = "Import log"
"""The hidden sheet of the workbook that remembers; reading passes over it."""
IN_PASSING = ""
"""The name of the list of locations that were made because rows of a kind of export name them."""
SHARE_OF_A_LIST = 0.1
"""So much of the shorter of two lists must be in both for them to be one list at two moments."""


def check_of(value: FormValue) -> int:
    """A check of what a cell holds: equal for equal values; typing over up to four letters in a row always shows.

    A checksum of 32 bits; `NOTHING_WRITTEN` is that of no text.
    """
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return zlib.crc32(_encoded(str(value)))


_encoded: Callable[[str], bytes] = methodcaller("encode", "utf-8", "surrogatepass")


def checks_of(fields: Sequence[str], rows: Sequence[Mapping[str, FormValue]]) -> list[bytes]:
    """The packed checks of new rows; field by field, as what many rows say of one is looked at once."""
    return list(map(struct.Struct(f"<{len(fields)}I").pack, *map(_checks, columns_of(rows, fields))))


def _checks(said: Sequence[FormValue | None]) -> list[int]:
    """The checks of what many rows say of one field, in their order."""
    different = dict.fromkeys(said)
    texts = [value for value in different if isinstance(value, str)]
    checks = map(zlib.crc32, map(_encoded, texts))
    if len(texts) == len(said):
        return list(checks)  # no two say the same
    known: dict[FormValue | None, int] = dict(zip(texts, checks, strict=True))
    known |= {value: check_of(value) for value in different if value is not None and not isinstance(value, str)}
    known[None] = NOTHING_WRITTEN
    return list(map(known.__getitem__, said))


def packed(fields: Sequence[str], checks: Mapping[str, int]) -> bytes:
    """Checks by field as four bytes each in the order of the fields."""
    return struct.pack(f"<{len(fields)}I", *(checks.get(name, NOTHING_WRITTEN) for name in fields))


def unpacked(checks: bytes, fields: Sequence[str]) -> dict[str, int]:
    """The checks of the fields that something was written into."""
    numbers = struct.unpack(f"<{len(fields)}I", checks)
    return {name: number for name, number in zip(fields, numbers, strict=True) if number != NOTHING_WRITTEN}


def list_of(inventory: Inventory, memory: Memory) -> ImportList | None:
    """The list of which this inventory is the next state; None where it is a list of its own.

    A system has several lists (devices, sites, machines), and their files' names carry dates: lists are told apart by
    what is in them.
    """
    if not memory.lists:
        return None
    keys = {(row.sheet, str(row.values.get("id", "")).casefold()) for row in inventory.rows}
    best: tuple[int, ImportList] | None = None
    for candidate in memory.lists:
        if candidate.kind != inventory.kind or candidate.name == IN_PASSING:
            continue
        common = sum(key in candidate.rows for key in keys)
        enough = SHARE_OF_A_LIST * min(len(keys), len(candidate.rows))
        if common and (common >= enough or candidate.name == inventory.name) and (best is None or common > best[0]):
            best = common, candidate
    return best[1] if best else None


# --- on paper --------------------------------------------------------------------------------------------------------

_EXPLANATION = "estimator keeps here what each import wrote, so that the next one changes nothing that people typed."
_HEADINGS = ("kind", "export", "rows", "last change")
_LABEL = "memory"
_CELL_LENGTH = 30_000
"""A cell holds 32,767 characters."""
_MOST_BYTES = 256 * 2**20
_VERSION = 1


def written_memory(memory: Memory) -> list[list[str]]:
    """The rows of the sheet that remembers: a line a list for people, then everything as text for the next import."""
    named = (each for each in memory.lists if each.name != IN_PASSING)
    lines = [[each.kind, each.name, str(len(each.rows)), each.imported.isoformat()] for each in named]
    header = {
        "version": _VERSION,
        "fields": {sheet: list(names) for sheet, names in memory.fields.items()},
        "lists": [
            {"kind": each.kind, "name": each.name, "imported": each.imported.isoformat(), "rows": _rows(each)}
            for each in memory.lists
        ],
    }
    checks = b"".join(written.checks for each in memory.lists for written in each.rows.values())
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text = base64.b64encode(zlib.compress(struct.pack("<I", len(head)) + head + checks, 1)).decode()
    cells = [[_LABEL, text[start : start + _CELL_LENGTH]] for start in range(0, len(text), _CELL_LENGTH)]
    return [[_EXPLANATION], list(_HEADINGS), *lines, *cells]


def _rows(each: ImportList) -> list[list[str]]:
    return [
        [sheet, given, written.row_id, written.vanished.isoformat() if written.vanished else ""]
        for (sheet, given), written in each.rows.items()
    ]


def read_memory(rows: Iterable[Sequence[object]]) -> Memory:
    """What such a sheet says; `unreadable` where somebody edited it."""
    texts = [str(cells[1]) for cells in rows if len(cells) > 1 and cells[0] == _LABEL]
    if not texts:
        return Memory()
    try:
        unpack = zlib.decompressobj()
        content = unpack.decompress(base64.b64decode("".join(texts), validate=True), _MOST_BYTES)
        if not unpack.eof:
            return Memory(unreadable=True)
        (length,) = struct.unpack_from("<I", content)
        return _remembered(json.loads(content[4 : 4 + length]), memoryview(content)[4 + length :])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error, zlib.error, binascii.Error):
        return Memory(unreadable=True)


def _remembered(header: Any, checks: memoryview) -> Memory:
    fields: dict[SheetId, tuple[str, ...]] = {sheet: tuple(map(str, header["fields"][sheet])) for sheet in SHEETS}
    sizes = {sheet: 4 * len(names) for sheet, names in fields.items()}
    lists = []
    at = 0
    for each in header["lists"]:
        rows: dict[tuple[SheetId, str], Written] = {}
        for sheet, given, row_id, vanished in each["rows"]:
            end = at + sizes[sheet]
            since = date.fromisoformat(vanished) if vanished else None
            rows[sheet, str(given)] = Written(str(row_id), bytes(checks[at:end]), since)
            at = end
        lists.append(ImportList(str(each["kind"]), str(each["name"]), date.fromisoformat(each["imported"]), rows))
    if at != len(checks):
        raise ValueError("the memory is incomplete")
    return Memory(tuple(lists), fields)
