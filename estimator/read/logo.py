"""A logo's file: a small PNG or SVG, whole, and with nothing in it that runs or is fetched from elsewhere."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.model.brand import Logo

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST_FILE = 256 * 1024
MOST_PIXELS = 4_000_000
MOST_ELEMENTS = 5_000
DEEPEST = 40
SVG = "http://www.w3.org/2000/svg"
DRAWN = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "metadata"}
    | {"defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "style"}
)
"""What an SVG may consist of: shapes and their colours."""
EDITORS = (
    "http://www.inkscape.org/namespaces/inkscape",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/elements/1.1/",
)
"""Namespaces of what drawing programs leave in a file; nothing of it is shown."""
_PNG = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FETCHES = re.compile(r"@|url\(\s*['\"]?\s*[^#'\"\s]|javascript:|expression\(", re.IGNORECASE)


class UnfitLogoError(Exception):
    """Why a file cannot be the logo, as the end of a sentence, and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


def checked_logo(path: Path) -> Logo:
    """The logo in a file; raises UnfitLogoError where it is none that can be used, OSError where nobody can read it."""
    if path.suffix.lower() not in (".svg", ".png"):
        raise UnfitLogoError("it is neither .svg nor .png", "Save it as SVG (best) or PNG.")
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise UnfitLogoError(
            f"it is {size // 1024:,} KiB large, and {LARGEST_FILE // 1024} are the most", "Save a smaller one."
        )
    content = path.read_bytes()
    if path.suffix.lower() == ".png":
        _check_png(content)
        return Logo("png", content)
    _check_svg(content)
    return Logo("svg", content)


def _check_png(content: bytes) -> None:
    broken = UnfitLogoError("it is no whole PNG", "Save it anew.")
    try:
        chunks = list(_chunks(content))
        width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    except (struct.error, IndexError, ValueError):
        raise broken from None
    if not width * height:
        raise broken
    if width * height > MOST_PIXELS:
        reason = f"it is {width:,} by {height:,} pixels large, and {MOST_PIXELS:,} in all are the most"
        raise UnfitLogoError(reason, "Save a smaller one.")
    rows = height * (1 + (width * depth * _CHANNELS.get(kind, 4) + 7) // 8)
    unpacked = zlib.decompressobj()
    try:
        pixels = unpacked.decompress(b"".join(data for name, data in chunks if name == b"IDAT"), rows + height * 8)
    except zlib.error:
        raise broken from None
    if len(pixels) < rows and not interlaced:
        raise broken


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, header first, end last; raises ValueError where one is damaged."""
    if not content.startswith(_PNG + b"\x00\x00\x00\x0dIHDR"):
        raise ValueError
    place, name = len(_PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, place)
        data = content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        if zlib.crc32(name + data) != checksum:
            raise ValueError
        yield name, data
        place += 12 + length


def _check_svg(content: bytes) -> None:
    from xml.etree.ElementTree import ParseError

    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=False)
    except DefusedXmlException:
        raise UnfitLogoError("it defines entities", "Save it as plain SVG.") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise UnfitLogoError("it is no whole SVG", "Save it anew.") from None
    if root.tag != f"{{{SVG}}}svg":
        raise UnfitLogoError("it is no SVG", "Save it as SVG or PNG.")
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise UnfitLogoError(f"it has {len(elements):,} parts, and {MOST_ELEMENTS:,} are the most", "Simplify it.")
    if _depth(root) > DEEPEST:
        raise UnfitLogoError("its parts are nested too deeply", "Ungroup them.")
    for element in elements:
        _check_element(element)
    if not _has_size(root):
        raise UnfitLogoError("it has no size", "Give it a viewBox.")


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _check_element(element: Element) -> None:
    namespace, _, name = str(element.tag).removeprefix("{").rpartition("}")
    if namespace in EDITORS:
        return
    if namespace != SVG or name not in DRAWN:
        remedy = "Convert texts to paths." if name in ("text", "tspan") else "Keep shapes and colours only."
        raise UnfitLogoError(f"it has <{name[:40]}> in it", remedy)
    if name == "style" and _FETCHES.search(element.text or ""):
        raise UnfitLogoError("its style names another file", "Keep shapes and colours only.")
    for key, value in element.attrib.items():
        bare = key.rpartition("}")[2].lower()
        if bare.startswith("on") or (bare == "href" and not value.startswith("#")) or _FETCHES.search(value):
            raise UnfitLogoError(f"its <{name}> runs or fetches something ({bare[:40]})", "Save it as plain SVG.")


def _has_size(root: Element) -> bool:
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        return len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0
    except ValueError:
        return False
