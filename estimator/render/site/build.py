"""Builds a MkDocs project in this process, warm across customers, with the very bytes of `mkdocs build`."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import jinja2
from babel.core import Locale

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.render.compiled import SharedCode
from estimator.render.resources import resource_path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's banner, printed when it is imported

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.localization import install_translations
from mkdocs.theme import Theme
from mkdocs.utils import templates


def build_project(configuration: Path, site: Path, linked: bool = False) -> None:
    """Builds the MkDocs project of a configuration file into a folder, which is created or emptied.

    `linked`: it is one language of several. Raises Stop where MkDocs refuses the
    project.
    """
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        with _no_bytecode():
            config = load_config(str(configuration), site_dir=str(site.resolve()))
            config.theme.__class__ = _WarmTheme
            config.extra["linked"] = linked
            build(config)
    except MkDocsException as error:
        message = f"MkDocs cannot build it: {str(error).strip() or type(error).__name__}"
        place = str(configuration.parent)
        raise Stop(Diagnostic(Level.ERROR, place, "site-build", message.rstrip(".") + ".")) from error


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Keeps Python from leaving compiled hooks in the project, whose bytes would differ from run to run."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


_CODE = SharedCode()
"""The theme's templates differ between languages in their texts alone."""


class _WarmTheme(Theme):
    """A theme that keeps its compiled templates from one customer to the next. Its answers are those of Theme."""

    def get_env(self) -> jinja2.Environment:
        # A project's overrides are a copy of the package's: one environment serves all customers.
        folders = (_overrides(), *self.dirs[1:]) if self.custom_dir else tuple(self.dirs)
        return _environment(folders, self.locale)


def _overrides() -> str:
    return str(resource_path("site_src/overrides"))


@cache
def _environment(folders: tuple[str, ...], locale: Locale) -> jinja2.Environment:
    """What `Theme.get_env` makes, made once."""
    environment = _WarmEnvironment(
        loader=jinja2.FileSystemLoader(folders), auto_reload=False, cache_size=-1, bytecode_cache=_CODE
    )
    environment.theme_folders = folders
    environment.filters["url"] = templates.url_filter
    environment.filters["script_tag"] = templates.script_tag_filter
    install_translations(environment, locale, list(folders))
    return environment


_PARTIAL = re.compile(r"partials/(?:javascripts/|integrations/)?[^/]*\.html")


def compile_theme(languages: Sequence[str]) -> None:
    """Compiles the theme's templates for pages in these languages, so that the first of a process takes no longer."""
    theme = Theme("material", custom_dir=_overrides())
    environment = _environment(tuple(theme.dirs), theme.locale)
    spoken = {f"partials/languages/{language}.html" for language in ("en", *languages)}  # what is missing is English
    for name in environment.list_templates():
        if name in {"main.html", "base.html"} | spoken or _PARTIAL.fullmatch(name):
            with suppress(jinja2.TemplateAssertionError):  # needs filters of a plugin that no site of ours has
                environment.get_template(name)


class _WarmEnvironment(jinja2.Environment):
    """An environment that lists the theme's 14,000 files once."""

    theme_folders: tuple[str, ...] = ()

    def list_templates(self, extensions: object = None, filter_func: Callable[[str], bool] | None = None) -> list[str]:
        names = _theme_files(self.theme_folders)
        return [name for name in names if filter_func is None or filter_func(name)]


@cache
def _theme_files(folders: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the theme's files but for hidden ones (12,000 icons), which MkDocs never copies."""
    return tuple(name for name in jinja2.FileSystemLoader(folders).list_templates() if not name.startswith("."))
