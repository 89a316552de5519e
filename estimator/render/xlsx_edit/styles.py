"""The styles of a workbook with a few more at their end: days shown as days, a colour for rows."""

from __future__ import annotations

import html
import re

from estimator.render.xlsx_edit.xml import UnusualXmlError, attribute, prefix_of, with_attribute, without_attribute

DATE_FORMAT = "yyyy-mm-dd"
_DATE_FORMATS_OF_EXCEL = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_FIRST_OWN_FORMAT = 164
_NOT_A_UNIT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FOLLOW_FORMATS = ("tableStyles", "colors", "extLst")


class Styles:
    """`xl/styles.xml`; `part` is what it has become."""

    def __init__(self, part: bytes) -> None:
        self.part = part
        self._p = prefix_of(part, b"styleSheet")
        self._date_styles: dict[int, int] = {}
        self._highlights: dict[str, int] = {}

    def date_style(self, style: int) -> int:
        """The style that is like another one and shows its number as a day; that one itself where it does."""
        if style not in self._date_styles:
            xf = self._format(style)
            number_format = int(attribute(_start_tag(xf), "numFmtId") or b"0")
            self._date_styles[style] = style if self._shows_a_day(number_format) else self._dated(xf)
        return self._date_styles[style]

    def highlight(self, shade: str) -> int:
        """The number of a differential style that fills cells with a shade (`E4D7EC`)."""
        if shade not in self._highlights:
            p = self._p.decode()
            fill = f'<{p}patternFill patternType="solid"><{p}bgColor rgb="FF{shade}"/></{p}patternFill>'
            look = f"<{p}dxf><{p}fill>{fill}</{p}fill></{p}dxf>"
            self._highlights[shade] = self._append("dxfs", "dxf", look.encode())
        return self._highlights[shade]

    def _format(self, style: int) -> bytes:
        p, section = self._p, self._section("cellXfs")
        formats = re.findall(rb"<%sxf\b[^>]*?/>|<%sxf\b[^>]*?[^/]>.*?</%sxf>" % (p, p, p), section, re.DOTALL)
        if style >= len(formats):
            raise UnusualXmlError("refers to styles that it does not have")
        found: bytes = formats[style]
        return found

    def _shows_a_day(self, number_format: int) -> bool:
        if number_format in _DATE_FORMATS_OF_EXCEL:
            return True
        for tag in re.findall(rb"<%snumFmt\b[^>]*>" % self._p, self.part):
            if attribute(tag, "numFmtId") == str(number_format).encode():
                code = html.unescape((attribute(tag, "formatCode") or b"").decode())
                return bool(re.search("[dy]", _NOT_A_UNIT.sub("", code), re.IGNORECASE))
        return False

    def _dated(self, xf: bytes) -> int:
        tag = _start_tag(xf)
        dated = with_attribute(with_attribute(tag, "numFmtId", str(self._own_format())), "applyNumberFormat", "1")
        return self._append("cellXfs", "xf", without_attribute(dated, "quotePrefix") + xf[len(tag) :])

    def _own_format(self) -> int:
        """The number of the format for days, added where it is missing."""
        taken = [_FIRST_OWN_FORMAT - 1]
        for tag in re.findall(rb"<%snumFmt\b[^>]*>" % self._p, self.part):
            number = int(attribute(tag, "numFmtId") or b"0")
            if attribute(tag, "formatCode") == DATE_FORMAT.encode():
                return number
            taken.append(number)
        number = max(taken) + 1
        p = self._p.decode()
        self._append("numFmts", "numFmt", f'<{p}numFmt numFmtId="{number}" formatCode="{DATE_FORMAT}"/>'.encode())
        return number

    # --- sections ----------------------------------------------------------------------------------------------------

    def _section(self, name: str) -> bytes:
        start, end = self._bounds(name)
        return self.part[start:end]

    def _bounds(self, name: str) -> tuple[int, int]:
        """Where a section begins and ends; twice the place for it where there is none."""
        tag = self._p + name.encode()
        opening = re.search(rb"<%s\b[^>]*>" % tag, self.part)
        if opening is None:
            place = self._place_for(name)
            return place, place
        if opening[0].endswith(b"/>"):
            return opening.start(), opening.end()
        closing = re.compile(rb"</%s\s*>" % tag).search(self.part, opening.end())
        if closing is None:
            raise UnusualXmlError("has styles that are no well-formed XML")
        return opening.start(), closing.end()

    def _place_for(self, name: str) -> int:
        root = re.search(rb"<%sstyleSheet\b[^>]*>" % self._p, self.part)
        if name == "numFmts" and root is not None and not root[0].endswith(b"/>"):
            return root.end()
        followers = b"|".join(map(str.encode, _FOLLOW_FORMATS))
        following = re.search(rb"<%s(?:%s)\b|</%sstyleSheet" % (self._p, followers, self._p), self.part)
        if name != "dxfs" or following is None:
            raise UnusualXmlError("has no styles")
        return following.start()

    def _append(self, section: str, name: str, element: bytes) -> int:
        """Adds an element of that name to the end of a section, and gives its number there, counted from 0."""
        start, end = self._bounds(section)
        tag = self._p + section.encode()
        old = self.part[start:end]
        opening = _start_tag(old) if old else b"<%s>" % tag
        counted = len(re.findall(rb"<%s%s\b" % (self._p, name.encode()), old))
        body = old[len(opening) : old.rindex(b"</")] if old and not opening.endswith(b"/>") else b""
        if opening.endswith(b"/>"):
            opening = opening[:-2].rstrip() + b">"
        fresh = with_attribute(opening, "count", str(counted + 1)) + body + element + b"</%s>" % tag
        self.part = self.part[:start] + fresh + self.part[end:]
        return counted


def _start_tag(element: bytes) -> bytes:
    return element[: element.index(b">") + 1]
