"""What an import does, for people and for programs: what is taken for what, the account of the rows, what stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from estimator.model.form import Form
from estimator.model.frozen import frozen
from estimator.model.inventory import ColumnUse, FormValue, Inventory, Remark
from estimator.model.merging import Gone, Held, Kept, Merged, NewLocation, SheetId
from estimator.model.source import column_letters
from estimator.render.safe_text import one_line

_INDENT = "  "
LONGEST_LIST = 8
"""So many lines of one kind are shown to people; `--format json` has all."""
_LONGEST_EXAMPLE = 24


def import_document(merged: Merged, inventory: Inventory, held: Held, written: bool) -> dict[str, Any]:
    """The import as JSON: what the interface promises, then the details behind it."""
    return {
        "rows": merged.rows,
        "added": merged.added,
        "updated": merged.updated,
        "unchanged": merged.unchanged,
        "vanished": len(merged.vanished),
        "not_understood": [_remark(remark, "row") for remark in merged.not_understood],
        "kind": merged.kind,
        "source": merged.name,
        "written": written,
        "still_vanished": len(merged.still_vanished),
        "returned": merged.returned,
        "vanished_rows": [_gone(gone, held) for gone in (*merged.vanished, *merged.still_vanished)],
        "kept": [
            {
                "cell": _cell(kept.sheet, kept.number, kept.key, held),
                "id": kept.row_id,
                "field": f"{kept.sheet}.{kept.key}",
                "workbook": _plain(kept.held),
                "export": _plain(kept.found),
                "written_by": kept.writer,
            }
            for kept in merged.kept
        ],
        "locations_created": [
            {"id": place.id, "country": place.country, "reason": place.reason} for place in merged.new_locations
        ],
        "matched_under_another_id": [
            {"sheet": each.sheet, "export": each.found_id, "workbook": each.row_id, "by": each.by}
            for each in merged.renamed
        ],
        "remarks": [_remark(remark, "row") for remark in merged.remarks],
        "mapping": [
            {"table": use.table, "heading": use.heading, "field": use.field, "example": use.example}
            for use in inventory.mapping
        ],
    }


def mapping_text(inventory: Inventory, form: Form) -> Group:
    """Which column of the export becomes which field, with an example; columns that are not used in one line."""
    parts: list[RenderableType] = []
    for name, uses in groupby(inventory.mapping, key=lambda use: use.table):
        parts += _mapping_of(name, list(uses), form)
    if inventory.kind:
        parts.insert(0, Text(f"{one_line(inventory.name)}, read as {inventory.kind}", "bold"))
    return Group(*parts)


def _mapping_of(name: str, uses: Sequence[ColumnUse], form: Form) -> Iterator[RenderableType]:
    used = [use for use in uses if use.field]
    if used:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column(Text(f"{_INDENT}{one_line(name)}"), overflow="fold")
        table.add_column("becomes", overflow="fold")
        table.add_column("for example", no_wrap=True, overflow="ellipsis")
        for use in used:
            example = one_line(use.example)[:_LONGEST_EXAMPLE]
            table.add_row(
                Text(_INDENT + one_line(use.heading)), Text(_field_name(use.field, form)), Text(example, "dim")
            )
        yield table
    unused = ", ".join(one_line(use.heading) for use in uses if not use.field)
    if unused:
        yield _Line(f"Not used: {unused}", "dim")


def _field_name(path: str, form: Form) -> str:
    """`serial number of assets` for `assets.serial_number`; what is no field of the form stays as it is."""
    sheet_id, _, key = path.partition(".")
    try:
        return f"{form.sheet(sheet_id).titles['en']}: {form.sheet(sheet_id).field(key).headings['en']}"
    except KeyError:
        return one_line(path)


def import_text(merged: Merged, held: Held, form: Form) -> Group:
    """The account of the export's rows, then everything somebody should know, long lists folded."""
    parts: list[RenderableType] = [Text(), *_counts(merged)]
    parts += _list("Not understood", "red", _grouped(merged.not_understood))
    parts += _list("No longer in the export; the rows stay", "yellow", _vanished(merged, held))
    parts += _list("Kept as it is in the workbook", "cyan", [_kept(kept, held, form) for kept in merged.kept])
    parts += _new_locations(merged.new_locations)
    parts += _list("Known under another id in the workbook", "cyan", _renamed(merged))
    parts += _list("Worth knowing", "cyan", _grouped(merged.remarks))
    return Group(*parts)


