"""Until when vendors support what the customer has: products, their release cycles, and how a cell names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Literal

from estimator.model.frozen import frozen
from estimator.model.limits import MinLen
from estimator.model.version_words import (
    LONGEST_CELL,
    Numbers,
    is_subsequence,
    numbers_of,
    split_glued_name,
    words_of,
)

LEAST_LIKENESS = 0.75
"""Of two words, from 0 to 1, where one may be the other misspelt."""


class SupportState(StrEnum):
    """Where a unit stands in its vendor's support. `ending`: inside the horizon that is asked for."""

    SUPPORTED = "supported"
    ENDING = "ending"
    ENDED = "ended"
    UNKNOWN = "unknown"


Edition = Literal["", "pro", "enterprise", "ltsc", "iot-ltsc"]
EDITION_TITLES: Mapping[Edition, str] = {
    "": "",
    "pro": "Home/Pro",
    "enterprise": "Enterprise/Education",
    "ltsc": "LTSC",
    "iot-ltsc": "IoT LTSC",
}
EDITION_WORDS: Mapping[str, frozenset[str]] = {
    "pro": frozenset(
        ("pro", "professional", "professionnel", "professionnelle", "home", "famille", "familial", "familiale", "thuis")
    ),
    "enterprise": frozenset(("enterprise", "entreprise", "education", "éducation", "educatie", "bildung")),
    "ltsc": frozenset(("ltsc", "ltsb")),
    "iot": frozenset(("iot",)),
}
"""How people write the editions of Windows."""


@frozen(kw_only=True)
class Cycle:
    """One release of a product. None for `end_of_support`: the vendor has announced no date, or see `ended`."""

    label: str
    """What tells it from the product's other releases: `22H2`, `2012 R2`."""
    edition: Edition = ""
    """The edition of Windows it is for; empty: every edition but the long-term ones."""
    released: date | None = None
    end_of_support: date | None = None
    """Last day with regular security fixes for everyone, without an extension."""
    end_of_extended_support: date | None = None
    """Last day of an extension: a paid one, or one by the community such as Debian's."""
    ended: bool = False
    """Support is over, since a day nobody has recorded."""
    also: tuple[str, ...] = ()
    """Other names of the release in lower case: build numbers, code names."""

    @property
    def ends(self) -> tuple[date | None, date | None, bool]:
        """What releases must share for it not to matter which of them is meant."""
        return self.end_of_support, self.end_of_extended_support, self.ended


@frozen(kw_only=True)
class Product:
    """A product line; `names` are the ways in which people write it, lower case."""

    title: Annotated[str, MinLen(1)]
    names: Annotated[tuple[str, ...], MinLen(1)]
    asset_types: tuple[str, ...] = ()
    """The only asset types it is found on; empty: every type. `IOS` on a switch is not Apple's."""
    cycles: Annotated[tuple[Cycle, ...], MinLen(1)]
    second_tuesday: bool = False
    """Whether its fixes appear on the second Tuesday of a month."""
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True, slots=False)
class LifecycleCatalogue:
    """All products whose dates are known, by id, and when they were gathered."""

    id: Annotated[str, MinLen(1)]
    valid_from: date
    source: Annotated[str, MinLen(1)]
    without_dates: tuple[str, ...] = ()
    """Names of products for which no dates are known: they match nothing and are no typing errors."""
    product: Mapping[str, Product] = field(default_factory=dict)

    @cached_property
    def _index(self) -> _Index:
        return _Index(self)


@frozen
class LifecycleStatus:
    """What is known of one asset: the release it runs and when the vendor's support ends.

    `release` is empty where nothing matched. `reason` is a sentence where something is left to ask: nothing matched, or
    several releases may be meant. Where all of those have ended, the dates are the latest of theirs; otherwise, where
    they differ, the dates are None and `ends_between` tells the span.
    """

    state: SupportState
    release: str = ""
    end_of_support: date | None = None
    end_of_extended_support: date | None = None
    reason: str = ""
    second_tuesday: bool = False
    ends_between: tuple[date, date] | None = None
    """Earliest and latest end of support of the releases that may be meant, where they differ and are known."""


@frozen(slots=False)
class Release:
    """The release or releases that a cell may mean; more than one where the cell leaves it open."""

    product: Product
    cycles: tuple[Cycle, ...]
    """At least one."""

    @cached_property
    def is_exact(self) -> bool:
        """Whether the cell says enough: all that it may mean share their dates."""
        return len({cycle.ends for cycle in self.cycles}) == 1

    @cached_property
    def name(self) -> str:
        """The product and what the releases have in common: `Windows 10 22H2`, `Windows 11 (Home/Pro)`."""
        shared: list[str] = []
        for words in zip(*(cycle.label.split() for cycle in self.cycles), strict=False):
            if len(set(words)) > 1:
                break
            shared.append(words[0])
        editions = {cycle.edition for cycle in self.cycles}
        edition = EDITION_TITLES[editions.pop()] if len(editions) == 1 else ""
        return " ".join([self.product.title, *shared, *([f"({edition})"] if edition else [])])

    @cached_property
    def ends_between(self) -> tuple[date, date] | None:
        """Earliest and latest end of support; None where one of them is not known."""
        ends = [cycle.end_of_support for cycle in self.cycles]
        known = [end for end in ends if end is not None]
        return (min(known), max(known)) if len(known) == len(ends) else None


