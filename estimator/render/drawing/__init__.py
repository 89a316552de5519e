"""Drawings as values: what stands where, so that nothing overlaps and no text is cut. Templates make SVG of them."""
