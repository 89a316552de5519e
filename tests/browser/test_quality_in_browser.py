"""Every page of every kind of customer in a real browser: quiet, within its policy, accessible, keys, paper.

The customers: the example office, one of fourteen locations, one of six devices, and one of 40 locations and 5,000.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from estimator.render.site.engines import build_with
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, find_chromium
from tests.browser.site_checks import (
    MOST_BYTES_OF_A_PAGE,
    MOST_BYTES_OF_A_SITE,
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
    assert search(tab, "warranty")
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


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [("office", 1280, False), ("office", 390, True), ("locations", 390, False), ("small", 1280, True)],
)
def test_axe_finds_nothing_on_any_kind_of_page(
    sites: dict[str, Path], tab: Tab, name: str, width: int, dark: bool
) -> None:
    """Every rule on narrow and wide, light and dark pages; between the customers, every kind of page comes up."""
    for page in kinds_of(sites[name]):
        tab.open(page.as_uri(), width=width, dark=dark)
        assert tab.run("document.body.dataset.mdColorScheme") == ("slate" if dark else "default")
        assert violations(tab) == [], f"{page.name} at {width} px"


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


def test_the_skip_link_leads_past_the_navigation(sites: dict[str, Path], tab: Tab) -> None:
    for page in (sites["office"] / "index.html", sites["locations"] / "location-2.html"):
        tab.open(page.as_uri())
        for key in ("Tab", "Enter", "Tab"):
            tab.press(key)
        assert tab.run("document.activeElement.closest('article') !== null"), page.name


def test_on_a_phone_keys_open_the_drawer_walk_it_and_close_it(sites: dict[str, Path], tab: Tab) -> None:
    tab.open((sites["locations"] / "index.html").as_uri(), width=390)
    for key in ("Tab", "Tab", "Enter"):
        tab.press(key)
    focus = "document.activeElement"
    assert tab.run(f"{focus}.matches('.md-nav--primary .md-nav__link')")
    assert tab.run("document.querySelector('.e-drawer').getAttribute('aria-expanded')") == "true"
    for _ in range(20):
        if tab.run(f"{focus}.matches('label.md-nav__link')"):
            break
        assert tab.run(f"{focus}.getBoundingClientRect().width") > 100
        tab.press("Tab")
    tab.press("Enter")
    tab.press("Tab")
    assert tab.run(f"{focus}.closest('.md-nav[data-md-level=\"1\"]') !== null"), "the locations are a list in the list"
    tab.press("Escape")
    assert tab.run(f"{focus}.matches('.e-drawer') && !document.getElementById('__drawer').checked")


def test_the_equipment_table_is_used_by_keys_alone(sites: dict[str, Path], tab: Tab) -> None:
    tab.open((sites["office"] / "equipment.html").as_uri())
    first = "document.querySelector('tbody th').textContent"
    told = "document.querySelector('.e-bar__count').textContent"
    tab.run("document.querySelector('.e-bar input').focus()")
    tab.write("laptop")
    assert tab.wait_for(f"!{told}.startsWith('60') && {told}").endswith(" of 60 entries")
    tab.run("document.activeElement.value = ''")
    tab.write(" ")
    tab.wait_for(f"{told}.startsWith('60 of')")
    for _ in range(9):  # past the lists, the columns and the table itself, which scrolls, to its first heading
        tab.press("Tab")
        if tab.run("document.activeElement.closest('thead') !== null"):
            break
    tab.press("Enter")
    assert tab.run("document.activeElement.closest('th').ariaSort") == "ascending"
    lowest = tab.run(first)
    tab.press("Space")
    assert tab.run("document.activeElement.closest('th').ariaSort") == "descending"
    assert tab.run(first) > lowest
    tab.run("document.querySelector('.e-pager button:last-child').focus()")
    tab.press("Enter")
    assert tab.run("document.querySelectorAll('tbody tr').length") == 10
    assert tab.run("document.activeElement.matches('.e-pager button:not(:disabled)')"), "the focus is not lost"
    tab.resize(390)
    tab.run("document.querySelector('.e-bar__sort').focus()")
    tab.press("ArrowDown")
    assert tab.run("document.activeElement.value") == "name", "on a phone, cards are sorted by a list"
    names = tab.run("[...document.querySelectorAll('tbody td:nth-child(2)')].map(cell => cell.textContent)")
    assert names == sorted(names, key=str.casefold)


FRAMES = """(function note() {
  const scheme = document.body && document.body.dataset.mdColorScheme
  if (scheme) (window.schemes = window.schemes || []).push(scheme)
  if (!window.schemes || window.schemes.length < 20) requestAnimationFrame(note)
})()"""


def test_a_visit_in_the_dark_is_dark_from_the_first_frame(sites: dict[str, Path], tab: Tab) -> None:
    tab.open((sites["office"] / "updates.html").as_uri())
    noted = tab._call("Page.addScriptToEvaluateOnNewDocument", source=FRAMES)["identifier"]
    tab._call("Emulation.setCPUThrottlingRate", rate=6)
    tab.open((sites["office"] / "updates.html").as_uri(), dark=True)
    schemes = tab.wait_for("window.schemes.length >= 20 && window.schemes")
    tab._call("Emulation.setCPUThrottlingRate", rate=1)
    tab._call("Page.removeScriptToEvaluateOnNewDocument", identifier=noted)
    assert set(schemes) == {"slate"}


def test_colours_follow_the_system_until_the_reader_chooses_some(sites: dict[str, Path], tab: Tab) -> None:
    pages = sites["office"] / "updates.html", sites["office"] / "pages" / "alarm.html"
    scheme = "document.body.dataset.mdColorScheme"
    for dark in (False, True, False):
        tab.open(pages[0].as_uri(), dark=dark)
        assert tab.run(scheme) == ("slate" if dark else "default"), "as the system now is, whatever it was before"
    for dark in (True, False, True):
        tab.prefer(dark)
        tab.wait_for(f"{scheme} === '{'slate' if dark else 'default'}'")
    tab.run("document.querySelector('.md-option').focus()")
    tab.press("Enter")
    tab.wait_for(f"{scheme} === 'default'")
    tab.prefer(False)
    tab.prefer(True)
    assert tab.run(scheme) == "default"
    for page in pages:
        tab.open(page.as_uri(), dark=True)
        assert tab.run(scheme) == "default", page.name
    tab.run("localStorage.clear()")


def test_paper_is_a4_names_the_customer_and_explains_what_it_draws(sites: dict[str, Path], tab: Tab) -> None:
    sizes = {}
    for page in ("index", "words", "equipment"):
        tab.open((sites["office"] / f"{page}.html").as_uri())
        paper = PdfReader(io.BytesIO(tab.pdf())).pages
        first, *others = [sheet.extract_text() for sheet in paper]
        assert office_inputs().assessment.customer.name in first
        assert "Checked on" in first
        assert all(len(sheet) > 150 for sheet in others), f"{page} leaves a sheet (nearly) empty"
        sizes[page] = {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in paper}
    assert sizes == {"index": {(595, 842)}, "words": {(595, 842)}, "equipment": {(842, 595)}}
    tab.open((sites["office"] / "sites.html").as_uri())
    tab.print_media()
    shown = "[...document.querySelectorAll('%s')].map(part => part.checkVisibility())"
    assert any(tab.run(shown % ".e-signs"))
    maps, lists = tab.run(shown % ".e-map > .e-drawing"), tab.run(shown % ".e-more--list")
    assert [*map(bool, lists)] == [not shown for shown in maps], "a drawing too wide for paper gives way to its list"
    assert len(set(maps)) == 2


def test_paper_shows_every_row_and_every_folded_part_and_no_navigation(sites: dict[str, Path], tab: Tab) -> None:
    tab.open((sites["office"] / "equipment.html").as_uri())
    table = printed(tab)
    for asset in office_inputs().assessment.assets:
        assert asset.id in table
    assert table.count("Serial number") >= 3, "every sheet has the headings"
    for chrome in ("Words explained", "Skip to content", "Find a device", "Sort by", "Page 1 of 2"):
        assert chrome not in table
    tab.open((sites["office"] / "index.html").as_uri())
    folded = tab.run("[...document.querySelectorAll('details.e-more h3')].map(title => title.textContent.trim())")
    assert len(folded) > 3
    assert tab.run("document.querySelector('details.e-more[open]')") is None
    front = printed(tab)
    for title in folded:
        assert unicodedata.normalize("NFKC", title) in front


def printed(tab: Tab) -> str:
    """The text of the open page on paper, without regard to line ends."""
    text = "".join(page.extract_text() + " " for page in PdfReader(io.BytesIO(tab.pdf())).pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def test_a_thousand_rows_are_all_on_paper(tmp_path: Path, tab: Tab) -> None:
    """Five thousand would take a minute; the next test looks whether they are all there."""
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(1000, 10)))
    tab.open((tmp_path / "site" / "equipment.html").as_uri())
    pages = PdfReader(io.BytesIO(tab.pdf(tagged=False))).pages
    assert len(pages) > 15
    assert "A999" in pages[-1].extract_text()
    assert tab.run("document.querySelectorAll('tbody tr').length") == 50


def test_five_thousand_rows_are_all_there_when_paper_asks_for_them(tmp_path: Path, tab: Tab) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large()))
    tab.open((tmp_path / "site" / "equipment.html").as_uri())
    assert tab.run("document.querySelector('.e-bar__count').textContent") == "5,000 of 5,000 entries"
    tab.run('dispatchEvent(new Event("beforeprint"))')
    assert tab.run("document.querySelectorAll('tbody tr').length") == 5000


@pytest.mark.parametrize("name", CUSTOMERS)
def test_sites_keep_their_budgets(sites: dict[str, Path], name: str) -> None:
    weights = {path.relative_to(sites[name]).as_posix(): path.stat().st_size for path in files_of(sites[name])}
    assert sum(weights.values()) <= MOST_BYTES_OF_A_SITE
    assert {path for path, size in weights.items() if path.endswith(".html") and size > MOST_BYTES_OF_A_PAGE} == set()
    assert not [path for path in weights if path.endswith(".map") or "lunr" in path]


def files_of(site: Path) -> list[Path]:
    return [path for path in site.rglob("*") if path.is_file()]
