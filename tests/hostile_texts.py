"""Texts that attack whatever shows them, in every text cell of a workbook; and the same workbook with harmless ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from estimator.read.headings import fold
from estimator.read.values import clean
from tests.read.raw_workbooks import packed, raw_workbook
from tests.workbooks import ASSET_HEADINGS, VALID

OWN = (
    "\x1b[2J\x1b[31mred\x1b]0;title\x07", "\x9b31mC1", "bell\x07 back\x08 delete\x7f", "invoice\u202egnp.exe",
    "\u2066\u2067isolated\u2069", "one\u2028two\u2029three", "{{7*7}}{% include 'x' %}",
    "```\n# heading\n- list", "| a | b |\n|---|---|", "]]>--><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>", "</title><script>alert(1)</script>", "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='", "[click](javascript:alert(1))", "![x](http://evil.example/x.png)",
    "<http://evil.example/>", "http://evil.example/", "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "_x0041_",
    "=HYPERLINK(\"http://evil.example/\",\"x\")", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\ufeff=1+1", "+1+1", "-1+1",
    '#import "/etc/passwd"', "#let x = 1", "$ x^2 $", "*bold* _emph_ `raw`", "<label> @label", "\\u{202e}", "C:\\NUL",
    "../../etc/passwd", "__proto__", "%s%n{0}", ":smile: :be:", "\\\\srv\\share", "00:50:be:ca:fe:00", "&amp;&lt;",
    "{: .class onclick=alert(1) }", "--8<-- \"/etc/passwd\"", "[[toc]]", "!!! danger", "---\ntitle: evil\n---",
)  # fmt: skip


def hostile_texts(trial_data: Path | None) -> list[str]:
    """Every text once: our own, the naughty strings, the csv-injection payloads; those that are nothing left out."""
    texts = list(OWN)
    if trial_data is not None:
        texts += json.loads((trial_data / "naughty-strings" / "blns.json").read_text("utf-8"))
        texts += (trial_data / "csv-injection" / "csv-payload.txt").read_text("utf-8").splitlines()
    seen: dict[str, str] = {}
    for text in texts:
        if clean(text):
            seen.setdefault(fold(clean(text)), text)
    return list(seen.values())


def harmless(text: str) -> str:
    """The text with every visible character an `x`: as long, its words and lines where they were."""
    return re.sub(r"[^\s]", "x", clean(text))


def same(text: str) -> str:
    """The text as it is."""
    return text


def office_of(texts: Sequence[str], change: Callable[[str], str] = same) -> bytes:
    """A workbook with the texts in every text cell of every sheet, each passed through a change; the first names the
    customer.
    """
    made = [change(text) for text in texts]
    few = made[:12]
    customer = dict(VALID["Customer"])
    customer |= dict.fromkeys(("name", "sector", "contact name", "account manager", "assessor", "notes"), made[0])
    locations: list[Sequence[Any]] = [VALID["Locations"][0]]
    services: list[Sequence[Any]] = [VALID["Services"][0]]
    for n, text in enumerate(few):
        locations.append(
            (f"{n:03} {text}", f"{n} {text}", text, text, text, "LU", None, "auto", "Tue 18:00-20:00", text)
        )
        services.append(
            (f"{n:03} {text}", text, "backup", text, 1, "no", text, date(2027, 6, 30), f"000 {few[0]}", text, text)
        )
    assets: list[Sequence[Any]] = [ASSET_HEADINGS]
    for n, text in enumerate(made):
        place = f"{n % len(few):03} {few[n % len(few)]}"
        system = f"{text} of {n}" if n % 2 else None
        assets.append(
            (f"{n:03} {text}", text, "other" if n % 2 else "server", place, 1, text, text, f"{text} {n}", system, text,
             None, None, None, "no", "no", "no", "yes", "yes", f"000 {made[0]}" if n else None,
             f"{n:03} {text}", text, text)
        )  # fmt: skip
    sheets = {
        "Customer": list(customer.items()),
        "Locations": locations,
        "Seats": [VALID["Seats"][0], *((f"{n:03} {text}", "office", 4, text) for n, text in enumerate(few))],
        "Assets": assets,
        "Services": services,
        "Tickets": [
            ("opened", "minutes", "channel", "driver or asset id", "summary"),
            *(("2026-09-14 09:30", 25, "remote", f"{n:03} {text}", text) for n, text in enumerate(made)),
        ],
    }
    return packed(raw_workbook(sheets))