@frozen
class NoMatch:
    """Why a cell names no release whose dates are known."""

    kind: Literal["blank", "unknown-system", "without-dates", "unknown-release", "contradiction"]
    reason: str
    """A sentence."""
    product: Product | None = None
    """The product, where at least that is known."""


def find_release(
    catalogue: LifecycleCatalogue, operating_system: str, version: str = "", asset_type: str = ""
) -> Release | NoMatch:
    """The release that the cells *operating system* and *version* name, never a guess.

    A product is found by the name its cell begins with, a release by all numbers, code names and editions in both
    cells. What they leave open stays open: `Windows 11 Pro` alone is a Release with many cycles. `asset_type` keeps
    products off types they do not run on. Answers are kept, so that thousands of assets alike cost one search.
    """
    return catalogue._index.find(operating_system, version, asset_type)


def suggest(catalogue: LifecycleCatalogue, text: str) -> str | None:
    """What a mistyped cell probably should say: `Windows 10` for `Windwos 10`; None without a close match."""
    return catalogue._index.suggest(text)


Said = tuple[str, Numbers | None]
"""A word of a cell, and the numbers it is where it is a version."""


class _Words:
    """The words of one product's releases, each release by its place in the product."""

    def __init__(self, product: Product) -> None:
        self.labels = [tuple(map(_said, words_of(cycle.label))) for cycle in product.cycles]
        self.also = [tuple(map(_said, _with_build_numbers(cycle.also))) for cycle in product.cycles]
        self._own = [(place, said) for place, label in enumerate(self.labels) for said in (*label, *self.also[place])]
        self.all = {word for _, (word, _) in self._own}
        self.has_editions = any(cycle.edition for cycle in product.cycles)

    def places_of(self, said: Said) -> set[int]:
        """Releases a word can belong to: it equals one of theirs, is more exact (7.0.3 for 7.0) or less (7 for 7.0)."""
        word, numbers = said
        if numbers is None:
            return {place for place, (own, _) in self._own if own == word}
        longest, found, less_exact = 0, set[int](), set[int]()
        for place, (_, own) in self._own:
            if own is None:
                continue
            if numbers[: len(own)] == own and len(own) >= longest:
                found = found | {place} if len(own) == longest else {place}
                longest = len(own)
            elif own[: len(numbers)] == numbers and (len(numbers) > 1 or len(own) < 3):  # 10 is no build 10.0.22631
                less_exact.add(place)
        return found | less_exact

    def covered(self, place: int, cell: Iterable[Said]) -> int:
        """How many words of a release's label are said, 0 unless all of them or one of its other names are."""
        in_label = sum(_is_in(cell, own) for own in self.labels[place])
        whole = in_label == len(self.labels[place]) or any(_is_in(cell, own) for own in self.also[place])
        return max(in_label, 1) if whole else 0


def _short(text: str) -> str:
    """A cell's text as a message quotes it."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _said(word: str) -> Said:
    return word, numbers_of(word)


def _is_in(cell: Iterable[Said], own: Said) -> bool:
    """Whether a cell says a release's word, or says it more exactly."""
    word, numbers = own
    return any(w == word or (numbers is not None and n is not None and n[: len(numbers)] == numbers) for w, n in cell)


def _with_build_numbers(names: Iterable[str]) -> Iterable[str]:
    """The names, and for a build such as `10.0.19045` its short form `19045`."""
    for name in names:
        yield name
        parts = name.split(".")
        if len(parts) == 3 and len(parts[-1]) >= 4:
            yield parts[-1]


