"""The brand file: a provider's name, logo, colour and letterhead for what customers receive."""

from __future__ import annotations

import hashlib
import re
from colorsys import hls_to_rgb, rgb_to_hls
from pathlib import Path
from typing import Annotated

from estimator.diagnostics import Stop
from estimator.model.brand import DEFAULT_ACCENT, PLAIN, Brand, Logo
from estimator.model.frozen import frozen
from estimator.model.limits import MinLen
from estimator.read.logo import UnfitLogoError, checked_logo
from estimator.read.tables import Problems, read_table
from estimator.read.toml_file import read_toml

BESIDE_WORKBOOK = "brand.toml"
"""The brand file of all workbooks in its folder, where none is named."""
LEAST_CONTRAST = 4.5
"""Of text on white, by the Web Content Accessibility Guidelines (1.4.3)."""
MOST_CONTACT_LINES = 6
LONGEST_LINE = 80
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@frozen
class BrandFile:
    """What the file may say; everything in it may be left out."""

    name: Annotated[str, MinLen(1)] | None = None
    accent: str = DEFAULT_ACCENT
    contact: tuple[str, ...] = ()
    logo: Annotated[str, MinLen(1)] | None = None


def brand_beside(workbook: Path) -> Brand:
    """The brand of the workbook's folder; without a file there, the plain one. Raises Stop as `read_brand` does."""
    path = workbook.parent / BESIDE_WORKBOOK
    return read_brand(path) if path.is_file() else PLAIN


def read_brand(path: Path) -> Brand:
    """The brand that a file describes, its logo read and found harmless; raises Stop with every mistake."""
    problems = Problems(path.name)
    content, table = read_toml(path.read_bytes, problems)
    told = None if table is None else read_table(BrandFile, table, problems)
    logo = None
    if told is not None:
        _check_lines(told, problems)
        _check_accent(told.accent, problems)
        logo = _logo(path.parent, told.logo, problems) if told.logo else None
    if told is None or problems.found:
        raise Stop(*problems.found)
    digest = hashlib.sha256(content + (logo.content if logo else b"")).hexdigest()
    return Brand(told.name or "", told.accent.lower(), told.contact, logo, digest)


def contrast_on_white(colour: str) -> float:
    """How well `#rrggbb` is read on white: from 1 (not at all) to 21 (black)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def darker(colour: str) -> str:
    """The same hue, dark enough to be read on white."""
    hue, lightness, saturation = rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    while contrast_on_white(colour) < LEAST_CONTRAST:
        lightness -= 0.01
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, lightness, saturation))
    return colour


def _check_accent(accent: str, problems: Problems) -> None:
    if not _COLOUR.fullmatch(accent):
        problems.add(("accent",), "unfit-colour", f"'{accent}' is not a colour.", "Write it as #rrggbb.")
    elif (contrast := contrast_on_white(accent)) < LEAST_CONTRAST:
        message = f"{accent} is too pale to be read on white (contrast {contrast:.1f}; {LEAST_CONTRAST} is needed)."
        problems.add(("accent",), "unfit-colour", message, f"Use a darker one, such as {darker(accent)}.")


def _check_lines(told: BrandFile, problems: Problems) -> None:
    if len(told.contact) > MOST_CONTACT_LINES:
        message = f"The letterhead has room for {MOST_CONTACT_LINES} lines, these are {len(told.contact)}."
        problems.add(("contact",), "unfit-letterhead", message, "Put several on one line.")
    lines = [(f"contact[{number}]", line) for number, line in enumerate(told.contact, 1)]
    for key, line in [("name", told.name or ""), *lines]:
        if len(line) > LONGEST_LINE:
            message = f"This is {len(line)} characters long; {LONGEST_LINE} fit on a line."
            problems.add((key,), "unfit-letterhead", message, "Shorten it, or part it in two.")


def _logo(folder: Path, name: str, problems: Problems) -> Logo | None:
    """The picture of that name beside the brand file or in a folder below."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        message, remedy = f"'{name}' is outside the brand file's folder.", "Put the logo beside the brand file."
        problems.add(("logo",), "unfit-logo", message, remedy)
        return None
    try:
        return checked_logo(path)
    except UnfitLogoError as error:
        problems.add(("logo",), "unfit-logo", f"'{name}' cannot be the logo: {error.reason}.", error.remedy)
    except OSError as error:
        remedy = "Check its name; it is looked for beside the brand file."
        problems.add(("logo",), "unfit-logo", f"'{name}' cannot be read ({error.strerror}).", remedy)
    return None
