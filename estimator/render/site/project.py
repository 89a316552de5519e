"""Writes the MkDocs project of a customer's site: pages, shared files, fragments, a configuration for each language."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from estimator.model.brand import Logo
from estimator.model.frozen import frozen
from estimator.model.language import LANGUAGES
from estimator.render.resources import resource_path
from estimator.render.site.build_view import build_view, location_pages
from estimator.render.site.handwritten import HandWritten
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.pages import PAGES, html_text, printable, render_pages
from estimator.render.site.view import SiteView
from estimator.render.texts import language_name, translations

PROGRAMS = ("hooks.py", "finish.py", "languages.py")
ASSETS = ("site.css", "table.js", "early.js", "iframe-worker.js", "favicon.svg", "logo.svg")
OVERRIDES = ("partials/languages/lb.html",)
"""The theme's templates of which a site has its own."""
WHOLE_SITE = """\
# The whole site: this language first, then each other mkdocs.LANGUAGE.yml, the chooser between them and the page at the
# top that opens the first (hooks.py, languages.py). `mkdocs build` needs nothing but mkdocs and mkdocs-material.
INHERIT: mkdocs.{first}.yml
site_dir: site

extra:
  whole_site: true
"""


@frozen
class Project:
    """The MkDocs project of a customer's site in a folder, which may be missing and should be empty.

    `mkdocs build` there works with nothing but mkdocs and mkdocs-material. `languages`: those of the site, the first
    to be opened first; one gives a site without a chooser, several a folder each.
    """

    folder: Path
    languages: tuple[str, ...]

    @property
    def several(self) -> Mapping[str, str]:
        """The languages by their own names, where there is more than one."""
        return {code: LANGUAGES[code] for code in self.languages} if len(self.languages) > 1 else {}

    def apart(self, language: str) -> str:
        """The folder of a language inside `docs/`, `fragments/` and the site."""
        return language if self.several else ""

    def configuration(self, language: str) -> Path:
        """The file with which MkDocs builds one language alone."""
        return self.folder / (f"mkdocs.{language}.yml" if self.several else "mkdocs.yml")

    def write_shared(self, inputs: SiteInputs, written: HandWritten) -> None:
        """Writes what the languages share."""
        first = self.languages[0]
        if self.several:
            _write_texts(self.folder, {"mkdocs.yml": WHOLE_SITE.format(first=first)})
        title = translations(first).gettext("IT documentation of %(customer)s")
        pages = (*(f"{name}.html" for name in PAGES), *location_pages(inputs), *(page.path for page in written.pages))
        told = {
            "languages": self.several,
            "written_in": inputs.written_in,
            "title": printable(title % {"customer": inputs.assessment.customer.name}),
            "pages": [str(PurePosixPath(page).with_suffix(".html")) for page in pages],
        }
        _write_texts(self.folder, {"languages.json": json.dumps(told, ensure_ascii=True, indent=2) + "\n"})
        for name in ASSETS:
            _copy(resource_path(f"site_src/assets/{name}"), self.folder / "assets" / "site" / name)
        if inputs.logo:
            _write_texts(self.folder, {"assets/site/logo.svg": as_svg(inputs.logo)})
        for name in PROGRAMS:
            _copy(resource_path(f"site_src/{name}"), self.folder / name)
        for name in OVERRIDES:
            _copy(resource_path(f"site_src/overrides/{name}"), self.folder / "overrides" / name)
        _copy(resource_path("mkdocs.yml"), self.folder / "base.yml")

    def write_language(self, language: str, inputs: SiteInputs, written: HandWritten) -> None:
        """Writes one language: its configuration, and its pages in a folder of their own where there are several."""
        view = build_view(replace(inputs, shown_in=language), written.pages)
        pages = render_pages(view, self.several)
        docs, fragments = (self.folder / kind / self.apart(language) for kind in ("docs", "fragments"))
        _write_texts(docs, {**pages.markdown, **written.markdown(only_in(inputs.written_in, language))})
        _write_texts(fragments, {f"{name}.html": html for name, html in pages.fragments.items()})
        _write_texts(fragments, {"search.json": search_entries(view)})
        _write_texts(self.folder, {self.configuration(language).name: pages.configuration})
        (docs / "schedule.ics").write_bytes(inputs.calendar(language))
        for name, source in written.files.items():
            _copy(source, docs / name)


def only_in(written_in: str, language: str) -> str:
    """A line of HTML above what is there in one language alone; nothing where that is the page's."""
    if written_in == language:
        return ""
    text = translations(language).gettext("This page exists in %(language)s only.")
    return f'<p class="e-note" lang="{language}">{text % {"language": language_name(written_in, language)}}</p>\n\n'


def search_entries(view: SiteView) -> str:
    """A search entry per device, and per location with a page of its own, as JSON.

    Each is where it is, its name and the words it is found by, as HTML.
    """
    entries = [
        _entry(
            f"equipment.html#{device.anchor}",
            (device.id, device.name),
            (
                device.type_name,
                device.maker,
                device.serial_number,
                device.system,
                device.address,
                device.location_name,
            ),
        )
        for device in view.devices
    ]
    for network in view.networks if view.places_apart else ():
        place = network.place
        services = (f"{service.type_name}: {service.name} {service.provider}" for service in network.services)
        words = (place.street, place.town, place.country, *services, place.notes)
        entries.append(_entry(place.link, (place.name,), words))
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


def _entry(location: str, title: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    return {
        "location": location,
        "title": html_text(" · ".join(filter(None, title))),
        "text": html_text(", ".join(filter(None, words))),
    }


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
