"""Importing 50,000 rows and checking the workbook beside what python-calamine alone needs to read the rows."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.customers import write_small
from benchmarks.interleaved import Side, estimator, python

ROWS = 50_000
HEADINGS = (
    "id", "name", "type", "location", "quantity", "manufacturer", "model", "serial number", "operating system",
    "version", "ip address", "purchased", "warranty until", "in stock programme", "substitute available",
    "spare on site", "managed", "critical", "connected to", "notes",
)  # fmt: skip
READ = "import python_calamine as c; c.load_workbook({!r}).get_sheet_by_index(0).to_python()"


def rows() -> Iterator[tuple[str, ...]]:
    """An inventory in which no two devices are alike."""
    yield HEADINGS
    for n in range(ROWS):
        address = f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}"
        yield (
            f"PC-{n:05}", f"host-{n}", "laptop", f"Site {n % 40}", "1", "Dell", f"Latitude {n % 30}", f"SN{n:08x}",
            "Windows 11 Pro", "25H2", address, "2024-03-15", "2027-03-15", "yes", "no", "no", "yes", "no",
            f"PC-{n // 10:05}" if n else "", f"note {n}",
        )  # fmt: skip


def write_inventory(path: Path) -> None:
    """The inventory as a workbook with shared strings, as spreadsheet programs write them."""
    shared: dict[str, int] = {}
    lines = []
    for number, cells in enumerate(rows(), 1):
        places = (
            f'<c r="{chr(65 + column)}{number}" t="s"><v>{shared.setdefault(text, len(shared))}</v></c>'
            for column, text in enumerate(cells)
        )
        lines.append(f'<row r="{number}">{"".join(places)}</row>')
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{types}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="Inventory" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst {main} uniqueCount="{len(shared)}">{texts}</sst>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{''.join(lines)}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def peak_megabytes(command: list[str]) -> float:
    """The most memory that a command and its children hold at one moment, looked at fifty times a second (Linux)."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, sum(map(_megabytes, _family(process.pid))))
            time.sleep(0.02)
    return most


def _family(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    try:
        named = [int(child) for child in children.read_text().split()]
    except OSError:
        return [parent]
    return [parent, *(each for child in named for each in _family(child))]


def _megabytes(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def tell(importing: Side, checking: Side, alone: Side, rounds: int = 3) -> None:
    """Runs the three in turn and prints medians beside the limit: twice what the parser alone needs, and 5 s."""
    sides = importing, checking, alone
    for side in sides:
        side.warm_up()
    for _ in range(rounds):
        for side in sides:
            side.run()
    for what in ("wall", "cpu"):
        took = {side.name: statistics.median(getattr(side, what)) for side in sides}
        limit = 2 * took.pop(alone.name) + 5
        took["together"] = sum(took.values())
        shown = (f"{name}: {seconds:.2f} s, {_verdict(seconds, limit)}" for name, seconds in took.items())
        print(f"{what:4}  limit: {limit:.2f} s   {'   '.join(shown)}")


def _verdict(seconds: float, limit: float) -> str:
    return "met" if seconds <= limit else "not met"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source, office, workbook = folder / "inventory.xlsx", folder / "office.xlsx", folder / "acme.xlsx"
        write_inventory(source)
        write_small(office, "Acme")
        importing = estimator("import", str(source), str(workbook), "--yes")
        checking = estimator("check", str(workbook))

        def fresh() -> None:
            workbook.write_bytes(office.read_bytes())

        alone = python("-c", READ.format(str(source)))
        tell(Side("import", [importing], before=fresh), Side("check", [checking]), Side("calamine alone", [alone]))
        fresh()
        print(f"peak  import: {peak_megabytes(importing):.0f} MiB   check: {peak_megabytes(checking):.0f} MiB")
        print(f"peak  the same import again: {peak_megabytes(importing):.0f} MiB")
