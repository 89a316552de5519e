"""What is done to a site after its pages are rendered, whichever program rendered them: `python finish.py SITE`.

hooks.py does it inside `mkdocs build` and `properdocs build`. Zensical runs no hooks: there it is the step after
`zensical build` (of every mkdocs.LANGUAGE.yml, where there are several). Doing it twice changes nothing. Needs nothing
but Python.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sys
from html import unescape
from pathlib import Path

from languages import link_page, mark_written, read_languages, write_front_page

PROJECT = Path(__file__).parent
UNUSED_PAGES = ("404.html", "sitemap.xml", "sitemap.xml.gz")
"""Pages for web servers: their links would be wrong on a disk, and a sitemap names the day of the build."""
LOGO_TITLE = re.compile(r'title="[^"]*"( class="md-(?:header|nav)__button md-logo" aria-label="([^"]*)")')
ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
"""What a page says, which may be long; around it is the theme."""
PLACE = "\0"
"""Stands where the article was: no page holds this character."""
EMPTY_BLOCK = re.compile(r'<div class="e-block" data-fragment="([^"]*)"></div>')
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)
INLINE_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
STYLE_ATTRIBUTE = re.compile(r"""<[a-z][^<>]*?\sstyle=(?:"([^"]*)"|'([^']*)')""")
LANGUAGE = re.compile(r'<html lang="([^"]*)"')
SKIP_LINK = re.compile(r'class="md-skip">\s*(.*?)\s*</a>', re.DOTALL)
PLAIN_HEADING = '<h1 class="e-kicker">'
NO_SKIP_LINK = re.compile(r'(<div data-md-component="skip">)\s*(</div>)')
STYLES_OF_SCRIPT = re.compile(r"='(\.[^'\\]{1000,}\})'")
POLICY = re.compile(r'\n *<meta http-equiv="Content-Security-Policy"[^>]*>')
CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)


def finish_everything(site, project=PROJECT):
    """A whole site, which is one of several languages in a folder each, or of one."""
    told = read_languages(project)
    for language in told["languages"] or ("",):
        finish(site / language, language, project, linked=bool(told["languages"]))
    if told["languages"]:
        write_front_page(site, told)


def finish(site, language="", project=PROJECT, linked=False):
    """One language: puts in what all share and what is too large for Markdown, and takes out what no reader needs.

    `linked`: the other languages stand beside it, and its chooser leads there.
    """
    folder, told = project / "fragments" / language, read_languages(project)
    fragments = {path.stem: path for path in folder.glob("*.html")}
    shutil.copytree(project / "assets", site / "assets", dirs_exist_ok=True)
    shadow_styles = styles_of_scripts(site)
    texts = {page: page.read_text(encoding="utf-8") for page in sorted(site.rglob("*.html"))}
    skip_words = words_of_skip_links(texts.values())
    for page, text in texts.items():
        theme, article = parts_of(text)
        theme = name_once(theme)
        theme, article = add_skip_link(theme, article, skip_words)
        if linked:
            theme = link_page(theme, language, page.relative_to(site).as_posix(), told)
        if page.is_relative_to(site / "pages"):
            article = mark_written(article, language_of(theme), told["written_in"])
        theme = add_policy(theme, article, shadow_styles)
        finished = theme.replace(PLACE, insert_fragments(article, fragments), 1)
        if finished != text:
            page.write_text(finished, encoding="utf-8", newline="\n")
    add_entries(site, folder / "search.json")
    for name in UNUSED_PAGES:
        (site / name).unlink(missing_ok=True)


def parts_of(html):
    """A page as what the theme wrote, with PLACE for the article, and the article."""
    found = ARTICLE.search(html)
    return (html[: found.start()] + PLACE + html[found.end() :], found[0]) if found else (html + PLACE, "")


def insert_fragments(article, fragments):
    """The article with every empty block filled from the file that it names."""

    def filled(block):
        path = fragments.get(block[1])
        return f'<div class="e-block">{path.read_text(encoding="utf-8")}</div>' if path else block[0]

    return EMPTY_BLOCK.sub(filled, article)


