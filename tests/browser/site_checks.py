"""What any built site must pass in a real browser, whoever the customer and whichever language: by its folder."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.browser.chromium import Tab

MOST_BYTES_OF_A_SITE = 1_800_000
MOST_BYTES_OF_A_PAGE = 150_000
NUMBERED = re.compile(r"-(\d+)$")
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
ALIKE = (".md-typeset tbody tr:nth-child(n+8)", ".e-month:nth-of-type(n+2)", "h3 ~ h3 ~ h3 ~ .e-scroll")
"""More of the same, which would take minutes: rows, months of the calendar, months of dates."""


def pages_of(site: Path) -> list[Path]:
    """Every page of a site."""
    return sorted(site.rglob("*.html"))


def kinds_of(site: Path) -> list[Path]:
    """A page of every kind: of numbered ones, which are alike, the first."""
    return [page for page in pages_of(site) if not (found := NUMBERED.search(page.stem)) or found[1] == "1"]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address under which a folder is served on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:  # or a test that fails never ends
            server.shutdown()
            thread.join()


def elsewhere(tab: Tab, *allowed: str) -> list[str]:
    """Requests to anything but the allowed addresses and the page itself."""
    return [request for request in tab.requests if not request.startswith((*allowed, "about:", "data:"))]


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(tab: Tab) -> list[str]:
    """What axe-core finds on the open page, as it is shown now: rule, element, and why."""
    tab.run(_axe() + ";0")
    context = json.dumps({"exclude": [[selector] for selector in ALIKE]})
    options = json.dumps({"runOnly": AXE_TAGS, "resultTypes": ["violations"], "preload": False})
    found = tab.run(
        f"""axe.run({context}, {options}).then(result => result.violations.flatMap(rule => rule.nodes.map(node =>
          [rule.id, node.target.join(" "), ...[...node.any, ...node.all, ...node.none].map(check => check.message)]
            .join(": "))))"""
    )
    assert isinstance(found, list)
    return found


PRESSED = """(() => {
  const element = document.activeElement
  if (!element || element === document.body) return null
  if (!window.order) window.order = new Map()
  if (!window.order.has(element)) window.order.set(element, window.order.size)
  const seen = element.matches(".md-option") ? element.nextElementSibling : element
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect()
  return {
    number: window.order.get(element),
    name: element.outerHTML.slice(0, 160),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    shown: box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.left < innerWidth
      && box.top < innerHeight && style.visibility === "visible",
  }
})()"""
NOT_REACHED = """[...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0'], *")]
  .filter(element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect()
    if (style.visibility !== "visible" || box.width <= 1 || box.height <= 1 || !element.checkVisibility()) return false
    if (element.closest("[hidden], [inert]") || element.disabled) return false
    const scrolls = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    return element.matches("a[href], button:not([tabindex='-1']), input, select, summary, [tabindex='0']") || scrolls
  })
  .filter(element => !window.order.has(element))
  .map(element => element.outerHTML.slice(0, 160))"""


def walk_by_keys(tab: Tab, most: int = 1500) -> list[dict[str, Any]]:
    """Presses Tab from the top of the open page until the focus leaves it; every stop on the way."""
    stops: list[dict[str, Any]] = []
    for _ in range(most):
        tab.press("Tab")
        stop = tab.run(PRESSED)
        if stop is None:
            return stops
        if not stop["shown"]:  # it may still be scrolling there
            tab.run("new Promise(done => setTimeout(done, 200))")
            stop = tab.run(PRESSED)
        if stop["number"] == 0 and stops:
            return stops
        assert stop["number"] == len(stops), f"a trap: from {stops[-1]['name']} back to {stop['name']}"
        stops.append(stop)
    raise AssertionError("the focus never leaves the page")
