"""How wide a text becomes in a drawing, at most, and as much of it as fits into a width."""

from __future__ import annotations

import unicodedata
from functools import cache

ELLIPSIS = "…"
_WIDTHS = (
    ("ijlI|'`", 0.38),
    ('frt.,:;!()[]{}/\\- \N{NO-BREAK SPACE}"*°·', 0.5),
    ("mwMW@%—…", 1.14),
    ("0123456789", 0.7),
)
"""Shares of the font's size, by the widest face of the site's font stack (DejaVu Sans Bold); others by their class."""


def width(text: str, size: float) -> float:
    """How many pixels a text of one line takes at most, at a font size in pixels."""
    return size * sum(map(_share, text))


def fitted(text: str, pixels: float, size: float) -> str:
    """The text on one line, or as much of its beginning as fits into so many pixels, with an ellipsis."""
    line = " ".join(text.split())
    if width(line, size) <= pixels:
        return line
    left, kept = pixels - width(ELLIPSIS, size), 0
    for character in line:
        left -= width(character, size)
        if left < 0:
            break
        kept += 1
    while kept and unicodedata.combining(line[kept]):  # an accent stays with its letter
        kept -= 1
    return line[:kept].rstrip() + ELLIPSIS


@cache
def _share(character: str) -> float:
    for characters, share in _WIDTHS:
        if character in characters:
            return share
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"} or ord(character) > 0x1F000:
        return 1.3
    base = unicodedata.normalize("NFD", character)[0]
    if base != character:
        return _share(base)
    if not character.isascii():
        return 1.0
    return 0.85 if character.isupper() or character in "&#$+<=>~?" else 0.72
