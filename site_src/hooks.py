"""Steps that `mkdocs build` takes for this site beyond Markdown. Needs nothing but MkDocs itself."""

from __future__ import annotations

from pathlib import Path

from finish import UNUSED_PAGES, finish
from markupsafe import Markup
from mkdocs.plugins import event_priority


def on_config(config):
    """Marks the site's name as HTML, which it is in mkdocs.yml, so that no template escapes it a second time."""
    config.site_name = Markup(config.site_name)
    config.theme.static_templates -= set(UNUSED_PAGES)
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


@event_priority(-50)
def on_post_build(config):
    """Finishes the site after the search is written and before it is made to work offline."""
    finish(Path(config.site_dir), Path(config.config_file_path).parent / "fragments")
