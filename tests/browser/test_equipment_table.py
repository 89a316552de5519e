"""The equipment table in a real browser: filters, sorting, choice of columns, links, CSV, paper, cards on phones."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from estimator.model.infrastructure import Asset, AssetType, Location
from estimator.render.example_office import example_office
from estimator.render.site.site import write_site
from tests.browser.chromium import Tab, find_chromium
from tests.builders import large
from tests.render.site_inputs import inputs_of

pytestmark = [pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]

PLACES = (
    Location("L1", "Lëtzebuerg", "LU"),
    Location("L2", "Head  office", "LU"),
    Location("L3", "Lyon", "LU"),
    Location("L4", "Nothing there", "LU"),
)
WINDOWS_10: dict[str, Any] = {"operating_system": "Windows 10 Pro", "version": "22H2"}
DEVICES = (
    Asset("PC-10", AssetType.LAPTOP, "L1", name="Straße", ip_address="10.0.0.10", **WINDOWS_10),
    Asset("PC-2", AssetType.LAPTOP, "L1", name="Café crème", ip_address="10.0.0.9", quantity=12),
    Asset("PC-1", AssetType.WORKSTATION, "L2", name="Zoë's desk", ip_address="10.0.0.100", **WINDOWS_10),
    Asset("SRV-1", AssetType.SERVER, "L2", name="Œuvre", critical=True, warranty_until=date(2027, 3, 4)),
    Asset("NO-1", AssetType.PRINTER, "L2", name="Rented", managed=False),
    Asset("BAD-1", AssetType.LAPTOP, "L3", name="=SUM(A1:A9)", notes='He said "no"; twice\nand went'),
    Asset("BAD-2", AssetType.LAPTOP, "L3", name="+1", notes="-2"),
    Asset("BAD-3", AssetType.LAPTOP, "L3", name="@now", notes="\tafter a tab"),
    Asset("BAD-4", AssetType.LAPTOP, "L3", name=" =1", notes="\N{FULLWIDTH EQUALS SIGN}1"),
)
TAGS = '[...document.querySelectorAll(".e-inventory tbody th")].map(cell => cell.textContent)'
COUNT = 'document.querySelector(".e-bar [role=status]").textContent'
SHOWN = 'document.querySelectorAll(".e-inventory tbody tr").length'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the equipment page of an office with odd devices."""
    folder = tmp_path_factory.mktemp("odd")
    odd = replace(example_office(), locations=PLACES, assets=DEVICES, seats=(), services=())
    write_site(folder / "site", folder / "source", inputs_of(odd))
    return (folder / "site" / "equipment.html").as_uri()


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an equipment page of forty pages of fifty rows."""
    folder = tmp_path_factory.mktemp("long")
    write_site(folder / "site", folder / "source", inputs_of(large(2000, 10)))
    return (folder / "site" / "equipment.html").as_uri()


@pytest.fixture
def tab(browser: Tab, page: str) -> Iterator[Tab]:
    browser.complaints.clear()
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)
    yield browser
    assert browser.complaints == []


def type_in(tab: Tab, text: str) -> list[str]:
    """The tags of the rows that are there once a text is typed into the filter."""
    tab.run(f"""(() => {{
      const input = document.querySelector(".e-bar input[type=search]")
      input.value = {json.dumps(text)}
      input.dispatchEvent(new Event("input", {{ bubbles: true }}))
    }})()""")
    return tags(tab)


def pick(tab: Tab, column: str, value: str) -> list[str]:
    """The tags of the rows that are there once a value is picked from a list."""
    tab.run(f"""(() => {{
      const list = document.querySelector("[data-filter={column}]")
      list.value = {json.dumps(value)}
      list.dispatchEvent(new Event("change", {{ bubbles: true }}))
    }})()""")
    return tags(tab)


def sort_by(tab: Tab, column: str) -> list[str]:
    """The tags in the order that a click on a heading makes."""
    tab.run(f"document.querySelector('th[data-column={column}] button').click()")
    return tags(tab)


def tags(tab: Tab) -> list[str]:
    found = tab.run(TAGS)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cafe CREME", ["PC-2"]),
        ("CAFÉ", ["PC-2"]),
        ("strasse", ["PC-10"]),
        ("STRASSE", ["PC-10"]),
        ("straße", ["PC-10"]),
        ("zoe", ["PC-1"]),
        ("oeuvre vital", ["SRV-1"]),
        ("letzebuerg laptop", ["PC-10", "PC-2"]),
        ("laptop  lëtz pc-2", ["PC-2"]),
        ("10.0.0.10", ["PC-10", "PC-1"]),
        ("pc-2cafe", []),
        ("no rented", ["NO-1"]),
        ("   ", [device.id for device in DEVICES]),
    ],
)
def test_every_typed_word_is_in_the_row_whatever_its_accents(tab: Tab, typed: str, found: list[str]) -> None:
    assert type_in(tab, typed) == found
    expected = f"{len(found)} of {len(DEVICES)} entries" if found else "No device matches."
    units = sum(device.quantity for device in DEVICES)
    everything = f" ({units}\N{NO-BREAK SPACE}devices)" if len(found) == len(DEVICES) else ""
    assert tab.run(COUNT) == expected + everything


def test_support_location_and_words_narrow_together_and_stay_while_one_sorts(tab: Tab) -> None:
    assert pick(tab, "support", "Ended") == ["PC-10", "PC-1"]
    assert pick(tab, "location", "Head office") == ["PC-1"]
    assert type_in(tab, "laptop") == []
    assert pick(tab, "location", "") == ["PC-10"]
    assert type_in(tab, "") == ["PC-10", "PC-1"]
    assert sort_by(tab, "tag") == ["PC-1", "PC-10"]
    assert pick(tab, "support", "Not in our care") == ["NO-1"]
    assert pick(tab, "support", "") == ["BAD-1", "BAD-2", "BAD-3", "BAD-4", "NO-1", "PC-1", "PC-2", "PC-10", "SRV-1"]


def test_what_can_be_picked_is_what_the_rows_hold(tab: Tab) -> None:
    options = "[...document.querySelector('[data-filter=%s]').options].map(option => option.text)"
    assert tab.run(options % "location") == ["All locations", "Lëtzebuerg", "Head office", "Lyon"]
    states = tab.run(options % "support")
    assert states[0] == "Maker's support: all"
    assert all(pick(tab, "support", state) for state in states[1:])


def test_tags_and_addresses_sort_by_their_numbers_and_kinds_without_their_quantity(tab: Tab) -> None:
    assert sort_by(tab, "tag")[-4:] == ["PC-1", "PC-2", "PC-10", "SRV-1"]
    assert sort_by(tab, "tag")[:4] == ["SRV-1", "PC-10", "PC-2", "PC-1"]
    assert sort_by(tab, "address")[:4] == ["PC-2", "PC-10", "PC-1", "SRV-1"]
    assert sort_by(tab, "address")[:4] == ["PC-1", "PC-10", "PC-2", "SRV-1"]
    assert sort_by(tab, "kind")[:4] == ["PC-1", "PC-10", "PC-2", "BAD-1"]
    assert sort_by(tab, "support")[:2] == ["PC-10", "PC-1"]
    assert sort_by(tab, "support")[:2] == ["PC-10", "PC-1"]  # the rest has no day: it stays last either way
    assert sort_by(tab, "kind")[0] == "PC-1"
    sorted_by = "[...document.querySelectorAll('[aria-sort]')].map(cell => [cell.dataset.column, cell.ariaSort])"
    assert tab.run(sorted_by) == [["kind", "ascending"]]


def test_columns_are_left_out_with_the_keyboard_alone_and_stay_so(tab: Tab, page: str) -> None:
    tab.run("document.querySelector('[data-filter=location]').focus()")
    for key in ("Tab", "Enter", "Tab", "Tab", "Space"):  # to the list, open it, to its second column, and out with it
        tab.press(key)
    seen = "getComputedStyle(document.querySelector('.e-inventory tbody tr').children[%d]).display"
    assert tab.run(seen % 2) == "none"
    tab.press("Escape")
    assert tab.run("document.querySelector('.e-columns').open") is False
    assert tab.run("document.activeElement.tagName") == "SUMMARY"
    for width in (1280, 390):
        tab.open(page, width=width)
        assert tab.run("getComputedStyle(document.querySelectorAll('thead th')[2]).display") == "none"
        assert [tab.run(seen % column) == "none" for column in (0, 1, 2, 3)] == [False, False, True, False]
        assert tab.run("document.querySelector('.e-columns input[value=kind]').checked") is False


def test_a_click_elsewhere_closes_the_list_of_columns(tab: Tab) -> None:
    tab.run("document.querySelector('.e-columns summary').click()")
    assert tab.run("document.querySelector('.e-columns').open") is True
    tab.run("document.querySelector('.e-columns input').click()")
    assert tab.run("document.querySelector('.e-columns').open") is True
    tab.run("document.querySelector('h1').click()")
    assert tab.run("document.querySelector('.e-columns').open") is False


def saved(tab: Tab) -> tuple[str, bytes]:
    """The name and the content of the file that the button gives."""
    name, content = tab.run("""(async () => {
      const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click
      let file, name
      URL.createObjectURL = made => { file = made; return make.call(URL, made) }
      HTMLAnchorElement.prototype.click = function () { name = this.download }
      document.querySelector("[data-export]").click()
      URL.createObjectURL = make
      HTMLAnchorElement.prototype.click = click
      return [name, [...new Uint8Array(await file.arrayBuffer())]]
    })()""")
    return name, bytes(content)


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_what_is_shown_is_saved_as_csv_in_its_order(tab: Tab) -> None:
    name, content = saved(tab)
    assert name == "equipment.csv"
    assert content.startswith(b"\xef\xbb\xbf" + b'"Tag";"Name";"Kind";"Location"')
    assert content.endswith(b"\r\n")
    assert [row[0] for row in cells(content)] == ["Tag", *(device.id for device in DEVICES)]
    sort_by(tab, "tag")
    type_in(tab, "letz")
    tab.run("document.querySelector('.e-columns input[value=kind]').click()")
    rows = cells(saved(tab)[1])
    assert rows[0][:3] == ["Tag", "Name", "Location"]
    assert [row[:3] for row in rows[1:]] == [["PC-2", "Café crème", "Lëtzebuerg"], ["PC-10", "Straße", "Lëtzebuerg"]]
    type_in(tab, "nothing at all")
    assert len(cells(saved(tab)[1])) == 1


def test_csv_writes_days_as_numbers_and_nothing_that_a_spreadsheet_would_calculate(tab: Tab) -> None:
    assert all(len(row) == 10 for row in cells(saved(tab)[1])), "without model and serial number, which no row has"
    tab.run(f"{OUT}.forEach(box => box.click())")
    rows = {row[0]: row for row in cells(saved(tab)[1])}
    assert all(len(row) == 12 for row in rows.values())
    assert rows["SRV-1"][7] == "2027-03-04"
    assert rows["PC-10"][6] == "Ended 2025-10-14"
    assert rows["PC-2"][2] == "12 × laptops"
    assert rows["BAD-1"][1] == "'=SUM(A1:A9)"
    assert rows["BAD-1"][11] == 'He said "no"; twice\nand went'
    assert (rows["BAD-2"][1], rows["BAD-2"][11]) == ("'+1", "'-2")
    assert rows["BAD-3"][1] == "'@now"
    assert rows["BAD-4"][1].startswith("'")
    assert rows["BAD-4"][11] == "'\N{FULLWIDTH EQUALS SIGN}1"
    tab.run("document.querySelector('.e-inventory tbody tr').children[1].textContent = '\\tx'")
    tab.run("document.querySelectorAll('.e-inventory tbody tr')[1].children[1].textContent = '\\rx'")
    rows = {row[0]: row for row in cells(saved(tab)[1])}
    assert (rows["PC-10"][1], rows["PC-2"][1]) == ("'\tx", "'\rx")


OUT = "[...document.querySelectorAll('.e-columns input:not(:checked)')]"
FITS = "(place => place.scrollWidth <= place.clientWidth)(document.querySelector('.e-inventory .e-scroll'))"


def test_columns_give_way_where_there_is_no_room_until_somebody_chooses(tab: Tab, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(example_office()))
    page = (tmp_path / "site" / "equipment.html").as_uri()
    out: dict[int, list[str]] = {}
    for width in (390, 800, 1280):
        tab.open(page, width=width)
        assert tab.run(FITS), f"at {width} px"
        out[width] = tab.run(f"{OUT}.map(box => box.value)")
        assert cells(saved(tab)[1])[0][-3:] == ["Serial number", "Network address", "Notes"], "in the CSV they are"
    assert out[390] == [], "cards have room for all"
    assert set(out[390]) < set(out[1280]) < set(out[800])
    assert "serial" in out[1280]
    tab.resize(800)
    tab.wait_for(f"{OUT}.length === {len(out[800])}")
    tab.run("document.querySelector('.e-columns input[value=serial]').click()")
    tab.open(page)
    assert tab.run(f"{OUT}.map(box => box.value)") == [name for name in out[800] if name != "serial"]


TARGET = '[...document.querySelectorAll(".e-target th")].map(cell => cell.textContent)'
IN_SIGHT = """(() => {
  const place = document.querySelector(".e-target").getBoundingClientRect()
  return place.top >= 0 && place.bottom <= innerHeight
})()"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_link_leads_to_its_row_on_any_page_and_past_any_filter(browser: Tab, long_page: str, width: int) -> None:
    browser.complaints.clear()
    browser.open(long_page + "#asset-A1980", width=width)
    assert browser.run('document.querySelector(".e-pager [role=status]").textContent') == "Page 40 of 40"
    assert browser.run(TARGET) == ["A1980"]
    assert browser.run(IN_SIGHT) is True
    assert browser.run("document.activeElement.id") == "asset-A1980"
    assert type_in(browser, "A77") == ["A77", *(f"A77{n}" for n in range(10))]
    pick(browser, "location", "Location 2")
    browser.run("location.hash = 'asset-A5'")
    browser.wait_for(f"({TARGET})[0] === 'A5'")
    assert browser.run(COUNT) == "2,000 of 2,000 entries"
    assert browser.run(IN_SIGHT) is True
    assert browser.run("document.querySelector('.e-bar input').value + document.querySelector('select').value") == ""
    browser.run("location.hash = '%E0%A4%A'")
    browser.run("location.hash = 'nowhere'")
    assert browser.run(TARGET) == ["A5"]
    assert browser.complaints == []


