"""Every page of every kind of customer in a real browser: quiet, within its policy, accessible, keys, paper.

The customers: the example office, one of fourteen locations, one of six devices, and one of 40 locations and 5,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from estimator.render.site.engines import build_with
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, chromium, find_chromium
from tests.browser.site_checks import (
    NOT_REACHED,
    elsewhere,
    kinds_of,
    pages_of,
    served,
    violations,
    walk_by_keys,
)
from tests.browser.test_site_in_browser import search
from tests.builders import large
from tests.render.site_inputs import inputs_of, office_inputs
from tests.test_examples import DUNDER_MIFFLIN, read

pytestmark = [pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]
CUSTOMERS = ("office", "locations", "small")
CLOSED_DRAWER = "document.activeElement.closest('.md-header') && !document.getElementById('__drawer').checked"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites by the kind of customer; the office's has a hand-written page with an aligned table."""
    folder = tmp_path_factory.mktemp("sites")
    pages = folder / "office.pages"
    pages.mkdir()
    (pages / "alarm.md").write_text("# The alarm\n\n| Zone | Code |\n|:--|--:|\n| Hall | 7 |\n", encoding="utf-8")
    inputs = {
        "office": replace(office_inputs(), pages=pages),
        "locations": inputs_of(read(DUNDER_MIFFLIN)),
        "small": inputs_of(large(6, 1)),
    }
    for name, told in inputs.items():
        write_site(folder / name / "site", folder / name / "source", told)
    return {name: folder / name / "site" for name in inputs}


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser: Tab) -> Tab:
    browser.requests.clear()
    browser.complaints.clear()
    return browser


@pytest.mark.parametrize("name", CUSTOMERS)
def test_from_a_disk_no_page_asks_elsewhere_complains_or_is_wider_than_the_screen(
    sites: dict[str, Path], tab: Tab, name: str
) -> None:
    for page in pages_of(sites[name]):
        tab.open(page.as_uri(), width=390)
        for width in (390, 800, 1280):
            tab.resize(width)
            assert tab.run("document.documentElement.scrollWidth") <= width, f"{page.name} at {width} px"
    assert search(tab, "firewall")
    assert elsewhere(tab, sites[name].as_uri() + "/") == []
    assert tab.complaints == []


def test_over_http_no_page_asks_elsewhere_or_complains(sites: dict[str, Path], tab: Tab) -> None:
    site = sites["office"]
    with served(site) as address:
        for page in pages_of(site):
            tab.open(f"{address}/{page.relative_to(site).as_posix()}")
        assert any("#asset-" in link for link in search(tab, "firewall"))
        assert elsewhere(tab, address + "/") == []
    assert tab.complaints == []


def test_the_policy_lets_the_theme_work_and_nothing_else(sites: dict[str, Path], tab: Tab) -> None:
    site = sites["office"]
    tab.open((site / "pages" / "alarm.html").as_uri())
    assert tab.complaints == []
    aligned = "getComputedStyle(document.querySelector('td:last-child')).textAlign"
    assert tab.run(aligned) == "right", "a hand-written table keeps its alignment"
    for forbidden in (
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.harmed = 1'}))",
        "document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.harmed = 1\"></b>'); "
        "document.body.lastChild.click()",
        "document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.com/x.js'}))",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\"></p>')",
        "document.body.append(Object.assign(document.createElement('img'), {src: 'https://example.com/x.png'}))",
        "fetch('https://example.com/').catch(() => 0)",
    ):
        before = len(tab.complaints)
        tab.run(f"(() => {{ {forbidden} }})()")
        tab.wait_for("new Promise(done => setTimeout(() => done(1), 50))")
        assert any("Content Security Policy" in complaint for complaint in tab.complaints[before:]), forbidden
    assert tab.run("window.harmed") is None


def test_a_script_in_the_text_of_a_page_does_not_run_even_if_it_gets_there(tmp_path: Path, tab: Tab) -> None:
    """The policy names the theme's scripts only, so that it is a second wall behind the escaping."""
    write_site(tmp_path / "site", tmp_path / "source", office_inputs())
    fragments = tmp_path / "source" / "fragments"
    (fragments / "inventory.html").write_text("<script>window.harmed = 1</script>", encoding="utf-8")
    build_with("mkdocs", tmp_path / "source", tmp_path / "site")
    assert "window.harmed" in (tmp_path / "site" / "equipment.html").read_text(encoding="utf-8")
    tab.open((tmp_path / "site" / "equipment.html").as_uri())
    assert tab.run("window.harmed") is None
    assert len(tab.complaints) == 1


@pytest.mark.parametrize("name", CUSTOMERS)
def test_axe_finds_nothing_wide_or_narrow_light_or_dark(sites: dict[str, Path], tab: Tab, name: str) -> None:
    """Every kind of page with every rule; with the colours of the dark only the contrast is another."""
    for page in kinds_of(sites[name]):
        for width in (1280, 390):
            if width == 1280:
                tab.open(page.as_uri())
            tab.resize(width)
            assert violations(tab) == [], f"{page.name} at {width} px"
        if name == "office":
            tab.run("localStorage.clear()")
            tab.open(page.as_uri(), dark=True)
            assert tab.run("document.body.dataset.mdColorScheme") == "slate"
            assert violations(tab, contrast_only=True) == [], f"{page.name} in the dark"
            tab.run("localStorage.clear()")


@pytest.mark.parametrize(("name", "width"), [("office", 1280), ("office", 390), ("locations", 1280)])
def test_keys_alone_reach_everything_in_sight_and_show_where_they_are(
    sites: dict[str, Path], tab: Tab, name: str, width: int
) -> None:
    for page in kinds_of(sites[name]):
        tab.open(page.as_uri(), width=width)
        stops = walk_by_keys(tab)
        assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["shown"])] == [], page.name
        assert "md-skip" in stops[0]["name"]
        tab.run("scrollTo(0, 0)")
        assert tab.run(NOT_REACHED) == [], page.name
