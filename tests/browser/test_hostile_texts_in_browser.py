"""Pages made of hostile texts in a real browser: no script runs, nothing is asked for, no element is put in."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator.render.site.pages import PAGES
from tests.browser.chromium import Tab, find_chromium
from tests.browser.test_site_in_browser import search
from tests.test_hostile_texts import Built, built, texts

__all__ = ["built", "texts"]
pytestmark = [pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]

# How wide a text is decides whether the theme shows it whole in a tooltip (`title`), where it lets things stick
# (`style`), and on how many lines a drawing writes it; those are the program's own, and whatever stands inside them is
# compared all the same.
ELEMENTS = """[...document.querySelectorAll("*:not(svg text, svg title)")]
  .map(each => [each.tagName, ...[...each.attributes].map(attribute => attribute.name)
    .filter(name => !["title", "style"].includes(name)).sort()].join(" "))"""
OF_THE_SEARCH = {"A", "ARTICLE", "DETAILS", "DIV", "EM", "H1", "H2", "LI", "MARK", "OL", "P", "SUMMARY", "UL"}
FOUND = '[...new Set([...document.querySelectorAll(".md-search-result *")].map(each => each.tagName))].sort()'


def elements(tab: Tab, page: Path) -> list[str]:
    """The elements of a page as the browser has them once its scripts have run; it must have run in silence."""
    tab.requests.clear()
    tab.complaints.clear()
    tab.open(page.as_uri())
    assert tab.complaints == []
    assert tab.dialogs == []
    assert [address for address in tab.requests if not address.startswith(("file:", "data:", "blob:", "about:"))] == []
    found = tab.run(ELEMENTS)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_browser_has_the_same_elements_whatever_the_texts_are(built: Built, tab: Tab, page: str) -> None:
    hostile, plain = (elements(tab, folder / "site" / f"{page}.html") for folder in (built.hostile, built.harmless))
    assert len(hostile) > 100
    assert hostile == plain


@pytest.mark.parametrize("words", ["alert", "script", "onerror", "javascript"])
def test_the_search_shows_hostile_texts_as_text(built: Built, tab: Tab, words: str) -> None:
    elements(tab, built.hostile / "site" / "index.html")
    assert search(tab, words)
    assert tab.complaints == []
    assert tab.dialogs == []
    assert set(tab.run(FOUND)) <= OF_THE_SEARCH
