"""Operating systems, models and makers as exports write them, in the words of the form and of the catalogue.

An operating system is only rewritten where the form's way of writing it means exactly the releases that the export's
way means: what is matched here is matched again when the workbook is read, by the same search. What matches nothing
stays as it is and is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache, lru_cache
from importlib.resources import files

from estimator.model.frozen import frozen
from estimator.model.lifecycle import EDITION_WORDS, LifecycleCatalogue, NoMatch, Release, find_release, suggest
from estimator.model.version_words import Numbers, numbers_of, words_of
from estimator.read.headings import fold
from estimator.read.values import clean, quoted

NAMED_BY_RELEASE = frozenset(
    (
        "Windows",
        "Windows Server",
        "Windows Embedded",
        "Exchange Server",
        "SharePoint Server",
        "SQL Server",
        "Microsoft Office",
    )
)
"""Products whose release is part of the name: `Windows Server 2019`, but `Debian` with `12` as its version."""


MORE_EXACT = frozenset(
    (
        *((wide, exact) for wide in ("workstation", "server") for exact in ("virtual-server", "hypervisor")),
        ("workstation", "laptop"),
        ("workstation", "server"),
    )
)
"""What tools and lists call a device, and what its model or its system says more exactly."""


@frozen
class System:
    """An operating system in the form's words; `remark` is a sentence where something is left to ask."""

    operating_system: str
    version: str = ""
    remark: str = ""
    product: str = field(default="", compare=False)
    """The title of the product in the catalogue; empty where it is not known."""


