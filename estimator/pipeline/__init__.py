"""The whole run on one page: read, maintain, price, render; for one customer and for many."""
