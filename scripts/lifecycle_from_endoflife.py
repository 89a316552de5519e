"""The end-of-support dates of estimator/data/lifecycle.toml, made from endoflife.date and lifecycle_products.toml.

From the repository's root, with the snapshot beside it:

    python scripts/lifecycle_from_endoflife.py ../shared/data/endoflife/products > estimator/data/lifecycle.toml

The same snapshot gives the same bytes. A newer snapshot needs SNAPSHOT_COMMIT and SNAPSHOT_DATE below changed with it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

SNAPSHOT_COMMIT = "a70eca337600e7d721dc48112c271f98661d208b"
SNAPSHOT_DATE = date(2026, 8, 22)
WANTED = Path(__file__).with_name("lifecycle_products.toml")
HEADER = f"""\
# Until when vendors give security fixes. Made by a script, do not edit: change scripts/lifecycle_products.toml and run
#     python scripts/lifecycle_from_endoflife.py ../shared/data/endoflife/products > estimator/data/lifecycle.toml
# Dates: endoflife.date, https://github.com/endoflife-date/endoflife.date, commit {SNAPSHOT_COMMIT}
# of {SNAPSHOT_DATE}, Copyright (c) endoflife.date contributors, MIT licence. Names and which products: ours.
# A cycle's dates: release, end of security fixes for everyone, end of the vendor's or the community's extension;
# `-` where none is announced, `ended` where support is over since an unknown day.
"""
WINDOWS_KEY = re.compile(r"(?P<major>1[01])-(?P<version>\w+?)(?P<edition>-iot-lts|-e-lts|-e|-w)?")
WINDOWS_EDITIONS = {"-w": "pro", "-e": "enterprise", "-e-lts": "ltsc", "-iot-lts": "iot-ltsc", None: ""}


def main(products: Path) -> str:
    """The text of lifecycle.toml."""
    wanted = tomllib.loads(WANTED.read_text(encoding="utf-8"))
    parts = [HEADER + f'id = "endoflife-{SNAPSHOT_DATE}"', f"valid_from = {SNAPSHOT_DATE}"]
    parts.append(f'source = "endoflife.date at commit {SNAPSHOT_COMMIT[:8]} of {SNAPSHOT_DATE}"')
    parts.append(f"without_dates = {json.dumps(wanted['without_dates'], ensure_ascii=False)}")
    for product_id, wish in wanted["product"].items():
        known = yaml.safe_load((products / f"{product_id}.md").read_text(encoding="utf-8").split("---\n")[1])
        parts.append(product_table(product_id, wish, known["releases"], wanted["ended_since"]))
    return "\n".join(parts) + "\n"


def product_table(product_id: str, wish: Mapping[str, Any], releases: list[dict[str, Any]], since: date) -> str:
    """One product's table."""
    lines = [f"\n[product.{product_id}]", f"title = {json.dumps(wish['title'])}"]
    lines.append(f"names = {json.dumps(wish['names'], ensure_ascii=False)}")
    if wish.get("asset_types"):
        lines.append(f"asset_types = {json.dumps(wish['asset_types'])}")
    if wish.get("second_tuesday"):
        lines.append("second_tuesday = true")
    lines.append(f'source = "endoflife.date/{product_id}"')
    lines.append("cycles = '''")
    lines += cycle_lines(wish, [release for release in releases if is_wanted(release, wish, since)])
    return "\n".join([*lines, "'''"])


def is_wanted(release: Mapping[str, Any], wish: Mapping[str, Any], since: date) -> bool:
    """Whether a release can still be met: neither dropped by hand nor over for long."""
    key, end = release["releaseCycle"], release["eol"]
    if key in wish.get("drop", ()) or re.search(wish.get("drop_pattern", "^$"), key):
        return False
    last_known = end if isinstance(end, date) else release["releaseDate"] if end else date.max
    return bool(last_known >= since)


def cycle_lines(wish: Mapping[str, Any], releases: list[dict[str, Any]]) -> Iterator[str]:
    """A line per release: `label [edition] | dates | other names`."""
    labels = {release["releaseCycle"]: label_of(release, wish) for release in releases}
    shared_words = [word for release in releases for word in str(release.get("codename", "")).lower().split()]
    for release in releases:
        key = release["releaseCycle"]
        label, edition = labels[key]
        if any(other.startswith((f"{label} SP", f"{label} R2 SP")) for other, _ in labels.values()):
            label += " RTM"
        also = [*wish.get("also", {}).get(key, ())]
        if wish.get("builds"):
            also.append(str(release["latest"]))
        codename = str(release.get("codename", "")).lower().split()
        if wish.get("codenames") and codename and shared_words.count(codename[0]) == 1:
            also += codename[:1] if len(codename) == 1 or "ubuntu" in wish["names"] else []
        if wish.get("service_packs"):
            also.append(key)
        end = release["eol"] if isinstance(release["eol"], date) else "ended" if release["eol"] else "-"
        extended = release.get("eoes")
        extended = extended if isinstance(extended, date) and isinstance(end, date) and extended > end else "-"
        name = f"{label} [{edition}]" if edition else label
        yield " | ".join([name, f"{release['releaseDate']} {end} {extended}", " ".join(also)]).rstrip(" |")


def label_of(release: Mapping[str, Any], wish: Mapping[str, Any]) -> tuple[str, str]:
    """How the release is called and the Windows edition it is for."""
    key = release["releaseCycle"]
    if wish["title"] == "Windows":
        match = WINDOWS_KEY.fullmatch(key)
        if match:
            return f"{match['major']} {match['version'].upper()}", WINDOWS_EDITIONS[match["edition"]]
        return str(release["releaseLabel"]), ""
    if wish.get("service_packs") and int(key.split(".")[0]) <= 15:
        major, pack = key.split(".")
        return f"{major} {'GA' if pack == '0' else 'SP' + pack}", ""
    label = wish.get("labels", {}).get(key)
    if label is None and wish.get("vendor_labels"):
        label = re.sub(r" ?'[^']*'", "", release.get("releaseLabel") or key).removeprefix(f"{wish['title']} ")
    return label or key, ""


if __name__ == "__main__":
    sys.stdout.buffer.write(main(Path(sys.argv[1])).encode())
