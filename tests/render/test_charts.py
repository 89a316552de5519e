"""Charts as SVG: well formed whatever the texts are, with the figures of the terminal, and told in words as well."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from estimator.model.sensitivity import Effect, Outcome
from estimator.render.charts import (
    NARROW,
    WIDE,
    Words,
    chart_style,
    effects_chart,
    effects_svg,
    options_chart,
    options_svg,
    options_text,
)
from estimator.render.sensitivity import sensitivity_report
from estimator.render.text import report_text
from tests.hostile_texts import hostile_texts
from tests.render.estimates import office_customer, office_estimate, office_facts
from tests.render.test_text import estimate_report_text, printed

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = re.compile(r"€[\d,.]+(?:-[\d,.]+\d)?")
CARD = office_facts().rate_card
TWENTY = Decimal("0.2")


def effect(key: str, lowered: str, raised: str, value: str = "0.35") -> Effect:
    return Effect(key, value, *(Outcome(Decimal(fee), Decimal(fee), {}) for fee in (lowered, raised)))


EFFECTS = (effect("driver.seat.tickets_per_unit_month", "2270", "2431"), effect("risk.appetite", "2317", "2384", "1.0"))


def drawn_texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in tree(svg).iter(f"{SVG}text")]


def tree(svg: str) -> Element:
    root = fromstring(svg)
    assert isinstance(root, Element)
    return root


def test_the_figures_of_the_chart_are_those_of_the_terminal() -> None:
    shown = set(FIGURE.findall(" ".join(drawn_texts(options_svg(office_estimate(), CARD)))))
    told = set(FIGURE.findall(estimate_report_text(office_estimate())))
    plans = {"€1,975-2,620", "€1,919-2,564", "€2,290", "€2,234", "€2,350", "€2,265-2,590"}
    assert plans <= shown
    assert plans <= told
    scale = {tick.text for tick in options_chart(office_estimate(), CARD, WIDE).ticks}
    assert shown - told <= scale


def test_the_chart_has_a_title_a_description_with_every_plan_and_says_what_it_is() -> None:
    root = tree(options_svg(office_estimate(), CARD))
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    by_id = {element.get("id"): element.text or "" for element in root}
    title, text = (by_id[name] for name in named)
    assert title.startswith("Bureau Exemple S.à r.l.: fixed fee or hourly")
    assert text == options_text(office_estimate(), CARD)
    for plan in ("No contract €1,950-2,690", "Standard €1,960-2,660", "Business €1,975-2,620"):
        assert plan in text


def test_a_chart_inside_a_page_leaves_its_heading_to_the_page() -> None:
    headed, bare = (options_svg(office_estimate(), CARD, heading=each) for each in (True, False))
    assert any("Bureau Exemple" in text for text in drawn_texts(headed))
    assert not any("Bureau Exemple" in text for text in drawn_texts(bare))
    assert int(tree(bare).get("height") or 0) < int(tree(headed).get("height") or 0)
    assert (tree(bare).get("viewBox") or "").startswith("0 0 720 ")


def test_weaker_plans_are_told_in_words_too() -> None:
    names = [row.place.name[0].text for row in options_chart(office_estimate(), CARD, WIDE).rows]
    assert names == [
        "Fixed fee",
        "No contract (weaker service level)",
        "Standard (weaker service level)",
        "Office (weaker service level)",
        "Business",
    ]


def test_another_language_takes_its_own_words_and_figures_and_may_leave_the_doubts_out() -> None:
    words = Words(language="nl", fixed="Vaste prijs", between="", plan="{range}, verwacht {expected}")
    fixed, *plans = options_chart(office_estimate(), CARD, NARROW, words).rows
    assert fixed.place.name[0].text == "Vaste prijs"
    assert [text.text for text in fixed.place.figures] == ["€\N{NO-BREAK SPACE}2.350"]
    assert fixed.left == fixed.right
    assert plans[0].place.name[0].text.startswith("Geen contract")
    assert "verwacht" in plans[0].place.figures[0].text


def test_the_tornado_has_the_fees_of_the_terminal() -> None:
    estimate = office_estimate()
    svg = " ".join(drawn_texts(effects_svg(EFFECTS, TWENTY, estimate)))
    told = printed(report_text(sensitivity_report(EFFECTS, TWENTY, replace(estimate, plans=()), office_facts())))
    for low, high in (("2,270", "2,431"), ("2,317", "2,384")):
        assert f"€{low}-{high}" in svg
        assert f"€{low}" in told
        assert f"€{high}" in told
    assert "driver.seat.tickets_per_unit_month (0.35)" in svg
    assert "20% lower" in svg


def test_bars_of_the_tornado_meet_at_the_fee_of_today() -> None:
    drawn = effects_chart(EFFECTS, TWENTY, office_estimate(), WIDE)
    first, second = drawn.rows
    assert first.lowered < second.lowered < drawn.now < second.raised < first.raised


def test_without_levers_the_chart_is_empty_but_sound() -> None:
    assert tree(effects_svg((), TWENTY, office_estimate())).get("viewBox")


@pytest.mark.parametrize("text", [*hostile_texts(None), "\ud800", "\ufffe\uffff\x00"])
def test_no_text_of_a_cell_breaks_the_drawing_or_becomes_part_of_it(text: str) -> None:
    estimate = office_estimate(office_customer(name=text))
    harmless = office_estimate(office_customer(name="Harmless"))
    plans = {name: replace(plan, names={"en": text}) for name, plan in CARD.plan.items()}
    levers = (effect(text, "2270", "2431", text),)
    for svg, plain in (
        (options_svg(estimate, replace(CARD, plan=plans)), options_svg(harmless, CARD)),
        (effects_svg(levers, TWENTY, estimate), effects_svg(EFFECTS[:1], TWENTY, harmless)),
    ):
        svg.encode()
        found, known = tree(svg), tree(plain)
        assert {element.tag for element in found.iter()} <= {element.tag for element in known.iter()}
        assert not any(name.startswith("on") for element in found.iter() for name in element.attrib)


def test_the_colours_follow_dark_screens_and_never_paper() -> None:
    light, _, dark = chart_style().partition("@media screen and (prefers-color-scheme: dark)")
    coloured = re.compile(r"(\.c-[\w-]+)[^{}]*\{[^}]*(?:fill|stroke): #")
    assert set(coloured.findall(light)) <= set(re.findall(r"\.c-[\w-]+", dark))


def test_the_same_estimate_gives_the_same_drawing() -> None:
    assert options_svg(office_estimate(), CARD) == options_svg(office_estimate(), CARD)
