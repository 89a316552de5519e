"""Writes the MkDocs project of a customer's site: pages, shared files, fragments, configuration."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from estimator.render.resources import resource_path
from estimator.render.site.build_view import build_view
from estimator.render.site.handwritten import read_pages
from estimator.render.site.inputs import SiteInputs
from estimator.render.site.pages import html_text, render_pages
from estimator.render.site.view import SiteView

ASSETS = ("site.css", "table.js", "early.js", "iframe-worker.js", "favicon.svg", "logo.svg")


def write_project(folder: Path, inputs: SiteInputs) -> SiteView:
    """Writes the project into an empty or missing folder and returns what its pages show.

    `mkdocs build` there works with nothing but mkdocs and mkdocs-material. Raises Stop for unfit hand-written pages.
    """
    written = read_pages(inputs.pages)
    view = build_view(inputs, written.pages)
    pages = render_pages(view)
    docs, fragments = folder / "docs", folder / "fragments"
    _write_texts(docs, {**pages.markdown, **written.markdown})
    _write_texts(fragments, {f"{name}.html": html for name, html in pages.fragments.items()})
    _write_texts(fragments, {"search.json": search_entries(view)})
    _write_texts(folder, {"mkdocs.yml": pages.configuration})
    (docs / "schedule.ics").write_bytes(inputs.schedule_ics)
    for name, source in written.files.items():
        _copy(source, docs / name)
    for name in ASSETS:
        _copy(resource_path(f"site_src/assets/{name}"), docs / "assets" / "site" / name)
    for name in ("hooks.py", "finish.py"):
        _copy(resource_path(f"site_src/{name}"), folder / name)
    _copy(resource_path("mkdocs.yml"), folder / "base.yml")
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


def _write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
