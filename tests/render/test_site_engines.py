"""The same project through MkDocs' successors: every page, link, map, table and search entry is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest

from estimator.cli import options
from estimator.diagnostics import Stop
from estimator.pipeline.customer import pages_folder
from estimator.render.site.engines import ENGINES, build_with
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.site import write_site
from tests.builders import large
from tests.render.site_inputs import inputs_of, tree
from tests.render.test_site import Links, Words, broken_links, naughty_office, pages_of
from tests.test_examples import DUNDER_MIFFLIN, OFFICE, read

EXAMPLES = {"office": OFFICE, "dunder-mifflin": DUNDER_MIFFLIN}
needs = {
    engine: pytest.mark.skipif(find_spec(engine) is None, reason=f"the extra is not installed: estimator[{engine}]")
    for engine in ENGINES
}
SUCCESSORS = [pytest.param(engine, marks=needs[engine]) for engine in ENGINES[1:]]


def example(name: str) -> SiteInputs:
    """What a shipped workbook's site is told, its hand-written pages included."""
    return inputs_of(read(EXAMPLES[name]), pages=pages_folder(EXAMPLES[name]))


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Every example, built with every engine that is installed."""
    made = {}
    for name in EXAMPLES:
        for engine in filter(find_spec, ENGINES):
            made[name, engine] = tmp_path_factory.mktemp(f"{name}-{engine}")
            write_site(made[name, engine] / "site", made[name, engine] / "source", example(name), engine)
    return made


def article(path: Path) -> str:
    """What a page says, without the theme around it."""
    return path.read_text(encoding="utf-8").partition("<article")[2].partition("</article>")[0]


def said(html: str) -> list[str]:
    return "".join(Words(html).texts).split()


def contents(html: str) -> Counter[str]:
    """How many there are of everything that a page is made of, but for what the theme itself jumps to."""
    found = Counter(
        tag for tag, _ in Links(html).tags if tag in {"svg", "path", "table", "tr", "td", "th", "img", "h2"}
    )
    found.update(f"#{name}" for name in Links(html).ids if not name.startswith("__"))
    found.update(link.removeprefix("./") for link in Links(html).links)
    return found


def search_entries(site: Path) -> dict[str, str]:
    """Titles by address, from whichever index there is; its offline twin must say the same."""
    index = site / "search.json" if (site / "search.json").is_file() else site / "search" / "search_index.json"
    content = json.loads(index.read_text(encoding="utf-8"))
    offline = index.with_suffix(".js").read_text(encoding="utf-8")
    assert json.loads(offline.removeprefix("var __index = ").rstrip(";")) == content
    return {entry["location"]: entry["title"] for entry in content.get("items") or content["docs"]}


@needs["properdocs"]
@pytest.mark.parametrize("name", EXAMPLES)
def test_properdocs_gives_the_very_bytes_of_mkdocs_but_for_its_own_name(
    sites: dict[tuple[str, str], Path], name: str
) -> None:
    expected, found = (tree(sites[name, engine] / "site") for engine in ("mkdocs", "properdocs"))
    mkdocs, properdocs = b"mkdocs-1.", b"mkdocs-ProperDocs 1."
    assert found.keys() == expected.keys()
    for path, content in found.items():
        lines, wanted = content.splitlines(), expected[path].splitlines()
        different = [(line, other) for line, other in zip(lines, wanted, strict=True) if line != other]
        assert all(properdocs in line and mkdocs in other for line, other in different), path
        assert len(different) <= 1


@pytest.mark.parametrize("engine", SUCCESSORS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_says_and_shows_the_same(sites: dict[tuple[str, str], Path], name: str, engine: str) -> None:
    expected, found = sites[name, "mkdocs"] / "site", sites[name, engine] / "site"
    pages = sorted(path.relative_to(expected) for path in expected.rglob("*.html"))
    assert sorted(path.relative_to(found) for path in found.rglob("*.html")) == pages
    assert len(pages) >= 8
    for page in pages:
        assert said(article(found / page)) == said(article(expected / page)), page
        assert contents(article(found / page)) == contents(article(expected / page)), page
    assert contents(article(found / "index.html"))["svg"] > 0
    assert contents(article(found / "equipment.html"))["tr"] > 50


@pytest.mark.parametrize("engine", SUCCESSORS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_link_leads_somewhere(sites: dict[tuple[str, str], Path], name: str, engine: str) -> None:
    assert broken_links(sites[name, engine] / "site") == []


@pytest.mark.parametrize("engine", SUCCESSORS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_search_knows_every_heading_and_every_device(
    sites: dict[tuple[str, str], Path], name: str, engine: str
) -> None:
    expected, found = (search_entries(sites[name, kind] / "site") for kind in ("mkdocs", engine))
    assert expected.items() <= found.items()
    for asset in read(EXAMPLES[name]).assets:
        assert any(title.startswith(asset.id) for title in found.values()), asset.id


@pytest.mark.parametrize("engine", SUCCESSORS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_source_is_the_same_whatever_builds_it(sites: dict[tuple[str, str], Path], name: str, engine: str) -> None:
    assert tree(sites[name, engine] / "source") == tree(sites[name, "mkdocs"] / "source")


@pytest.mark.parametrize("engine", SUCCESSORS)
def test_building_twice_gives_the_same_bytes(sites: dict[tuple[str, str], Path], engine: str, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", example("office"), engine)
    assert tree(tmp_path / "site") == tree(sites["office", engine] / "site")


@needs["zensical"]
def test_the_source_builds_with_zensical_and_nothing_of_ours(
    sites: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    shutil.copytree(sites["office", "zensical"] / "source", tmp_path / "source")
    for command in (["-m", "zensical", "build"], ["finish.py", "site"], ["finish.py", "site"]):
        subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path / "source",
            env={**os.environ, "PYTHONPATH": ""},
            capture_output=True,
            check=True,
        )
    assert tree(tmp_path / "source" / "site") == tree(sites["office", "zensical"] / "site")


@pytest.mark.parametrize("engine", SUCCESSORS)
def test_nothing_on_any_page_is_fetched_from_elsewhere(sites: dict[tuple[str, str], Path], engine: str) -> None:
    for page in pages_of(sites["office", engine] / "site").values():
        fetched = [found.get("src") or (found.get("href") if tag == "link" else "") for tag, found in page.tags]
        assert not [address for address in fetched if address and "//" in address]


@pytest.mark.parametrize("engine", SUCCESSORS)
def test_text_from_cells_never_becomes_markup(sites: dict[tuple[str, str], Path], engine: str, tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(naughty_office()), engine)
    expected = pages_of(sites["office", engine] / "site")
    for name, page in pages_of(tmp_path / "site").items():
        usual = {(tag, key) for tag, found in expected[name].tags for key in found}
        assert {(tag, key) for tag, found in page.tags for key in found} <= usual, name
        scripts = [[tag for tag, _ in pages.tags if tag == "script"] for pages in (page, expected[name])]
        assert scripts[0] == scripts[1]
    for name in ("index", "equipment"):
        shown = "".join(Words((tmp_path / "site" / f"{name}.html").read_text(encoding="utf-8")).texts)
        assert "<script>boom()</script>{{ 7*7 }}" in shown
        titles = [dict(found)["title"] for tag, found in Links(shown).tags if tag == "a" and "title" in found]
        assert not [title for title in titles if title and "&lt;" in title], "escaped once, not twice"
    assert broken_links(tmp_path / "site") == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "heading",
    [
        "# The alarm &lt;/title&gt;&lt;script&gt;boom()&lt;/script&gt; & you",
        "# The alarm `</title><script>boom()</script>` & you",
        "# The alarm &quot; onclick=&quot;boom()&quot; & you",
    ],
)
def test_the_heading_of_a_hand_written_page_stays_text(tmp_path: Path, engine: str, heading: str) -> None:
    if find_spec(engine) is None:
        pytest.skip(f"the extra is not installed: estimator[{engine}]")
    pages = tmp_path / "acme.pages"
    pages.mkdir()
    (pages / "alarm.md").write_text(f"{heading}\n\nCall us.\n", encoding="utf-8")
    write_site(tmp_path / "site", tmp_path / "source", replace(example("office"), pages=pages), engine)
    for page in pages_of(tmp_path / "site").values():
        for tag, found in page.tags:
            assert "onclick" not in found, tag
    for path in (tmp_path / "site").rglob("*.html"):
        assert "<script>boom" not in path.read_text(encoding="utf-8"), path


@needs["zensical"]
def test_zensical_takes_a_large_inventory(tmp_path: Path) -> None:
    write_site(tmp_path / "site", tmp_path / "source", inputs_of(large(600, 10)), "zensical")
    page = pages_of(tmp_path / "site")["equipment.html"]
    assert len([name for name in page.ids if name.startswith("asset-")]) == 600
    assert broken_links(tmp_path / "site") == []


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_an_engine_that_is_not_installed_is_told_in_a_sentence(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("estimator.render.site.engines.find_spec", lambda name: None)
    with pytest.raises(Stop) as stopped:
        write_site(tmp_path / "site", tmp_path / "source", example("office"), engine)
    assert f"{engine} is not installed. pip install 'estimator[{engine}]'" in str(stopped.value)


@pytest.mark.parametrize("engine", SUCCESSORS)
def test_a_project_that_an_engine_refuses_is_told_in_a_sentence(tmp_path: Path, engine: str) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "mkdocs.yml").write_text("site_name: [", encoding="utf-8")
    with pytest.raises(Stop, match=f"{engine} cannot build it"):
        build_with(engine, tmp_path / "source", tmp_path / "site")


def test_the_command_line_offers_every_engine() -> None:
    assert options.ENGINES == ENGINES
