"""Prices managed IT: assessment workbook in, fixed fee beside hourly plans and a documentation website out."""

__version__ = "0.1.0"
