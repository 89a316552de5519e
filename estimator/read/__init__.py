"""Files become model values: workbook, data files; every problem gathered with its place and remedy."""
