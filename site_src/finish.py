"""What is done to a site after its pages are rendered, whichever program rendered them: `python finish.py SITE`.

hooks.py does it inside `mkdocs build` and `properdocs build`. Zensical runs no hooks: there it is the step after
`zensical build` (of every mkdocs.LANGUAGE.yml, where there are several). Doing it twice changes nothing. Needs nothing
but Python.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from languages import link_languages, mark_written, read_languages

PROJECT = Path(__file__).parent
UNUSED_PAGES = ("404.html", "sitemap.xml", "sitemap.xml.gz")
"""Pages for web servers: their links would be wrong on a disk, and a sitemap names the day of the build."""
LOGO_TITLE = re.compile(r'title="[^"]*"( class="md-(?:header|nav)__button md-logo" aria-label="([^"]*)")')


def finish_everything(site, project=PROJECT):
    """A whole site, which is one of several languages in a folder each, or of one."""
    told = read_languages(project)
    for language in told["languages"] or ("",):
        finish(site / language, language, project)
    if told["languages"]:
        link_languages(site, told)


def finish(site, language="", project=PROJECT):
    """One language: puts in what all share and what is too large for Markdown, and takes out what no reader needs."""
    fragments, written_in = project / "fragments" / language, read_languages(project)["written_in"]
    shutil.copytree(project / "assets", site / "assets", dirs_exist_ok=True)
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        finished = name_once(insert_fragments(text, fragments))
        if page.is_relative_to(site / "pages"):
            finished = mark_written(finished, written_in)
        if finished != text:
            page.write_text(finished, encoding="utf-8", newline="\n")
    add_devices(site, fragments / "search.json")
    for name in UNUSED_PAGES:
        (site / name).unlink(missing_ok=True)


def insert_fragments(html, folder):
    """The page with every empty `data-fragment` block filled from the file it names."""
    if "data-fragment=" not in html:
        return html
    for path in sorted(folder.glob("*.html")):
        empty = f'<div class="e-block" data-fragment="{path.stem}"></div>'
        if empty in html:
            html = html.replace(empty, f'<div class="e-block">{path.read_text(encoding="utf-8")}</div>')
    return html


def name_once(html):
    """The page with the logo's title escaped once, as its label is: Zensical escapes the site's name there again."""
    return LOGO_TITLE.sub(r'title="\2"\1', html)


def add_devices(site, extra):
    """Adds single devices to the search: to the index of MkDocs, to that of Zensical, and to their offline twins."""
    if not extra.is_file():
        return
    devices = json.loads(extra.read_text(encoding="utf-8"))
    for name, key, entries in (
        ("search/search_index", "docs", devices),
        ("search", "items", [zensical_entry(device) for device in devices]),
    ):
        index, offline = site / f"{name}.json", site / f"{name}.js"
        if not index.is_file():
            continue
        content = json.loads(index.read_text(encoding="utf-8"))
        known = {entry["location"] for entry in content[key]}
        content[key] += [entry for entry in entries if entry["location"] not in known]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        index.write_text(text, encoding="utf-8", newline="\n")
        if offline.is_file():
            offline.write_text(f"var __index = {text}", encoding="utf-8", newline="\n")


def zensical_entry(device):
    """A search entry as Zensical writes it for a heading on the equipment page."""
    return {**device, "level": 2, "path": [], "tags": []}


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python finish.py SITE")
    finish_everything(Path(sys.argv[1]))
