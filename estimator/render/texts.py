"""Words of pages and documents in the reader's language: gettext catalogues, English is the source."""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Literal

Domain = Literal["estimator", "form"]
"""`form`: what the consultant reads in the assessment form. `estimator`: everything else, mostly for the customer.

Two, so that a language in which the form is there and the site is not yet has pages in English, not in both.
"""
LOCALE = Path(__file__).resolve().parents[1] / "data" / "locale"


@cache
def translations(language: str, domain: Domain = "estimator") -> gettext.NullTranslations:
    """The catalogue of a language; English and languages without a catalogue give the source texts.

    The .po file itself is read: there is no compiled copy that could be older than it, or missing from a wheel.
    """
    catalogue = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not catalogue.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def country_name(code: str, language: str) -> str:
    """A country's name by its ISO 3166 code; the code itself where nobody knows the name."""
    from babel.core import Locale

    return str(Locale.parse(language).territories.get(code, code))


def extract_toml(
    file: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extractor for data files: every text under a key that `options["keys"]` names, with its line.

    A data file's words (a maintenance task's name, a glossary entry) are source texts like those of the pages.
    Where `keys` is a star, every text in a table is one; what stands before the first table describes the file.
    """
    source = file.read().decode()
    tables = tomllib.loads(source)
    keys = options.get("keys", "").split()
    wanted = None if keys == ["*"] else frozenset(keys)
    searched = [table for table in tables.values() if isinstance(table, Mapping)] if wanted is None else [tables]
    for text in _texts(searched, wanted):
        first_line = text.strip().splitlines()[0]
        line = next((n for n, content in enumerate(source.splitlines(), 1) if first_line in content), 1)
        yield line, "", text, []


def _texts(value: object, keys: frozenset[str] | None) -> Iterator[str]:
    """The texts under one of the keys, at any depth; without keys: all."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if (keys is None or key in keys) and isinstance(item, str):
                if item:
                    yield item
            else:
                yield from _texts(item, keys)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, keys)