class _Index:
    """The names and words of a catalogue, made once; answers already given."""

    def __init__(self, catalogue: LifecycleCatalogue) -> None:
        self._names: list[tuple[tuple[str, ...], Product | None]] = [
            (words_of(name), product) for product in catalogue.product.values() for name in product.names
        ]
        self._names += [(words_of(name), None) for name in catalogue.without_dates]
        self._names.sort(key=lambda name: -len(name[0]))
        self._words: dict[str, _Words] = {}
        self._found: dict[tuple[str, str, str], Release | NoMatch] = {}
        self._suggested: dict[str, str | None] = {}

    def find(self, operating_system: str, version: str, asset_type: str) -> Release | NoMatch:
        key = (operating_system, version, asset_type)
        if key not in self._found:
            self._found[key] = self._search(operating_system.strip(), version.strip(), asset_type)
        return self._found[key]

    def _search(self, operating_system: str, version: str, asset_type: str) -> Release | NoMatch:
        if not operating_system:
            return NoMatch("blank", "No operating system is given.")
        system_words = words_of(operating_system)
        words = system_words + words_of(version)
        for name, product in self._names:
            places = is_subsequence(name, words)
            if places is None or (product and product.asset_types and asset_type not in ("", *product.asset_types)):
                continue
            if product is None:
                return NoMatch("without-dates", f"No end-of-support dates are known for {_short(operating_system)}.")
            rest = [word for place, word in enumerate(words) if place not in places]
            said = _short(" ".join(filter(None, (operating_system, version))))
            return self._release(product, rest, said)
        return NoMatch("unknown-system", f"'{_short(operating_system)}' is not a known operating system.")

    def _release(self, product: Product, words: list[str], text: str) -> Release | NoMatch:
        known = self._words_of(product)
        cell = [_said(word) for word in words if word in known.all or word[0].isdecimal()]
        possible, has_unknown = set(range(len(product.cycles))), False
        for said in cell:
            fitting = known.places_of(said)
            has_unknown = has_unknown or not fitting
            possible = possible & fitting if fitting else possible
        if not possible:
            return NoMatch("contradiction", f"'{text}' names two different releases of {product.title}.", product)
        if known.has_editions:
            possible = _of_edition(product, possible, words)
        scores = {place: known.covered(place, cell) for place in possible}
        best = max(scores.values(), default=0)
        if not possible or (has_unknown and not best):
            return NoMatch("unknown-release", f"'{text}' is no release of {product.title} with known dates.", product)
        kept = sorted(place for place in possible if not best or scores[place] == best)
        return Release(product, tuple(product.cycles[place] for place in kept))

    def _words_of(self, product: Product) -> _Words:
        if product.title not in self._words:
            self._words[product.title] = _Words(product)
        return self._words[product.title]

    def suggest(self, text: str) -> str | None:
        if text not in self._suggested:
            self._suggested[text] = self._close_match(text)
        return self._suggested[text]

    def _close_match(self, text: str) -> str | None:
        found = self.find(text, "", "")
        if isinstance(found, Release) or found.kind in ("blank", "without-dates"):
            return None
        words, written = words_of(text), split_glued_name(text[:LONGEST_CELL]).split()
        guesses: list[tuple[int, float, str]] = []
        for name, product in self._names:
            closeness = _closeness(name, words)
            if product is not None and closeness < 1:
                guesses.append((-len(name), closeness, " ".join([product.title, *written[len(name) :]])))
        for _, _, guess in sorted(guesses, key=lambda g: (g[0], -g[1], g[2])):
            if isinstance(self.find(guess, "", ""), Release):
                return guess
        return None


def _closeness(name: tuple[str, ...], words: tuple[str, ...]) -> float:
    """How alike a name and the beginning of a cell are, below 1; 1 where they are equal or not alike at all.

    Every word must be alike by itself: short words leave no room for a mistake, or `NX-OS` would be iOS.
    """
    if len(name) > len(words):
        return 1
    worst = 1.0
    for own, other in zip(name, words, strict=False):
        worst = min(worst, _likeness(own, other))
        if worst < LEAST_LIKENESS:
            return 1
    return worst


@lru_cache(100_000)
def _likeness(own: str, other: str) -> float:
    """How alike two words are, from 0 to 1; 0 where they are too short, or of lengths too far apart, to be one word."""
    from difflib import SequenceMatcher

    if own == other:
        return 1
    shorter = min(len(own), len(other))
    if shorter < 4 or 2 * shorter < LEAST_LIKENESS * (len(own) + len(other)):
        return 0
    matcher = SequenceMatcher(None, own, other)
    return matcher.ratio() if matcher.quick_ratio() >= LEAST_LIKENESS else 0


def _of_edition(product: Product, places: set[int], words: Iterable[str]) -> set[int]:
    """Releases for the editions that are named; the long-term ones only where they are."""
    named = {edition for edition, ways in EDITION_WORDS.items() if ways.intersection(words)}
    editions: tuple[Edition, ...] = ("", "pro", "enterprise")
    if "ltsc" in named:
        by_edition = {place for place in places if product.cycles[place].edition == "iot-ltsc"}
        if "iot" in named and by_edition:
            return by_edition
        editions = ("ltsc",)
    elif "pro" in named:
        editions = ("", "pro")
    elif "iot" in named:
        editions = ("", "enterprise", "iot-ltsc")
    elif "enterprise" in named:
        editions = ("", "enterprise")
    return {place for place in places if product.cycles[place].edition in editions}
