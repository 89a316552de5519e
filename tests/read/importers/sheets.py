"""Sheets written as text, for tests: a line a row, `|` between the cells."""

from __future__ import annotations

from collections.abc import Mapping

from estimator.model.inventory import FormValue, Inventory
from estimator.read.cells import Value
from estimator.read.importers.generic import read_generic
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.source import Source, SourceSheet


def sheet(text: str, name: str = "Sheet") -> SourceSheet:
    """The sheet; its first row is the text's first line, and a line without content is an empty row."""
    rows: list[tuple[int, list[Value]]] = []
    for number, line in enumerate(text.strip("\n").split("\n"), start=1):
        cells: list[Value] = [cell.strip() for cell in line.split("|")]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            rows.append((number, cells))
    return SourceSheet(name, rows)


def read(*texts: str | SourceSheet, mapping: ColumnMapping | None = None) -> Inventory:
    """The inventory of a workbook of such sheets."""
    sheets = tuple(text if isinstance(text, SourceSheet) else sheet(text) for text in texts)
    return read_generic(Source("list.xlsx", "workbook", sheets), mapping)


def rows(inventory: Inventory) -> dict[str, Mapping[str, FormValue]]:
    """The values of the rows that were understood, by id and without it."""
    return {
        str(row.values["id"]): {key: value for key, value in row.values.items() if key != "id"}
        for row in inventory.rows
    }


def reasons(inventory: Inventory) -> dict[str, str]:
    """Why rows were not understood, by their place."""
    return {remark.place: remark.reason for remark in inventory.not_understood}


def remarks(inventory: Inventory) -> list[str]:
    """What is to be said about rows."""
    return [remark.reason for remark in inventory.remarks]
