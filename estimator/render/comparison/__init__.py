"""comparison.xlsx: the fixed fee beside the hourly plans as a workbook that calculates. Internal"""

from estimator.render.comparison.book import Comparison
from estimator.render.comparison.workbook import comparison_xlsx, write_comparison

__all__ = ["Comparison", "comparison_xlsx", "write_comparison"]
