"""The words of the assessment form in every language: all translated, and meaning the same."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import messages
from estimator.model.form import Field, Sheet
from estimator.read.headings import read_form
from estimator.read.spans import parse_periods, windows_parser
from estimator.read.values import date_of
from estimator.render.form.paper import read_help
from estimator.render.texts import translations

FORM = read_form()
TRANSLATED = ("nl", "fr", "de")
TEMPLATES = messages.extract()
EXAMPLE = re.compile(r"(?:Example|Voorbeeld|Exemple|Beispiel)[\s\u00a0]?: (.+)$")
NO_BREAK_SPACE = "\u00a0"


def catalogue(language: str, domain: str = "form") -> Catalog:
    with messages.catalogue_path(language, domain).open("rb") as file:
        return read_po(file, locale=language)


def texts(language: str, domain: str = "form") -> dict[str, str]:
    """The translation of every message; without the catalogue's heading."""
    return {str(message.id): str(message.string) for message in catalogue(language, domain) if message.id}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_form_is_translated_and_nothing_else_is_kept(language: str) -> None:
    wanted = {message.id for message in TEMPLATES["form"] if message.id}
    assert len(wanted) > 130
    assert set(texts(language)) == wanted, "run: make messages"
    assert not [text for text, translation in texts(language).items() if not translation.strip()]
    assert not [message for message in catalogue(language) if message.id and message.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalogue_is_as_make_messages_writes_it(language: str) -> None:
    path = messages.catalogue_path(language, "form")
    assert path.read_text("utf-8") == messages.updated(path, TEMPLATES["form"], language, "form")


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_commands_and_marks_survive_translation(language: str) -> None:
    def fixed(text: str) -> tuple[list[str], bool]:
        return sorted(name for _, name, _, _ in Formatter().parse(text) if name), text.endswith(" *")

    assert [text for text, translation in texts(language).items() if fixed(text) != fixed(translation)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_sentence_ends_like_its_source(language: str) -> None:
    def ends(text: str) -> str:
        return text.rstrip()[-1] if text.rstrip()[-1] in ".:" else ""

    assert [text for text, translation in texts(language).items() if ends(text) != ends(translation)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_apostrophes_are_typographic_and_french_colons_do_not_stand_at_the_start_of_a_line(language: str) -> None:
    assert [text for text in texts(language).values() if "'" in text] == []
    if language == "fr":
        colons = re.compile(rf"(?<![{NO_BREAK_SPACE}\d])[:;!?](?!\d)")
        without_examples = [EXAMPLE.sub("", text) for text in texts("fr").values()]
        assert [text for text in without_examples if colons.search(text)] == []


@pytest.mark.parametrize("language", FORM.languages)
@pytest.mark.parametrize(
    ("sheet", "field"),
    [(sheet, field) for sheet in FORM.sheets for field in sheet.fields if field.kind in ("windows", "periods", "date")],
    ids=lambda item: getattr(item, "key", None) or item.id,
)
def test_the_example_in_a_help_text_is_understood_where_it_is_typed(sheet: Sheet, field: Field, language: str) -> None:
    def understood(language: str) -> object:
        found = EXAMPLE.search(translations(language, "form").gettext(read_help()[sheet.id][field.key]))
        assert found is not None
        if field.kind == "date":
            return date_of(found[1])
        parse = windows_parser(FORM, language) if field.kind == "windows" else parse_periods
        return parse(found[1])

    assert understood(language) == understood("en")


@pytest.mark.parametrize("language", FORM.languages)
def test_the_line_on_each_sheet_fits_into_its_column_on_the_start_sheet(language: str) -> None:
    lines = [translations(language, "form").gettext(entries["sheet"]) for entries in read_help().values()]
    assert [line for line in lines if len(line) > 80] == []


def test_every_sheet_and_field_has_a_help_text_and_no_other_has() -> None:
    assert {sheet: set(entries) for sheet, entries in read_help().items()} == {
        sheet.id: {"sheet", *(field.key for field in sheet.fields)} for sheet in FORM.sheets
    }
    assert all(
        text.endswith(".") or EXAMPLE.search(text) for entries in read_help().values() for text in entries.values()
    )


def test_the_customers_pages_take_nothing_from_the_forms_catalogue() -> None:
    """Luxembourgish has no form: a text that both have, such as "Inventory", must not come from another language's."""
    shared = {m.id for m in TEMPLATES["form"] if m.id} & {m.id for m in TEMPLATES["estimator"] if m.id}
    assert shared
    pages = {language: texts(language, "estimator") for language in ("fr", "lb")}
    for text in map(str, shared):
        assert translations("fr").gettext(text) == pages["fr"][text]
        assert translations("fr", "form").gettext(text) == texts("fr")[text]
        assert translations("lb").gettext(text) == pages["lb"][text]
        assert translations("lb", "form").gettext(text) == text


def test_a_language_without_a_catalogue_gives_the_source_texts() -> None:
    assert translations("en", "form").gettext("Progress") == "Progress"
    assert translations("fr", "form").gettext("Progress") == "Avancement"


def test_texts_are_gathered_in_a_domain_each(tmp_path: Path) -> None:
    form, rest = ({m.id for m in TEMPLATES[domain] if m.id} for domain in ("form", "estimator"))
    assert read_help()["assets"]["critical"] in form
    assert "Get help" in rest
    assert "Get help" not in form
