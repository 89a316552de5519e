"""`build`: outputs whole or not at all, only what changed, one customer's errors stop no other."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from estimator.diagnostics import Stop
from estimator.model.brand import Logo
from estimator.model.facts import Facts
from estimator.pipeline.build import OUTPUTS, Built, Order, build
from estimator.pipeline.workers import WorkerPool
from estimator.read.data_files import read_facts
from estimator.read.headings import read_form
from estimator.render.example_office import example_office
from estimator.render.form.workbook import write_form
from estimator.render.site.build import build_project
from estimator.render.site.project import as_svg
from tests.read.test_brand import png

FACTS = read_facts({}, ())
TODAY = date(2026, 11, 22)


def small_customer(path: Path, name: str = "Small customer") -> Path:
    """A workbook with one location and a handful of assets, so that building it is quick."""
    office = example_office()
    keep = office.locations[0].id
    assets = [asset for asset in office.assets if asset.location == keep and not asset.connected_to][:4]
    small = replace(
        office,
        customer=replace(office.customer, name=name),
        locations=office.locations[:1],
        seats=tuple(group for group in office.seats if group.location == keep),
        assets=tuple(replace(asset, redundancy_group="") for asset in assets),
        services=tuple(service for service in office.services if service.location in ("", keep)),
    )
    write_form(path, read_form(), "en", small)
    return path


def run(out: Path, *workbooks: Path, facts: Facts = FACTS, workers: int = 1) -> dict[str, Built]:
    return {built.workbook.stem: built for built in build(workbooks, Order(out, facts, TODAY), workers)}


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_customer(tmp_path_factory.mktemp("workbook") / "acme.xlsx")


def test_every_output_is_there_and_nothing_is_left_beside_them(workbook: Path, tmp_path: Path) -> None:
    built = run(tmp_path, workbook)["acme"]
    assert built.outcome == "built"
    for name in OUTPUTS:
        assert (tmp_path / "acme" / name).stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == ["acme"]


def test_the_same_input_on_the_same_day_gives_the_same_bytes(workbook: Path, tmp_path: Path) -> None:
    run(tmp_path / "one", workbook)
    run(tmp_path / "two", workbook)
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_what_did_not_change_is_not_built_again(workbook: Path, tmp_path: Path) -> None:
    run(tmp_path, workbook)
    before = (tmp_path / "acme" / "site" / "index.html").stat().st_mtime_ns
    assert run(tmp_path, workbook)["acme"].outcome == "unchanged"
    assert (tmp_path / "acme" / "site" / "index.html").stat().st_mtime_ns == before


def test_another_rate_card_is_a_change(workbook: Path, tmp_path: Path) -> None:
    run(tmp_path, workbook)
    dearer = read_facts({}, ("plan.business.monthly_price=400",))
    assert run(tmp_path, workbook, facts=dearer)["acme"].outcome == "built"


def test_an_overlay_is_a_change_and_so_is_another_value_in_it(workbook: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.toml"
    for price in (400, 410):
        overlay.write_text(f"[plan.business]\nmonthly_price = {price}\n", encoding="utf-8")
        facts = read_facts({}, (overlay,))
        assert run(tmp_path, workbook, facts=facts)["acme"].outcome == "built"
        assert run(tmp_path, workbook, facts=facts)["acme"].outcome == "unchanged"


def test_a_missing_output_is_made_again(workbook: Path, tmp_path: Path) -> None:
    run(tmp_path, workbook)
    (tmp_path / "acme" / "quote.pdf").unlink()
    assert run(tmp_path, workbook)["acme"].outcome == "built"
    assert (tmp_path / "acme" / "quote.pdf").exists()


def test_a_workbook_with_errors_keeps_what_was_built_before_and_stops_no_other(tmp_path: Path) -> None:
    good, bad = small_customer(tmp_path / "good.xlsx"), small_customer(tmp_path / "bad.xlsx")
    out = tmp_path / "out"
    run(out, bad)
    before = tree(out / "bad")
    bad.write_bytes(b"no workbook at all")
    results = run(out, bad, good, workers=2)
    assert results["good"].outcome == "built"
    assert results["bad"].outcome == "failed"
    assert results["bad"].diagnostics
    assert tree(out / "bad") == before


def test_a_folder_that_cannot_be_written_stops_no_other(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("in the way", encoding="utf-8")
    result = run(tmp_path / "a-file" / "out", workbook)["acme"]
    assert result.outcome == "failed"
    assert [diagnostic.check for diagnostic in result.diagnostics] == ["file-system"]
    assert "a-file" in result.diagnostics[0].place


def test_a_folder_that_is_not_ours_is_never_replaced(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "thesis.txt").write_text("years of work", encoding="utf-8")
    result = run(tmp_path, workbook)["acme"]
    assert result.outcome == "failed"
    assert [diagnostic.check for diagnostic in result.diagnostics] == ["output-in-the-way"]
    assert (tmp_path / "acme" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_two_workbooks_of_one_name_are_refused_before_anything_is_built(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    twins = [small_customer(tmp_path / folder / "acme.xlsx") for folder in "ab"]
    with pytest.raises(Stop) as stop:
        run(tmp_path / "out", *twins)
    assert {diagnostic.check for diagnostic in stop.value.diagnostics} == {"same-output-folder"}
    assert not (tmp_path / "out").exists()


def test_many_customers_in_parallel_give_the_bytes_that_one_at_a_time_gives(tmp_path: Path) -> None:
    workbooks = [small_customer(tmp_path / f"c{n}.xlsx", f"Customer {n}") for n in range(3)]
    run(tmp_path / "parallel", *workbooks, workers=2)
    run(tmp_path / "single", *workbooks, workers=1)
    assert tree(tmp_path / "parallel") == tree(tmp_path / "single")


@pytest.mark.parametrize("languages", [("nl", "fr", "lb"), ()])
def test_languages_made_by_workers_have_the_bytes_that_one_at_a_time_gives(
    tmp_path: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...]
) -> None:
    monkeypatch.setattr("estimator.pipeline.site.WORTH_WORKERS", 1)
    for name, workers in (("parallel", 2), ("single", 1)):
        order = Order(tmp_path / name, FACTS, TODAY, languages=languages)
        assert [built.outcome for built in build([workbook], order, workers)] == ["built"]
    assert tree(tmp_path / "parallel") == tree(tmp_path / "single")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no server of workers")
def test_workers_import_nothing_from_the_folder_that_the_command_is_in_nor_its_script(tmp_path: Path) -> None:
    here, script = tmp_path / "here", tmp_path / "script.py"
    (here / "estimator").mkdir(parents=True)
    (here / "estimator" / "__init__.py").write_text("raise SystemExit('not ours')\n", encoding="utf-8")
    code = """
