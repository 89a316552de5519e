"""Calculates the formulas of our own workbooks: what opens a file without calculating shows the values all the same"""

from estimator.render.xlsx_values.workbook import workbook_values

__all__ = ["workbook_values"]