class Systems:
    """Normalises operating systems to a catalogue; each way of writing one is looked at once."""

    def __init__(self, catalogue: LifecycleCatalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[tuple[str, str, str], System] = {}

    def normalise(self, text: str, version: str = "", asset_type: str = "") -> System:
        """What the form should say for an operating system and a version, of which either may hold both."""
        key = (text, version, asset_type)
        if key not in self._known:
            said = quoted(" ".join(filter(None, (_one_line(text), _one_line(version)))))
            self._known[key] = _normalised(self._catalogue, _tidy(text), _one_line(version), asset_type, said)
        return self._known[key]


def _normalised(catalogue: LifecycleCatalogue, text: str, version: str, asset_type: str, said: str) -> System:
    if not text:
        return System("", version)
    found = find_release(catalogue, text, version, asset_type)
    if isinstance(found, NoMatch):
        return System(
            text, version, _no_match(catalogue, text, said, found), found.product.title if found.product else ""
        )
    remark = "" if found.is_exact else _left_open(said, found)
    for name, release in _ways_to_write(found, text, version):
        again = find_release(catalogue, name, release, asset_type)
        if isinstance(again, Release) and again.product is found.product and again.cycles == found.cycles:
            return System(name, release, remark, found.product.title)
    return System(text, version, remark, found.product.title)


def _no_match(catalogue: LifecycleCatalogue, text: str, said: str, why: NoMatch) -> str:
    if why.kind == "without-dates":
        return f"No match for {said}: the catalogue knows the system, but no end-of-support dates."
    if why.product is not None:
        wrong = "it names two releases" if why.kind == "contradiction" else "it names no release with known dates"
        return f"No match for {said}: {wrong} of {why.product.title}. Check the version."
    guess = suggest(catalogue, text)
    remedy = f"Did you mean {quoted(guess)}?" if guess else "It is kept as it is."
    return f"No match for {said}: the catalogue of support dates does not know it. {remedy}"


def _left_open(said: str, found: Release) -> str:
    if len({cycle.label for cycle in found.cycles}) == 1:
        return (
            f"{quoted(found.name)} leaves the edition open, on which the end of support depends. Add it, such as Pro."
        )
    return f"{said} does not say which release of {found.product.title} it is. Fill in the version."


# --- how the form writes a release ------------------------------------------------------------------------------------


def _ways_to_write(found: Release, text: str, version: str) -> list[tuple[str, str]]:
    """Operating system and version as the form may write them, the best way first."""
    title, shared = found.product.title, _shared_words(found)
    if title not in NAMED_BY_RELEASE:
        return [(title, _exact_version(found, f"{text} {version}") or " ".join(shared)), (title, " ".join(shared))]
    in_name = 2 if "R2" in shared[1:2] else 1
    name = " ".join(filter(None, (title, *shared[:in_name], _edition(title, words_of(text)))))
    rest = " ".join(shared[in_name:])
    if version and not rest and not found.is_exact:
        return [(name, version)]  # it says something that the catalogue does not know
    return [(name, ""), (name, rest)]


def _shared_words(found: Release) -> list[str]:
    """The words with which the labels of all releases that may be meant begin."""
    shared: list[str] = []
    for words in zip(*(cycle.label.split() for cycle in found.cycles), strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return shared


_VERSION = re.compile(r"(?<![\w.])[vV]?(\d+(?:\.\d+)*[\w.-]*)")


def _exact_version(found: Release, text: str) -> str:
    """The most exact number in the text that belongs to the release: `7.0.3` where the catalogue has `7.0`."""
    own = {numbers_of(word) for cycle in found.cycles for word in (*cycle.label.split(), *cycle.also)}
    best, most = "", 0
    for match in _VERSION.finditer(text):
        numbers = numbers_of(match[1].rstrip(".-"))
        if numbers is not None and len(numbers) > most and any(_begins(numbers, known) for known in own if known):
            best, most = match[1].rstrip(".-"), len(numbers)
    return best


def _begins(numbers: Numbers, start: Numbers) -> bool:
    return numbers[: len(start)] == start


_EDUCATION = frozenset(("education", "éducation", "educatie", "bildung"))
_HOME = frozenset(("home", "famille", "familial", "familiale", "thuis"))
_SERVER_EDITIONS = ("Standard", "Datacenter", "Essentials", "Foundation", "Enterprise", "Web")


def _edition(title: str, words: Sequence[str]) -> str:
    """The edition in English, as the form has it."""
    said = frozenset(words)
    if title == "Windows Server":
        return next((edition for edition in _SERVER_EDITIONS if edition.casefold() in said), "")
    if title != "Windows":
        return ""
    long_term = EDITION_WORDS["ltsc"] & said
    if long_term:
        year = next((word for word in words if re.fullmatch(r"20(1[5-9]|2\d)", word)), "")
        return " ".join(filter(None, ("IoT" if "iot" in said else "", "Enterprise LTSC", year)))
    if EDITION_WORDS["pro"] & said:
        return "Home" if _HOME & said else "Pro Education" if _EDUCATION & said else "Pro"
    if EDITION_WORDS["enterprise"] & said:
        return "Education" if _EDUCATION & said else "IoT Enterprise" if "iot" in said else "Enterprise"
    return ""


# --- what exports write around a name ---------------------------------------------------------------------------------

_MARKS = re.compile(r"[®™©]|\((?:r|tm|c)\)", re.IGNORECASE)
_KERNEL = re.compile(r"\b(x86_64|amd64|aarch64|arm64|armv\d\w*|i[3-6]86)\b\s+\d+\.\d+\.\d+\S*", re.IGNORECASE)
_OR_LATER = re.compile(r"\s*\b\d[\w./]*\s+or\s+later\b", re.IGNORECASE)
_CHOICE = re.compile(r"(?<=[^\W\d])\s+\d+(?:/\d+)+(?=\s|$)")
_BITS = re.compile(r"[\s,]*\(?\b(?:32|64)[\s-]?bits?\b\)?", re.IGNORECASE)
_OTHER = re.compile(r"^other\s+(?:\d[\w.]*\s+)?(?=linux\b)", re.IGNORECASE)
_SHORT = (
    (
        re.compile(r"^(?:(?:microsoft|ms)\s+)?w(?:in(?:dows)?)?\.?\s*s(?:e?rv|vr)\b\.?\s*", re.IGNORECASE),
        "Windows Server ",
    ),
    (re.compile(r"^w(?:in)?\.?\s?(?=(?:7|8|10|11)\b)", re.IGNORECASE), "Windows "),
    (re.compile(r"(?<=\d )std\b\.?", re.IGNORECASE), "Standard"),
)
_SERVER_YEAR = re.compile(
    r"^(?:(?:microsoft|ms)\s+)?win(?:dows)?\s+(?=(?:2003|2008|2012|2016|2019|2022|2025)\b)(?!.*\b(?:ltsc|ltsb)\b)",
    re.IGNORECASE,
)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _tidy(text: str) -> str:
    """The text without marks, word lengths and kernels; without a release where the export leaves it open.

    VMware writes `Microsoft Windows Server 2016 or later (64-bit)` and `CentOS 4/5/6/7 (64-bit)`, Tactical RMM
    `Debian 11.3 x86_64 5.10.0-13-amd64`, Lansweeper `Win 2019` for a server, people `W10` and `Win Srv 2019 Std`.
    """
    for short, name in _SHORT:
        text = short.sub(name, text)
    text = _KERNEL.sub("", _MARKS.sub("", text))
    text = _OTHER.sub("", _CHOICE.sub("", _OR_LATER.sub("", text)))
    return _one_line(_BITS.sub(" ", _SERVER_YEAR.sub("Windows Server ", _one_line(text)))).strip(" ,")


# --- makers and models ------------------------------------------------------------------------------------------------


@frozen
class _Names:
    """The data file, folded for look-ups; lines of products with more words come first."""

    manufacturers: Mapping[str, str]
    placeholders: frozenset[str]
    lines: tuple[tuple[str, str], ...]
    systems: tuple[tuple[str, str], ...]
    makers: tuple[tuple[str, str], ...]
    types: Mapping[str, str]


@cache
def _names() -> _Names:
    raw = tomllib.loads((files("estimator.data") / "import_products.toml").read_text("utf-8"))
    return _Names(
        {fold(way): name for name, ways in raw["manufacturers"].items() for way in (name, *ways)},
        frozenset(map(fold, raw["placeholders"])),
        _by_length(raw["lines"]),
        _by_length(raw["systems"]),
        _by_length(raw["makers"]),
        {product: asset_type for asset_type, products in raw["types"].items() for product in products},
    )


def _by_length(table: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    pairs = [(_spaced(line), meaning) for meaning, lines in table.items() for line in lines]
    return tuple(sorted(set(pairs), key=lambda pair: (-len(pair[0].split()), pair[0])))


_WORD = re.compile(r"\d+|[^\W\d_]+")


def _spaced(text: str) -> str:
    """The words and numbers of a model between single spaces: ` fortigate 60 f `."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def is_placeholder(text: str) -> bool:
    """Whether a device says `To Be Filled By O.E.M.` or the like instead of telling something."""
    return fold(text) in _names().placeholders


@lru_cache(10_000)
def manufacturer_name(text: str) -> str:
    """The maker's everyday name where that is certain (`Dell Inc.` is `Dell`), else the text as it is."""
    text = _one_line(text)
    return _names().manufacturers.get(fold(text), text)


def split_maker(text: str) -> tuple[str, str]:
    """Maker and model of a text that holds both (`Dell Inc. Latitude 5490`); an empty maker where none is known."""
    words = _one_line(text).split()
    for count in range(min(5, len(words) - 1), 0, -1):
        maker = _names().manufacturers.get(fold(" ".join(words[:count])))
        if maker:
            return maker, " ".join(words[count:])
    return "", " ".join(words)


@lru_cache(10_000)
def type_of_model(model: str, manufacturer: str = "") -> str | None:
    """The asset type that a model is sold as: `laptop` for a `Latitude 5440`; None where its name does not tell."""
    return _line_of(_names().lines, model, manufacturer)


@lru_cache(10_000)
def system_of_model(model: str, manufacturer: str = "") -> str | None:
    """The operating system of a model that runs only one: `FortiOS` for a FortiGate."""
    return _line_of(_names().systems, model, manufacturer)


@lru_cache(10_000)
def maker_of_model(model: str) -> str | None:
    """Who sells a line that no other maker sells: `Dell` for a `Latitude 5440`."""
    return _line_of(_names().makers, model, "")


def type_of_system(system: System) -> str | None:
    """The asset type that a system runs on where it runs on one only: `hypervisor` for ESXi."""
    return _names().types.get(system.product)


def _line_of(lines: tuple[tuple[str, str], ...], model: str, manufacturer: str) -> str | None:
    name = _spaced(f"{manufacturer} {model}"[:200])
    return next((meaning for line, meaning in lines if line in name), None)
