"""Hand-written pages of a customer: Markdown and images from the folder beside the workbook, checked and copied."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.frozen import frozen
from estimator.render.site.view import Page

FOLDER = "pages"
"""Where hand-written pages live inside `docs/` and inside the site."""
FILE_TYPES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"})
MARKDOWN_EXTENSIONS = ("attr_list", "admonition", "tables", "fenced_code", "toc")
"""Those of the base configuration, so that a page is judged as it will be built."""
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "abbr",
        "align",
        "alt",
        "class",
        "colspan",
        "headers",
        "height",
        "href",
        "id",
        "lang",
        "name",
        "open",
        "rowspan",
        "scope",
        "src",
        "start",
        "style",
        "title",
        "width",
    ]
)
_SCHEMES = frozenset({"", "https", "http", "mailto", "tel"})
_MOST_BYTES = 20_000_000


@frozen
class HandWritten:
    """What joins the site: pages in the order of their file names, their Markdown and other files by path."""

    pages: tuple[Page, ...] = ()
    bodies: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def markdown(self, note: str = "") -> Mapping[str, str]:
        """The pages as files by path, each with its title and below a note, which is HTML."""
        from estimator.render.site.pages import html_text, yaml_text

        # Themes print a title as HTML where it stands in the front matter, any other one unescaped.
        return {
            page.path: f"---\ntitle: {yaml_text(html_text(page.title))}\n---\n\n{note}{self.bodies[page.path]}"
            for page in self.pages
        }


def read_pages(folder: Path | None) -> HandWritten:
    """The hand-written pages of a folder; none where the folder is not there.

    Consultants write them, so their words are trusted, but a page must not run scripts, fetch anything from elsewhere
    or reach outside its folder: raises Stop with every such problem, nothing is changed silently.
    """
    if folder is None or not folder.is_dir():
        return HandWritten()
    problems: list[Diagnostic] = []
    paths = list(_files(folder, problems))
    markdown = {
        path.relative_to(folder).as_posix(): _text(path, problems) for path in paths if path.suffix.lower() == ".md"
    }
    files = {path.relative_to(folder).as_posix(): path for path in paths if path.suffix.lower() != ".md"}
    known = {*markdown, *files}
    pages, bodies = [], {}
    for name, text in markdown.items():
        body = _without_front_matter(text)
        problems += (
            _problem(f"{folder.name}/{name}", message, remedy) for message, remedy in _misuse(body, name, known)
        )
        pages.append(Page(_title(body, name), f"{FOLDER}/{name}"))
        bodies[f"{FOLDER}/{name}"] = body
    if problems:
        raise Stop(*problems)
    return HandWritten(tuple(pages), bodies, {f"{FOLDER}/{name}": path for name, path in files.items()})


def _files(folder: Path, problems: list[Diagnostic]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        place = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink():
            problems.append(_problem(place, "is a link to another place.", "Put the file itself into the folder."))
        elif path.is_file() and path.suffix.lower() not in FILE_TYPES | {".md"}:
            kinds = ", ".join(sorted(FILE_TYPES))
            problems.append(_problem(place, "cannot join the site.", f"Pages are .md, beside them {kinds}."))
        elif path.is_file() and path.stat().st_size > _MOST_BYTES:
            problems.append(_problem(place, "is larger than 20 MB.", "Make it smaller."))
        elif path.is_file() and not any(parent.is_symlink() for parent in path.relative_to(folder).parents):
            yield path


def _text(path: Path, problems: list[Diagnostic]) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(_problem(path.name, "is not UTF-8 text.", "Save it as UTF-8."))
        return ""


def _without_front_matter(text: str) -> str:
    """The page without its front matter, which could choose templates and titles."""
    return re.sub(r"\A---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", "", text, flags=re.DOTALL)


def _title(body: str, name: str) -> str:
    heading = re.search(r"^#[ \t]+(.+?)[ \t]*#*(?:\{[^}]*\})?[ \t]*$", body, flags=re.MULTILINE)
    if heading:
        return re.sub(r"[*_`]", "", heading[1]).strip()
    return PurePosixPath(name).stem.replace("-", " ").replace("_", " ").capitalize()


def _misuse(body: str, name: str, known: set[str]) -> list[tuple[str, str]]:
    """What a page may not do, each with its remedy; judged on its HTML, so that no way of writing it escapes."""
    from markdown import Markdown  # type: ignore[import-untyped]

    checker = _Checker(name, known)
    checker.feed(Markdown(extensions=list(MARKDOWN_EXTENSIONS)).convert(body))
    checker.close()
    return list(dict.fromkeys(checker.misuse))


class _Checker(HTMLParser):
    def __init__(self, name: str, known: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.name, self.known = name, known
        self.misuse: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.misuse.append((f"holds the HTML element <{tag}>.", "Write it as Markdown, or as `code` to show it."))
        for attribute, value in attrs:
            if attribute not in _ATTRIBUTES or (attribute == "style" and not _harmless_style(value or "")):
                self.misuse.append((f"holds the HTML attribute {attribute}.", "Leave it out."))
            elif attribute in {"href", "src"}:
                self._check_address(tag, (value or "").strip())

    def _check_address(self, tag: str, address: str) -> None:
        parts = urlsplit(re.sub(r"[\x00-\x20]", "", address))
        if parts.scheme.lower() not in _SCHEMES:
            self.misuse.append((f"links to '{address}'.", "Links start with https:, mailto: or tel:, or name a file."))
        elif tag == "img" and (parts.scheme or parts.netloc):
            self.misuse.append((f"shows an image from elsewhere: '{address}'.", "Put the image beside the page."))
        elif not (parts.scheme or parts.netloc) and parts.path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), unquote(parts.path)))
            if target not in self.known and not _own_page(target):
                self.misuse.append((f"links to '{address}', which is not there.", "Name a file of this folder."))


def _own_page(target: str) -> bool:
    """Whether a link from a hand-written page names a page of the site itself: `../equipment.md`."""
    from estimator.render.site.pages import PAGES

    return target in {f"../{name}.md" for name in PAGES}


def _harmless_style(value: str) -> bool:
    return re.fullmatch(r"\s*text-align:\s*(?:left|right|center);?\s*", value) is not None


def _problem(place: str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Level.ERROR, place, "hand-written-page", f"The page {message}", remedy)
