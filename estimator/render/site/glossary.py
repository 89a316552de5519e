"""The glossary page's words, from the same file as the project's own list of words."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib import resources

from estimator.render.site.view import Word
from estimator.render.texts import translations


@cache
def glossary(language: str) -> tuple[Word, ...]:
    """The words of the customer's site, in the order of the alphabet. Source: `data/glossary.toml`."""
    translate = translations(language).gettext
    text = resources.files("estimator.data").joinpath("glossary.toml").read_text(encoding="utf-8")
    words = [
        Word(word_id, translate(entry["name"]), translate(entry["text"]))
        for word_id, entry in tomllib.loads(text)["word"].items()
        if entry["for"] == "customer"
    ]
    return tuple(sorted(words, key=lambda word: _letters(word.name)))


def _letters(name: str) -> str:
    """A word by its letters alone: accents do not count in the alphabet of any of our languages."""
    return "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
