"""The languages of what customers receive, each by its own name, and the order in which a website has them."""

from __future__ import annotations

from collections.abc import Sequence

LANGUAGES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English", "lb": "Lëtzebuergesch"}
"""In the order in which they follow the customer's own; names in the language itself."""


def customers_first(language: str, wanted: Sequence[str] = tuple(LANGUAGES)) -> tuple[str, ...]:
    """The wanted languages without repetition: the customer's before the others, which keep the order of LANGUAGES.

    A customer's language that is not wanted is not among them.
    """
    return tuple(sorted(dict.fromkeys(wanted), key=lambda code: (code != language, tuple(LANGUAGES).index(code))))
