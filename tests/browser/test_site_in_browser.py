"""The website in a real browser: search that works from a disk, a handy equipment table, drawings, paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from estimator.render.example_office import example_office
from estimator.render.site.pages import PAGES
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, find_chromium
from tests.builders import large
from tests.render.site_inputs import inputs_of, office_inputs
from tests.render.test_site import naughty_office

pytestmark = [
    pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed"),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    write_site(folder / "site", folder / "source", office_inputs())
    return folder / "site"


@pytest.fixture
def quiet_tab(tab: Tab) -> Tab:
    tab.requests.clear()
    tab.complaints.clear()
    return tab


SEARCH = """(async () => {
  document.querySelector("[data-md-toggle=search]").click()
  const input = document.querySelector(".md-search__input")
  input.focus(); input.value = %s; input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }))
})()"""
FOUND = '[...document.querySelectorAll(".md-search-result__link")].map(link => link.href)'


def search(tab: Tab, words: str) -> list[str]:
    tab.run(SEARCH % repr(words))
    tab.wait_for(f"({FOUND}).length")
    found = tab.run(FOUND)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_the_search_finds_a_tag_from_a_disk_and_leads_to_its_row(quiet_tab: Tab, office: Path, width: int) -> None:
    asset = example_office().assets[-1]
    quiet_tab.open((office / "index.html").as_uri(), width=width)
    found = search(quiet_tab, asset.id)
    assert any(f"equipment.html?h={asset.id.lower()}" in link.lower() or f"#asset-{asset.id}" in link for link in found)
    row = next(link for link in found if link.endswith(f"#asset-{asset.id}"))
    quiet_tab.open(row, width=width)
    assert quiet_tab.run('document.querySelector(".e-target th").textContent') == asset.id


def test_the_search_finds_words_of_the_pages(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "equipment.html").as_uri())
    assert any("words.html" in link or "help.html" in link for link in search(quiet_tab, "intervene"))


def test_filter_ignores_accents_and_case_and_says_how_many_it_shows(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "equipment.html").as_uri())
    total = len(example_office().assets)
    assert quiet_tab.run('document.querySelectorAll("tbody tr").length') == 50
    quiet_tab.run(
        '(() => { const i = document.querySelector(".e-bar input"); i.value = "LÁPTOP árlon";'
        ' i.dispatchEvent(new Event("input")) })()'
    )
    told = quiet_tab.wait_for(
        f'!document.querySelector(".e-bar__count").textContent.startsWith("{total}") &&'
        ' document.querySelector(".e-bar__count").textContent'
    )
    rows = quiet_tab.run('[...document.querySelectorAll("tbody tr")].map(row => row.textContent)')
    assert told == f"{len(rows)} of {total} entries"
    assert rows
    assert all("Laptop" in row and "Arlon" in row for row in rows)


def test_dates_sort_as_dates_and_rows_without_one_stay_last(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "equipment.html").as_uri())
    column = '[...document.querySelectorAll("tbody tr")].map(row => row.cells[7].dataset.s)'
    quiet_tab.run("document.querySelectorAll('thead button')[7].click()")
    ascending = quiet_tab.run(column)
    quiet_tab.run("document.querySelectorAll('thead button')[7].click()")
    descending = quiet_tab.run(column)
    assert [day for day in ascending if day] == sorted(day for day in ascending if day)
    assert [day for day in descending if day] == sorted((day for day in descending if day), reverse=True)
    assert ascending[0]
    assert descending[0]
    assert quiet_tab.run("document.querySelectorAll('th[aria-sort=descending]').length") == 1


def test_paper_shows_every_row(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "equipment.html").as_uri())
    quiet_tab.run('dispatchEvent(new Event("beforeprint"))')
    assert quiet_tab.run('document.querySelectorAll("tbody tr").length') == len(example_office().assets)
    quiet_tab.run('dispatchEvent(new Event("afterprint"))')
    assert quiet_tab.run('document.querySelectorAll("tbody tr").length') == 50


CUT = """[...document.querySelectorAll(".e-drawing svg")].flatMap(svg => {
  const paper = svg.viewBox.baseVal
  const beyond = (text, area) => {
    const own = text.getBoundingClientRect(), edge = area.getBoundingClientRect()
    return own.left < edge.left || own.right > edge.right || own.top < edge.top || own.bottom > edge.bottom
  }
  const boxes = [...svg.querySelectorAll(".e-box")].flatMap(box =>
    [...box.querySelectorAll("text")].filter(text => beyond(text, box.querySelector("rect"))))
  const others = [...svg.querySelectorAll("text")].filter(text => beyond(text, svg))
  return [...boxes, ...others].map(text => text.textContent)
})"""
"""Texts of drawings that reach beyond their box or the paper."""


@pytest.mark.parametrize("dark", [False, True])
def test_no_text_of_a_drawing_is_cut_off(quiet_tab: Tab, office: Path, tmp_path: Path, dark: bool) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()))
    for folder in (office, tmp_path / "site"):
        for page in ("sites", "renew"):
            quiet_tab.open((folder / f"{page}.html").as_uri(), dark=dark)
            assert quiet_tab.run('document.querySelectorAll(".e-drawing text").length') > 10
            assert quiet_tab.run(CUT) == []


def test_a_box_of_a_map_leads_to_its_row(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "sites.html").as_uri())
    box = "document.querySelector('.e-drawing a[href^=\"equipment.html#\"]')"
    row = quiet_tab.run(f"{box}.getAttribute('href')").partition("#")[2]
    quiet_tab.run(f"{box}.dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true}}))")
    assert quiet_tab.wait_for("document.querySelector('.e-target') && document.querySelector('.e-target').id") == row


def test_on_a_phone_a_list_stands_in_for_each_map(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "sites.html").as_uri(), width=390, height=844)
    seen = '[...document.querySelectorAll("%s")].map(part => part.getBoundingClientRect().height > 0)'
    assert not any(quiet_tab.run(seen % ".e-drawing"))
    assert all(quiet_tab.run(seen % ".e-tree"))


SPLIT = """[
  ...document.querySelectorAll("article :is(.e-conclusion p, .e-tile__value, .e-facts dd, time)")
].flatMap(part => {
  const lines = text => {
    const range = document.createRange(), node = text.node
    range.setStart(node, text.start); range.setEnd(node, text.end)
    return new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top))).size
  }
  const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), found = []
  while (walker.nextNode()) {
    const node = walker.currentNode
    for (const match of node.data.matchAll(/\\d\\d:\\d\\d[^ ]*\\d\\d:\\d\\d|\\d+\\.?\\u00a0\\p{L}+/gu))
      found.push({ node, start: match.index, end: match.index + match[0].length })
  }
  return found.map(text => [text.node.data.slice(text.start, text.end), lines(text)])
})"""
"""Hours and dates of a page, each with the number of lines it takes."""


def test_no_hour_and_no_date_is_split_on_a_phone(quiet_tab: Tab, office: Path) -> None:
    seen: list[list[object]] = []
    for page in ("index", "help", "updates", "sites", "renew", "reviews"):
        quiet_tab.open((office / f"{page}.html").as_uri(), width=390, height=844)
        seen += quiet_tab.run(SPLIT)
    assert any(":" in str(text) for text, _ in seen)
    assert any("January" in str(text) for text, _ in seen)
    assert [text for text, lines in seen if lines != 1] == []


def test_on_a_tablet_drawings_fit_and_tables_below_each_other_share_their_columns(quiet_tab: Tab, office: Path) -> None:
    for page in ("sites", "renew"):
        quiet_tab.open((office / f"{page}.html").as_uri(), width=800, height=1100)
        beyond = '[...document.querySelectorAll(".e-drawing")].map(box => box.scrollWidth - box.clientWidth)'
        found = quiet_tab.run(beyond)
        assert found
        assert set(found) == {0}
    places = quiet_tab.run(
        '[...document.querySelectorAll(".e-table--rows")].map(table =>'
        " [...table.tHead.rows[0].cells].map(cell => Math.round(cell.getBoundingClientRect().left)).join())"
    )
    assert len(places) > 3
    assert len(set(places)) == 1


def test_paper_is_light_even_where_the_screen_is_dark(quiet_tab: Tab, office: Path) -> None:
    quiet_tab.open((office / "index.html").as_uri(), dark=True)
    ink = 'getComputedStyle(document.querySelector(".e-conclusion p")).color'
    on_screen = quiet_tab.run(ink)
    quiet_tab.print_media(dark=True)
    on_paper = quiet_tab.run(ink)
    assert on_screen == "rgb(231, 237, 237)"
    assert on_paper == "rgb(28, 42, 46)"


def test_hostile_cells_do_nothing_in_a_browser_not_even_in_the_search(quiet_tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()))
    for page in PAGES:
        quiet_tab.open((tmp_path / "site" / f"{page}.html").as_uri())
    quiet_tab.run("window.boom = window.alert = () => { window.harmed = true }")
    for words in ("boom", "script", "onmouseover", "onfocus"):
        assert search(quiet_tab, words)
        assert (
            quiet_tab.run('document.querySelectorAll(".md-search-result script, .md-search-result h2 script").length')
            == 0
        )
    assert quiet_tab.run("window.harmed") is None
    assert quiet_tab.complaints == []


def test_five_thousand_devices_are_fifty_rows_at_a_time(quiet_tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(5000, 10)))
    quiet_tab.open((tmp_path / "site" / "equipment.html").as_uri() + "#asset-A4321")
    assert quiet_tab.run('document.querySelectorAll("tbody tr").length') == 50
    assert quiet_tab.run('document.querySelector(".e-target th").textContent') == "A4321"
