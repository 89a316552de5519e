"""The words of the website, the proposal and the calendar in every language: all translated, and meaning the same."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import messages
from estimator.data.public_holidays import DAYS
from estimator.diagnostics import Stop
from estimator.model.language import LANGUAGES
from estimator.render import texts
from estimator.render.site.words import HOLIDAYS
from estimator.render.texts import translations

TRANSLATED = messages.DOMAINS["estimator"]
TEMPLATE = messages.extract()["estimator"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|(?<!\{)\{\w*\}(?!\})")
NO_BREAK_SPACE = "\u00a0"


def catalogue(language: str) -> Catalog:
    with messages.catalogue_path(language, "estimator").open("rb") as file:
        return read_po(file, locale=language)


def forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def pairs(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every text with its plural, if it has one, and their translations; without the catalogue's heading."""
    return [(forms(message.id), forms(message.string)) for message in catalogue(language) if message.id]


def test_the_site_has_a_catalogue_for_every_language_but_english() -> None:
    assert set(TRANSLATED) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_nothing_else_is_kept(language: str) -> None:
    wanted = {forms(message.id) for message in TEMPLATE if message.id}
    assert len(wanted) > 500
    assert {source for source, _ in pairs(language)} == wanted, "run: make messages"
    assert [source for source, translation in pairs(language) if not all(part.strip() for part in translation)] == []
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_is_as_make_messages_writes_it(language: str) -> None:
    path = messages.catalogue_path(language, "estimator")
    assert path.read_text("utf-8") == messages.updated(path, TEMPLATE, language, "estimator")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_placeholder_survives_translation(language: str) -> None:
    """A singular may leave the number to words: `Nog één` where the plural is `Nog %(number)s`.

    One number may be said twice: `180 sur 180`.
    """

    def lost(source: tuple[str, ...], translation: tuple[str, ...]) -> bool:
        wanted = [Counter(PLACEHOLDER.findall(text)) for text in source]
        found = [Counter(PLACEHOLDER.findall(text)) for text in translation]
        if len(source) == 1:
            return set(found[0]) != set(wanted[0])
        known, numbers = set(wanted[0] | wanted[1]), {"%(number)s", "%(shown)s", "{n}"}
        return found[1] != wanted[1] or not set(wanted[0]) - numbers <= set(found[0]) <= known

    assert [(source, found) for source, found in pairs(language) if lost(source, found)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_ends_like_its_source(language: str) -> None:
    def ends(text: str) -> str:
        return text.rstrip()[-1] if text.rstrip()[-1] in ".:" else ""

    found = [(a, b) for source, done in pairs(language) for a, b in ((source[0], done[0]), (source[-1], done[-1]))]
    abbreviated = ("MwSt.", "max.")
    assert [(a, b) for a, b in found if ends(a) != ends(b) and not b.endswith(abbreviated)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_apostrophes_are_typographic_and_french_signs_do_not_stand_at_the_start_of_a_line(language: str) -> None:
    done = [text for _, translation in pairs(language) for text in translation]
    assert [text for text in done if "'" in text] == []
    if language == "fr":
        signs = re.compile(rf"(?<![{NO_BREAK_SPACE}\u202f\d])[:;!?»](?!\d)")
        assert [text for text in done if signs.search(text)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nought_takes_the_plural_because_some_singulars_say_one(language: str) -> None:
    several = translations(language).ngettext("You have one device.", "You have %(shown)s devices.", 2)
    assert "%(shown)s" in several
    assert translations(language).ngettext("You have one device.", "You have %(shown)s devices.", 0) == several
    assert translations(language).ngettext("You have one device.", "You have %(shown)s devices.", 1) != several


def test_every_public_holiday_of_the_table_has_a_name_in_every_language() -> None:
    assert {name for days in DAYS.values() for _, name in days} == set(HOLIDAYS)


@pytest.mark.parametrize("spoilt", ["fuzzy", "empty", "plural"])
def test_a_missing_translation_stops_the_build_with_its_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    body = {
        "fuzzy": '#, fuzzy\nmsgid "Get help"\nmsgstr "Hulp"\n',
        "empty": 'msgid "Get help"\nmsgstr ""\n',
        "plural": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] ""\n',
    }[spoilt]
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    heading = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "estimator.po").write_text(heading + body, encoding="utf-8")
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    with pytest.raises(Stop, match="cannot be shown in 'nl': 1 text is not translated") as stopped:
        translations.__wrapped__("nl")
    assert [diagnostic.check for diagnostic in stopped.value.diagnostics] == ["missing-translation"]
