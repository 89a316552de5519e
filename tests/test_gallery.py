"""The gallery of messages and the code agree: every message is in it, and every one in it can happen."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

import gallery
from estimator.diagnostics import Diagnostic, Stop
from estimator.model.service_level import OpeningHours
from estimator.pipeline.customer import priced
from estimator.read.checks import Check
from estimator.render.site.build import build_project
from estimator.render.site.handwritten import read_pages
from tests.builders import TODAY, facts, office

ROOT = Path(__file__).parent.parent
ALL = [check for _, checks in gallery.groups() for check in checks]
IDS = {check.id for check in ALL}
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def made_in_code() -> dict[str, str]:
    """The ids with which the program makes problems, and the file of each: literals of the calls that make them."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "estimator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"Diagnostic": 2, "report": 0, "RefusedError": 0, "CellError": 0}.get(name)
            if name == "add" and len(node.args) >= 3:
                by_key = ("tables.py", "data_checks.py", "data_files.py", "toml_file.py", "brand.py")
                place = 1 if path.name in by_key else 0
            if place is None or len(node.args) <= place:
                continue
            given = node.args[place]
            if isinstance(given, ast.Constant) and isinstance(given.value, str) and KEBAB.fullmatch(given.value):
                found.setdefault(given.value, str(path.relative_to(ROOT)))
    return found


def test_the_page_is_that_of_the_catalogue() -> None:
    assert gallery.PAGE.read_text("utf-8") == gallery.page(), "run: make gallery"


def test_every_id_stands_once() -> None:
    assert [name for name, n in Counter(check.id for check in ALL).items() if n > 1] == []


def test_every_message_that_the_code_makes_is_in_the_gallery() -> None:
    made = made_in_code()
    assert len(made) > 60, "the search finds the calls"
    assert {name: path for name, path in made.items() if name not in IDS} == {}


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_every_message_is_explained_with_an_example(check: Check) -> None:
    assert check.description.endswith(".")
    assert check.example_text.endswith((".", "?"))
    assert check.example.endswith(f"[{check.id}]")
    assert f"### {check.id}\n" in gallery.page()


def expected_in_tests() -> dict[str, set[str]]:
    """By id: the tests' files that expect it, as the last word of a line (`[id]`) or as a text of its own."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        text = path.read_text("utf-8")
        for name in {*re.findall(r"\[([a-z-]+)\]", text), *re.findall(r'"([a-z]+(?:-[a-z]+)*)"', text)} & IDS:
            found.setdefault(name, set()).add(path.name)
    return found


def test_every_message_of_the_gallery_is_expected_by_a_test_that_makes_it() -> None:
    assert IDS - expected_in_tests().keys() == set()


def test_a_page_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "wifi.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Stop) as stop:
        read_pages(tmp_path)
    assert {diagnostic.check for diagnostic in stop.value.diagnostics} == {"hand-written-page"}


def test_a_project_that_mkdocs_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: nowhere\n", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        build_project(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert [diagnostic.check for diagnostic in stop.value.diagnostics] == ["site-build"]


def test_work_that_does_not_fit_its_window_is_told() -> None:
    narrow = tuple(
        replace(location, maintenance_window=(OpeningHours(("Tue",), time(18), time(18, 20)),))
        for location in office().locations
    )
    remarks: tuple[Diagnostic, ...] = priced(office(locations=narrow), facts(), TODAY).remarks
    assert {remark.check for remark in remarks} == {"schedule"}
