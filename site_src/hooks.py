"""Steps that `mkdocs build` takes for this site beyond Markdown. Needs nothing but MkDocs itself."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup
from mkdocs.plugins import event_priority

UNUSED_TEMPLATES = {"404.html", "sitemap.xml", "sitemap.xml.gz"}
"""Pages for web servers: their links would be wrong on a disk, and the sitemap names the day of the build."""


def on_config(config):
    """Marks the site's name as HTML, which it is in mkdocs.yml, so that no template escapes it a second time."""
    config.site_name = Markup(config.site_name)
    config.theme.static_templates -= UNUSED_TEMPLATES
    return config


def on_files(files, config):
    """Leaves out what no reader of this site needs: source maps, and the search's rules for other languages."""
    search = config.plugins["material/search"].config
    languages = search.lang or [config.theme["language"]]
    wanted = {f"assets/javascripts/lunr/min/lunr.{language}.min.js" for language in languages if language != "en"}
    if wanted:
        wanted.add("assets/javascripts/lunr/min/lunr.stemmer.support.min.js")
    if len(languages) > 1:
        wanted.add("assets/javascripts/lunr/min/lunr.multi.min.js")
    for file in list(files):
        name = file.src_uri
        if name.endswith(".map") or (name.startswith("assets/javascripts/lunr/") and name not in wanted):
            files.remove(file)
    return files


def on_post_page(output, page, config):
    """Puts big tables into the finished page: through Markdown and the search they would take minutes."""
    return insert_fragments(output, Path(config.config_file_path).parent / "fragments")


def insert_fragments(html, folder):
    """The page with every empty `data-fragment` block filled from the file it names."""
    if "data-fragment=" not in html:
        return html
    for path in sorted(folder.glob("*.html")):
        empty = f'<div class="e-block" data-fragment="{path.stem}"></div>'
        if empty in html:
            html = html.replace(empty, f'<div class="e-block">{path.read_text(encoding="utf-8")}</div>')
    return html


@event_priority(-50)
def on_post_build(config):
    """Adds single devices to the search, after it is written and before it is made to work offline."""
    extra = Path(config.config_file_path).parent / "fragments" / "search.json"
    index = Path(config.site_dir) / "search" / "search_index.json"
    if not (extra.is_file() and index.is_file()):
        return
    content = json.loads(index.read_text(encoding="utf-8"))
    content["docs"] += json.loads(extra.read_text(encoding="utf-8"))
    index.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8", newline="\n")
