"""The XML inside a workbook as bytes: found by its tags, changed in place, never written anew."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

MAIN_NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

_ROOT = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z]\w*)\b([^>]*?)/?>")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
is_plain = re.compile(r"[A-Za-z0-9.,:;/()+#@=*-]+(?: [A-Za-z0-9.,:;/()+#@=*-]+)*").fullmatch
"""Tells text that stands in XML as it is."""
_NOT_PLAIN = ("  ", "&", "<", ">", '"', "_x")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class UnusualXmlError(Exception):
    """Why a part cannot be changed safely: a few words that complete `The workbook ...`."""


def prefix_of(part: bytes, root: bytes) -> bytes:
    """The namespace prefix, with its colon, of a part's elements; raises UnusualXmlError for what no program writes."""
    encoding = _ENCODING.match(part)
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii", b"utf8"):
        raise UnusualXmlError("is written in an unusual character encoding")
    if b"<!" in part:
        raise UnusualXmlError("has comments or declarations inside that no spreadsheet program writes")
    start = _ROOT.search(part, part.find(b"?>") + 2 if part.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?") else 0)
    if start is None or start[2] != root:
        raise UnusualXmlError("has a part that is not what it should be")
    if STRICT_NAMESPACE in start[3]:
        raise UnusualXmlError("is a Strict Open XML workbook")
    prefix = start[1] or b""
    declared = b"xmlns:" + prefix if prefix else b"xmlns"
    if not re.search(re.escape(declared) + rb"""\s*=\s*["']""" + re.escape(MAIN_NAMESPACE) + rb"""["']""", start[3]):
        raise UnusualXmlError("has a part that is not what it should be")
    return prefix + b":" if prefix else b""


@cache
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"""(?<![\w:.-])""" + name.encode() + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def attribute(tag: bytes, name: str) -> bytes | None:
    """The raw value of an attribute in a start tag."""
    found = _attribute(name).search(tag)
    return None if found is None else found[1] if found[1] is not None else found[2]


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """The start tag with an attribute set."""
    written = f'{name}="{escaped(value)}"'.encode()
    if _attribute(name).search(tag):
        return _attribute(name).sub(lambda _: written, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" " + written + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """The start tag without an attribute."""
    return re.sub(rb"\s+" + _attribute(name).pattern, b"", tag, count=1)


def legal(text: str) -> str:
    """The text without what XML cannot hold; line ends are line feeds."""
    if text.isascii() and text.isprintable():
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Text for an element or an attribute in double quotes."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if '"' in text:
        text = text.replace('"', "&quot;")
    return text


def are_plain(values: Collection[object]) -> bool:
    """Whether all of these are texts that stand in XML as they are."""
    if set(map(type, values)) != {str}:
        return False
    together = f" {' '.join(map(str, values))} "  # a space at the end of one is beside another
    return together.isprintable() and not any(mark in together for mark in _NOT_PLAIN)


def cell_text(text: str, prefix: str = "") -> str:
    """The `t` element of a cell's text; `_x0041_`, which spreadsheets read as a letter, stays what it says."""
    if is_plain(text):
        return f"<{prefix}t>{text}</{prefix}t>"
    text = escaped(legal(text))
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if "\n" in text or "  " in text or text != text.strip():
        return f'<{prefix}t xml:space="preserve">{text}</{prefix}t>'
    return f"<{prefix}t>{text}</{prefix}t>"
