"""How what a customer receives looks like ours: name, logo, colour, and the lines of the letterhead."""

from __future__ import annotations

from typing import Literal

from estimator.model.frozen import frozen

DEFAULT_ACCENT = "#1a5a8a"


@frozen
class Logo:
    """A picture as it is in its file."""

    kind: Literal["svg", "png"]
    content: bytes


@frozen
class Brand:
    """Whose proposal it is; what is empty comes from the rate card's provider, or is left out."""

    name: str = ""
    accent: str = DEFAULT_ACCENT
    """Colour of headings and bars, `#rrggbb`; readable on white."""
    contact: tuple[str, ...] = ()
    """Lines of the letterhead: address, phone, registration."""
    logo: Logo | None = None
    sha256: str = ""
    """Of the brand file and its logo; empty where there is none."""


PLAIN = Brand()
"""Without a brand file."""
