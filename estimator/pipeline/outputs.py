"""Outputs appear whole or not at all, and are made anew only when something changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop

STAMP = ".estimator"
"""File in a customer's output folder that says what it was made from; it also tells that the folder is ours."""


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends without an exception.

    Raises Stop before anything is done where `target` is a folder that this program did not make.
    """
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}-{os.urandom(4).hex()}")
    try:
        fresh.mkdir()  # inside, so that an interrupt at any moment leaves nothing behind
        yield fresh
        replace(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def replace(fresh: Path, target: Path) -> None:
    """Puts a finished folder in the place of another; if that fails, the other one is back."""
    if not target.exists():
        fresh.rename(target)
        return
    old = fresh.with_name(fresh.name + "-old")
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raises Stop where a file, or a folder with content that this program did not make, is in the way."""
    if not target.exists() or (target.is_dir() and ((target / STAMP).is_file() or not any(target.iterdir()))):
        return
    raise Stop(
        Diagnostic(
            Level.ERROR,
            str(target),
            "output-in-the-way",
            "There is something here that estimator did not make, and it would be replaced.",
            "Choose another output folder, or move it away.",
        )
    )


def fingerprint(contents: Iterable[bytes | Path]) -> str:
    """A SHA-256 over texts and files (a folder counts with the names and bytes of everything in it)."""
    digest = hashlib.sha256()
    for content in contents:
        parts = _parts(content) if isinstance(content, Path) else (content,)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _parts(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.is_file() and "__pycache__" not in inside.parts:
                yield str(inside.relative_to(path)).encode()
                yield inside.read_bytes()
    elif path.is_file():
        yield path.read_bytes()


def is_current(target: Path, stamp: str, expected: Iterable[str]) -> bool:
    """Whether a folder was made from exactly this and still has its outputs."""
    made_from = target / STAMP
    return (
        made_from.is_file()
        and made_from.read_text(encoding="utf-8").strip() == stamp
        and all((target / name).exists() for name in expected)
    )


def write_zip(folder: Path, archive: Path) -> None:
    """The folder's files as a zip, the same bytes for the same content; appears whole."""
    handle = tempfile.NamedTemporaryFile(dir=archive.parent, prefix=f".{archive.name}-", delete=False)  # noqa: SIM115
    fresh = Path(handle.name)
    try:
        with handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    name = (Path(archive.stem) / path.relative_to(folder)).as_posix()
                    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    entry.external_attr = 0o644 << 16
                    packed.writestr(entry, path.read_bytes())
        fresh.chmod(0o644)
        fresh.replace(archive)
    finally:
        fresh.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that it is there with all of its content or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{hashlib.sha256(content).hexdigest()[:8]}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
