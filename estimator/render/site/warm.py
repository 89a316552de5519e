"""What every website needs is made when this is imported: by the server from which workers are forked.

That is while the command still prices. Compiling the templates and reading the catalogues takes a worker as long as a
language of a large customer.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from estimator.model.language import LANGUAGES
from estimator.render import figures
from estimator.render.site.build import compile_theme
from estimator.render.site.pages import compile_pages
from estimator.render.texts import country_name, translations

with suppress(Exception):  # what is wrong is told by the worker that needs it
    for language in LANGUAGES:
        translations(language)
        country_name("LU", language)
        figures.day(date(2026, 1, 1), language)
    compile_pages()
    compile_theme(tuple(LANGUAGES))
