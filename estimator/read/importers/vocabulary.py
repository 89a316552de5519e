"""What other people's inventories call things, read from data/import_headings.toml and the form's own words."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, get_args

from estimator.model.form import Form
from estimator.model.frozen import frozen
from estimator.read.headings import fold, read_form
from estimator.read.importers.products import MORE_EXACT

SPECIAL_MEANINGS: Mapping[str, str] = {
    "thing": "the type where its cells name types, else the name",
    "building": "the location where no other column tells it, else a note",
    "description": "the name where no other column tells it, else a note",
    "host": "the name where no other column tells it, else what it is connected to",
    "room": "a note",
    "date": "the purchase where no other column tells it and its days lie years apart, else not used",
    "programs": "the operating system among them where no other column tells it, else not used",
    "status": "whether the device is retired",
    "in_use": "whether the device is retired: no",
    "warranty_months": "how long the warranty lasts from the purchase on",
}
"""Meanings of a column that are no field of the form, but end in one or decide about the row."""

HintColumn = Literal["model", "operating_system", "likely_system", "name", "common_system"]
SYSTEM_HINTS: tuple[HintColumn, ...] = ("operating_system", "likely_system", "common_system")

EVIDENCE = ("device", "person", "row_number")
"""Meanings of headings that are recognised, and whose cells are not taken over."""


_AROUND_TITLES = " -–—=*_#<>|:•►▶"
_DIGIT = re.compile(r"\d")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Between words that are written as one: `CoreSwitchStack`."""
_COUNTED_HEADING = re.compile(r"\([^()]*\)|\b\d+(?:e|er|de|ste|ème)?\b|#\d+")
MOST_WORDS_OF_PLACES = 4


@frozen
class OtherList:
    """A kind of table that is no inventory of devices."""

    id: str
    needed: int
    """How many of its headings tell it."""
    headings: frozenset[str]
    """Folded."""
    unless: frozenset[str]
    """Fields of which none may be there."""
    reason: str


@frozen
class Hint:
    """What a device is where nobody says it, by a column's words."""

    type: str
    column: HintColumn
    pattern: re.Pattern[str]


@frozen
class Vocabulary:
    """The whole data file, ready to look words up."""

    headings: tuple[tuple[str, str], ...]
    """Heading and meaning, the preferred first: a field such as `assets.name`, one of SPECIAL_MEANINGS or EVIDENCE."""
    other_lists: tuple[OtherList, ...]
    types: Mapping[str, str]
    """The asset type by its folded word."""
    type_cells: Mapping[str, str]
    """Those that are meant only by a whole cell of a column of types, and are a room or a part elsewhere."""
    hints: tuple[Hint, ...]
    retired: frozenset[str]
    stored: frozenset[str]
    perhaps_unused: frozenset[str]
    """What is stored, and what may be in use or not: `cassé`."""
    empty: frozenset[str]
    none: frozenset[str]
    """Quantities of none."""
    not_serial_numbers: frozenset[str]
    totals: frozenset[str]
    begin_totals: frozenset[str]
    """Words with which a row that sums up begins, whatever follows."""
    end_totals: frozenset[str]
    """Words with which it ends, whatever stands before: `Laptop Totaal`."""
    counted: frozenset[str]
    table_types: tuple[tuple[str, frozenset[str]], ...]
    """Types with the headings of which one tells that all rows of a table are of that type."""
    not_places: frozenset[str]
    ditto: frozenset[str]
    """Cells that say once more what stands above them, as they are written."""
    no_device: frozenset[str]
    """Names of what is no device: `free`, `DHCP range`."""
    charges: frozenset[str]
    """What charges and work begin with: `Installatie en configuratie`."""
    programs: frozenset[str]
    """What software begins with: `Licence Office`."""

    def type_of(self, text: str) -> tuple[str, bool] | None:
        """The asset type that a text names, and whether it is just a word for it; None where it names none.

        Inside a longer text the longest word decides; of equally long ones that for something else than a device of
        the form, as in `PC monitor`, then the most exact, as in `Server (VM)`, then the first.
        """
        folded = fold(text)
        found = self.types.get(folded) or self.types.get(folded.removesuffix("s"))
        if found is not None:
            return found, True
        words = [fold(word) for word in re.findall(r"[^\W_]+", _SEAM.sub(" ", text[:200]))]
        for length in range(min(4, len(words)), 0, -1):
            groups = ["".join(words[start : start + length]) for start in range(len(words) - length + 1)]
            types = [found for group in groups if (found := self.types.get(group) or self.types.get(group.rstrip("s")))]
            if types:
                exact = next((found for found in types if (types[0], found) in MORE_EXACT), types[0])
                return ("other" if "other" in types else exact), False
        return None

    def hint(self, column: HintColumn, text: str) -> str | None:
        """The asset type that a model, an operating system or a name hints at.

        `likely_system`: one that most often runs on such a device; `common_system`: one that desktops and laptops have
        alike, which therefore says less than a name.
        """
        if not text:
            return None
        plain = f" {unaccented(text[:200])} "
        return next((hint.type for hint in self.hints if hint.column == column and hint.pattern.search(plain)), None)

    def system_among(self, programs: str) -> str:
        """The operating system in a list of programs: `Windows 11 Pro; Teams; Edge`; empty where it has none."""
        parts = re.split(r"\s*[;,\n|+]\s*", programs[:500])
        return next((part for part in parts if any(self.hint(kind, part) for kind in SYSTEM_HINTS)), "")

    def is_summary(self, text: str) -> bool:
        """Whether a cell sums up rows: `Totaal: 25`, `Total général`, `25 items`."""
        words = re.findall(r"[^\W\d_]+", text[:80])
        if not words:
            return False
        joined = fold("".join(words))
        begins = {fold(words[0]), fold("".join(words[:2]))} & self.begin_totals
        if joined in self.totals or begins or (fold(words[-1]) in self.end_totals and not _DIGIT.search(text)):
            return True
        return joined in self.counted and text.strip()[0].isdigit()

    def is_no_device(self, name: str) -> bool:
        """Whether a name is one of what is no device: `(vrij)`, `Installatie en configuratie`."""
        return fold(name) in self.no_device or _first_word(name) in self.charges or self.is_program(name)

    def is_program(self, text: str) -> bool:
        """Whether a type or a name is that of software: `Licence Office`."""
        return _first_word(text) in self.programs

    def table_type(self, headings: Iterable[str]) -> str:
        """The type of all rows of a table with such headings; empty where none of them tells."""
        folded = frozenset(map(fold, headings))
        return next((asset_type for asset_type, telling in self.table_types if telling & folded), "")

    def type_of_title(self, text: str) -> str:
        """The type that a title names and nothing else: `--- Servers ---`; empty for another one."""
        found = self.type_of(text.strip(_AROUND_TITLES))
        return found[0] if found and found[1] else ""

    def kind_of_heading(self, heading: str) -> str:
        """The type that a heading names: `Monitor 2 (right)`; empty for another one."""
        return self.type_of_title(_COUNTED_HEADING.sub(" ", heading))

    def place_of_title(self, text: str) -> str:
        """The place that a title names, `--- Namur ---` without its dashes; empty where it is none."""
        name = text.strip(_AROUND_TITLES)
        words = re.findall(r"[^\W_]+", name)
        if not words or len(words) > MOST_WORDS_OF_PLACES or not words[0][0].isupper():
            return ""
        if _DIGIT.search(name) or text.rstrip().endswith((":", ".")) or self.type_of(name) or self.is_summary(name):
            return ""
        return "" if any(fold(word) in self.not_places for word in (name, *words)) else name


