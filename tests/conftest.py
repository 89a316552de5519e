"""What all tests share: the trial data of others, and golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is the business of the machine that runs it.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--every-hostile-file", action="store_true", help="run the whole command on every hostile file, not on some"
    )
    parser.addoption("--update-golden", action="store_true", help="write the golden files instead of comparing")


@pytest.fixture(scope="session")
def trial_data() -> Path:
    """The folder of data that others published; skips the test where it is not there."""
    folder = Path(os.environ.get("ESTIMATOR_TRIAL_DATA", ROOT / ".." / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("no trial data: set ESTIMATOR_TRIAL_DATA to its folder")
    return folder.resolve()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """A function that compares a text with `tests/golden/NAME`, or writes it there under --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"no golden file {name}: run pytest --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
