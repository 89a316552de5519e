"""How the words and numbers of an operating-system cell are taken apart and compared."""

from __future__ import annotations

import re
import unicodedata

Numbers = tuple[int, ...]
LONGEST_CELL = 200
"""Characters of a cell that are looked at; no operating system takes more to name."""

_NOISE = re.compile(
    r"\bx86[_-]64\b|\b(?:32|64)[\s-]*bits?\b|\b(?:update|upd|patch|hotfix|rollup)\s*\d+\b|\b(?:version|ver)\b|\bv(?=\d)"
)
_GLUED_NAME = re.compile(r"^\s*([^\W\d_]{3,})(?=\d)")
_GLUED_R2 = re.compile(r"\b(\d{4})r2\b")
_SERVICE_PACK = re.compile(r"(?:\bservice\s*pack|(?<=\d)sp|\bsp)\s*(?=\d)")
_TOKEN = re.compile(r"\d+[^\W_]*(?:\.\d+[^\W_]*)*|[^\W\d_][^\W_]*")
_LEADING_DIGITS = re.compile(r"\d+")


def split_glued_name(text: str) -> str:
    """The text with a name parted from the version it is glued to: `Windows10` becomes `Windows 10`."""
    return _GLUED_NAME.sub(r"\1 ", text)


def words_of(text: str) -> tuple[str, ...]:
    """The words and version numbers of a cell, lower case, without what says nothing about the release.

    Only the first 200 characters count.
    `Windows Server 2012R2 (64-bit), Service Pack 1` gives `windows server 2012 r2 sp1`.
    """
    text = unicodedata.normalize("NFKC", split_glued_name(text[:LONGEST_CELL])).casefold()
    text = _GLUED_R2.sub(r"\1 r2", text)
    text = _NOISE.sub(" ", text)
    text = _SERVICE_PACK.sub(" sp", text)
    return tuple(_TOKEN.findall(text))


def numbers_of(word: str) -> Numbers | None:
    """A version as numbers (`17.09.04a` is 17, 9, 4); None for words and for names such as `24h2`."""
    first, *others = word.split(".")
    if not first.isdecimal():
        return None
    numbers = [int(first)]
    for part in others:
        digits = _LEADING_DIGITS.match(part)
        if digits is None:
            break
        numbers.append(int(digits[0]))
    return tuple(numbers)


def is_subsequence(needle: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, ...] | None:
    """Where the needle's words stand, in their order and beginning at the first word; None where they do not."""
    if not needle or not words or needle[0] != words[0]:
        return None
    places, start = [], 0
    for word in needle:
        try:
            start = words.index(word, start) + 1
        except ValueError:
            return None
        places.append(start - 1)
    return tuple(places)
