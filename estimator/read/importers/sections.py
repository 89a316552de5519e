"""What stands above the rows of a table and tells of them: titles between the rows, above the headings, on the tab."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from estimator.model.frozen import frozen
from estimator.read.headings import fold
from estimator.read.importers.columns import Column
from estimator.read.importers.identity import HOST_NAME
from estimator.read.importers.tables import Record, Table
from estimator.read.importers.vocabulary import Vocabulary
from estimator.read.values import plain, quoted

WIDE_TABLE = 4
"""In a table of so many known columns a row with one filled cell is a title or a note."""

LEAST_TITLES = 2
"""One line between the rows may be about anything; several that name places are places."""

MOST_CELLS_OF_NOTES = 2
_GIVEN_NAME = re.compile(r"(?:sheet|blad|feuil|tabelle)\s*\d+", re.IGNORECASE)


@frozen
class Section:
    """What a title says about the rows below it."""

    type: str = ""
    place: str = ""
    because: str = ""
    """Who says it, for people."""
    tab: str = ""
    """The name of the sheet, where it tells these rows from those of the other sheets, and is no place."""


NOTHING = Section()


def titles_of(table: Table, columns: Sequence[Column], words: Vocabulary) -> dict[int, str]:
    """The text of every record that is a title or a note, by its index."""
    known = sum(column.is_known for column in columns)
    numbers = [column.index for column in columns if column.meaning == "row_number"]
    sparse = (index for index, filled in enumerate(table.filled) if filled <= MOST_CELLS_OF_NOTES)
    titles = ((index, _title_of(table.records[index], known, numbers, words)) for index in sparse)
    return {index: text for index, text in titles if text}


def _title_of(record: Record, known_columns: int, numbers: Sequence[int], words: Vocabulary) -> str:
    """The text of a row of few cells that is a title or a note; empty for any other. `numbers`: what numbers rows."""
    told = [value for index, value in enumerate(record.values) if value != "" and index not in numbers]
    if not told:
        return ""
    filled, text = len(told), plain(told[0]).rstrip()
    if filled == 1 and not HOST_NAME.fullmatch(text) and (known_columns >= WIDE_TABLE or _is_set_apart(text, words)):
        return text
    return text if text.endswith((":", ",")) and known_columns >= WIDE_TABLE - 1 else ""


def _is_bare(table: Table) -> bool:
    """Whether the sheet has the name that the program gave it."""
    return _GIVEN_NAME.fullmatch(table.sheet) is not None


def _is_set_apart(text: str, words: Vocabulary) -> bool:
    """Whether a text is a title between dashes, a note behind a star or like `Hinweis: ...`, or a question."""
    if fold(text.partition(":")[0]) in words.not_places and ":" in text:
        return True
    if text.endswith("?") and len(text.split()) > MOST_CELLS_OF_NOTES:
        return True
    return text.startswith(("--", "==", "**", "* ", "***", ">>")) and not text.strip(" -=*>").isdigit()


def sections(
    table: Table, columns: Sequence[Column], titles: Mapping[int, str], words: Vocabulary, tab: Section = NOTHING
) -> Sequence[Section]:
    """What the titles above say about each record of a table, the nearest before those further up.

    `tab`: what the sheet's name says. Titles tell no places where a column does.
    """
    count = len(table.records)
    has_places = any(column.field == "assets.location" for column in columns)
    places = [] if has_places else _places(titles, count, words)
    whole = current = of_table(table, words, tab)
    found: list[Section] = []
    for index, text in titles.items():
        found += [current] * (index - len(found))
        if named := words.type_of_title(text):
            current = replace(current, type=named, because=f"the title {quoted(text)} says so")
        elif (place := words.place_of_title(text)) in places:
            current = replace(whole, place=place, because=f"the title {quoted(text)} says so")
    return found + [current] * (count - len(found))


def _places(titles: Mapping[int, str], count: int, words: Vocabulary) -> list[str]:
    """The places that titles name, where there are several, each with rows below it."""
    followed = [text for index, text in titles.items() if index + 1 < count and index + 1 not in titles]
    places = list(filter(None, map(words.place_of_title, followed)))
    return places if len(set(places)) == len(places) >= LEAST_TITLES else []


def of_table(table: Table, words: Vocabulary, tab: Section) -> Section:
    """What headings, the title above them or the sheet's name say about all rows of a table."""
    if by_heading := words.table_type(table.headings):
        return replace(tab, type=by_heading, because="the headings of its table are those of such devices")
    for text, what in ((table.title, "the title above its table says so"), (table.sheet, "its sheet is called so")):
        if text and (named := words.type_of_title(text)):
            return replace(tab, type=named, because=what, tab="")
    return tab


def places_of_tables(
    tables: Sequence[tuple[Table, Sequence[Column]]], words: Vocabulary
) -> Mapping[tuple[str, int], Section]:
    """Where several tables are one list for each of several places: the places, by sheet and row of the headings.

    They have the same headings, none for a place, and titles above them or else names of their sheets that may be
    places.
    """
    alike: dict[tuple[str, ...], list[Table]] = {}
    for table, columns in tables:
        if not any(column.field == "assets.location" for column in columns):
            alike.setdefault(table.headings, []).append(table)
    found: dict[tuple[str, int], Section] = {}
    for group in alike.values():
        titles = [words.place_of_title(table.title) for table in group]
        tabs = [words.place_of_title(table.sheet) for table in group]
        if all(titles) and len(set(titles)) == len(titles) >= LEAST_TITLES:
            places, because = titles, "the title above its table says so"
        elif all(tabs) and len(set(tabs)) >= LEAST_TITLES:
            places, because = tabs, "its sheet is called so"
        elif len({table.sheet for table in group}) == len(group) >= LEAST_TITLES and not any(map(_is_bare, group)):
            found |= {(table.sheet, table.heading_row): Section(tab=table.sheet) for table in group}
            continue
        else:
            continue
        for table, place in zip(group, places, strict=True):
            found[table.sheet, table.heading_row] = Section(place=place, because=because)
    return found
