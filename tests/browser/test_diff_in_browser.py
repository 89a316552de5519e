"""The page of `estimator diff` in a real browser: nothing cut off, nothing asked for, readable in light and dark."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from estimator.pipeline.comparing import fee_change
from estimator.pipeline.sides import Assessed, opened
from estimator.render.diff.page import change_page
from estimator.render.example_office import example_office
from tests.browser.chromium import Tab, find_chromium
from tests.browser.site_checks import violations
from tests.builders import TODAY, facts

pytestmark = [pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A renewal three years later: people, devices, systems and dates are others, and so is a price."""
    office = example_office()
    dearer = replace(
        facts().rate_card.plan["business"], monthly_price=facts().rate_card.plan["business"].monthly_price + 9
    )
    card = replace(facts().rate_card, plan={**facts().rate_card.plan, "business": dearer})
    files = {**facts().files, "rate_card": replace(facts().files["rate_card"], id="ours", sha256="1" * 64)}
    later = replace(
        office,
        customer=replace(office.customer, contract_start=date(2029, 12, 1), term_months=48),
        seats=tuple(replace(group, count=group.count + 3) for group in office.seats),
        assets=tuple(replace(asset, version="25H2") for asset in office.assets[3:]),
    )
    old = opened("2026/acme.xlsx", Assessed(office, facts(), TODAY))
    new = opened("acme.xlsx", Assessed(later, replace(facts(), rate_card=card, files=files), date(2029, 11, 1)))
    path = tmp_path_factory.mktemp("diff") / "change.html"
    path.write_text(change_page(fee_change(old, new, [])), encoding="utf-8")
    return path


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_whole_and_accessible(page: Path, tab: Tab, width: int, dark: bool) -> None:
    tab.requests.clear()
    tab.complaints.clear()
    tab.open(page.as_uri(), width=width, dark=dark)
    assert tab.complaints == [], "the policy lets the page's own style through"
    assert set(tab.requests) == {page.as_uri()}
    assert tab.run("document.documentElement.scrollWidth") == width
    assert tab.run("getComputedStyle(document.body).backgroundColor") == (
        "rgb(21, 25, 30)" if dark else "rgb(255, 255, 255)"
    )
    assert tab.run("[...document.querySelectorAll('.split')].every(each => each.scrollWidth <= innerWidth)")
    assert violations_without_policy(tab, page, width, dark) == []


def violations_without_policy(tab: Tab, page: Path, width: int, dark: bool) -> list[str]:
    """What axe-core finds; it puts a style of its own into the page, which the policy rightly forbids."""
    bare = page.with_name("bare.html")
    text = page.read_text("utf-8")
    start = text.index('<meta http-equiv="Content-Security-Policy"')
    bare.write_text(text[:start] + text[text.index(">", start) + 1 :], encoding="utf-8")
    tab.open(bare.as_uri(), width=width, dark=dark)
    return violations(tab)


def test_every_bar_begins_where_the_one_before_it_ended(page: Path, tab: Tab) -> None:
    tab.open(page.as_uri())
    bars = tab.run(
        "[...document.querySelectorAll('.split rect')].map(bar => "
        "[bar.getAttribute('class'), +bar.getAttribute('x'), +bar.getAttribute('width')])"
    )
    first, *steps, last = bars
    reached = first[1] + first[2]
    for kind, start, width in steps:
        assert (start if kind == "more" else start + width) == pytest.approx(reached, abs=0.02)
        reached += width if kind == "more" else -width
    assert last[0] == "whole" and last[1] + last[2] == pytest.approx(reached, abs=0.05)


def test_on_paper_it_is_black_on_white_even_where_the_screen_is_dark(page: Path, tab: Tab) -> None:
    tab.open(page.as_uri(), dark=True)
    tab.print_media(dark=True)
    assert tab.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.run("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
