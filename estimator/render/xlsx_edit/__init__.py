"""Changes cells of an existing workbook and leaves every other byte of its parts alone."""

from estimator.render.xlsx_edit.sheet import Cells, CellText, Highlight, SheetEdit
from estimator.render.xlsx_edit.workbook import EditedWorkbook

__all__ = ["CellText", "Cells", "EditedWorkbook", "Highlight", "SheetEdit"]
