"""Workbooks mutated at random, each read by both readers: `python -m tests.read.fuzz FIRST_SEED LAST_SEED`.

What this found is kept as named cases in `hostile.py`.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import tempfile
import zipfile
from collections.abc import Callable
from math import isnan
from pathlib import Path
from typing import Any

from estimator.diagnostics import Level
from estimator.read import cells, worker
from estimator.read.careful import read_exactly
from estimator.read.container import RefusedError, look_inside
from estimator.read.workbook import read_assessment
from tests.builders import facts
from tests.read.raw_workbooks import packed, raw_workbook

SECONDS = 20
NASTY = (
    "", "0", "-1", "1", "99999999999", "1e400", "NaN", "true", "x", "é", "A0", "A1", "XFD1048576", "ZZZ9", "&#0;",
    "&amp;", "&x;", " ", "]]>", "_xD800_", "_x000A_", "s", "str", "inlineStr", "b", "d", "e", "n", "rId1", "rId4",
    "http://evil.example/", "../../x", "/xl/workbook.xml", "45000", "2026-11-22", "hidden", "#REF!",
)  # fmt: skip
SNIPPETS = (
    "<c/>", "<c><v>1</v></c>", "<v>1</v>", "<v/>", "<row/>", "</row>", "<row>", "<!-- x -->", "<![CDATA[x]]>",
    "<?x y?>",
    "<is><t>x</t></is>", "<f>1+1</f>", "<f/>", "<t>x</t>", "<si><t>x</t></si>", "<sheetData>", "</sheetData>", "text",
    '<c t="e"><v>#N/A</v></c>', '<c r="A9" t="s"><v>0</v></c>', '<row r="9"><c t="str"><v>x</v></c></row>', "\0", "\n",
    "<rPh><t>x</t></rPh>", "<mergeCells/>", '<a xmlns="urn:x"/>',
)  # fmt: skip


def mutated(seed: int) -> bytes:
    """The office with one to five things changed, by chance but the same for the same seed."""
    chance = random.Random(seed)
    parts = raw_workbook()
    if chance.random() < 0.2:
        return _bytes_changed(packed(parts), chance)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        name = chance.choice([*parts, *["xl/worksheets/sheet4.xml"] * 12, *["xl/sharedStrings.xml"] * 3])
        change = chance.choice(CHANGES)
        parts[name] = change(parts.get(name, b"<a/>"), chance)
        if chance.random() < 0.02:
            del parts[name]
    return packed(parts)


def _bytes_changed(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _few_bytes_changed(content: bytes, chance: random.Random) -> bytes:
    return _bytes_changed(content, chance) if content else content


def _value_changed(content: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(rb'="([^"]*)"|>([^<>]+)<', content))
    if not places:
        return content
    place = chance.choice(places)
    group = 1 if place[1] is not None else 2
    return content[: place.start(group)] + chance.choice(NASTY).encode() + content[place.end(group) :]


def _attribute_dropped(content: bytes, chance: random.Random) -> bytes:
    return _without(content, rb' [\w:]+="[^"]*"', chance)


def _tag_dropped(content: bytes, chance: random.Random) -> bytes:
    return _without(content, rb"<[^<>]*>", chance)


def _without(content: bytes, pattern: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(pattern, content))
    if not places:
        return content
    place = chance.choice(places)
    return content[: place.start()] + content[place.end() :]


def _element_repeated(content: bytes, chance: random.Random) -> bytes:
    places = list(re.finditer(rb"<(c|row|v|sheet|si|Relationship|xf)\b[^<>]*?(?:/>|>.*?</\1>)", content, re.DOTALL))
    if not places:
        return content
    place, target = chance.choice(places), chance.choice(places)
    return content[: target.start()] + place[0] + content[target.start() :]


def _snippet_put_in(content: bytes, chance: random.Random) -> bytes:
    places = [match.start() for match in re.finditer(rb"<", content)] or [0]
    place = chance.choice(places)
    return content[:place] + chance.choice(SNIPPETS).encode() + content[place:]


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _shuffled(content: bytes, chance: random.Random) -> bytes:
    rows = re.findall(rb"<row\b.*?</row>", content, re.DOTALL)
    if not rows:
        return content
    start, end = content.index(rows[0]), content.index(rows[-1]) + len(rows[-1])
    chance.shuffle(rows)
    return content[:start] + b"".join(rows) + content[end:]


CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_value_changed,) * 6,
    *(_attribute_dropped,) * 2,
    *(_tag_dropped,) * 2,
    *(_element_repeated,) * 3,
    *(_snippet_put_in,) * 4,
    _few_bytes_changed,
    _cut,
    _shuffled,
)


def complaint(content: bytes, folder: Path) -> str | None:
    """What is wrong with how a workbook is read: a crash, or cells that the two readers read differently."""
    path = folder / "fuzz.xlsx"
    path.write_bytes(content)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer_and_leave(path, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        found = answer.read().decode()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT:
        return None  # what the limited process is there for: told as too much
    return found or (f"ended with {status}" if status else None)


def _answer_and_leave(path: Path, writing: int) -> None:
    """In the forked process: writes the complaint, if any, and ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    signal.alarm(SECONDS)
    worker.limit_this_process()
    try:
        found = _judged(path) or ""
    except MemoryError:
        found = ""
    except BaseException as error:
        found = f"{type(error).__name__}: {error}"
    os.write(writing, found.encode(errors="replace"))
    os._exit(0)