from estimator.pipeline.workers import WorkerPool, start_early
import estimator.pipeline.build

start_early()
with WorkerPool(1) as pool:
    print(pool.submit(estimator.pipeline.build._program).result() == estimator.pipeline.build._program())
"""
    script.write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], cwd=here, capture_output=True, check=True, timeout=120)
    assert (done.stdout.split(), done.stderr) == ([b"True"], b"")


def test_a_problem_that_a_worker_meets_is_told(tmp_path: Path) -> None:
    project = tmp_path / "mkdocs.yml"
    project.write_text("site_name: [\n", encoding="utf-8")
    with WorkerPool(2) as pool, pytest.raises(Stop, match="MkDocs cannot build it"):
        pool.submit(build_project, project, tmp_path / "site").result()


def test_hand_written_pages_beside_the_workbook_join_the_site(tmp_path: Path) -> None:
    workbook = small_customer(tmp_path / "acme.xlsx")
    pages = tmp_path / "acme.pages"
    pages.mkdir()
    (pages / "guests.md").write_text("# Wi-Fi for guests\n\nAsk at the desk.\n", encoding="utf-8")
    run(tmp_path / "out", workbook)
    written = [path.read_text(encoding="utf-8") for path in (tmp_path / "out/acme/site").rglob("*.html")]
    assert any("Ask at the desk" in page for page in written)
    (pages / "guests.md").write_text("# Wi-Fi for guests\n\nAsk in the office.\n", encoding="utf-8")
    assert run(tmp_path / "out", workbook)["acme"].outcome == "built"


def test_a_build_that_fails_half_way_keeps_what_was_built_before(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, workbook)
    before = tree(tmp_path)

    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("estimator.pipeline.build.quote_pdf", fail)
    dearer = read_facts({}, ("plan.business.monthly_price=400",))
    result = run(tmp_path, workbook, facts=dearer)["acme"]
    assert result.outcome == "failed"
    assert "No space left on device" in str(result.diagnostics[0])
    assert tree(tmp_path) == before


@pytest.mark.skipif(find_spec("properdocs") is None, reason="the extra is not installed: estimator[properdocs]")
def test_another_engine_builds_anew(workbook: Path, tmp_path: Path) -> None:
    for engine, name in (("mkdocs", b"mkdocs-1"), ("properdocs", b"ProperDocs"), ("mkdocs", b"mkdocs-1")):
        order = Order(tmp_path, FACTS, TODAY, engine=engine)
        assert [built.outcome for built in build([workbook], order, 1)] == ["built"]
        assert name in (tmp_path / "acme" / "site" / "index.html").read_bytes()


def test_the_brand_beside_the_workbook_is_on_the_proposal_and_on_the_website(tmp_path: Path) -> None:
    workbook, out = small_customer(tmp_path / "acme.xlsx"), tmp_path / "out"
    brand = tmp_path / "brand.toml"
    brand.write_text('name = "Exemple S.A."\naccent = "#7a1f4b"\nlogo = "logo.svg"\n', encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#7a1f4b"/></svg>'
    (tmp_path / "logo.svg").write_text(svg, encoding="utf-8")
    assert run(out, workbook)["acme"].outcome == "built"
    assert (out / "acme" / "site" / "assets" / "site" / "logo.svg").read_text("utf-8") == svg
    assert b"Exemple S.A." in (out / "acme" / "quote.pdf").read_bytes()
    assert run(out, workbook)["acme"].outcome == "unchanged"
    brand.write_text('name = "Another S.A."\n', encoding="utf-8")
    assert run(out, workbook)["acme"].outcome == "built"
    brand.write_text('accent = "pink"\n', encoding="utf-8")
    failed = run(out, workbook)["acme"]
    assert [diagnostic.check for diagnostic in failed.diagnostics] == ["unfit-colour"]
    assert b"Another S.A." in (out / "acme" / "quote.pdf").read_bytes()


def test_a_png_logo_is_carried_by_the_svg_that_the_website_names() -> None:
    shown = as_svg(Logo("png", png(30, 10)))
    assert 'viewBox="0 0 30 10"' in shown
    assert b64encode(png(30, 10)).decode() in shown
