"""The brand file: what it says reaches the documents, and what is unfit in it is named by key."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from estimator.diagnostics import Stop
from estimator.model.brand import PLAIN
from estimator.read.brand import brand_beside, contrast_on_white, darker, read_brand

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'
SHAPE = '<rect width="40" height="20" fill="#7a1f4b"/>'


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 40, height: int = 20, rows: int | None = None) -> bytes:
    """A grey picture; `rows`: fewer than its header promises."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def written(folder: Path, text: str, **files: str | bytes) -> Path:
    """A brand file with other files beside it; `logo_svg` is `logo.svg`."""
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content if isinstance(content, bytes) else content.encode())
    path = folder / "brand.toml"
    path.write_text(text, encoding="utf-8")
    return path


def told(path: Path) -> list[str]:
    with pytest.raises(Stop) as stop:
        read_brand(path)
    return [str(diagnostic) for diagnostic in stop.value.diagnostics]


def test_a_brand_is_read_with_its_logo(tmp_path: Path) -> None:
    text = 'name = "Exemple S.A."\naccent = "#7A1F4B"\ncontact = ["1, rue X", "L-1234 Y"]\nlogo = "logo.svg"\n'
    brand = read_brand(written(tmp_path, text, logo_svg=SVG.format(SHAPE)))
    assert (brand.name, brand.accent, brand.contact) == ("Exemple S.A.", "#7a1f4b", ("1, rue X", "L-1234 Y"))
    assert brand.logo is not None
    assert (brand.logo.kind, brand.logo.content) == ("svg", SVG.format(SHAPE).encode())


def test_another_logo_of_the_same_name_is_another_brand(tmp_path: Path) -> None:
    path = written(tmp_path, 'logo = "logo.png"\n', logo_png=png())
    before = read_brand(path)
    written(tmp_path, 'logo = "logo.png"\n', logo_png=png(height=21))
    assert read_brand(path).sha256 != before.sha256


def test_a_brand_file_beside_the_workbook_is_taken_and_none_is_the_plain_brand(tmp_path: Path) -> None:
    assert brand_beside(tmp_path / "acme.xlsx") is PLAIN
    written(tmp_path, 'name = "Exemple"\n')
    assert brand_beside(tmp_path / "acme.xlsx").name == "Exemple"


def test_every_mistake_is_told_at_once_by_key(tmp_path: Path) -> None:
    long = "x" * 81
    text = f'nam = "E"\naccent = "#ffcc00"\ncontact = ["{long}"]\n'
    assert told(written(tmp_path, text)) == [
        "brand.toml: nam: error: 'nam' is not known here. Did you mean 'name'? [unknown-key]"
    ]
    text = f'accent = "#ffcc00"\ncontact = ["{long}", "", "", "", "", "", ""]\nlogo = "logo.gif"\n'
    assert told(written(tmp_path, text, logo_gif=b"GIF89a")) == [
        "brand.toml: contact: error: The letterhead has room for 6 lines, these are 7. Put several on one line. "
        "[unfit-letterhead]",
        "brand.toml: contact[1]: error: This is 81 characters long; 80 fit on a line. Shorten it, or part it in two. "
        "[unfit-letterhead]",
        "brand.toml: accent: error: #ffcc00 is too pale to be read on white (contrast 1.5; 4.5 is needed). "
        "Use a darker one, such as #8f7200. [unfit-colour]",
        "brand.toml: logo: error: 'logo.gif' cannot be the logo: it is neither .svg nor .png. "
        "Save it as SVG (best) or PNG. [unfit-logo]",
    ]


@pytest.mark.parametrize("accent", ["red", "#12345", "#1234567", "#12345g", ""])
def test_what_is_no_colour_is_told(tmp_path: Path, accent: str) -> None:
    (line,) = told(written(tmp_path, f'accent = "{accent}"\n'))
    assert line.endswith("is not a colour. Write it as #rrggbb. [unfit-colour]")


