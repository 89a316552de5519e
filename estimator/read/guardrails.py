"""The policy file beside the workbooks becomes guardrails, or every mistake in it by file and key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from estimator.diagnostics import Stop
from estimator.model.frozen import frozen
from estimator.model.guardrails import NAME, FieldKey, Guardrails
from estimator.read.tables import Problems, did_you_mean, read_table
from estimator.read.toml_file import read_toml

MAXIMUM_BYTES = 2**20
NEVER_BLANK: frozenset[FieldKey] = frozenset({("locations", "on_site"), ("services", "quantity"), ("tickets", "role")})
"""Fields whose default stands in for an empty cell without any trace of it in the assessment."""


@frozen
class Policy:
    """A policy file, read: its guards, the fields it wants filled, and where its data files are."""

    path: Path
    content: bytes
    """As it is on the disk, to tell a changed file from the one that outputs were made with."""
    guardrails: Guardrails
    required: tuple[FieldKey, ...]
    files: Mapping[str, Path]
    """The team's own data files by their name in `Facts`."""

    def saved_estimate(self, workbook: Path) -> Path | None:
        """Where the saved estimate of a workbook's customer would be; None where none is compared with."""
        if self.guardrails.increase is None:
            return None
        return self.path.parent / self.guardrails.increase.saved.replace(NAME, workbook.stem)


def read_policy(path: Path) -> Policy:
    """The policy in a file; raises Stop with every mistake in it."""
    problems = Problems(str(path))
    content, table = _table(path, problems)
    read = None if problems.found else read_table(Guardrails, table, problems)
    if read is None:
        raise Stop(*problems.found)
    required = _fields(read, problems)
    files = _files(read, path.parent, problems)
    _check_saved(read, problems)
    if problems.found:
        raise Stop(*problems.found)
    return Policy(path, content, read, required, files)


def _table(path: Path, problems: Problems) -> tuple[bytes, object]:
    if not path.is_file() or path.stat().st_size > MAXIMUM_BYTES:
        problems.add((), "unreadable-file", "This is no policy file.", "Make it a small TOML file.")
        return b"", {}
    content, table = read_toml(path.read_bytes, problems)
    return content, table or {}


def _fields(read: Guardrails, problems: Problems) -> tuple[FieldKey, ...]:
    """The fields that must be filled, by the headings of any language or by their keys."""
    if read.required is None:
        return ()
    from estimator.read.headings import fold, read_form

    form = read_form()
    known: dict[tuple[str, str], FieldKey] = {}
    canonical: list[str] = []
    for sheet in form.sheets:
        titles = {*sheet.titles.values(), *sheet.synonyms, sheet.id}
        for field in sheet.fields:
            names = {*field.headings.values(), *field.synonyms, field.key}
            known |= {(fold(title), fold(name)): (sheet.id, field.key) for title in titles for name in names}
            canonical.append(f"{sheet.titles['en']}.{field.headings['en']}")
    found = []
    for number, name in enumerate(read.required.fields, 1):
        place = ("required", f"fields[{number}]")
        sheet_name, _, heading = name.partition(".")
        key = known.get((fold(sheet_name), fold(heading)))
        if key is None:
            remedy = did_you_mean(name, canonical) or "Write sheet and heading, for example Assets.serial number."
            problems.add(place, "unknown-name", f"'{name}' is no field of the workbook.", remedy)
        elif key in NEVER_BLANK:
            usual = form.sheet(key[0]).field(key[1]).default
            message = f"'{name}' is never told to be empty: an empty cell means '{usual}'."
            problems.add(place, "field-with-default", message, "Leave it out.")
        else:
            found.append(key)
    return tuple(dict.fromkeys(found))


def _files(read: Guardrails, folder: Path, problems: Problems) -> dict[str, Path]:
    found = {}
    for name, relative in read.own_files.items():
        path = folder / relative
        if path.is_file():
            found[name] = path
        else:
            message = f"'{relative}' is no file in {folder}."
            problems.add(
                ("files", name), "unreadable-file", message, "Name it as it is, from the policy file's folder."
            )
    return found


def _check_saved(read: Guardrails, problems: Problems) -> None:
    saved = read.increase.saved if read.increase else NAME
    if NAME not in saved:
        message = f"'{saved}' is the same file for every customer."
        problems.add(("increase", "saved"), "one-file-for-all", message, f'Write "saved/{NAME}.json", for example.')
