"""The texts of a workbook that its cells name by number: those that are there stay, others are added behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from estimator.render.xlsx_edit.xml import MAIN_NAMESPACE, UnusualXmlError, cell_text, prefix_of, without_attribute

_EMPTY = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="%s"></sst>' % MAIN_NAMESPACE


class SharedTexts:
    """The list of texts; raises UnusualXmlError where what is there cannot be counted safely."""

    def __init__(self, part: bytes = _EMPTY) -> None:
        self._prefix = p = prefix_of(part, b"sst")
        root = re.search(rb"<%ssst\b[^>]*[^/]>" % p, part)
        end = part.rfind(b"</%ssst" % p)
        if root is None or end < root.end():
            raise UnusualXmlError("has a list of texts that does not end")
        self._part, self._root, self._end = part, root, end
        self._there = len(re.findall(rb"<%ssi[\s/>]" % p, part))
        self._added: dict[str, int] = {}

    def number(self, text: str) -> int:
        """What cells call the text by; it joins the list where it was not added yet."""
        return self._added.setdefault(text, self._there + len(self._added))

    def pieces(self) -> Iterator[bytes]:
        """The list's XML; that which was there where nothing was added."""
        if not self._added:
            yield self._part
            return
        p = self._prefix.decode()
        # How many there are may be told in the root, and need not be.
        root = without_attribute(without_attribute(self._root[0], "count"), "uniqueCount")
        yield self._part[: self._root.start()] + root
        yield self._part[self._root.end() : self._end]
        for text in self._added:
            yield f"<{p}si>{cell_text(text, p)}</{p}si>".encode()
        yield self._part[self._end :]
