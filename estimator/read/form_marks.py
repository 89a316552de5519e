"""What our form leaves in a file besides cells: version, language, and the key of every heading.

Runs in the limited child process, after `container` has looked at the file: standard library only, and few of it.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from estimator.read.container import column_number

KEY_PREFIX, VERSION, LANGUAGE = b"key_", b"estimator form", b"estimator language"
"""As in `model/form.py`, which would take longer to import than a small workbook to read; a test compares them."""
LONGEST_PART = 8 * 2**20
"""In bytes, of the parts that are looked at; those of a form have some thousand."""

_PROPERTY = re.compile(rb"<(?:\w+:)?property\b([^<>]*)>\s*<[^<>]*>([^<>]{1,40})</")
_NAMED = re.compile(rb"""\bname\s*=\s*["']([^"']*)["']""")
_DEFINED_NAME = re.compile(rb"<(?:\w+:)?definedName\b([^<>]*)>([^<>]{1,400})</")
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))

Key = tuple[str, int, int, str, str]
"""Sheet name, row and column of a heading, and the ids of the sheet and the field that it is the heading of."""


def form_marks(path: Path) -> tuple[str, str, list[Key]]:
    """The form's version and language as its file says them, empty where it says none, and the keys of headings."""
    with zipfile.ZipFile(path) as archive:
        properties = _properties(_part(archive, "docProps/custom.xml"))
        return properties.get(VERSION, ""), properties.get(LANGUAGE, ""), _keys(_part(archive, "xl/workbook.xml"))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the file; nothing where it is not there or far too long."""
    if name not in archive.NameToInfo or archive.NameToInfo[name].file_size > LONGEST_PART:
        return b""
    return archive.read(name)


def _properties(part: bytes) -> dict[bytes, str]:
    found = {}
    for attributes, value in _PROPERTY.findall(part):
        name = _NAMED.search(attributes)
        if name:
            found[name[1]] = value.decode("utf-8", "replace").strip()
    return found


def _keys(part: bytes) -> list[Key]:
    keys = []
    for attributes, reference in _DEFINED_NAME.findall(part):
        name = _NAMED.search(attributes)
        # A name that holds on one sheet only comes from a copy of the sheet.
        if not name or not name[1].startswith(KEY_PREFIX) or b"localSheetId" in attributes:
            continue
        sheet_id, _, field = name[1][len(KEY_PREFIX) :].decode("ascii", "replace").partition("_")
        place = _REFERENCE.fullmatch(_unescaped(reference.decode("utf-8", "replace").strip()))
        if place and field:
            sheet = place[1].replace("''", "'") if place[1] else place[2]
            keys.append((sheet, int(place[4]), column_number(place[3]), sheet_id, field))
    return keys


def _unescaped(text: str) -> str:
    for entity, letter in _ENTITIES:
        text = text.replace(entity, letter)
    return text
