"""The website as files: whole, self-contained, the same as a plain `mkdocs build`, and free of anything internal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from estimator.diagnostics import Stop
from estimator.model.infrastructure import Assessment, Service
from estimator.model.rate_card import Provider
from estimator.render.example_office import example_office
from estimator.render.site.pages import PAGES
from estimator.render.site.site import write_site
from tests.builders import facts, large
from tests.render.site_inputs import CALENDAR, inputs_of, office_inputs, plain, tree

NAUGHTY = (
    "](javascript:alert(1))",
    "<script>boom()</script>",
    "{{ 7*7 }} {% raw %} ${x}",
    "\\\\srv\\share\\*new*",
    "de:ad:be:ef:fr:nl 00:1b:be:44:de:fr :smile: :be:",
    "&amp; &lt;b&gt; <b>bold</b>",
    "\n```\n<i>code</i>\n```\n",
    "# heading\n\n- list\n\n    indented",
    "\n\n</div></section><h2>out</h2>",
    '" onmouseover="boom()" x="',
    "' onfocus=boom() autofocus '",
    "[ref]: http://evil.example\n\n[ref]",
    "{: onclick=boom() }",
    "*[HTML]: abbr",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    "\x00\x07\x1b[31m \x02wzxhzdk:0\x03 \x7f",
    "a\r\nb\rc\u2028d\x0be\x85f",
    "=cmd|' /C calc'!A0",
    "مرحبا \u202eabc\u202c 🏳️‍🌈 e\u0301",
    "%(name)s %s {name} {0}",
    "!!python/object:os.system",
    "- a: b # c",
    "../../../etc/passwd",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    write_site(folder / "site", folder / "site-source", office_inputs())
    return folder / "site"


class Links(HTMLParser):
    """Links, ids and tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        self.links += [found[key] or "" for key in ("href", "src", "xlink:href", "poster", "data") if key in found]
        if found.get("id"):
            self.ids.append(found["id"] or "")


def pages_of(site: Path) -> dict[str, Links]:
    return {
        path.relative_to(site).as_posix(): Links(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def broken_links(site: Path) -> list[str]:
    pages = pages_of(site)
    broken = []
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in {"mailto", "tel", "https"}:
                continue
            target = os.path.normpath((Path(name).parent / unquote(parts.path)).as_posix()) if parts.path else name
            missing = not (site / target).exists()
            if missing or (parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids):
                broken.append(f"{name}: {link}")
    return broken


def plain_build(source: Path, site: Path) -> None:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": "", "SOURCE_DATE_EPOCH": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-d", str(site)]
    result = subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr


def test_every_page_is_there_with_the_calendar(site: Path) -> None:
    for page in PAGES:
        assert (site / f"{page}.html").is_file()
    assert (site / "schedule.ics").read_bytes() == CALENDAR


def test_a_plain_mkdocs_build_of_the_project_gives_the_same_site_byte_for_byte(tmp_path: Path) -> None:
    pages = hand_written(tmp_path)
    write_site(tmp_path / "site", tmp_path / "site-source", replace(office_inputs(), pages=pages))
    plain_build(tmp_path / "site-source", tmp_path / "plain")
    assert tree(tmp_path / "site") == tree(tmp_path / "plain")


def test_building_twice_gives_the_same_bytes_even_after_another_customer(tmp_path: Path, site: Path) -> None:
    other = inputs_of(replace(example_office(), customer=replace(example_office().customer, name="Another & Co")))
    write_site(tmp_path / "other", tmp_path / "other-source", other)
    write_site(tmp_path / "site", tmp_path / "site-source", office_inputs())
    assert tree(tmp_path / "site") == tree(site)
    assert tree(tmp_path / "site-source") == tree(site.parent / "site-source")


def test_nothing_on_any_page_is_fetched_from_elsewhere(site: Path) -> None:
    for name, page in pages_of(site).items():
        for tag, attributes in page.tags:
            fetched = attributes.get("src") or (attributes.get("href") if tag == "link" else None) or ""
            assert not urlsplit(fetched).netloc, f"{name}: {tag} {fetched}"
    for path in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_link_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []


def test_no_page_uses_an_id_twice(site: Path) -> None:
    for name, page in pages_of(site).items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_page_begins_with_its_conclusion_and_ends_with_when_it_was_checked(site: Path) -> None:
    for page in PAGES:
        article = (
            (site / f"{page}.html").read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]
        )
        before = article.partition('class="e-conclusion')[0]
        assert "<p>" not in before
        after = article.partition('class="e-checked"')[2]
        assert "12\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026" in after
        assert "<h2" not in after


