"""One inventory export into one workbook: read both, merge, show what it comes to, write."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.inventory import Inventory
from estimator.model.merging import SHEETS, Held, Merged
from estimator.render.xlsx_edit import EditedWorkbook


@frozen
class Wanted:
    """What the user asked for."""

    source: Path
    workbook: Path
    today: date
    kind: str | None = None
    mapping: Path | None = None
    location: str = ""
    language: str = "en"
    """Of the form that is made where the workbook does not exist."""


@frozen
class Intake:
    """An import that is ready to be written."""

    wanted: Wanted
    inventory: Inventory
    held: Held
    merged: Merged
    is_new: bool
    """Whether the workbook is a form that was made for this import."""
    remarks: tuple[Diagnostic, ...]
    """What is worth knowing about the workbook's file."""
    edited: EditedWorkbook

    def write(self) -> bool:
        """Writes the workbook, whole or not at all; False where there is nothing to write."""
        from estimator.read.headings import fold, read_form
        from estimator.render.import_edits import sheet_edits
        from estimator.review.memory import MEMORY_SHEET, written_memory

        if not self.merged.changes_something:
            return False
        form = read_form()
        for edit, is_missing in sheet_edits(self.merged, self.held, form):
            if is_missing:
                self.edited.put_sheet(edit.name, [])
            self.edited.edit(edit)
        if self.merged.remembers_anew:
            self.edited.put_sheet(MEMORY_SHEET, written_memory(self.merged.memory), hidden=True)
        instructions = set(map(fold, form.ignored_sheets)) - {fold(MEMORY_SHEET)}
        for name in self.edited.sheet_names:
            if fold(name) in instructions:
                self.edited.forget_results(name)
        self.edited.save(self.wanted.workbook.resolve())
        return True


def read_inventory(wanted: Wanted, facts: Facts) -> Inventory:
    """The export in the words of the form; raises Stop where it cannot be read at all."""
    from estimator.read.importers.kinds import import_source
    from estimator.read.importers.mapping import read_mapping
    from estimator.read.importers.source import read_source

    mapping = read_mapping(wanted.mapping) if wanted.mapping else None
    return import_source(read_source(wanted.source), wanted.kind, mapping, facts.lifecycle)


def keep_mapping(wanted: Wanted, inventory: Inventory, path: Path) -> None:
    """Writes down which column of the export was taken for which field."""
    from estimator.pipeline.outputs import write_whole
    from estimator.read.importers.mapping import mapping_of, mapping_text, read_mapping

    used = read_mapping(wanted.mapping) if wanted.mapping else None
    write_whole(path, mapping_text(mapping_of(inventory, used)).encode())


@contextmanager
def prepared(wanted: Wanted, inventory: Inventory, facts: Facts) -> Iterator[Intake]:
    """What the import comes to, before anything is written; raises Stop where the workbook cannot take it."""
    from estimator.read.cells import read_cells
    from estimator.read.headings import read_form
    from estimator.read.held import held_in, settled, unreadable
    from estimator.review.memory import MEMORY_SHEET, read_memory
    from estimator.review.merge import Surroundings, merge

    form = read_form()
    with ExitStack() as stack:
        is_new = not wanted.workbook.exists()
        path = _fresh_form(stack, wanted.language) if is_new else wanted.workbook
        raw_sheets, remarks = read_cells(path)
        if raw_sheets is None:
            raise unreadable(remarks)
        edited = stack.enter_context(EditedWorkbook(path))
        held = held_in(raw_sheets, form, facts.rate_card, edited.formulas)
        memories = (raw.rows for raw in raw_sheets if raw.name == MEMORY_SHEET)
        memory = read_memory(cells for _, cells in next(memories, ()))
        del raw_sheets
        _check_location(wanted, held)
        around = Surroundings(
            today=wanted.today,
            provider_country=facts.rate_card.provider.country,
            fields={sheet: tuple(f.key for f in form.sheet(sheet).fields if f.key != "id") for sheet in SHEETS},
            location=wanted.location,
        )
        inventory = settled(inventory, form, facts.rate_card)
        merged = merge(inventory, held, memory, around)
        notes = (*remarks, *_about_the_file(wanted.workbook), *_about_the_memory(wanted.workbook, memory.unreadable))
        yield Intake(wanted, inventory, held, merged, is_new, notes, edited)


def _fresh_form(stack: ExitStack, language: str) -> Path:
    from estimator.pipeline.form import write_assessment_form

    path = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="estimator-"))) / "form.xlsx"
    write_assessment_form(path, language, example=False, example_rows=False)
    return path


def _check_location(wanted: Wanted, held: Held) -> None:
    """Raises Stop where the location that was named is a misspelt one of the workbook."""
    ids = [str(row.values["id"]) for row in held.sheets["locations"].rows if "id" in row.values]
    if not wanted.location or not ids or wanted.location.casefold() in map(str.casefold, ids):
        return
    named = ", ".join(ids[:20])
    raise Stop(
        Diagnostic(
            Level.ERROR,
            "--location",
            "unknown-location",
            f"The workbook has no location '{wanted.location}'.",
            f"Name one of: {named}; or add it to the workbook first.",
        )
    )


def _about_the_file(workbook: Path) -> Iterator[Diagnostic]:
    from estimator.read.cells import LOCK_PREFIX

    locks = (LOCK_PREFIX + workbook.name, f".~lock.{workbook.name}#")
    if any(workbook.with_name(lock).exists() for lock in locks):
        message = "The workbook seems to be open in Excel or LibreOffice."
        remedy = "Close it there without saving, or what is saved last wins."
        yield Diagnostic(Level.WARNING, workbook.name, "open-elsewhere", message, remedy)


def _about_the_memory(workbook: Path, unreadable: bool) -> Iterator[Diagnostic]:
    if unreadable:
        message = "The sheet that remembers earlier imports was changed and cannot be read."
        remedy = "Every filled cell counts as typed by hand, and nothing is marked as vanished this time."
        yield Diagnostic(Level.WARNING, workbook.name, "import-log-unreadable", message, remedy)
