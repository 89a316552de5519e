"""A website in several languages: the chooser on every page, and the page that opens the reader's language.

languages.json beside this file names them. Needs nothing but Python; doing it twice changes nothing.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path

PROJECT = Path(__file__).parent
LINK = re.compile(
    r'<a href="[^"]*" hreflang="([^"]+)"(?: lang="[^"]*")?(?: aria-current="true")? class="md-select__link"'
)
"""An entry of the theme's language chooser, before and after `link`."""
ALTERNATES = re.compile(r'<link rel="?alternate"? href="?[^">]*"? hreflang="?[a-z]+"?\s*/?>\s*')
"""For these the theme would look for a sitemap of each language, which a site on a disk does not have."""


def read_languages(project=PROJECT):
    """What the project says: `languages` (code and own name; none: a site without a chooser), `written_in`, `title`,
    and the `pages` that every language has."""
    return json.loads((project / "languages.json").read_text(encoding="utf-8"))


def link_page(html, language, name, told):
    """A page with its chooser's links: relative, to the same page, or to the first where not every language has it."""
    up = "../" * (name.count("/") + 1)
    target = name if name in told["pages"] else "index.html"

    def entry(found):
        code = found[1]
        current = ' aria-current="true"' if code == language else ""
        return f'<a href="{up}{code}/{target}" hreflang="{code}" lang="{code}"{current} class="md-select__link"'

    return LINK.sub(entry, ALTERNATES.sub("", html))


def write_front_page(site, told):
    """Writes the page at the top of a site in several languages."""
    (site / "index.html").write_text(front_page(told), encoding="utf-8", newline="\n")


def front_page(told):
    """The page at the top: it goes on to the first language at once, and lists all of them for whoever stays."""
    codes = list(told["languages"])
    first, title = codes[0], escape(told["title"])
    links = "\n".join(
        f'<li><a href="{code}/index.html" hreflang="{code}" lang="{code}">{escape(name)}</a></li>'
        for code, name in told["languages"].items()
    )
    return f"""<!doctype html>
<html lang="{first}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url={first}/index.html">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<ul>
{links}
</ul>
</main>
</body>
</html>
"""


def mark_written(article, shown_in, language):
    """A hand-written page's article, marked with the language it is written in where that is not the page's."""
    if shown_in == language:
        return article
    return re.sub(r'^<article(?= class="md-content__inner)', f'<article lang="{language}"', article)
