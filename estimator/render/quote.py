"""quote.pdf: the customer's proposal, set by typst from texts and figures that hold nothing internal."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.render.quote_inputs import QuoteInputs
from estimator.render.quote_view import quote_view
from estimator.render.resources import resource_path

_SHOWN_BLOCKS = ((0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2027), (0x20AC, 0x20AC))
"""Latin, Greek and Cyrillic letters, punctuation and the euro sign: what the fonts inside typst surely hold."""
_FIGURE_SPACES = "\u00a0\u202f\u200b\n"


def write_quote(path: Path, inputs: QuoteInputs) -> None:
    """Write the customer's proposal as a PDF."""
    path.write_bytes(quote_pdf(inputs))


def quote_pdf(inputs: QuoteInputs) -> bytes:
    """The customer's proposal as PDF/UA-1, in the customer's language; same inputs, same bytes.

    Letters that no built-in font can show (Chinese in a name, for example) are printed as `?`. Raises Stop for a logo
    that cannot be drawn.
    """
    from typst import TypstError

    view = quote_view(inputs)
    try:
        return _compiled(view)
    except TypstError as error:
        if inputs.brand.logo and "decode image" in str(error):
            raise Stop(_undrawable_logo()) from error
        if "could not be displayed" not in str(error):
            raise
    return _compiled(_displayable(view))


def _undrawable_logo() -> Diagnostic:
    """A logo that is whole by all that can be seen without drawing it."""
    message, remedy = "The logo cannot be drawn.", "Save it anew, as plain SVG or as PNG."
    return Diagnostic(Level.ERROR, "brand file: logo", "unfit-logo", message, remedy)


def _compiled(view: dict[str, Any]) -> bytes:
    import typst

    pdf = typst.compile(
        resource_path("templates/quote.typ").read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(view, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)
    return pdf


def _displayable(value: Any) -> Any:
    """The same data with every character outside the built-in fonts' usual blocks replaced."""
    if isinstance(value, str):
        return "".join(map(_shown, unicodedata.normalize("NFC", value)))
    if isinstance(value, dict):
        return {key: _displayable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_displayable(item) for item in value]
    return value


def _shown(character: str) -> str:
    known = character in _FIGURE_SPACES or any(low <= ord(character) <= high for low, high in _SHOWN_BLOCKS)
    return character if known else "?"