def _counts(merged: Merged) -> Iterator[Text]:
    gone = f"vanished since the last import of this list{_before(merged)}"
    lines = (
        (merged.rows, "rows in the export", "bold"),
        (merged.added, "added", "green"),
        (merged.updated, "updated", "green"),
        (merged.unchanged, "unchanged", ""),
        (len(merged.not_understood), "not understood", "red"),
        (len(merged.vanished), gone, "yellow"),
    )
    width = max(len(f"{number:,}") for number, _, _ in lines)
    for number, what, style in lines:
        yield Text(f"{number:>{width},}  {what}", style if number else "")


def _before(merged: Merged) -> str:
    parts = []
    if merged.still_vanished:
        parts.append(f"{len(merged.still_vanished):,} more before that")
    if merged.returned:
        parts.append(f"{merged.returned:,} came back")
    return f" ({', '.join(parts)})" if parts else ""


@frozen
class _Line:
    """A line of a list; where it is wrapped, it stays indented."""

    text: str
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in Text(self.text, self.style).wrap(console, max(options.max_width - len(_INDENT), 20)):
            line.rstrip()
            yield Text(_INDENT) + line


def _list(title: str, style: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if not lines:
        return
    yield Text()
    yield Text(title, f"bold {style}")
    for line in lines[:LONGEST_LIST]:
        yield _Line(line)
    if len(lines) > LONGEST_LIST:
        yield _Line(f"and {len(lines) - LONGEST_LIST:,} more; --format json lists all", "dim")


def _grouped(remarks: Sequence[Remark]) -> list[str]:
    """A line a reason, with the place of the first row it is told of."""
    places: dict[str, list[str]] = {}
    for remark in remarks:
        places.setdefault(remark.reason, []).append(remark.place)
    lines = []
    for reason, rows in places.items():
        more = f" The same in {len(rows) - 1:,} more row{'s' if len(rows) > 2 else ''}." if len(rows) > 1 else ""
        lines.append(one_line(f"{rows[0]}: {reason}{more}"))
    return lines


def _new_locations(locations: Sequence[NewLocation]) -> Iterator[RenderableType]:
    """The locations that were made, a line a reason."""
    ids: dict[str, list[str]] = {}
    for place in locations:
        ids.setdefault(f"Country {place.country}. {place.reason}", []).append(one_line(place.id))
    lines = [f"{_enumerated(named)}. {reason}" for reason, named in ids.items()]
    return _list("New locations", "cyan", lines)


def _enumerated(names: Sequence[str]) -> str:
    more = f" and {len(names) - LONGEST_LIST:,} more" if len(names) > LONGEST_LIST else ""
    return ", ".join(names[:LONGEST_LIST]) + more


def _vanished(merged: Merged, held: Held) -> list[str]:
    return [
        f"{_cell(gone.sheet, gone.number, 'id', held)}: {one_line(gone.row_id)}, since {gone.since.isoformat()}"
        for gone in (*merged.vanished, *merged.still_vanished)
    ]


def _renamed(merged: Merged) -> list[str]:
    return [
        f"{one_line(each.found_id)} is {one_line(each.row_id)}, by {each.by}"
        for each in merged.renamed
        if each.by != "an earlier import"
    ]


def _kept(kept: Kept, held: Held, form: Form) -> str:
    heading = form.sheet(kept.sheet).field(kept.key).headings["en"]
    place = _cell(kept.sheet, kept.number, kept.key, held)
    writer = f", which {one_line(kept.writer)} wrote" if kept.writer else ""
    there, found = one_line(_plain(kept.held)), one_line(_plain(kept.found))
    return f"{place}: {heading} of {one_line(kept.row_id)} is '{there}'{writer}; the export says '{found}'"


def _remark(remark: Remark, key: str) -> dict[str, str]:
    return {key: one_line(remark.place), "reason": one_line(remark.reason)}


def _gone(gone: Gone, held: Held) -> dict[str, str]:
    return {
        "cell": _cell(gone.sheet, gone.number, "id", held),
        "id": gone.row_id,
        "since": gone.since.isoformat(),
    }


def _cell(sheet: SheetId, number: int, key: str, held: Held) -> str:
    there = held.sheets[sheet]
    return one_line(f"{there.name}!{column_letters(there.columns.get(key, 1))}{number}")


def _plain(value: FormValue) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
