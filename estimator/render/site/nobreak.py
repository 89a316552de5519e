"""Texts in which no line ends where it must not: dates are whole, and what is counted stands beside its number."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import NullTranslations

from markupsafe import Markup, escape

from estimator.render import figures
from estimator.render.site import words
from estimator.render.texts import translations

SPACE = "\N{NO-BREAK SPACE}"
_COUNT = (
    r"(?<![\w.,:])(?<!Microsoft )\d+"
    r"|%\((?:number|shown|total|known|units|devices|seats|added|removed|altered|ended|ending|hours|response|intervention)\)s"
)
_BEFORE_WORD = re.compile(rf"({_COUNT}) (?=[\w%])")
_OF_HOW_MANY = re.compile(r"(%\((?:units|number|shown|known)\)s\s\(?\w+)(\s\w+)?\s(%\(total\)s)(\s?)")
"""A part and its whole are one, and need the line's width: what is counted may go to the next."""
_AT_END = re.compile(r"(?<=\w) (?=%\((?:number|shown)\)s\W*$)")
_AFTER_WORD = re.compile(r"(?<=\w) (?=%\((?:response|intervention)\)s|\((?:MRT|TTI)\))|(?<=\b\w\w) (?=%\(day\)s)")
"""Before a time limit, after the short word before a day, before an abbreviation: `within 3 h`, `on 12 January`."""
_IN_DATE = re.compile(r"(?:(?<=\d)|(?<=\d\.)|(?<=1er)) | (?=\d{4})")
"""After the day, which in French may be `1er`, and before the year."""
_SHORT_START = re.compile(r"\b([^\W\d_]{1,4})-(?=[^\W\d_])")
"""So few letters before a hyphen that they end no line: `e-mail`, `Wi-Fi`, `back-ups`, `pare-feu`."""
_COMPOUND = re.compile(r"\b(Serien?|Netzwi?erk|Netwerk|Stock|Vervang|Reserve)(?=nummer|adres|programm|toestel)")
_BEFORE_NUMBER = re.compile(r"(?<![,;]) (?=\d)")
_SHORT = 30
"""Characters of a name that a phone's column holds."""
_WITH_HYPHEN = re.compile(r"[^\s-]+(?:-[^\s-]+)+")


class HeldTogether(NullTranslations):
    """A catalogue with no-break spaces beside the counts of its texts, and short words with hyphens whole."""

    def __init__(self, catalogue: NullTranslations) -> None:
        super().__init__()
        self.add_fallback(catalogue)

    def gettext(self, message: str) -> str:
        return _held(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _held(super().ngettext(msgid1, msgid2, n))


@cache
def catalogue(language: str) -> NullTranslations:
    """The texts of the website in a language."""
    return HeldTogether(translations(language))


def day(day: date, language: str, style: figures.DayStyle = "long") -> str:
    """A date as `figures.day` writes it, on one line from the day of the month to the year."""
    return _IN_DATE.sub(SPACE, figures.day(day, language, style))


def beginning(first: date, last: date, language: str, style: figures.DayStyle = "long") -> str:
    """The date before the dash of a range, without its year where that is the last one's too."""
    text = day(first, language, style)
    return text.removesuffix(f"{SPACE}{first.year}") if first.year == last.year else text


def moment(moment: datetime, language: str) -> str:
    """A date and time of day as `figures.moment` writes it, the date and the time on one line each."""
    return _IN_DATE.sub(SPACE, figures.moment(moment, language))


def listed(*texts: str) -> str:
    """Those that are not empty, one after the other, with dots between them that begin no line."""
    return f"{SPACE}· ".join(filter(None, texts))


def times(number: int, name: str, language: str) -> str:
    """So many of a kind: `8 × laptops`."""
    return f"{figures.count(number, language)}{SPACE}×{SPACE}{words.after_number(name, language)}"


@lru_cache(20_000)
def whole(text: str) -> Markup:
    """A name as HTML, of which no part ends a line at its hyphen where a line holds it: `ICX 7150-24P`."""
    return Markup(_WITH_HYPHEN.sub(r"<i>\g<0></i>", str(escape(text))))


def short(name: str) -> Markup:
    """A name in a list as HTML, on one line unless it is long: `New York (Luxembourg)`."""
    return whole(name.replace(" ", SPACE) if len(name) <= _SHORT else name)


def numbered(text: str) -> str:
    """A text in which numbers stand beside the word before them: `Mon-Fri 07:30-18:00`, `Ubuntu 20.04`."""
    return _BEFORE_NUMBER.sub(SPACE, text)


def named(product: str) -> str:
    """A product within a sentence, its version beside its name: `Windows Server 2016`."""
    return numbered(product).replace("Windows Server", f"Windows{SPACE}Server")


def parted(heading: str) -> str:
    """A heading of a narrow column, which a line may end inside: not every browser knows German or Dutch syllables."""
    return _COMPOUND.sub("\\1\N{SOFT HYPHEN}", heading)


@lru_cache(2_000)
def _held(text: str) -> str:
    text = _BEFORE_WORD.sub(rf"\1{SPACE}", text).replace("Microsoft 365", f"Microsoft{SPACE}365")
    text = _OF_HOW_MANY.sub(_share, text)
    return _SHORT_START.sub("\\1\N{NON-BREAKING HYPHEN}", _AT_END.sub(SPACE, _AFTER_WORD.sub(SPACE, text)))


def _share(found: re.Match[str]) -> str:
    """`180 of the 219 devices`: of two words between the numbers each stands beside its own."""
    part, word, whole, space = found.groups(default="")
    return f"{part.replace(' ', SPACE)}{word and f' {word.strip()}'}{SPACE}{whole}{space and ' '}"