def test_a_link_to_a_state_leads_to_the_devices_in_it(browser: Tab, page: str) -> None:
    browser.open(page + "#support-unknown")
    assert browser.run("document.querySelector('[data-filter=support]').value") == "No date known"
    states = '[...document.querySelectorAll(".e-table--inventory td[data-s] > span")].map(state => state.textContent)'
    assert set(browser.run(states)) == {"No date known"}


def test_the_next_page_begins_at_its_beginning_and_the_last_leaves_the_keyboard_its_place(
    browser: Tab, long_page: str
) -> None:
    browser.open(long_page)
    type_in(browser, "A1 laptop")
    count = browser.run(COUNT)
    browser.run("document.querySelector('.e-pager button:last-child').scrollIntoView()")
    told = 'document.querySelector(".e-pager [role=status]").textContent'
    pages = int(browser.run(told).removeprefix("Page 1 of "))
    for number in range(2, pages + 1):
        browser.run("(b => { b.focus(); b.click() })(document.querySelector('.e-pager button:last-child'))")
        assert browser.run(told) == f"Page {number} of {pages}"
        assert browser.run("document.querySelector('.e-inventory').getBoundingClientRect().top") >= 0
    assert browser.run("document.querySelector('.e-pager button:last-child').disabled") is True
    assert browser.run("document.activeElement === document.querySelector('.e-pager button')") is True
    assert browser.run(COUNT) == count


