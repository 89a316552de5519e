"""The README shows what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import readme_tree
from estimator.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_folder_tree_is_that_of_the_docstrings() -> None:
    assert readme_tree.update(README) == README, "run: make readme"


def test_every_module_of_the_package_has_its_line_in_the_tree() -> None:
    tree = readme_tree.tree()
    for module in (ROOT / "estimator").rglob("*.py"):
        if not module.name.startswith("__"):
            assert f"{module.name} " in tree


def test_every_top_level_folder_stands_in_the_tree() -> None:
    hidden = {"docs", "demo", "build", "dist"}
    folders = {f"{path.name}/" for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}
    assert folders - {f"{name}/" for name in hidden} <= set(readme_tree.TOP_LEVEL)


def test_a_module_without_a_docstring_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(readme_tree, "ROOT", tmp_path)
    (tmp_path / "silent.py").write_text("VALUE = 1\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"silent\.py has no docstring"):
        readme_tree.caption(tmp_path / "silent.py")


def test_both_commands_are_targets_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", README))
    assert {"demo", "test"} <= named
    assert named <= targets


def test_the_readme_names_every_command_and_no_other() -> None:
    assert set(re.findall(r"`estimator ([a-z]+) ", README)) == set(COMMANDS)
