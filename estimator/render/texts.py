"""Words of pages and documents in the reader's language: gettext catalogues, English is the source."""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import BinaryIO

DOMAIN = "estimator"
_LOCALE = Path(__file__).resolve().parents[1] / "data" / "locale"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English and languages without a catalogue give the source texts."""
    return gettext.translation(DOMAIN, str(_LOCALE), [language], fallback=True)


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
    """
    source = file.read().decode()
    keys = frozenset(options.get("keys", "").split())
    for text in _texts(tomllib.loads(source), keys):
        first_line = text.strip().splitlines()[0]
        line = next((n for n, content in enumerate(source.splitlines(), 1) if first_line in content), 1)
        yield line, "", text, []


def _texts(value: object, keys: frozenset[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in keys and isinstance(item, str):
                if item:
                    yield item
            else:
                yield from _texts(item, keys)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, keys)
