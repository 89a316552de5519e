"""Words from a list, in any language: looked up, or suggested where they are misspelt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from estimator.model.form import Choice, Field
from estimator.read.cells import Value
from estimator.read.headings import fold, read_countries
from estimator.read.values import CellError, Parser, plain, quoted

LONGEST_WORD = 200
"""In characters; longer text is in no list."""

COMPARISONS_FOR_SUGGESTIONS = 100_000


class Spelling:
    """Suggests the word that a mistyped one resembles, until enough time has been spent on it (about a second)."""

    def __init__(self, words: Iterable[str], cutoff: float) -> None:
        self._written: dict[str, str] = {}
        for word in words:
            self._written.setdefault(fold(word), word)
        self._cutoff = cutoff
        self._budget = COMPARISONS_FOR_SUGGESTIONS
        self._suggested: dict[str, str | None] = {}

    def suggest(self, text: str) -> str | None:
        """The word as it is written in the list; None where none is close, or after too many questions."""
        from difflib import get_close_matches

        folded = fold(text[:80])
        if folded not in self._suggested and self._budget > 0:
            self._budget -= len(self._written)
            close = get_close_matches(folded, self._written, n=1, cutoff=self._cutoff)
            self._suggested[folded] = self._written[close[0]] if close else None
        return self._suggested.get(folded)


class Words:
    """The words for a list of ids, in every language, to look up or to suggest from."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        words = [
            (word, choice.id) for choice in choices for word in (choice.id, *choice.labels.values(), *choice.synonyms)
        ]
        self.ids: dict[str, str] = {}
        for word, choice_id in words:
            self.ids.setdefault(fold(word), choice_id)
        self._spelling = Spelling((word for word, _ in words), cutoff=0.7)

    def get(self, text: str) -> str | None:
        """The id that a word stands for."""
        return self.ids.get(fold(text)) if len(text) <= LONGEST_WORD else None

    def suggest(self, text: str) -> str | None:
        """The word that a mistyped one resembles."""
        return self._spelling.suggest(text)


def did_you_mean(suggestion: str | None, otherwise: str) -> str:
    """The remedy for a misspelt word."""
    return f"Did you mean {quoted(suggestion)}?" if suggestion else otherwise


def choice_parser(field: Field, wrap: Callable[[str], object] = str, language: str = "en") -> Parser:
    """Parses one of the field's choices, in any language; `wrap` makes the model's value of its id.

    A remedy lists the choices in the language given: that of the sheet and its drop-downs.
    """
    words = Words(field.choices)
    known: dict[str, object] = {}
    names = ", ".join(choice.labels[language] for choice in field.choices)

    def parse(value: Value) -> object:
        text = plain(value)
        if text not in known:
            found = words.get(text)
            if found is None:
                remedy = did_you_mean(words.suggest(text), f"Choose one of: {names}.")
                raise CellError("unknown-choice", f"{quoted(text)} is not a known {field.headings['en']}.", remedy)
            known[text] = wrap(found)
        return known[text]

    return parse


def rate_card_parser(field: Field, names: Mapping[str, Iterable[str]], language: str = "en") -> Parser:
    """Parses one of the rate card's ids; `names` are their names there, beside those of the form."""
    labels = {choice.id: choice for choice in field.choices}
    words = Words(
        Choice(id, labels[id].labels if id in labels else {}, (*more, *(labels[id].synonyms if id in labels else ())))
        for id, more in names.items()
    )
    shown = ", ".join(labels[id].labels[language] if id in labels else id for id in names)

    def parse(value: Value) -> str:
        text = plain(value)
        found = words.get(text)
        if found is None:
            remedy = did_you_mean(words.suggest(text), f"Choose one of: {shown}.")
            raise CellError("not-in-rate-card", f"{quoted(text)} is not in the rate card.", remedy)
        return found

    return parse


def yes_no_parser(field: Field, language: str = "en") -> Parser:
    """Parses yes or no in any language, a tick, 1 or 0, or a logical cell."""
    words = Words(field.choices)
    known: dict[Value, bool] = {True: True, False: False}
    shown = ", ".join(choice.labels[language] for choice in field.choices)

    def parse(value: Value) -> bool:
        if value not in known:
            found = words.get(plain(value))
            if found is None:
                raise CellError(
                    "not-yes-or-no",
                    f"{quoted(plain(value))} is neither yes nor no.",
                    f"Write {shown}, or leave it empty.",
                )
            known[value] = found == "yes"
        return known[value]

    return parse


def country_parser() -> Parser:
    """Parses a country by its ISO code or its name in any of the languages."""
    words = Words(read_countries())

    def parse(value: Value) -> str:
        text = plain(value)
        found = words.get(text)
        if found is None:
            remedy = did_you_mean(words.suggest(text), "Write its two-letter code, such as LU or BE.")
            raise CellError("unknown-country", f"{quoted(text)} is not a known country.", remedy)
        return found

    return parse
