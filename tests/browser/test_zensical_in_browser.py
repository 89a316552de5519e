"""A site that Zensical built, in a real browser: as quiet, as narrow and as findable as the one from MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from estimator.render.example_office import example_office
from estimator.render.site.pages import PAGES
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, chromium, find_chromium
from tests.render.site_inputs import office_inputs

pytestmark = [
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed"),
    pytest.mark.skipif(find_spec("zensical") is None, reason="the extra is not installed: estimator[zensical]"),
]
DIALOG = '[...document.querySelectorAll("body *")].find(found => found.shadowRoot)?.shadowRoot'
"""Zensical's search lives in a shadow tree of its own."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("zensical")
    write_site(folder / "site", folder / "source", office_inputs(), "zensical")
    return folder / "site"


@pytest.fixture
def tab() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, False), (1280, True)])
def test_no_page_asks_the_network_complains_or_is_wider_than_the_screen(
    tab: Tab, site: Path, width: int, dark: bool
) -> None:
    for page in PAGES:
        tab.open((site / f"{page}.html").as_uri(), width=width, dark=dark)
        assert tab.run("document.documentElement.scrollWidth") <= width, page
        assert tab.run("document.body.dataset.mdColorScheme") == ("slate" if dark else "default")
    assert [
        request for request in tab.requests if not request.startswith((site.as_uri() + "/", "about:", "data:"))
    ] == []
    assert tab.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_search_finds_a_tag_from_a_disk_and_leads_to_its_row(tab: Tab, site: Path, width: int) -> None:
    asset = example_office().assets[-1]
    tab.open((site / "index.html").as_uri(), width=width)
    tab.run('document.querySelector(".md-search__button").click()')
    tab.wait_for(f"!!{DIALOG}?.querySelector('input')")
    tab.run(
        f"(() => {{ const input = {DIALOG}.querySelector('input'); input.value = '{asset.id.lower()}';"
        " input.dispatchEvent(new Event('input', { bubbles: true })) })()"
    )
    link = (
        f"[...{DIALOG}.querySelectorAll('a')].map(found => found.href).find(href => href.endsWith('#asset-{asset.id}'))"
    )
    tab.open(tab.wait_for(link), width=width)
    assert tab.run('document.querySelector(".e-target th").textContent') == asset.id
    assert tab.complaints == []


def test_the_equipment_table_is_as_handy(tab: Tab, site: Path) -> None:
    tab.open((site / "equipment.html").as_uri())
    assert tab.run('document.querySelectorAll("tbody tr").length') == 50
    tab.run('dispatchEvent(new Event("beforeprint"))')
    assert tab.run('document.querySelectorAll("tbody tr").length') == len(example_office().assets)
