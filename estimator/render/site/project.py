"""Writes the MkDocs project of a customer's site: pages, shared files, fragments, a configuration for each language."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from estimator.model.brand import Logo
from estimator.model.language import LANGUAGES
from estimator.render.resources import resource_path
from estimator.render.site.build_view import build_view
from estimator.render.site.handwritten import HandWritten, read_pages
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.pages import html_text, printable, render_pages
from estimator.render.site.view import SiteView
from estimator.render.texts import translations

PROGRAMS = ("hooks.py", "finish.py", "languages.py")
ASSETS = ("site.css", "table.js", "early.js", "iframe-worker.js", "favicon.svg", "logo.svg")
WHOLE_SITE = """\
# The whole site: this language first, then each other mkdocs.LANGUAGE.yml, the chooser between them and the page at the
# top that opens the first (hooks.py, languages.py). `mkdocs build` needs nothing but mkdocs and mkdocs-material.
INHERIT: mkdocs.{first}.yml
site_dir: site

extra:
  whole_site: true
"""


def write_project(folder: Path, inputs: SiteInputs, languages: Sequence[str] = ()) -> SiteView:
    """Writes the project into an empty or missing folder and returns what the pages of its first language show.

    `languages`: those of the site, the first to be opened first; none: the customer's. One gives a site without a
    chooser, several a folder each. `mkdocs build` there works with nothing but mkdocs and mkdocs-material. Raises Stop
    for unfit hand-written pages.
    """
    written = read_pages(inputs.pages)
    languages = languages or (inputs.language,)
    several = {code: LANGUAGES[code] for code in languages} if len(languages) > 1 else {}
    views = [_write_language(folder, replace(inputs, shown_in=code), written, several) for code in languages]
    if several:
        _write_texts(folder, {"mkdocs.yml": WHOLE_SITE.format(first=languages[0])})
    title = translations(languages[0]).gettext("IT documentation of %(customer)s")
    told = {
        "languages": several,
        "written_in": inputs.written_in,
        "title": printable(title % {"customer": views[0].customer}),
    }
    _write_texts(folder, {"languages.json": json.dumps(told, ensure_ascii=True, indent=2) + "\n"})
    for name in ASSETS:
        _copy(resource_path(f"site_src/assets/{name}"), folder / "assets" / "site" / name)
    if inputs.logo:
        _write_texts(folder, {"assets/site/logo.svg": as_svg(inputs.logo)})
    for name in PROGRAMS:
        _copy(resource_path(f"site_src/{name}"), folder / name)
    _copy(resource_path("mkdocs.yml"), folder / "base.yml")
    return views[0]


def _write_language(folder: Path, inputs: SiteInputs, written: HandWritten, several: Mapping[str, str]) -> SiteView:
    """One language: its configuration, and its pages in a folder of their own where there are several."""
    language = inputs.language
    apart = language if several else ""
    view = build_view(inputs, written.pages)
    pages = render_pages(view, several)
    docs, fragments = folder / "docs" / apart, folder / "fragments" / apart
    _write_texts(docs, {**pages.markdown, **written.markdown})
    _write_texts(fragments, {f"{name}.html": html for name, html in pages.fragments.items()})
    _write_texts(fragments, {"search.json": search_entries(view)})
    _write_texts(folder, {f"mkdocs.{language}.yml" if several else "mkdocs.yml": pages.configuration})
    (docs / "schedule.ics").write_bytes(inputs.calendars.get(language, inputs.schedule_ics))
    for name, source in written.files.items():
        _copy(source, docs / name)
    return view


def search_entries(view: SiteView) -> str:
    """A search entry per device as JSON: where it is, its name and the words it is found by, as HTML."""
    entries = [
        {
            "location": f"equipment.html#{device.anchor}",
            "title": html_text(" · ".join(filter(None, (device.id, device.name)))),
            "text": html_text(
                ", ".join(
                    filter(
                        None,
                        (
                            device.type_name,
                            device.maker,
                            device.serial_number,
                            device.system,
                            device.address,
                            device.location_name,
                        ),
                    )
                )
            ),
        }
        for device in view.devices
    ]
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def as_svg(logo: Logo) -> str:
    """A logo as SVG, which is what the configuration names; a PNG is carried inside."""
    if logo.kind == "svg":
        return logo.content.decode("utf-8-sig")
    width, height = (int.from_bytes(logo.content[i : i + 4], "big") for i in (16, 20))  # where a PNG's header has them
    picture = f"data:image/png;base64,{b64encode(logo.content).decode()}"
    image = f'<image width="{width}" height="{height}" href="{picture}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{image}</svg>\n'


def _write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