def test_a_small_site_is_small_and_carries_no_source_maps(site: Path) -> None:
    files = tree(site)
    assert sum(map(len, files.values())) < 1_800_000
    assert not [name for name in files if name.endswith(".map") or "lunr" in name]


def test_a_site_in_french_brings_the_french_search_rules_only(tmp_path: Path) -> None:
    office = example_office()
    french = replace(office, customer=replace(office.customer, language="fr"))
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(french))
    rules = {path.name for path in (tmp_path / "site" / "assets" / "javascripts" / "lunr").rglob("*.js")}
    assert rules == {"lunr.fr.min.js", "lunr.stemmer.support.min.js"}


def test_the_search_finds_every_device_by_its_tag(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["location"]: entry["title"] for entry in index["docs"]}
    for asset in example_office().assets:
        assert titles[f"equipment.html#asset-{asset.id}"].startswith(asset.id)
    offline = (site / "search" / "search_index.js").read_text(encoding="utf-8")
    assert json.loads(offline.removeprefix("var __index = ")) == index


def naughty_office() -> Assessment:
    """The office with a hostile text in every cell that holds text."""
    office, number = example_office(), iter(range(10**6))

    def bad() -> str:
        n = next(number)
        return f"{n}{NAUGHTY[n % len(NAUGHTY)]}"

    ids = {asset.id: bad() for asset in office.assets}
    places = {location.id: bad() for location in office.locations}
    return replace(
        office,
        customer=replace(office.customer, name="\"'</title>" + "".join(NAUGHTY), assessor=bad(), account_manager=bad()),
        locations=tuple(
            replace(place, id=places[place.id], name=bad(), street=bad(), city=bad(), notes="".join(NAUGHTY))
            for place in office.locations
        ),
        seats=tuple(replace(group, location=places[group.location]) for group in office.seats),
        assets=tuple(
            replace(
                asset,
                id=ids[asset.id],
                name=bad(),
                location=places[asset.location],
                manufacturer=bad(),
                model=bad(),
                serial_number=bad(),
                ip_address=bad(),
                notes="".join(NAUGHTY),
                connected_to=ids.get(asset.connected_to, ""),
                internal_notes="INTERNAL-MARK",
            )
            for asset in office.assets
        ),
        services=tuple(
            replace(
                service,
                id=bad(),
                name=bad(),
                provider=bad(),
                sla_level=bad(),
                location="",
                internal_notes="INTERNAL-MARK",
            )
            for service in office.services
        ),
    )