def _first_word(text: str) -> str:
    first = re.match(r"\W*([^\W\d_]+)", text[:80])
    return fold(first[1]) if first else ""


@lru_cache(4_000)
def unaccented(text: str) -> str:
    """The text in lower case without accents; spaces and punctuation stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def read_vocabulary() -> Vocabulary:
    """The shipped vocabulary together with the form's own headings, synonyms and choices."""
    raw = tomllib.loads((files("estimator.data") / "import_headings.toml").read_text("utf-8"))
    form = read_form()
    return Vocabulary(
        headings=(*_own_first(form, raw["headings"]), *_form_headings(form)),
        other_lists=tuple(
            OtherList(
                entry["id"], entry["needed"], _folded(entry["headings"]), frozenset(entry["unless"]), entry["reason"]
            )
            for entry in raw["other_list"]
        ),
        types=_types(form, raw["types"]),
        type_cells={fold(word): kind for kind, words in raw["type_cells"].items() for word in words},
        hints=tuple(hint for entry in raw["hint"] for hint in _hints(entry)),
        retired=_folded(raw["status"]["retired"]),
        stored=_folded(raw["status"]["stored"]),
        perhaps_unused=_folded((*raw["status"]["stored"], *raw["status"]["doubtful"])),
        empty=_folded(raw["empty"]["words"]),
        none=_folded(raw["empty"]["none"]),
        not_serial_numbers=_folded(raw["empty"]["serial_numbers"]),
        totals=_folded(raw["summary"]["words"]),
        begin_totals=_folded(raw["summary"]["first"]),
        end_totals=_folded(raw["summary"]["last"]),
        counted=_folded(raw["summary"]["counted"]),
        table_types=tuple((entry["type"], _folded(entry["headings"])) for entry in raw["table_type"]),
        not_places=_folded(raw["titles"]["not_places"]),
        ditto=frozenset(raw["ditto"]["words"]),
        no_device=_folded(raw["no_device"]["names"]),
        charges=_folded(raw["no_device"]["charges"]),
        programs=_folded(raw["no_device"]["programs"]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _own_first(form: Form, headings: Mapping[str, Iterable[str]]) -> Iterable[tuple[str, str]]:
    """The form's four headings of a field before everything else that it is called, then by field."""
    for field in form.sheet("assets").fields:
        if field.key != "id":  # of two numbers that of an inventory is better than a bare one
            yield from ((heading, f"assets.{field.key}") for heading in field.headings.values())
    for meaning, words in headings.items():
        yield from ((word, meaning) for word in words)


def _form_headings(form: Form) -> Iterable[tuple[str, str]]:
    for field in form.sheet("assets").fields:
        yield from ((synonym, f"assets.{field.key}") for synonym in field.synonyms)


def _types(form: Form, words: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    types: dict[str, str] = {}
    for choice in form.sheet("assets").field("type").choices:
        for word in (choice.id, *choice.labels.values(), *choice.synonyms):
            types.setdefault(fold(word), choice.id)
    for asset_type, more in words.items():
        for word in more:
            types.setdefault(fold(word), asset_type)
    return types


def _hints(entry: Mapping[str, str | list[str]]) -> Iterable[Hint]:
    for column in get_args(HintColumn):
        if column in entry:
            words = "|".join(re.escape(unaccented(word)) for word in entry[column])
            # Of a name only whole parts count, which digits may follow: `srv` in `LUX-SRV01`, not in `Lucsrvan`.
            end = r"(?=[^a-z]|$)" if column == "name" else ""
            yield Hint(str(entry["type"]), column, re.compile(rf"(?<![a-z0-9])(?:{words}){end}"))
