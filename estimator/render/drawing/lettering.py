"""How wide a text becomes in a drawing, at most, and as much of it as fits into a width."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

ELLIPSIS = "…"
_BETWEEN_WORDS = re.compile(r"[^\S\u00a0\u202f]+")
_PARTS = re.compile(r"[^-._/:@\u00a0]*[-._/:@\u00a0]+|[^-._/:@\u00a0]+")
"""Of what no line holds: `srv-`, `backup.`, `example`; `19 ×`, `desk phones`."""
_CHARACTERS = re.compile(r".[\u0300-\u036f\u200b-\u200f\ufe00-\ufe0f]*")
"""Each with the accents that follow it."""
_BOLD = {
    0.35: " \u00a0\u202f'ijl",
    0.4: ",./:;IJ\\|·",
    0.45: "-f\u2011",
    0.5: "!()[]_`rt–°",
    0.55: '"*',
    0.6: "?csz",
    0.65: "Lx",
    0.7: "0123456789$EFTaekovy€",
    0.75: "CPSYZbdghnpqu{}ßø",
    0.8: "ABKRVX",
    0.85: "#+<=>DGHNU^~×",
    0.9: "&OQØ",
    1.0: "@M…—",
    1.05: "%mæ",
    1.15: "Wœ",
    1.25: "ÆŒ№",
}
_REGULAR = {
    0.28: "'ijl",
    0.32: " \u00a0\u202f,.IJ·",
    0.34: "/:;\\|",
    0.37: "-f\u2011",
    0.4: "()[]t",
    0.42: "!r",
    0.5: '"*_`–°',
    0.56: "?Lcsz",
    0.6: "Fkvxy",
    0.64: "0123456789$EPSTYabdeghnopqu{}ßø€",
    0.7: "ABCKRVXZ",
    0.76: "HNU",
    0.79: "&DGOQØ",
    0.84: "#+<=>^~×",
    0.87: "M",
    1.0: "%@WÆmæ—…",
    1.07: "Œœ№",
}
"""Characters by their share of the font's size, in the widest faces of the site's font stack (DejaVu Sans)."""
_SHARES = {
    bold: {character: share for share, characters in widths.items() for character in characters}
    for bold, widths in ((True, _BOLD), (False, _REGULAR))
}


def width(text: str, size: float, bold: bool = True) -> float:
    """How many pixels a text of one line takes at most, at a font size in pixels."""
    return size * sum(_share(character, bold) for character in text)


@lru_cache(maxsize=20_000)
def fitted(text: str, pixels: float, size: float, bold: bool = True) -> str:
    """The text on one line, or as much of its beginning as fits into so many pixels, with an ellipsis."""
    line = tidy(text).strip()
    if width(line, size, bold) <= pixels:
        return line
    left, kept = pixels - width(ELLIPSIS, size, bold), 0
    for character in line:
        left -= width(character, size, bold)
        if left < 0:
            break
        kept += 1
    while kept and unicodedata.combining(line[kept]):  # an accent stays with its letter
        kept -= 1
    return line[:kept].rstrip() + ELLIPSIS


@lru_cache(maxsize=20_000)
def wrapped(text: str, pixels: float, size: float, most: int, bold: bool = True) -> tuple[str, ...]:
    """The text on up to so many lines, broken between words, inside one only if no line holds it; the rest is cut."""
    lines: list[str] = []
    if most == 1 or width(tidy(text), size, bold) <= pixels:
        return (fitted(text, pixels, size, bold),)
    pieces = _pieces(text, lambda piece: width(piece.strip(), size, bold) <= pixels)
    while pieces and len(lines) < most - 1:
        taken = 1
        while taken < len(pieces) and width("".join(pieces[: taken + 1]).strip(), size, bold) <= pixels:
            taken += 1
        lines.append(fitted("".join(pieces[:taken]), pixels, size, bold))
        pieces = pieces[taken:]
    return (*lines, fitted("".join(pieces), pixels, size, bold)) if pieces or not lines else tuple(lines)


def tidy(text: str) -> str:
    """The text on one line, with one blank between what may be parted."""
    return " ".join(_words(text))


def _pieces(text: str, fits: Callable[[str], bool]) -> list[str]:
    """What lines may end between: words with the blank before; of one that no line holds, its parts or characters."""
    pieces = []
    for word in _words(text):
        parts = [word] if fits(word) else _PARTS.findall(word)
        first, *rest = (piece for part in parts for piece in ([part] if fits(part) else _CHARACTERS.findall(part)))
        pieces += [f" {first}", *rest]
    return pieces


def _words(text: str) -> list[str]:
    """What may be parted: not at no-break spaces, which hold a figure together."""
    return list(filter(None, _BETWEEN_WORDS.split(text)))


@cache
def _share(character: str, bold: bool) -> float:
    if character in _SHARES[bold]:
        return _SHARES[bold][character]
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    base = unicodedata.normalize("NFD", character)[0]
    return _share(base, bold) if base != character else 1.3
