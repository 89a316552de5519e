"""Text from cells made harmless for terminals and documents: no control characters, no hidden direction changes."""

from __future__ import annotations

import re
import unicodedata

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")
_NOT_ASCII = re.compile("[^\\0-~]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def one_line(text: str) -> str:
    """The text on one line: white space becomes single spaces, what a terminal would obey or hide becomes `\\ufffd`.

    No-break spaces stay, as do the joiners that some scripts and emoji are written with.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    spaced = "".join(" " if character in "\t\n\r\v\f\x85\u2028\u2029" else character for character in text)
    visible = "".join(map(_visible, spaced))
    return " ".join(part for part in visible.split(" ") if part)


def plain_json(text: str) -> str:
    """JSON that means the same, without a character that a terminal would obey or hide, or that no file can hold."""
    return text if text.isascii() and "\x7f" not in text else _NOT_ASCII.sub(_numbered, text)


def _numbered(match: re.Match[str]) -> str:
    character = match[0]
    if unicodedata.category(character) not in _HARMFUL:
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _visible(character: str) -> str:
    if unicodedata.category(character) in _HARMFUL and character not in _JOINERS:
        return _REPLACEMENT
    return character
