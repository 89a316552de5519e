"""Which headings mean a field: known by their words, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from estimator.read.cells import Value
from estimator.read.headings import fold

LONGEST_HEADING = 100
"""In characters; longer text is no heading."""
MOST_REMEMBERED = 20_000
"""How many different cells are remembered at most."""
MOST_LEFT_OUT = 9
"""Letters of a word that is abbreviated."""
MOST_WORDS = 8
"""Of a heading in two languages."""
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_WORDS = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
FILLERS = frozenset(
    ("de", "du", "des", "la", "le", "les", "l", "d", "of", "the", "van", "het", "der", "dem", "den", "die", "das")
) | {"vom", "zum", "et", "en", "und", "and", "a", "au", "aux"}
"""Words that carry no meaning in a heading."""
_NOISE = frozenset(
    ("agent", "device", "asset", "computer", "machine", "system", "equipment", "hardware", "details", "table")
) | {"toestel", "apparaat", "appareil", "equipement", "materiel", "gerat", "rechner", "ordinateur"}
"""What is written before any heading of a list of devices; some reports write `Details_Table0_ComputerName`."""
_SHORTENED = re.compile(r"[^\W\d_]{2,}\.")
_LEAST_LETTERS = 3
"""So many letters must be left of an abbreviation."""
_LEAST_LETTERS_OF_SLIPS, _LEAST_LETTERS_OF_GAPS = 8, 5
"""Shorter words are one letter from others (`Kabel`, `Label`): only a letter left out, or an `s` behind, counts."""
_COUNT_OF = re.compile(
    r"(?:count of|number of|nombre de|nb de|aantal van|aantal|anzahl von|anzahl)\s+(?=\w)", re.IGNORECASE
)
_COUNTED = frozenset(("assets.serial_number", "assets.id", "assets.name", "assets.model", "assets.type", "thing"))
_SUFFIXES = frozenset(("name", "text", "label", "txt", "nom", "libelle", "naam", "bezeichnung"))
"""What databases write behind the name of a field."""
_BARE = frozenset(("assets.id", "assets.name", "row_number"))
_ALTERNATIVES = re.compile(r"\s*[/|]\s*|\s+[-–]\s+")


class HeadingMatcher(Protocol):
    """Knows which headings mean a field."""

    def find(self, heading: Value) -> str | None:
        """The field a heading means, such as `assets.serial_number`; None for one that is not known."""


class KnownHeadings:
    """Matches headings by their words; case, accents, punctuation, units in brackets and the order do not matter.

    `fields` is the field by heading, in the order of preference where one heading is given twice.
    """

    def __init__(self, fields: Iterable[tuple[str, str]]) -> None:
        self._fields: dict[str, tuple[str, int]] = {}
        self._by_words: dict[frozenset[str], tuple[str, int]] = {}
        self._found: dict[str, tuple[str, int] | None] = {}
        self._as_written: dict[str, str] = {}
        for rank, (heading, meaning) in enumerate(fields):
            self._fields.setdefault(fold(heading), (meaning, rank))
            self._by_words.setdefault(words_of(heading), (meaning, rank))
            self._as_written.setdefault(fold(heading), heading)
        self._lines = "\n".join(self._fields)
        """Every heading, folded, to look abbreviations up in."""

    def find(self, heading: Value) -> str | None:
        """The field a heading means; None for one that is not known."""
        found = self._find(heading)
        return found[0] if found else None

    def rank(self, heading: Value) -> int:
        """Where a heading stands in the order of preference, from 0; -1 for one that is not known."""
        found = self._find(heading)
        return found[1] if found else -1

    def _find(self, heading: Value) -> tuple[str, int] | None:
        if not isinstance(heading, str) or len(heading) > LONGEST_HEADING or not heading.strip():
            return None
        if heading not in self._found:
            if len(self._found) > MOST_REMEMBERED:
                self._found.clear()
            self._found[heading] = self._look_up(heading)
        return self._found[heading]

    def _look_up(self, heading: str) -> tuple[str, int] | None:
        for text in (heading, _BRACKETS.sub(" ", heading), heading.split("\n", maxsplit=1)[0]):
            if found := self._written(text):
                return found
        parts = _ALTERNATIVES.split(heading)
        for part in parts if len(parts) > 1 else ():
            if part and (found := self._written(part)):
                return found
        return self._without_noise(heading) or self._twice(heading) or self._counted(heading) or self._in_full(heading)

    def _written(self, text: str) -> tuple[str, int] | None:
        return self._fields.get(fold(text)) or self._by_words.get(words_of(text)) or self._abbreviated(text)

    def _abbreviated(self, text: str) -> tuple[str, int] | None:
        """What `Fin gar.`, `Betr.-Syst.` or `DAT_ACHAT` mean, where all they may stand for means the same."""
        words = _WORDS.findall(text)
        if "_" in text:
            text = " ".join(f"{word}." if len(word) >= _LEAST_LETTERS else word for word in words)
        if not _SHORTENED.search(text) or len(fold(text)) < _LEAST_LETTERS or not fold(text).isalpha():
            return None
        rest = f"[a-z]{{0,{MOST_LEFT_OUT}}}"
        pattern = "".join(fold(word) + rest * bool(dot) for word, dot in re.findall(r"([^\W\d_]+)(\.?)", text))
        lines = re.findall(rf"^{pattern}$", self._lines, re.MULTILINE)
        lines = [line for line in lines if len(words_of(self._as_written[line])) <= len(words)]
        # `Betr.-Syst.` is `Betriebssystem` before it is `Betriebssystemversion`.
        shortest = [line for line in lines if not any(line != other and line.startswith(other) for other in lines)]
        found = [self._fields[line] for line in shortest]
        return min(found, key=lambda each: each[1]) if len({meaning for meaning, _ in found}) == 1 else None

    def _twice(self, heading: str) -> tuple[str, int] | None:
        """What a heading means that says the same in two languages: `Merk Marque`, one below the other in its cell."""
        words = heading.split()
        for end in range(1, len(words) if len(words) <= MOST_WORDS else 0):
            first, second = (self._written(" ".join(part)) for part in (words[:end], words[end:]))
            if first and second and first[0] == second[0]:
                return first
        return None

    def _counted(self, heading: str) -> tuple[str, int] | None:
        """`Nombre de N° de série` is how many there are, as pivot tables write it."""
        match = _COUNT_OF.match(heading)
        found = self._written(heading[match.end() :]) if match else None
        return self._by_words.get(frozenset(("quantity",))) if found and found[0] in _COUNTED else None

    def _in_full(self, heading: str) -> tuple[str, int] | None:
        """What a heading of a database means: `brand_name`, `warranty_end_dt`."""
        words = ["date" if word == "dt" else word for word in map(fold, _WORDS.findall(_HUMP.sub(" ", heading)))]
        rest = frozenset(words[:-1] if words and words[-1] in _SUFFIXES else words) - FILLERS
        found = self._by_words.get(rest) if len(words) > 1 else None
        return None if found is None or found[0] in _BARE else found

    def misspelt(self, heading: str) -> str:
        """The known heading that one slip of the pen makes of another; empty where none, or several that differ, do."""
        text = fold(heading)
        if len(text) < _LEAST_LETTERS_OF_GAPS or not text.isalpha():
            return ""
        if text.endswith("s") and text[:-1] in self._fields:
            return self._as_written[text[:-1]]
        near = [known for known in self._fields if _is_slip(text, known) and self._may_slip(known)]
        return self._as_written[near[0]] if len({self._fields[known][0] for known in near}) == 1 else ""

    def _may_slip(self, known: str) -> bool:
        return len(known) >= _LEAST_LETTERS_OF_SLIPS or " " not in self._as_written[known]

    def _without_noise(self, heading: str) -> tuple[str, int] | None:
        words = [word.rstrip("0") for word in words_of(heading)]
        found = self._by_words.get(frozenset(word for word in words if word and word not in _NOISE))
        return None if found is None or found[0] == "row_number" else found


def _is_slip(text: str, other: str) -> bool:
    """Whether one letter is missing, too many, wrong, or has changed places with the next; of short words, missing."""
    if abs(len(text) - len(other)) > 1:
        return False
    if min(len(text), len(other)) < _LEAST_LETTERS_OF_SLIPS:
        return any(text[:at] == other[:at] and text[at:] == other[at + 1 :] for at in range(1, len(text)))
    start = next((at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), None)
    if start is None:
        return len(text) != len(other)
    one, two = text[start:], other[start:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[1::-1] == two[:2] and one[2:] == two[2:])


def words_of(heading: str) -> frozenset[str]:
    """The words of a heading that carry its meaning, folded: `Date d'achat` and `date achat` have the same."""
    words = [fold(word) for word in _WORDS.findall(_HUMP.sub(" ", heading))]
    return frozenset(word for word in words if word not in FILLERS) or frozenset(words)
