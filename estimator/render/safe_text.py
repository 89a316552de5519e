"""Text from cells made harmless for terminals and documents: no control characters, no hidden direction changes."""

from __future__ import annotations

import unicodedata

_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")
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


def _visible(character: str) -> str:
    if unicodedata.category(character) in _HARMFUL and character not in _JOINERS:
        return _REPLACEMENT
    return character