def test_the_rest_of_a_page_follows_its_first_rows_unless_one_types_on(browser: Tab, long_page: str) -> None:
    browser.open(long_page)
    assert len(type_in(browser, "laptop")) >= 20
    browser.wait_for(f"{SHOWN} === 50")
    browser.run("""(() => {
      const input = document.querySelector(".e-bar input[type=search]")
      for (const typed of ["l", "A77"]) {
        input.value = typed
        input.dispatchEvent(new Event("input", { bubbles: true }))
      }
    })()""")
    browser.run("new Promise(done => setTimeout(done, 300))")
    assert tags(browser) == ["A77", *(f"A77{n}" for n in range(10))]


def printed(tab: Tab) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(tab.pdf())).pages)


def test_paper_holds_every_page_of_the_table_and_says_where_it_is_a_part(browser: Tab, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(120, 3)))
    browser.open((tmp_path / "site" / "equipment.html").as_uri())
    paper = printed(browser)
    assert {f"A{n}" for n in range(120)} <= set(paper.split())
    assert "120 of 120" not in paper
    assert browser.run(SHOWN) == 50
    pick(browser, "location", "Location 0")
    paper = printed(browser)
    assert {f"A{n}" for n in range(60)} <= set(paper.split())
    assert "A60" not in paper.split()
    assert "60 of 120 entries" in paper


