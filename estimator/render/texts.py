"""Words of pages and documents in the reader's language: gettext catalogues, English is the source."""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from estimator.diagnostics import Diagnostic, Level, Stop

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

Domain = Literal["estimator", "form"]
"""`form`: what the consultant reads in the assessment form. `estimator`: everything else, mostly for the customer.

Two, so that a language in which the form is there and the site is not yet has pages in English, not in both.
"""
LOCALE = Path(__file__).resolve().parents[1] / "data" / "locale"


@cache
def translations(language: str, domain: Domain = "estimator") -> gettext.NullTranslations:
    """The catalogue of a language; English and languages without a catalogue give the source texts.

    The .po file itself is read: there is no compiled copy that could be older than it, or missing from a wheel. Raises
    Stop where a text of it is not translated, or only by a guess.
    """
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    _refuse_gaps(catalogue, path)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _refuse_gaps(catalogue: Catalog, path: Path) -> None:
    missing = [message for message in catalogue if message.id and (message.fuzzy or not _complete(message.string))]
    if missing:
        count = f"{len(missing)} text{'s are' if len(missing) > 1 else ' is'} not translated"
        first = missing[0].id if isinstance(missing[0].id, str) else missing[0].id[0]
        place = f"{path.parts[-3]}/{path.name}"
        problem = f"The pages cannot be shown in '{path.parts[-3]}': {count}, the first is '{first}'."
        raise Stop(Diagnostic(Level.ERROR, place, "missing-translation", problem, "Translate it in that file."))


def _complete(translation: str | Sequence[str] | None) -> bool:
    """Whether a text, or each form of its plural, is there."""
    return bool(translation) and all(translation or ())


@cache
def country_name(code: str, language: str) -> str:
    """A country's name by its ISO 3166 code; the code itself where nobody knows the name."""
    from babel.core import Locale

    return str(Locale.parse(language).territories.get(code, code))


@cache
def language_name(code: str, language: str) -> str:
    """What a language calls another one; the code itself where nobody knows."""
    from babel.core import Locale

    return str(Locale.parse(language).languages.get(code, code))


def extract_toml(
    file: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's extractor for data files: every text under a key that `options["keys"]` names, with its line.

    A data file's words (a maintenance task's name, a glossary entry) are source texts like those of the pages.
    Where `keys` is a star, every text in a table is one; what stands before the first table describes the file. Where
    `options["tables"]` names tables, only those are searched.
    """
    source = file.read().decode()
    tables = tomllib.loads(source)
    named = options.get("tables", "").split()
    tables = {name: table for name, table in tables.items() if not named or name in named}
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
