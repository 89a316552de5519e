"""decision.html: the report's own words and figures, nothing from elsewhere, every text escaped."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from estimator.model.estimate import Assumption, Question
from estimator.model.sensitivity import Effect, Outcome
from estimator.model.source import Cell
from estimator.render.decision import decision_html
from estimator.render.report import Report, Section, estimate_report
from tests.hostile_texts import OWN
from tests.render.estimates import office_customer, office_estimate, office_facts
from tests.render.test_advice import ADVICE

TWENTY = Decimal("0.2")
LEVERS = tuple(
    Effect(key, "", *(Outcome(Decimal(fee), Decimal(fee), {}) for fee in ("2270", "2431")))
    for key in ("tickets", "driver.virtual-server", "task.server-updates", "risk.appetite")
)
VOID = {"meta", "path", "rect", "circle", "br"}


class Page(HTMLParser):
    """The elements of a page with their attributes, its texts, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page(**changes: object) -> str:
    estimate = replace(office_estimate(), **changes)  # type: ignore[arg-type]
    return decision_html(estimate, office_facts(), ADVICE, LEVERS, TWENTY)


def shown(html: str) -> str:
    return "\n".join(Page(html).texts)


def test_every_sentence_heading_and_cell_of_the_report_is_on_the_page() -> None:
    told = shown(page())
    for section in estimate_report(office_estimate(), office_facts(), ADVICE).sections:
        words = [section.title, *section.sentences, *section.notes]
        if section.table:
            words += [cell for row in (section.table.headings, *section.table.rows) for cell in row]
        assert [word for word in words if word not in told] == []


def test_a_section_that_has_no_place_of_its_own_stands_before_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(*arguments: Any) -> Report:
        report = estimate_report(*arguments)
        return replace(report, sections=(*report.sections, Section("One more"), Section("And another")))

    monkeypatch.setattr("estimator.render.decision.estimate_report", longer)
    html = page()
    places = [html.index(f"<h2>{title}</h2>") for title in ("Open questions", "One more", "And another", "Sources")]
    assert places == sorted(places)


def test_the_chart_stands_beside_a_table_with_all_its_figures() -> None:
    html = page()
    table = html[html.index('<section id="options"') : html.index('<section id="fee"')]
    for figure in ("€2,350", "€2,290", "€2,276", "€1,975-2,620", "64%"):
        assert figure in table
    assert "Half stay below" in table


def test_levers_have_names_that_people_use() -> None:
    told = shown(page())
    for name in ("All tickets", "Tickets: virtual server", "Server updates", "Risk appetite"):
        assert name in told
    assert "€2,270-2,431" in told


def test_nothing_comes_from_elsewhere_and_the_policy_allows_this_style_only() -> None:
    html = page()
    elements = Page(html).elements
    policy = next(attributes["content"] for tag, attributes in elements if "http-equiv" in attributes)
    style = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(style) == 1
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {tag for tag, _ in elements} & {"script", "link", "img", "iframe", "a", "form", "object"}
    assert not any(name in ("style", "src", "href") or name.startswith("on") for _, names in elements for name in names)
    assert "url(" not in style[0]
    assert "@import" not in style[0]


def test_ids_are_unique_and_every_drawing_is_named() -> None:
    elements = Page(page()).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    drawings = [attributes for tag, attributes in elements if tag == "svg"]
    assert len(drawings) == 4
    for drawing in drawings:
        assert drawing["role"] == "img"
        assert set((drawing["aria-labelledby"] or "").split()) <= set(ids)


def test_every_assumption_is_in_the_list_that_unfolds() -> None:
    html = page()
    listed = html[html.index("<details>") : html.index("</details>")]
    assert "driver.seat.tickets_per_unit_month" in listed
    assert "assumption: starting value of the pricing model" in listed
    assert "<details>" not in page(assumptions=())


def test_without_tickets_and_levers_the_page_is_whole() -> None:
    verdict = replace(office_estimate().verdict, break_even=None)
    html = decision_html(replace(office_estimate(), verdict=verdict), office_facts(), None, (), TWENTY)
    parsed = Page(html)
    assert parsed.open == []
    assert 'id="advice"' not in html
    assert len([tag for tag, _ in parsed.elements if tag == "svg"]) == 2


@pytest.mark.parametrize("text", [*OWN, "\ud800\ufffe\x00"])
def test_no_text_becomes_an_element(text: str) -> None:
    question = Question((Cell("Assets", 14, 9),), text, Decimal(2141), Decimal(2212))
    estimate = replace(
        office_estimate(office_customer(name=text)),
        assumptions=(Assumption(text, text, f"overlay {text}"),),
        questions=(question,),
    )
    html = decision_html(estimate, office_facts(), ADVICE, LEVERS, TWENTY)
    html.encode()
    hostile, plain = Page(html), Page(page(assumptions=office_estimate().assumptions[:1], questions=(question,)))
    known = {(tag, *sorted(names)) for tag, names in plain.elements}
    assert {(tag, *sorted(names)) for tag, names in hostile.elements} <= known
    assert hostile.open == plain.open == []
