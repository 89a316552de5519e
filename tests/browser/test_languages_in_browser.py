"""The website's languages in a real browser, from a disk: the way in, the chooser, the search behind it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from estimator.model.language import LANGUAGES, customers_first
from estimator.render.example_office import example_office
from estimator.render.site.pages import PAGES
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, find_chromium
from tests.browser.site_checks import elsewhere
from tests.browser.test_site_in_browser import CUT, search
from tests.render.site_inputs import inputs_of

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")
ASSET = example_office().assets[7].id
FOCUSED = "document.activeElement"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office of a customer who reads Dutch."""
    office = example_office()
    folder = tmp_path_factory.mktemp("languages")
    inputs = inputs_of(replace(office, customer=replace(office.customer, language="nl")))
    write_site(folder / "site", folder / "source", inputs, languages=customers_first("nl"))
    return folder / "site"


def arrived(tab: Tab, page: Path, language: str, place: str = "") -> None:
    """Waits until a link has led to a page and that is complete."""
    there = f'location.href === "{page.as_uri()}{place}" && document.readyState === "complete"'
    tab.wait_for(f'{there} && document.documentElement?.lang === "{language}"')
    tab.wait_for('!document.documentElement.classList.contains("e-waiting")')


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "nl"])
def test_from_the_top_to_the_same_page_in_another_language_and_to_a_tag(tab: Tab, site: Path, language: str) -> None:
    tab.requests.clear()
    tab.complaints.clear()
    tab.open((site / "index.html").as_uri())
    arrived(tab, site / "nl" / "index.html", "nl")
    tab.open((site / "nl" / "equipment.html").as_uri())
    tab.run(f'document.querySelector(".md-select__link[hreflang={language}]").click()')
    arrived(tab, site / language / "equipment.html", language)
    row = next(link for link in search(tab, ASSET) if link.endswith(f"#asset-{ASSET}"))
    assert row.startswith((site / language / "equipment.html").as_uri())
    tab.open(row)
    assert tab.run('document.querySelector(".e-target th").textContent') == ASSET
    assert elsewhere(tab, site.as_uri() + "/") == []
    assert tab.complaints == []


def test_the_chooser_keeps_the_row(tab: Tab, site: Path) -> None:
    tab.open((site / "nl" / "equipment.html").as_uri() + f"#asset-{ASSET}")
    tab.run('document.querySelector(".md-select__link[hreflang=fr]").click()')
    arrived(tab, site / "fr" / "equipment.html", "fr", f"#asset-{ASSET}")
    assert tab.run('document.querySelector(".e-target th").textContent') == ASSET


@pytest.mark.parametrize("width", [390, 1280])
def test_the_chooser_opens_by_keyboard_inside_the_window(tab: Tab, site: Path, width: int) -> None:
    tab.open((site / "de" / "help.html").as_uri(), width=width)
    tab.run('document.querySelector(".md-select button").focus()')
    tab.wait_for('getComputedStyle(document.querySelector(".md-select__inner")).opacity === "1"')
    boxes = tab.run(
        '[...document.querySelectorAll(".md-select__link")].map(link => link.getBoundingClientRect())'
        ".map(box => [box.left, box.right, box.bottom])"
    )
    assert len(boxes) == len(LANGUAGES)
    assert all(left >= 0 and right <= width and bottom <= 900 for left, right, bottom in boxes)
    tab.run('document.querySelector(".md-select__link[hreflang=lb]").focus()')
    assert tab.run(f"{FOCUSED}.textContent.trim()") == "Lëtzebuergesch"
    assert tab.run(f"{FOCUSED}.tabIndex") == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_phone_and_no_drawn_text_is_cut(tab: Tab, site: Path, language: str) -> None:
    for page in PAGES:
        tab.open((site / language / f"{page}.html").as_uri(), width=390, height=844)
        assert tab.run("document.documentElement.scrollWidth") <= 390, page
    for page in ("sites", "renew"):
        tab.open((site / language / f"{page}.html").as_uri())
        assert tab.run(CUT) == []
