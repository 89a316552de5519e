"""Steps that `mkdocs build` takes for this site beyond Markdown. Needs nothing but MkDocs itself.

A site in several languages has a mkdocs.LANGUAGE.yml for each, which builds that language alone. mkdocs.yml is the
first of them, and when it is ready builds the others and the page that opens the first; so built, their choosers lead
from one to the other.
"""

from __future__ import annotations

from pathlib import Path

from finish import UNUSED_PAGES, finish
from languages import read_languages, write_front_page
from markupsafe import Markup
from mkdocs.plugins import CombinedEvent, event_priority


def on_config(config):
    """Marks the site's name as HTML, which it is in mkdocs.yml, so that no template escapes it a second time."""
    config.site_name = Markup(config.site_name)
    config.theme.static_templates -= set(UNUSED_PAGES)
    if config.extra.get("whole_site"):
        config.site_dir = str(Path(config.site_dir) / language_of(config))
        config.extra["linked"] = True
    return config


def language_of(config):
    """The folder of the language that is being built; empty where the site has but one."""
    docs = Path(config.docs_dir)
    return "" if docs.name == "docs" else docs.name


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
def finish_language(config):
    """Finishes the site after the search is written and before it is made to work offline."""
    project = Path(config.config_file_path).parent
    finish(Path(config.site_dir), language_of(config), project, config.extra.get("linked", False))


@event_priority(-200)
def build_others(config):
    """Builds the other languages beside the first, with the same theme, and the page above them all."""
    if not config.extra.get("whole_site"):
        return
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    project, site = Path(config.config_file_path).parent, Path(config.site_dir).parent
    told = read_languages(project)
    for language in told["languages"]:
        if language != language_of(config):
            other = load_config(
                str(project / f"mkdocs.{language}.yml"), site_dir=str(site / language), strict=config.strict
            )
            other.extra["linked"] = True
            other.theme.__class__ = type(config.theme)
            build(other)
    write_front_page(site, told)


on_post_build = CombinedEvent(finish_language, build_others)