class Words(HTMLParser):
    """The text of a page as a reader sees it, scripts and styles aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.texts.append(data)


def test_text_from_cells_never_becomes_markup(tmp_path: Path, site: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()))
    expected = {
        name: {(tag, key) for tag, found in page.tags for key in found} for name, page in pages_of(site).items()
    }
    for name, page in pages_of(tmp_path / "site").items():
        assert {(tag, key) for tag, found in page.tags for key in found} - expected[name] == set(), name
        assert not [link for link in page.links if urlsplit(link).scheme not in {"", "tel", "mailto"}], name
        assert len([tag for tag, _ in page.tags if tag == "script"]) == len(
            [tag for tag, _ in pages_of(site)[name].tags if tag == "script"]
        )
    assert broken_links(tmp_path / "site") == []


def test_text_from_cells_arrives_unchanged(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()))
    seen = "".join(Words((tmp_path / "site" / "equipment.html").read_text(encoding="utf-8")).texts)
    flat = re.sub(r"\s+", " ", seen)
    for text in NAUGHTY:
        printable = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)
        for line in printable.splitlines():
            assert re.sub(r"\s+", " ", line).strip() in flat, text


def test_a_hostile_project_still_builds_the_same_with_plain_mkdocs(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()))
    plain_build(tmp_path / "source", tmp_path / "plain")
    assert tree(tmp_path / "site") == tree(tmp_path / "plain")


def test_nothing_internal_reaches_the_site_or_its_source(tmp_path: Path) -> None:
    marked = replace(
        naughty_office(),
        customer=replace(example_office().customer, notes="INTERNAL-MARK", vat_number="INTERNAL-MARK"),
    )
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(marked))
    everything = b"".join((*tree(tmp_path / "site").values(), *tree(tmp_path / "source").values()))
    assert b"INTERNAL-MARK" not in everything
    policy = facts().pricing
    for word in ("margin", "profit", policy.risk.source, policy.guards.source):
        assert word.encode() not in b"".join(
            content
            for name, content in tree(tmp_path / "source").items()
            if name.endswith((".md", ".html", ".json", ".yml"))
        )


def hand_written(folder: Path) -> Path:
    pages = folder / "acme.pages"
    (pages / "pictures").mkdir(parents=True)
    (pages / "alarm.md").write_text(
        "---\ntitle: <script>x</script>\ntemplate: evil.html\n---\n"
        "# The alarm & you\n\nCall **us**. [Devices](../equipment.md), [mail](mailto:a@b.example)\n\n"
        "![plan](pictures/plan.png)\n",
        encoding="utf-8",
    )
    (pages / "pictures" / "plan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return pages


def test_hand_written_pages_join_the_site_with_their_images(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", replace(office_inputs(), pages=hand_written(tmp_path)))
    page = (tmp_path / "site" / "pages" / "alarm.html").read_text(encoding="utf-8")
    assert "Call <strong>us</strong>" in page
    assert 'href="../equipment.html"' in page
    assert "<script>x" not in page
    assert (tmp_path / "site" / "pages" / "pictures" / "plan.png").is_file()
    assert "The alarm &amp; you" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert broken_links(tmp_path / "site") == []


def test_a_hand_written_page_says_that_it_is_there_in_one_language_alone(tmp_path: Path) -> None:
    inputs = replace(office_inputs(), pages=hand_written(tmp_path))
    write_site(tmp_path / "site", tmp_path / "source", inputs, languages=("en", "fr"))
    english, french = ((tmp_path / "site" / code / "pages" / "alarm.html").read_text("utf-8") for code in ("en", "fr"))
    assert '<p class="e-note" lang="fr">Cette page n’existe qu’en anglais.</p>' in french
    assert "e-note" not in english


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<script>x</script>", "<script>"),
        ("<img src=a onerror=x>", "onerror"),
        ("[a](javascript:x)", "javascript:"),
        ("[a](java&#115;cript:x)", "javascript:"),
        ("![a](https://elsewhere.example/a.png)", "from elsewhere"),
        ("![a](//elsewhere.example/a.png)", "from elsewhere"),
        ("<iframe src='x'></iframe>", "<iframe>"),
        ("[a](missing.md)", "not there"),
        ("[a](../../secret.txt)", "not there"),
        ("text\n{: onclick='x' }", "onclick"),
        ("<p style='background:url(//x)'>a</p>", "style"),
    ],
)
def test_a_hand_written_page_that_runs_or_fetches_something_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    pages = tmp_path / "acme.pages"
    pages.mkdir()
    (pages / "page.md").write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stopped:
        write_site(tmp_path / "site", tmp_path / "source", replace(office_inputs(), pages=pages))
    assert problem in str(stopped.value)
    assert "page.md" in str(stopped.value)


def test_a_link_out_of_the_folder_of_pages_is_refused(tmp_path: Path) -> None:
    pages = hand_written(tmp_path)
    (tmp_path / "secret.md").write_text("# Secret", encoding="utf-8")
    (pages / "stolen.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(Stop, match="a link to another place"):
        write_site(tmp_path / "site", tmp_path / "source", replace(office_inputs(), pages=pages))


def test_the_project_holds_no_compiled_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    write_site(tmp_path / "site", tmp_path / "source", office_inputs())
    assert not list((tmp_path / "source").rglob("*.pyc"))


def test_contact_details_are_printed_where_they_are_known(tmp_path: Path) -> None:
    provider = Provider("We & Co", "+352 (0)20 00 00", "help@we.example", "https://chat.we.example")
    write_site(tmp_path / "site", tmp_path / "source", replace(office_inputs(), provider=provider))
    pages = pages_of(tmp_path / "site")
    assert {"tel:+352200000", "mailto:help@we.example", "https://chat.we.example"} <= set(pages["help.html"].links)
    assert {"tel:+352200000", "help.html"} <= set(pages["index.html"].links)
    text = (tmp_path / "site" / "help.html").read_text(encoding="utf-8")
    assert 'Call <a href="tel:+352200000">+352 (0)20 00 00</a>, Mon' in text
    assert "as in your contract" not in text


@pytest.mark.parametrize("services", [example_office().services, ()])
def test_a_customer_with_hardly_anything_gets_a_whole_site(tmp_path: Path, services: tuple[Service, ...]) -> None:
    office = replace(example_office(), assets=(), seats=(), services=services)
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(office))
    assert broken_links(tmp_path / "site") == []


def test_a_large_inventory_is_put_in_after_rendering_and_linked_all_the_same(tmp_path: Path) -> None:
    inputs = inputs_of(large(600, 10))
    write_site(tmp_path / "site", tmp_path / "source", inputs)
    page = pages_of(tmp_path / "site")["equipment.html"]
    assert len([i for i in page.ids if i.startswith("asset-")]) == 600
    assert (tmp_path / "source" / "fragments" / "inventory.html").is_file()
    assert broken_links(tmp_path / "site") == []


def chain_and_ring(length: int) -> Assessment:
    office = example_office()
    chain = [replace(office.assets[0], id=f"C{n}", name=f"Chain {n}", connected_to=f"C{n - 1}") for n in range(length)]
    ring = [replace(office.assets[0], id=f"R{n}", name=f"Ring {n}", connected_to=f"R{(n + 1) % 5}") for n in range(5)]
    return replace(office, assets=(*chain, *ring))


def test_devices_connected_in_a_circle_or_a_chain_are_all_on_the_map(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(chain_and_ring(30)))
    page = (tmp_path / "site" / "sites.html").read_text(encoding="utf-8")
    assert all(f"Chain {n}<" in page for n in range(30))
    assert all(f"Ring {n}<" in page for n in range(5))


def test_a_chain_too_long_to_draw_is_counted(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(chain_and_ring(2000)))
    page = (tmp_path / "site" / "sites.html").read_text(encoding="utf-8")
    assert "2,005 devices" in plain(page)
    assert broken_links(tmp_path / "site") == []


def test_every_location_is_found_by_the_search_on_the_page_that_describes_it(tmp_path: Path, site: Path) -> None:
    def found(folder: Path) -> set[str]:
        index = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))
        return {entry["location"] for entry in index["docs"] if "rue" in entry["text"] or "rue" in entry["title"]}

    assert {"sites.html#location-lux", "sites.html#location-arlon"} <= found(site)
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(60, 5)))
    assert {f"location-{n + 1}.html" for n in range(5)} <= found(tmp_path / "site")


@pytest.mark.parametrize("locations", [5, 40])
def test_many_locations_have_a_page_each_with_its_name_and_links_that_lead_there(
    tmp_path: Path, locations: int
) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(400, locations)))
    pages = pages_of(tmp_path / "site")
    assert len([name for name in pages if name.startswith("location-")]) == locations
    assert {f"location-{n + 1}.html" for n in range(locations)} <= set(pages["sites.html"].links)
    assert broken_links(tmp_path / "site") == []
    page = (tmp_path / "site" / "location-4.html").read_text(encoding="utf-8")
    assert "<title>Location 3 - Bureau Exemple" in page
    plain_build(tmp_path / "source", tmp_path / "plain")
    assert tree(tmp_path / "site") == tree(tmp_path / "plain")


def test_no_page_but_the_inventory_grows_beyond_what_a_phone_fetches_quickly(tmp_path: Path) -> None:
    longest = "fr"
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(5000, 40), shown_in=longest))
    sizes = {path.name: path.stat().st_size for path in (tmp_path / "site").glob("*.html")}
    assert {name for name, size in sizes.items() if size > 150_000} <= {"equipment.html"}


def test_hostile_names_of_locations_stay_text_where_each_has_a_page(tmp_path: Path) -> None:
    places = tuple(replace(example_office().locations[0], id=f"{n}{bad}", name=bad) for n, bad in enumerate(NAUGHTY))
    office = replace(example_office(), locations=places, assets=(), seats=(), services=())
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(office))
    plain = ("x", "a name that takes two lines of its box")
    clean = replace(
        office, locations=tuple(replace(place, id=f"L{n}", name=plain[n % 2]) for n, place in enumerate(places))
    )
    write_site(tmp_path / "clean", tmp_path / "clean-source", inputs_of(clean))
    allowed = {
        (tag, key) for page in pages_of(tmp_path / "clean").values() for tag, found in page.tags for key in found
    }
    for name, page in pages_of(tmp_path / "site").items():
        assert {(tag, key) for tag, found in page.tags for key in found} <= allowed, name
    assert broken_links(tmp_path / "site") == []
    plain_build(tmp_path / "source", tmp_path / "plain")
    assert tree(tmp_path / "site") == tree(tmp_path / "plain")