def _judged(path: Path) -> str | None:
    answer = worker._answer(path)
    cells._ask_child = lambda _path: answer  # type: ignore[assignment]
    assessment, diagnostics = read_assessment(path, facts().rate_card, facts().lifecycle)
    if (assessment is None) != any(diagnostic.level is Level.ERROR for diagnostic in diagnostics):
        return "neither read nor told"
    if any(not str(diagnostic).isprintable() for diagnostic in diagnostics):
        return "a message with a control character"
    if answer[0] == "refused":
        return None
    found = quick(path)
    return difference(found, exact(path)) if found is not None else None


def quick(path: Path) -> list[Any] | None:
    """The sheets as the quick reader reads them; None where it is not trusted with the workbook."""
    contents = look_inside(path)
    return None if contents.doubtful else worker._sheets(path, contents)


def exact(path: Path) -> list[Any] | None:
    """The sheets as the exact reader reads them; None where it refuses them."""
    try:
        with zipfile.ZipFile(path) as archive:
            return read_exactly(archive)
    except RefusedError:
        return None


def difference(one: list[Any], other: list[Any] | None) -> str | None:
    """Where two readings of the sheets differ; a workbook that only one reads is no difference."""
    if other is None:
        return None
    if [sheet[:2] for sheet in one] != [sheet[:2] for sheet in other]:
        return f"sheets differ: {[sheet[:2] for sheet in one]} and {[sheet[:2] for sheet in other]}"
    for left, right in zip(one, other, strict=True):
        if _comparable(left) != _comparable(right):
            return f"sheet {left[0]}: {set(_comparable(left)) ^ set(_comparable(right))}"[:400]
    return None


def _comparable(sheet: Any) -> list[tuple[Any, ...]]:
    _name, _hidden, rows, faults = sheet
    found = [
        (number, column, str(value) if isinstance(value, float) and isnan(value) else value)
        for number, row in rows
        for column, value in enumerate(row)
        if value != ""
    ]
    return [*sorted(found, key=str), *sorted(faults)]


def main(first: int, last: int) -> None:
    """Prints every seed with a complaint."""
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, last + 1):
            found = complaint(mutated(seed), Path(folder))
            if found:
                count += 1
                sys.stdout.write(f"{seed}: {found}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{last + 1 - first} workbooks, {count} complaints\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
