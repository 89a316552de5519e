"""The description of the workbook."""

from __future__ import annotations

from dataclasses import fields

import pytest

from estimator.model.customer import Customer
from estimator.model.form import Choice, Form, Sheet
from estimator.model.infrastructure import (
    Asset,
    AssetType,
    Location,
    SeatGroup,
    SeatProfile,
    Service,
    ServiceType,
    Ticket,
)
from estimator.model.service_level import WEEKDAYS
from estimator.read.headings import fold, fold_each, read_countries, read_form

FORM = read_form()
MODELS = {
    "customer": Customer, "locations": Location, "seats": SeatGroup, "assets": Asset, "services": Service,
    "tickets": Ticket,
}  # fmt: skip
OWN_FIELDS = {"row", "cells", "left_blank"}
CANONICAL = {
    "customer": "name language country VAT_number sector contact_name contact_e-mail account_manager assessor "
    "assessment_date contract_start contract_term_months service_level current_plan inventory_review_months "
    "freeze_periods notes",
    "locations": "id name street postcode city country travel_zone on-site_support maintenance_window notes",
    "seats": "location profile count notes",
    "assets": "id name type location quantity manufacturer model serial_number operating_system version ip_address "
    "purchased warranty_until in_stock_programme substitute_available spare_on_site managed critical connected_to "
    "redundancy_group notes internal_notes",
    "services": "id name type provider quantity predefined_SLA SLA_level renewal_date location notes internal_notes",
    "tickets": "opened responded started resolved minutes channel role driver_or_asset_id location summary",
}


@pytest.mark.parametrize("sheet", FORM.sheets, ids=lambda sheet: sheet.id)
def test_the_english_headings_are_the_canonical_ones_in_order(sheet: Sheet) -> None:
    wanted = [heading.replace("_", " ") for heading in CANONICAL[sheet.id].split()]
    assert [field.headings["en"] for field in sheet.fields] == wanted


@pytest.mark.parametrize("sheet", FORM.sheets, ids=lambda sheet: sheet.id)
def test_every_field_of_the_model_has_a_heading_and_the_other_way_round(sheet: Sheet) -> None:
    in_model = {field.name for field in fields(MODELS[sheet.id])} - OWN_FIELDS
    assert {field.key for field in sheet.fields} == in_model


@pytest.mark.parametrize("sheet", FORM.sheets, ids=lambda sheet: sheet.id)
def test_no_heading_or_synonym_means_two_fields_of_a_sheet(sheet: Sheet) -> None:
    words = [(fold(word), f.key) for f in sheet.fields for word in {f.key, *f.headings.values(), *f.synonyms}]
    assert len(dict(set(words))) == len(set(words)), sorted(words)


@pytest.mark.parametrize("sheet", FORM.sheets, ids=lambda sheet: sheet.id)
def test_every_title_and_heading_exists_in_every_language(sheet: Sheet) -> None:
    for words in (sheet.titles, *(field.headings for field in sheet.fields)):
        assert set(words) == set(FORM.languages)
        assert all(words.values())
    assert all(len(title) <= 31 for title in sheet.titles.values())


def choice_lists(form: Form) -> list[tuple[str, tuple[Choice, ...]]]:
    return [
        (f"{sheet.id}.{field.key}", field.choices) for sheet in form.sheets for field in sheet.fields if field.choices
    ]


@pytest.mark.parametrize(("name", "choices"), choice_lists(FORM))
def test_no_word_means_two_choices_of_a_field(name: str, choices: tuple[Choice, ...]) -> None:
    words = {(fold(word), c.id) for c in choices for word in {c.id, *c.labels.values(), *c.synonyms}}
    assert len(dict(words)) == len(words), (name, sorted(words))
    assert all(set(choice.labels) == set(FORM.languages) for choice in choices)


@pytest.mark.parametrize(
    ("sheet", "field", "wanted"),
    [("assets", "type", AssetType), ("services", "type", ServiceType), ("seats", "profile", SeatProfile)],
)
def test_the_choices_are_those_of_the_model(sheet: str, field: str, wanted: type) -> None:
    assert [choice.id for choice in FORM.sheet(sheet).field(field).choices] == list(map(str, wanted))  # type: ignore[call-overload]


@pytest.mark.parametrize("sheet", FORM.sheets, ids=lambda sheet: sheet.id)
def test_the_default_of_a_field_is_the_default_of_the_model(sheet: Sheet) -> None:
    in_model = {field.name: field.default for field in fields(MODELS[sheet.id])}
    for field in sheet.fields:
        if field.default:
            default = in_model[field.key]
            assert field.default == ({True: "yes", False: "no"}[default] if isinstance(default, bool) else str(default))


def test_no_sheet_name_means_two_sheets() -> None:
    words = {(fold(word), s.id) for s in FORM.sheets for word in {s.id, *s.titles.values(), *s.synonyms}}
    assert len(dict(words)) == len(words)
    assert not {word for word, _ in words} & set(map(fold, FORM.ignored_sheets))


def test_every_weekday_has_words_and_no_word_means_two_days_of_a_language() -> None:
    for language in FORM.languages:
        assert tuple(FORM.weekdays[language]) == WEEKDAYS
        words = [fold(word) for day in WEEKDAYS for word in FORM.weekdays[language][day]]
        assert len(words) == len(set(words))


def test_no_country_name_means_two_countries() -> None:
    words = {(fold(word), c.id) for c in read_countries() for word in {c.id, *c.labels.values(), *c.synonyms}}
    assert len(dict(words)) == len(words)
    assert {"LU", "BE", "FR", "DE", "NL"} <= {country.id for country in read_countries()}


@pytest.mark.parametrize("text", ["IP address", "ip-address", "Ip_Address", " ÍP ADDRESS "])
def test_case_accents_spaces_and_hyphens_make_no_difference(text: str) -> None:
    assert fold(text) == "ipaddress"


@pytest.mark.parametrize("more", [[], ["two\nlines"], ["É"], ["\r", ""]])
def test_many_texts_are_folded_as_each_of_them(more: list[str]) -> None:
    texts = ["IP address", " - ", "", "SN 01/b", "PC-1", "?!", *more]
    assert fold_each(texts) == [fold(text) for text in texts]
    assert fold_each(more) == [fold(text) for text in more]
