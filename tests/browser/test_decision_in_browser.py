"""The page for account managers in a real browser: on a phone and a screen, in light and dark, and on paper."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import pytest
from pypdf import PdfReader

from estimator.pipeline.customer import decision_html, priced
from estimator.render.charts import options_svg
from estimator.render.example_office import example_office
from tests.browser.chromium import Tab, find_chromium
from tests.builders import facts

pytestmark = [pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")]
TODAY = date(2026, 11, 22)

# Boxes of all texts of the drawings that are shown, by drawing, with the drawing's own box.
TEXTS = """[...document.querySelectorAll("svg")].filter(each => each.getBoundingClientRect().width).map(svg => {
  const box = each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom] };
  return [box(svg), [...svg.querySelectorAll("text")].map(each => [each.textContent, ...box(each)])] })"""
CONTRAST = """(() => {
  const number = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const ratio = (one, other) => (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
  const paper = light(number(getComputedStyle(document.body).backgroundColor));
  const least = (where, property) => Math.min(...[...document.querySelectorAll(where)]
    .map(each => ratio(paper, light(number(getComputedStyle(each)[property])))));
  return [least("p, h1, h2, th, td, dt, dd, figcaption, summary", "color"), least("svg text", "fill"),
    least(".c-bar:not(.c-bar--weaker), .c-fee, .c-lowered, .c-raised", "fill"), least(".c-bar--weaker", "stroke")];
})()"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    job = priced(example_office(), facts(), TODAY)
    folder = tmp_path_factory.mktemp("decision")
    (folder / "decision.html").write_text(decision_html(job), encoding="utf-8")
    (folder / "options.svg").write_text(options_svg(job.estimate, job.facts.rate_card), encoding="utf-8")
    return (folder / "decision.html").as_uri()


def check_drawings(tab: Tab, drawings: int) -> None:
    """No text of a drawing is cut by its edge or stands on another."""
    found = tab.run(TEXTS)
    assert len(found) == drawings
    for (left, top, right, bottom), texts in found:
        assert len(texts) > 10
        for number, (text, *box) in enumerate(texts):
            assert left - 1 <= box[0] <= box[2] <= right + 1, text
            assert top - 1 <= box[1] <= box[3] <= bottom + 1, text
            for other, *beside in texts[number + 1 :]:
                apart = box[2] <= beside[0] or beside[2] <= box[0] or box[3] <= beside[1] + 3 or beside[3] <= box[1] + 3
                assert apart, (text, other)


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen_and_no_text_is_cut_or_covered(tab: Tab, page: str, width: int) -> None:
    tab.requests.clear()
    tab.complaints.clear()
    tab.open(page, width)
    assert tab.run("document.documentElement.scrollWidth") <= width
    check_drawings(tab, 2)
    assert tab.complaints == []
    assert [address for address in tab.requests if not address.startswith(("file:", "about:"))] == []


@pytest.mark.parametrize("dark", [False, True])
def test_texts_and_marks_stand_out_from_the_page(tab: Tab, page: str, dark: bool) -> None:
    tab.open(page, dark=dark)
    words, drawn, bars, edges = tab.run(CONTRAST)
    assert words >= 4.5
    assert drawn >= 4.5
    assert bars >= 3
    assert edges >= 3
    paper = tab.run("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is not dark


def test_it_prints_on_two_pages_and_in_light_from_a_dark_screen(tab: Tab, page: str) -> None:
    tab.open(page, dark=True)
    document = PdfReader(io.BytesIO(tab.pdf()))
    printed = " ".join(each.extract_text() for each in document.pages)
    told = " ".join(unicodedata.normalize("NFKC", printed).split())  # fonts draw `fi` as one sign
    assert len(document.pages) == 2
    for words in ("Verdict: The fixed fee costs less", "Our side (internal)", "All tickets", "Sources"):
        assert words in told
    assert "Every figure that is an assumption" not in told
    tab.print_media(dark=True)
    assert tab.run("getComputedStyle(document.body).color") == "rgb(31, 35, 40)"


def test_the_drawing_alone_is_a_picture_that_is_read_whole(tab: Tab, page: str) -> None:
    tab.open(page.replace("decision.html", "options.svg"), 720)
    check_drawings(tab, 1)


def test_the_list_of_assumptions_unfolds_without_a_script(tab: Tab, page: str) -> None:
    tab.open(page, 390)
    height = tab.run("document.documentElement.scrollHeight")
    tab.run("document.querySelector('summary').focus()")
    tab.press("Enter")
    assert tab.run("document.documentElement.scrollHeight") > height + 2000
    assert tab.run("document.documentElement.scrollWidth") <= 390
