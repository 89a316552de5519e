"""The catalogue of checks and the code agree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from estimator.read import checks

READ = Path(checks.__file__).parent
FILES = ("careful", "cells", "consistency", "container", "layout", "rows", "spans", "values", "words", "workbook")


def used_in_code() -> set[str]:
    """Every text in the reading modules that is a check's id, and the first argument of every report."""
    used: set[str] = set()
    for name in FILES:
        for node in ast.walk(ast.parse((READ / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in checks.CHECK_BY_ID:
                used.add(node.value)
    return used


def first_arguments() -> set[str]:
    """The literal check ids with which problems are made."""
    found: set[str] = set()
    for name in FILES:
        for node in ast.walk(ast.parse((READ / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                value = node.args[0].value
                function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if function in ("report", "RefusedError", "CellError") or (function == "add" and len(node.args) > 2):
                    found.add(str(value))
    return found


def test_every_check_has_its_own_id() -> None:
    assert len(checks.CHECK_BY_ID) == len(checks.CHECKS)


def test_every_check_in_the_code_is_in_the_catalogue() -> None:
    assert first_arguments() - set(checks.CHECK_BY_ID) == set()


def test_every_check_in_the_catalogue_is_made_by_the_code() -> None:
    made = used_in_code() | {"unknown-location", "unknown-asset"}  # made from the name of the sheet referred to
    assert set(checks.CHECK_BY_ID) - made == set()


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.id)
def test_every_check_is_described_and_shown_in_whole_sentences(check: checks.Check) -> None:
    assert check.description.endswith(".")
    assert check.example_text.endswith((".", "?"))
    assert check.example.endswith(f"[{check.id}]")