@pytest.mark.parametrize("colour", ["#ffcc00", "#ffffff", "#7fd6a6", "#1a5a8a"])
def test_the_suggested_colour_can_be_read(colour: str) -> None:
    assert contrast_on_white(darker(colour)) >= 4.5


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#777777") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<script>alert(1)</script>", "it has <script> in it"),
        ("<text>Exemple</text>", "it has <text> in it. Convert texts to paths."),
        ('<image href="file:///etc/passwd"/>', "it has <image> in it"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "it has <foreignObject> in it"),
        ('<script xmlns="http://www.w3.org/1999/xhtml">1</script>', "it has <script> in it"),
        ('<rect onload="alert(1)"/>', "its <rect> runs or fetches something (onload)"),
        ('<rect style="fill:url(http://x.example/a)"/>', "its <rect> runs or fetches something (style)"),
        ('<linearGradient href="other.svg#a"/>', "runs or fetches something (href)"),
        ("<style>@import 'x.css'</style>", "its style names another file"),
        ("<g>" * 60 + "</g>" * 60, "its parts are nested too deeply"),
        ("<g/>" * 5001, "it has 5,002 parts"),
        ("<rect", "it is no whole SVG"),
    ],
)
def test_a_logo_that_could_do_anything_is_refused(tmp_path: Path, inside: str, reason: str) -> None:
    (line,) = told(written(tmp_path, 'logo = "logo.svg"\n', logo_svg=SVG.format(inside)))
    assert reason in line
    assert line.endswith("[unfit-logo]")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"<html>{SHAPE}</html>", "it is no SVG"),
        (f'<svg xmlns="http://www.w3.org/2000/svg">{SHAPE}</svg>', "it has no size"),
        (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9">{SHAPE}</svg>', "it has no size"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]>{SVG.format(SHAPE)}', "it defines entities"),
        (SVG.format("<!--" + "x" * 300_000 + "-->"), "and 256 are the most"),
    ],
)
def test_an_unfit_svg_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    (line,) = told(written(tmp_path, 'logo = "logo.svg"\n', logo_svg=content))
    assert reason in line


def test_what_drawing_programs_leave_in_a_file_does_no_harm(tmp_path: Path) -> None:
    left = (
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
        '<defs><linearGradient id="a"/><style>.b{fill:url(#a)}</style></defs>'
    )
    content = SVG.format(left + '<rect class="b" width="40" height="20"/>')
    assert read_brand(written(tmp_path, 'logo = "logo.svg"\n', logo_svg=content)).logo is not None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"GIF89a", "it is no whole PNG"),
        (png()[:-20], "it is no whole PNG"),
        (png().replace(b"IDAT", b"IDAX"), "it is no whole PNG"),
        (png(rows=3), "it is no whole PNG"),
        (png(0, 20), "it is no whole PNG"),
        (png(9_000, 9_000, rows=1), "9,000 by 9,000 pixels large"),
    ],
)
def test_an_unfit_png_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (line,) = told(written(tmp_path, 'logo = "logo.png"\n', logo_png=content))
    assert reason in line


@pytest.mark.parametrize("name", ["../logo.png", "/etc/logo.png", "missing.png"])
def test_a_logo_from_elsewhere_or_from_nowhere_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    folder = tmp_path / "inner"
    folder.mkdir()
    (line,) = told(written(folder, f'logo = "{name}"\n'))
    assert "brand file's folder" in line or "cannot be read (No such file" in line


def test_a_brand_file_that_is_none_is_told(tmp_path: Path) -> None:
    assert told(written(tmp_path, "name = \n"))[0].endswith("[invalid-toml]")
    assert told(tmp_path / "missing.toml")[0].endswith("[unreadable-file]")


def test_the_documented_example_is_a_brand(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "brand.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    brand = read_brand(written(tmp_path, example, logo_svg=SVG.format(SHAPE)))
    assert (brand.name, len(brand.contact)) == ("Exemple Services S.A.", 4)
    assert brand.logo is not None