def name_once(html):
    """The page with the logo's title escaped once, as its label is: Zensical escapes the site's name there again."""
    return LOGO_TITLE.sub(r'title="\2"\1', html)


def words_of_skip_links(pages):
    """What the theme writes into the link past the navigation, by language."""
    found = ((LANGUAGE.search(html), SKIP_LINK.search(html)) for html in pages)
    return {language[1]: link[1] for language, link in found if language and link}


def add_skip_link(theme, article, words):
    """Both with a link past the navigation: the theme leaves it out where a heading is not written as Markdown.

    The heading gets its name here: the search would take one that it had before for a section of its own.
    """
    word = words.get(language_of(theme))
    if PLAIN_HEADING not in article or not word:
        return theme, article
    link = f'<a href="#__skip" class="md-skip">{word}</a>'
    linked, count = NO_SKIP_LINK.subn(lambda found: found[1] + link + found[2], theme, count=1)
    return linked, article.replace(PLAIN_HEADING, '<h1 class="e-kicker" id="__skip">', 1) if count else article


def language_of(theme):
    """The language in which a page is shown; empty where it does not say."""
    found = LANGUAGE.search(theme)
    return found[1] if found else ""


def styles_of_scripts(site):
    """The stylesheets that the theme's scripts carry: Zensical puts one into its search dialog."""
    bundles = sorted(site.rglob("assets/javascripts/bundle.*.js"))
    return [text for bundle in bundles for text in STYLES_OF_SCRIPT.findall(bundle.read_text(encoding="utf-8"))]


def add_policy(theme, article, more_styles=()):
    """What the theme wrote with a Content-Security-Policy as the first thing that its head asks for.

    Nothing comes from elsewhere, and of scripts inside the page only the theme's own run: those in its text have no
    hash, wherever they came from. `file:` stands beside 'self' because browsers do not agree whether 'self' means
    anything on a disk; over http a page cannot reach files anyway.
    """
    theme = POLICY.sub("", theme)
    scripts = hashes(INLINE_SCRIPT.findall(theme))
    styles = hashes([*INLINE_STYLE.findall(theme), *more_styles])
    attributes = hashes(unescape("".join(found)) for found in STYLE_ATTRIBUTE.findall(theme + article))
    policy = "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self' file:", *scripts)),
            " ".join(("style-src 'self' file:", *styles, *(("'unsafe-hashes'", *attributes) if attributes else ()))),
            "img-src 'self' file: data:",
            "connect-src 'self' file:",
            "worker-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    meta = f'\n      <meta http-equiv="Content-Security-Policy" content="{policy}">'
    return CHARSET.sub(lambda found: found[0] + meta, theme, count=1)


def hashes(texts):
    """What names each text in a policy, without repetition."""
    digests = (base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode() for text in texts)
    return tuple(dict.fromkeys(f"'sha256-{digest}'" for digest in digests))


def add_entries(site, extra):
    """Adds what is not in the pages' own text to the search: to the index of MkDocs, to that of Zensical, and to their
    offline twins. An entry that is there already is found by these words too."""
    if not extra.is_file():
        return
    entries = json.loads(extra.read_text(encoding="utf-8"))
    for name, key, made in (
        ("search/search_index", "docs", entries),
        ("search", "items", [zensical_entry(entry) for entry in entries]),
    ):
        index, offline = site / f"{name}.json", site / f"{name}.js"
        if not index.is_file():
            continue
        content = json.loads(index.read_text(encoding="utf-8"))
        known = {entry["location"]: entry for entry in content[key]}
        for entry in made:
            known.setdefault(entry["location"], entry)["text"] = entry["text"]
        content[key] = list(known.values())
        # People type an ordinary hyphen, and the search parts words at it.
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("\u2011", "-")
        index.write_text(text, encoding="utf-8", newline="\n")
        if offline.is_file():
            offline.write_text(f"var __index = {text}", encoding="utf-8", newline="\n")


def zensical_entry(entry):
    """A search entry as Zensical writes it for a heading on a page."""
    return {**entry, "level": 2, "path": [], "tags": []}


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python finish.py SITE")
    finish_everything(Path(sys.argv[1]))
