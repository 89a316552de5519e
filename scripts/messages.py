"""Gather the texts that are translated, and bring the catalogues up to date: `make messages`."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "estimator" / "data" / "locale"
LANGUAGES = {"nl": "Dutch", "fr": "French", "de": "German", "lb": "Luxembourgish"}
"""English is the source."""
DOMAINS = {"form": ("nl", "fr", "de"), "estimator": ("nl", "fr", "de", "lb")}
"""The languages in which each domain is there."""
FORM_SOURCES = ("estimator/render/form/", "estimator/data/form_help.toml")
"""Texts that stand in these belong to the domain `form`, all others to `estimator`."""
# Nought takes the plural in French as well: some texts for one say "one".
_HEADER = """\
# {title}: {language}. Brought up to date by: make messages
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: {code}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
_TITLES = {"form": "The assessment form", "estimator": "The website, the proposal, the calendar"}


def extract() -> dict[str, Catalog]:
    """The texts of the program in the order in which they stand there, by domain."""
    with TemporaryDirectory() as folder:
        pot = Path(folder) / "all.pot"
        command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
        subprocess.run([*command, "-k", "_", "-k", "N_", "-o", str(pot), "."], cwd=ROOT, check=True)
        with pot.open("rb") as file:
            everything = read_po(file)
    domains = {"form": Catalog(), "estimator": Catalog()}
    for message in everything:
        if not message.id:
            continue
        in_form = [name.startswith(FORM_SOURCES) for name, _line in message.locations]
        for domain, wanted in (("form", any(in_form)), ("estimator", not all(in_form))):
            if wanted:
                domains[domain].add(message.id, flags=message.flags, context=message.context)
    return domains


def catalogue_path(language: str, domain: str) -> Path:
    """Where the translation of a domain lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def updated(path: Path, template: Catalog, language: str, domain: str) -> str:
    """The catalogue with the template's texts in the template's order: what is new is empty, what is gone is out."""
    catalogue = Catalog(language)
    if path.is_file():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    title = _HEADER.format(title=_TITLES[domain], language=LANGUAGES[language], code=language)
    return title + _as_text(catalogue)


def _as_text(catalogue: Catalog) -> str:
    written = BytesIO()
    write_po(written, catalogue, width=120, no_location=True, omit_header=True)
    return written.getvalue().decode().strip() + "\n"


def main() -> None:
    """Writes every catalogue with the texts that the program has now."""
    templates = extract()
    for domain, languages in DOMAINS.items():
        for language in languages:
            path = catalogue_path(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(updated(path, templates[domain], language, domain), encoding="utf-8")


if __name__ == "__main__":
    main()
