"""The equipment table of 5,000 assets in headless Chromium, beside tablesort, DataTables and Tabulator."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.customers import write_large
from benchmarks.interleaved import estimator
from tests.browser.chromium import Tab, chromium, find_chromium

ASSETS = 5_000
ROUNDS = 5
LIBRARIES = {"tablesort": "5.7.1", "datatables.net": "3.1.5", "tabulator-tables": "6.5.3"}
"""Fetched with npm for one run and never kept."""
FILTER_BOUND = 60
WORD = "laptop"
"""What is typed into the filter; no row that stands first before it may hold it."""

USABLE = """(() => {
  const look = () => {
    if (document.readyState === "complete" && document.querySelector(".e-inventory--live, [data-usable]"))
      requestAnimationFrame(() => requestAnimationFrame(() => { window.usable = performance.now() }))
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()"""
"""The same for every page: it is loaded, its table says that it is enhanced, and two frames are painted since."""

TIMED = """(async () => {{
  const first = () => document.querySelector("{row}").textContent
  const before = first()
  const started = performance.now()
  {act}
  while (!({done})) await new Promise(requestAnimationFrame)
  await new Promise(painted => requestAnimationFrame(() => {{
    const after = new MessageChannel()
    after.port1.onmessage = painted
    after.port2.postMessage(0)
  }}))
  return performance.now() - started
}})()"""
"""Milliseconds from a key or a click until the frame with its result is painted."""

PLAIN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title>{head}</head>
<body>{body}</body></html>
"""
BORDERS = "<style>table { border-collapse: collapse } th, td { border: 1px solid #ccc; padding: 4px }</style>"
DONE = "document.documentElement.dataset.usable = ''"


@dataclass
class Page:
    """A page that is measured, where its parts are, and what was measured so far."""

    name: str
    path: Path
    row: str = "tbody tr"
    filter: str = ""
    """Where one types; empty: the page has no filter, or nothing to filter."""
    heading: str = ""
    """What one clicks to sort by name; empty: there is nothing to sort."""
    times: dict[str, list[float]] = field(default_factory=dict, init=False)

    def measure(self, tab: Tab) -> None:
        """One round. A key and a click come half a second after the page can be used, as they do from a person."""
        tab.open(self.path.as_uri())
        self._note("usable", tab.wait_for("window.usable", 60))
        measured = tab.metrics()
        self._note("nodes", measured["Nodes"])
        self._note("heap", measured["JSHeapUsedSize"] / 2**20)
        time.sleep(0.5)
        if self.filter:
            type_in = "input.value = '{}'; input.dispatchEvent(new Event('input', {{ bubbles: true }}))".format
            act = f"const input = document.querySelector('{self.filter}'); "
            done = f"first().toLowerCase().includes('{WORD}')"
            self._note("filter", tab.run(TIMED.format(row=self.row, act=act + type_in(WORD), done=done)))
            tab.run(TIMED.format(row=self.row, act=act + type_in(""), done="first() !== before"))
        if self.heading:
            act = f"document.querySelector('{self.heading}').click()"
            self._note("sort", tab.run(TIMED.format(row=self.row, act=act, done="first() !== before")))

    def _note(self, what: str, value: float) -> None:
        self.times.setdefault(what, []).append(value)

    def median(self, what: str) -> float | None:
        """The median of what was measured; None where the page has no such thing."""
        return statistics.median(self.times[what]) if what in self.times else None

    def line(self) -> str:
        """The page's medians as a line of the table."""
        shown = (
            f"{median:{style}}" if (median := self.median(what)) is not None else "-"
            for what, style in (
                ("usable", ".0f"),
                ("filter", ".0f"),
                ("sort", ".0f"),
                ("nodes", ",.0f"),
                ("heap", ".1f"),
            )
        )
        return f"{self.name:32}" + "".join(f"{text:>12}" for text in shown)


def built_site(folder: Path) -> Path:
    """The website of a customer with many assets, as `estimator build` makes it."""
    write_large(folder / "large.xlsx", ASSETS)
    subprocess.run(estimator("build", str(folder / "large.xlsx"), "-o", str(folder / "out"), "--quiet"), check=True)
    return folder / "out" / "large" / "site"


def our_pages(site: Path) -> Iterator[Page]:
    """The equipment page, the same with an empty table, and its table alone on a page without the theme."""
    ours: dict[str, str] = {"filter": ".e-bar input[type=search]", "heading": "thead th:nth-child(2) button"}
    html = (site / "equipment.html").read_text(encoding="utf-8")
    before, rows = html.split("<tbody>", 1)
    yield Page("ours: the equipment page", site / "equipment.html", **ours)
    empty = site / "equipment-empty.html"
    empty.write_text(before + "<tbody></tbody>" + rows.split("</tbody>", 1)[1], encoding="utf-8")
    yield Page("the same with an empty table", empty)
    table = html[html.index('<div class="e-inventory"') : html.index("</nav>", html.index("</table>"))] + "</nav></div>"
    assets = "assets/site/{}".format
    head = f'<link rel="stylesheet" href="{assets("site.css")}"><script src="{assets("early.js")}"></script>'
    body = f'<div class="md-typeset">{table}</div><script src="{assets("table.js")}"></script>'
    plain = site / "equipment-plain.html"
    plain.write_text(PLAIN.format(name="ours", head=head, body=body), encoding="utf-8")
    yield Page("ours: the table alone", plain, **ours)


def library_pages(site: Path, modules: Path) -> Iterator[Page]:
    """The same table on plain pages, enhanced by what others use.

    The tag that heads a row is an ordinary cell there: Tabulator takes every `th` for a column.
    """
    html = (site / "equipment.html").read_text(encoding="utf-8")
    head, rows = html[html.index("<thead>") : html.index("</table>")].split("<tbody>")
    rows = re.sub(r"<th[^>]*>(.*?)</th>", r"<td>\1</td>", rows)
    table = f'<table id="table">{head}<tbody>{rows}</table>'

    def page(name: str, css: str, script: str, start: str, **places: str) -> Page:
        path = modules / f"{name}.html"
        head = f'<link rel="stylesheet" href="{css}">' if css else BORDERS
        body = f'<input id="filter" type="search">{table}<script src="{script}"></script><script>{start}</script>'
        path.write_text(PLAIN.format(name=name, head=head, body=body), encoding="utf-8")
        return Page(f"{name} {LIBRARIES[name]}", path, **places)

    yield page(
        "tablesort",
        "",
        "tablesort/dist/tablesort.min.js",
        f"new Tablesort(document.getElementById('table')); {DONE}",
        heading="thead th:nth-child(2)",
    )
    yield page(
        "datatables.net",
        "",
        "datatables.net/js/dataTables.min.js",
        f"new DataTable('#table', {{ pageLength: 50, searchDelay: 0, order: [], initComplete: () => {{ {DONE} }} }})",
        filter=".dt-search input",
        heading="thead th:nth-child(2)",
    )
    yield page(
        "tabulator-tables",
        "tabulator-tables/dist/css/tabulator.min.css",
        "tabulator-tables/dist/js/tabulator.min.js",
        f"""const made = new Tabulator('#table', {{ pagination: true, paginationSize: 50 }})
        made.on('tableBuilt', () => {{ {DONE} }})
        const typed = document.getElementById('filter')
        typed.addEventListener('input', () => made.setFilter(
          data => Object.values(data).join(' ').toLowerCase().includes(typed.value.toLowerCase())))""",
        row=".tabulator-tableholder .tabulator-row",
        filter="#filter",
        heading=".tabulator-col[tabulator-field=name]",
    )


def fetched(folder: Path) -> Path | None:
    """The libraries as npm packages; None, after a sentence about it, where npm is missing or reaches nothing."""
    npm = shutil.which("npm")
    if npm is None:
        print("npm is not installed: only our own table is measured.")
        return None
    packages = [f"{name}@{version}" for name, version in LIBRARIES.items()]
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder))
    try:
        subprocess.run([npm, "install", *quiet, *packages], check=True, capture_output=True, timeout=180)
    except (OSError, subprocess.SubprocessError):
        print(f"npm could not fetch {', '.join(packages)}: only our own table is measured.")
        return None
    return folder / "node_modules"


def report(pages: list[Page]) -> None:
    """Prints the medians and how ours stand to their bounds."""
    print(f"{f'medians of {ROUNDS}, {ASSETS:,} x 12':32}", *(f"{head:>11}" for head in (
        "usable ms", "filter ms", "sort ms", "nodes", "heap MiB"
    )))  # fmt: skip
    for page in pages:
        print(page.line())
    ours, empty = pages[0], pages[1]
    usable, base, filtering = ours.median("usable"), empty.median("usable"), ours.median("filter")
    assert usable is not None
    assert base is not None
    assert filtering is not None
    bound = 1.2 * base + 600
    print(f"usable: {usable:.0f} ms, should be at most 1.2 x {base:.0f} + 600 = {bound:.0f} ms")
    print(f"filter: {filtering:.0f} ms, should be under {FILTER_BOUND} ms")


if __name__ == "__main__":
    if find_chromium() is None:
        sys.exit("No Chromium is installed: nothing can be measured.")
    with tempfile.TemporaryDirectory() as temporary, chromium() as opened:
        site = built_site(Path(temporary))
        measured = list(our_pages(site))
        if modules := fetched(Path(temporary)):
            measured += library_pages(site, modules)
        opened.run_before_pages(USABLE)
        for number in range(ROUNDS + 1):
            for each in measured:
                each.measure(opened)
                if number == 0:  # a round that does not count, so that nothing pays for a cold disk
                    each.times.clear()
        report(measured)
