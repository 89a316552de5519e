"""Logins of the hosted sites: passwords that nobody guesses, their bcrypt hashes, and the file they may be kept in."""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which people mix up when they read a password aloud."""
_GENERATED = re.compile(rf"(?:[{_LETTERS}]{{5}}-){{3}}[{_LETTERS}]{{5}}")
_CHOSEN = re.compile(r"[!-~]{12,72}")
"""ASCII, for browsers do not agree how they send anything else; bcrypt takes no more than 72 characters."""
GENERATED_COST, CHOSEN_COST = 5, 10
"""nginx checks the password at every request. 99 random bits need no slow hash (2 ms); what people think up does."""
OTHERS = 0o077


def new_password() -> str:
    """Twenty random characters (99 bits) in four groups."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))


def hashed(password: str) -> str:
    """The bcrypt hash of a password, as nginx on every common system understands it."""
    import bcrypt

    cost = GENERATED_COST if _GENERATED.fullmatch(password) else CHOSEN_COST
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(cost)).decode().replace("$2b$", "$2y$", 1)


def fits(password: str, known_hash: str) -> bool:
    """Whether a hash was made from this password."""
    import bcrypt

    return bcrypt.checkpw(password.encode(), known_hash.encode())


def read_login(path: Path) -> str:
    """The hash in a login's file; empty where there is no file. Raises Stop where it holds something else."""
    if not path.is_file():
        return ""
    name, _, known_hash = path.read_text(encoding="utf-8").strip().partition(":")
    if name != path.stem or not re.fullmatch(r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}", known_hash):
        raise Stop(
            Diagnostic(
                Level.ERROR,
                str(path),
                "hosting-login",
                "This file does not hold one login with a bcrypt hash.",
                "Delete it to give the customer a new password.",
            )
        )
    return known_hash


def read_passwords(path: Path) -> Mapping[str, str]:
    """The passwords of a file of `name password` lines, by name; none where there is no file.

    Raises Stop where others may read the file, and where a line is no name with a fit password.
    """
    if not path.exists():
        return {}
    if sys.platform != "win32" and path.stat().st_mode & OTHERS:
        raise Stop(_problem(str(path), "Others may read this file of passwords.", f"Protect it: chmod 600 {path}"))
    passwords: dict[str, str] = {}
    problems = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) != 2 or not _CHOSEN.fullmatch(words[1]):
            message = "The line is no name and a password of 12 to 72 plain letters, digits and signs."
            problems.append(_problem(f"{path} line {number}", message, "Write: name password"))
        elif words[0] in passwords:
            problems.append(_problem(f"{path} line {number}", "The name stands in the file twice.", "Keep one line."))
        else:
            passwords[words[0]] = words[1]
    if problems:
        raise Stop(*problems)
    return passwords


def add_passwords(path: Path, passwords: Mapping[str, str]) -> None:
    """Adds passwords to a file that only its owner may read; what stands in it stays as it is."""
    before = path.read_text(encoding="utf-8-sig") if path.exists() else "# Internal. Logins of customers' sites.\n"
    if not before.endswith("\n"):
        before += "\n"
    content = before + "".join(f"{name} {password}\n" for name, password in passwords.items())
    write_protected(path, content, 0o600)


def write_protected(path: Path, content: str, mode: int) -> None:
    """Writes a file whole that at no moment has wider permissions than `mode`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{os.urandom(4).hex()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            file.write(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _problem(place: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Level.ERROR, place, "hosting-passwords", message, remedy)
