"""Floors and doors of the package hold, and the rules that say so bite."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "estimator"
PURE = ("model", "maintain", "price")
"""Stages that calculate: no file, no stream, no clock, no network."""
OUTSIDE_WORLD = {"io", "logging", "os", "pathlib", "shutil", "socket", "subprocess", "sys", "tempfile", "urllib"}
OUTSIDE_CALLS = {"open", "print", "input", "now", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"}
PURE_MODULES = [path for stage in PURE for path in sorted((PACKAGE / stage).rglob("*.py"))]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", run, "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def copied_package(tmp_path: Path) -> Path:
    shutil.copytree(PACKAGE, tmp_path / "estimator", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_keeps_to_its_floor_and_its_door() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_module_that_no_floor_names_breaks_the_rules(copied_package: Path) -> None:
    (copied_package / "estimator" / "utils.py").write_text('"""A drawer."""\n', encoding="utf-8")
    result = lint_imports(copied_package)
    assert result.returncode != 0
    assert "estimator.utils" in result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("price/lazy.py", "import rich"),
        ("read/lazy.py", "from estimator.render import figures"),
        ("model/lazy.py", "from estimator import diagnostics"),
    ],
)
def test_an_import_inside_a_function_counts(copied_package: Path, module: str, line: str) -> None:
    (copied_package / "estimator" / module).write_text(f'"""Lazy."""\ndef later():\n    {line}\n', encoding="utf-8")
    result = lint_imports(copied_package)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout


def calls_and_imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & OUTSIDE_WORLD
        elif isinstance(node, ast.ImportFrom):
            found |= {(node.module or "").split(".")[0]} & OUTSIDE_WORLD
        elif isinstance(node, ast.Call):
            function = node.func
            called = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            found |= {called} & OUTSIDE_CALLS
            found |= {"today"} if ast.unparse(function) in {"date.today", "datetime.today"} else set()
    return found


@pytest.mark.parametrize("path", PURE_MODULES, ids=[f"{path.parent.name}-{path.stem}" for path in PURE_MODULES])
def test_stages_that_calculate_touch_nothing_outside(path: Path) -> None:
    assert calls_and_imports(ast.parse(path.read_text(encoding="utf-8"))) == set()


def test_only_the_command_line_prints() -> None:
    printing = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "cli"
        and any(
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    ]
    assert printing == []
