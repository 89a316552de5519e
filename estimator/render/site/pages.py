"""Pages as text: the Jinja2 environment in which every value is escaped, and the templates rendered with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from estimator.model.frozen import frozen
from estimator.model.infrastructure import ReplacementStatus
from estimator.render import figures
from estimator.render.compiled import SharedCode
from estimator.render.drawing import timeline, tree
from estimator.render.drawing.label import label
from estimator.render.drawing.lettering import fitted
from estimator.render.escaping import EscapingEnvironment, escaped
from estimator.render.resources import resource_path
from estimator.render.site import nobreak, words
from estimator.render.site.view import SiteView

PAGES = ("index", "help", "updates", "equipment", "sites", "renew", "reviews", "fee", "words")
"""The site's own pages, in the order of the navigation; each is `templates/NAME.md.j2`."""
PARTS = (
    "parts.html.j2",
    "drawings.svg.j2",
    "inventory.html.j2",
    "place.html.j2",
    "place_map.html.j2",
    "mkdocs.yml.j2",
)
"""Templates that pages are made of, and the project's configuration."""
INLINE_CHARACTERS = 16_000
"""Blocks longer than this are put into the finished page by the project's finish.py, not through Markdown."""
_CODE = SharedCode()
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@frozen
class Pages:
    """Rendered texts by file name: Markdown pages, HTML fragments, and the project's configuration."""

    markdown: Mapping[str, str]
    fragments: Mapping[str, str]
    configuration: str


def render_pages(view: SiteView, several: Mapping[str, str] | None = None) -> Pages:
    """Every page of a view in the view's language; `several`: the site's languages, where it has more than one."""
    templates = environment(view.language)
    fragments: dict[str, str] = {}
    markdown = {
        f"{name}.md": printable(templates.get_template(f"{name}.md.j2").render(view=view, fragments=fragments))
        for name in PAGES
    }
    if view.places_apart:
        location = templates.get_template("location.md.j2")
        for network in view.networks:
            markdown[network.place.link.replace(".html", ".md")] = printable(
                location.render(view=view, network=network, fragments=fragments)
            )
    fragments = {name: printable(html) for name, html in fragments.items()}
    configuration = templates.get_template("mkdocs.yml.j2").render(view=view, several=several)
    return Pages(markdown, fragments, configuration)


def compile_pages() -> None:
    """Compiles the templates, which differ between languages in their texts alone."""
    templates = environment("en")
    for name in (*(f"{page}.md.j2" for page in (*PAGES, "location")), *PARTS):
        templates.get_template(name)


@cache
def environment(language: str) -> Environment:
    """The templates of the pages with the texts of a language; every value they print is escaped."""
    made = EscapingEnvironment(
        loader=FileSystemLoader(resource_path("templates")),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_CODE,
    )
    made.install_gettext_translations(nobreak.catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    made.policies["ext.i18n.trimmed"] = True
    made.filters.update(_filters(language))
    made.globals.update(
        language=language, ReplacementStatus=ReplacementStatus, words=words, box=tree, box_label=label, scale=timeline
    )
    return made


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    """Formatting by `figures`; what repeats thousands of times in a large inventory is remembered."""
    return {
        "block": _block,
        "lines": _lines,
        "prose": partial(_prose, language),
        "yaml": yaml_text,
        "day": cache(lambda day, style="long": nobreak.day(day, language, style)),
        "beginning": lambda day, last, style="long": nobreak.beginning(day, last, language, style),
        "day_of_month": lambda day: figures.day_of_month(day, language),
        "moment": lambda moment: nobreak.moment(moment, language),
        "clock": lambda moment: figures.clock(moment.time()),
        "weekday": lambda day, long=True: _weekday(day.weekday(), long, language),
        "count": cache(lambda number: figures.count(number, language)),
        "after_number": lambda name: words.after_number(name, language),
        "times": lambda name, number: nobreak.times(number, name, language),
        "fit": fitted,
        "short": nobreak.short,
        "whole": nobreak.whole,
        "named": nobreak.named,
        "numbered": nobreak.numbered,
        "parted": nobreak.parted,
        "sort_key": lambda day: day.isoformat() if day else "",
    }


_weekday = cache(lambda number, long, language: figures.weekday(number, language, long))


def printable(text: str) -> str:
    """The text without characters that no file or page can carry."""
    return _CONTROL.sub("", text)


@pass_context
def _block(context: Context, text: Markup, name: str, apart: bool = False) -> Markup:
    """HTML as one line inside a `div`, which Markdown leaves alone whatever the values in it look like.

    What is long, or wanted `apart`, becomes a fragment: Markdown and the search see an empty block.

    Starting with `<div` at a line's beginning and holding no further line, no value can begin a line and so open
    a code fence, a heading or a list.
    """
    html = " ".join(filter(None, map(str.strip, str(text).splitlines())))
    if len(html) <= INLINE_CHARACTERS and not apart:
        return Markup('<div class="e-block">{}</div>\n').format(Markup(html))
    context["fragments"][name] = html
    return Markup('<div class="e-block" data-fragment="{}"></div>\n').format(name)


def _lines(text: str) -> Markup:
    """A text of several lines with its line breaks."""
    return Markup("<br>").join(str(line).strip() for line in text.splitlines() if line.strip())


def _prose(language: str, text: str, written_in: str) -> Markup:
    """A text of the customer's or the consultant's own, marked with its language where the page has another."""
    lines = _lines(text)
    return Markup('<span lang="{}">{}</span>').format(written_in, lines) if lines and written_in != language else lines


def yaml_text(text: str) -> Markup:
    """A text as a quoted YAML string, safe whatever it holds: everything but plain ASCII is written as its number."""
    return Markup('"{}"').format(Markup("".join(map(_yaml_character, printable(text)))))


def _yaml_character(character: str) -> str:
    if character.isascii() and character.isprintable() and character not in '"\\':
        return character
    return f"\\U{ord(character):08x}"


def html_text(text: str) -> str:
    """A text as HTML, for places that MkDocs prints without escaping."""
    return str(escaped(printable(text)))