@pytest.mark.parametrize("width", [390, 1280])
def test_without_javascript_the_whole_table_is_there_to_read(browser: Tab, long_page: str, width: int) -> None:
    browser.without_scripts()
    try:
        browser.open(long_page, width=width)
        assert browser.run(SHOWN) == 2000
        heights = "[...document.querySelectorAll('.e-inventory tbody tr')].filter(row => row.offsetHeight > 10).length"
        assert browser.run(heights) == 2000
        idle = "[...document.querySelectorAll('.e-bar, .e-pager')].map(part => part.offsetHeight)"
        assert browser.run(idle) == [0, 0]
        assert browser.run("document.documentElement.scrollWidth") <= width
    finally:
        browser.without_scripts(False)


def test_on_a_phone_rows_are_cards_with_labels_and_without_empty_cells(tab: Tab, page: str) -> None:
    tab.open(page, width=390, height=844)
    card = """[...document.querySelector("#asset-SRV-1").children].map(cell => [
      cell.offsetHeight > 0, getComputedStyle(cell, "::before").content, cell.textContent !== ""])"""
    found = tab.run(card)
    assert [seen for seen, _label, filled in found] == [filled for _seen, _label, filled in found]
    assert found[3][1] == '"Location"'
    assert found[7][1] == '"Warranty until"'
    tops = "[...document.querySelectorAll('.e-inventory tbody tr')].map(row => row.getBoundingClientRect().width)"
    assert all(width > 300 for width in tab.run(tops))
    assert tab.run("document.documentElement.scrollWidth") <= 390


def test_an_office_at_one_place_has_no_list_of_places(browser: Tab, tmp_path: Path) -> None:
    only = replace(example_office(), locations=PLACES[:1], assets=DEVICES[:2], seats=(), services=())
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(only))
    browser.open((tmp_path / "site" / "equipment.html").as_uri())
    assert browser.run("document.querySelectorAll('.e-bar [data-filter]').length") == 1
    assert browser.run("document.querySelector('.e-pager').offsetHeight") == 0
    assert type_in(browser, "cafe") == ["PC-2"]
