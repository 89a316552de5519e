"""Rows of an export on their way into the form: values read, systems and makers normalised, each row accounted for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from estimator.model.frozen import frozen
from estimator.model.inventory import ColumnUse, FormValue, FoundRow, Inventory, Remark
from estimator.model.lifecycle import LifecycleCatalogue
from estimator.read.cells import Value
from estimator.read.headings import fold
from estimator.read.importers.dates import DateOrder
from estimator.read.importers.mapping import ColumnMapping
from estimator.read.importers.products import (
    MORE_EXACT,
    System,
    Systems,
    is_placeholder,
    maker_of_model,
    manufacturer_name,
    split_maker,
    system_of_model,
    type_of_model,
    type_of_system,
)
from estimator.read.importers.read import Read
from estimator.read.importers.remarks import Remarks
from estimator.read.importers.values import form_value
from estimator.read.importers.vocabulary import HintColumn, read_vocabulary
from estimator.read.values import clean, plain, quoted

SheetName = Literal["locations", "assets", "services"]
PRODUCT_KEYS = ("type", "manufacturer", "model", "operating_system", "version")
MOST_REMEMBERED = 20_000
"""Different cells of a column whose meaning is kept."""

GONE = frozenset(
    map(
        fold,
        ("undeployable", "non-active", "old", "don't show", "non déployable", "nicht herausgebbar", "niet-uitgeefbaar"),
    )
)
"""Statuses of asset tools for what is no longer in use, beside those that people write in lists of their own."""

NOT_TOLD = frozenset(("", "-", "--", "—", "–"))
"""What tools write into a cell about which they know nothing."""


@dataclass(slots=True)
class Draft:
    """One row of an export, from what it says to a row of the form."""

    place: str
    said: Mapping[str, str] = field(default_factory=dict)
    """What the row says as text, by the column's key; nothing for what is not told."""
    values: dict[str, Value] = field(default_factory=dict)
    """What goes into the form, by field key; the id is not among them."""
    ids: list[str] = field(default_factory=list)
    """By what the row can be known, the best first; the first one that no other row has becomes its id."""
    sheet: SheetName = "assets"
    remarks: list[str] = field(default_factory=list)
    type_doubt: str = ""
    """What is told instead where the type stays open."""
    date_order: DateOrder = DateOrder.DAY_FIRST
    refused: str = ""
    """Why the row does not become a row of the form."""

    def unmanaged(self, why: str) -> None:
        """Takes the row in as something the contract does not take care of, and tells why."""
        self.values["managed"] = False
        self.remarks.append(f"{why} It is taken in as not managed: change that where the contract covers it.")

    def refuse_if_gone(self, status: str, tool: str) -> None:
        """Leaves out what is no longer there or no longer used, and tells of what waits in store."""
        state = _state_of(status) if status else ""
        if state == "gone":
            self.refused = f"Its status in {tool} is {quoted(status)}: it is no longer in use."
        elif state == "stored":
            self.remarks.append(f"Its status in {tool} is {quoted(status)}: it is there, but nobody uses it.")

    def add_note(self, text: str) -> None:
        """Adds a line to the notes."""
        if text:
            self.values["notes"] = "\n".join(filter(None, (str(self.values.get("notes", "")), text)))


@lru_cache(1_000)
def _state_of(status: str) -> Literal["gone", "stored", ""]:
    """What a status means, of which the part in brackets may tell more: `Lost/Stolen (undeployable)`."""
    words = {fold(word) for word in (status, *re.split(r"[()]", status)) if word.strip()}
    if words & (read_vocabulary().retired | GONE):
        return "gone"
    return "stored" if words & read_vocabulary().stored else ""


def told(value: object) -> str:
    """The text of a cell or of a value in a document; empty for what tools write where they know nothing."""
    if isinstance(value, str):
        text = value.strip()
    else:
        text = plain(value).strip() if isinstance(value, (int, float, tuple)) else ""
    return "" if text in NOT_TOLD else text


class Gathering:
    """Gathers the rows of one export; every draft that is taken ends as a row or among those not understood."""

    def __init__(
        self, kind: str, name: str, lifecycle: LifecycleCatalogue, mapping: ColumnMapping | None = None
    ) -> None:
        self._kind, self._name = kind, name
        self.mapping = mapping or ColumnMapping()
        """What somebody decided about the columns."""
        self._defaults = self.mapping.default_values()
        self._devices = Devices(lifecycle)
        self._known: defaultdict[tuple[DateOrder, SheetName], dict[str, dict[Value, Read]]] = defaultdict(dict)
        self._rows: list[FoundRow] = []
        self._not_understood: list[Remark] = []
        self._remarks = Remarks()
        self._first: dict[tuple[str, str], tuple[str, FormValue | None, tuple[tuple[str, FormValue], ...]]] = {}
        """By sheet and id: the place of the row, its serial number, and all that it says."""
        self._mapping: list[ColumnUse] = []

    def take(self, draft: Draft) -> None:
        """Makes a row of the form of the draft, or tells why not."""
        if draft.refused:
            self._not_understood.append(Remark(draft.place, draft.refused))
            return
        values, remarks = self._read(draft)
        row_id, reason = self._id_of(draft, values)
        if reason:
            self._not_understood.append(Remark(draft.place, reason))
            return
        said = tuple(values.items())
        defaults = {key: value for key, value in self._defaults_of(draft.sheet).items() if key not in values}
        asset_type = defaults.pop("type", None)
        values |= defaults
        if draft.sheet == "assets":
            asset, more = self._devices.normalise(values, asset_type, draft.type_doubt)
            values, remarks = dict(asset), [*remarks, *more]
        self._first[draft.sheet, row_id.casefold()] = draft.place, values.get("serial_number"), said
        self._rows.append(FoundRow(draft.place, draft.sheet, {"id": row_id, **values}))
        for remark in (*draft.remarks, *remarks):
            self.remark(draft.place, remark)

    def remark(self, place: str, reason: str) -> None:
        """Tells something about a row or about the file; what is told of several rows is told once."""
        self._remarks.add(place, reason)

    def use(self, columns: Iterable[ColumnUse]) -> None:
        """Tells what became of columns."""
        self._mapping += columns

    def inventory(self) -> Inventory:
        """Everything that was gathered."""
        self._drop_loose_ends()
        return Inventory(
            self._kind,
            self._name,
            tuple(self._rows),
            tuple(self._not_understood),
            tuple(self._mapping),
            tuple(self._remarks.once()),
        )

    def _defaults_of(self, sheet: SheetName) -> dict[str, FormValue]:
        """The defaults of a sheet's fields, by their key."""
        return {name.partition(".")[2]: value for name, value in self._defaults.items() if name.startswith(f"{sheet}.")}

    def _read(self, draft: Draft) -> tuple[dict[str, FormValue], list[str]]:
        """The draft's values as the form keeps them, and what could not be read; equal cells are read once."""
        values: dict[str, FormValue] = {}
        remarks: list[str] = []
        for key, value in draft.values.items():
            known = self._known[draft.date_order, draft.sheet].setdefault(key, {})
            found = known.get(value)
            if found is None:
                found = form_value(f"{draft.sheet}.{key}", value, draft.date_order)
                if len(known) < MOST_REMEMBERED:
                    known[value] = found
            meaning, reason = found
            if meaning is not None:
                values[key] = meaning
            if reason:
                remarks.append(reason)
        return values, remarks

    def _drop_loose_ends(self) -> None:
        """Leaves out connections to what the export does not list; the form would call them mistakes."""
        loose: dict[str, int] = {}
        for place, row in enumerate(self._rows):
            target = str(row.values.get("connected_to", ""))
            if target and (row.sheet, target.casefold()) not in self._first:
                loose[target] = loose.get(target, 0) + 1
                values = {key: value for key, value in row.values.items() if key != "connected_to"}
                self._rows[place] = replace(row, values=values)
        for target, count in loose.items():
            reason = f"{count:,} rows hang on {quoted(target)}, which is not in the export; the connection is left out."
            self.remark(self._name, reason.replace("1 rows hang", "1 row hangs", 1) if count == 1 else reason)

    def _id_of(self, draft: Draft, values: Mapping[str, FormValue]) -> tuple[str, str]:
        """The id of a row; empty and the reason where it has none of its own."""
        ids = (text for candidate in draft.ids if (text := _identity(candidate)))
        best = next(ids, "")
        if not best:
            return "", "Nothing tells this row from others: it has no name and no number. Give it one in the export."
        first = self._first.get((draft.sheet, best.casefold()))
        if first is None:
            return best, ""
        place, serial, said = first
        if said == tuple(values.items()) or (serial and serial == values.get("serial_number")):
            return "", f"It is {quoted(best)} once more, which stands in {place}."
        for candidate in ids:
            if (draft.sheet, candidate.casefold()) not in self._first:
                return candidate, ""
        return "", f"{quoted(best)} stands in {place} too, and nothing else tells them apart. Rename one of them."


def _identity(text: str) -> str:
    """A name or number by which a row may be known, on one line; empty for words that say nothing."""
    if not (text.isascii() and text.isprintable()) or "  " in text:
        text = " ".join(clean(text).split())
    text = text.strip()
    if _TELLS.search(text):
        return text
    return "" if fold(text) in read_vocabulary().empty or is_placeholder(text) else text


_TELLS = re.compile(r"[^\W\d_].*\d|\d.*[^\W\d_]", re.DOTALL)
"""A letter and a digit: no word that says nothing has both."""


@lru_cache(10_000)
def type_of_words(text: str) -> str | None:
    """The asset type that a role or a category names: `Access Switch`, `Laptops`, `Imprimante`."""
    found = read_vocabulary().type_of(text) if text else None
    return found[0] if found else None


# --- what every inventory of devices needs ----------------------------------------------------------------------------


@frozen
class _Product:
    """What maker, model and system of a device come to; alike for all that say the same."""

    changed: Mapping[str, FormValue]
    """What the form says instead of what the device says."""
    dropped: tuple[str, ...]
    """What is left out."""
    remarks: tuple[str, ...]
    system: System


class Devices:
    """Puts systems, makers and types of devices into the form's words."""

    def __init__(self, lifecycle: LifecycleCatalogue) -> None:
        self._systems = Systems(lifecycle)
        self._products: dict[tuple[FormValue | None, ...], _Product] = {}

    def normalise(
        self, values: Mapping[str, FormValue], default_type: FormValue | None = None, type_doubt: str = ""
    ) -> tuple[Mapping[str, FormValue], Sequence[str]]:
        """An asset's values with system, maker and type in the form's words, and what is left to ask.

        `default_type` is what somebody takes a device for whose type is not told and not certain by its model or
        system; `type_doubt` is told where the type stays open.
        """
        key = tuple(map(values.get, PRODUCT_KEYS))
        product = self._products.get(key)
        if product is None:
            said = {name: values[name] for name in PRODUCT_KEYS if name in values}
            product = self._products[key] = self._product(said)
        if "type" in values and not product.changed and not product.dropped:
            return values, product.remarks
        asset = {**values, **product.changed}
        for name in product.dropped:
            del asset[name]
        if "type" in asset:
            return asset, product.remarks
        asset_type, remark = _type_of(asset, product.system, default_type)
        if asset_type:
            asset["type"] = asset_type
        told = type_doubt if type_doubt and not asset_type else remark
        return asset, (*product.remarks, told) if remark else product.remarks

    def _product(self, device: Mapping[str, FormValue]) -> _Product:
        said, remarks = dict(device), []
        for key in ("manufacturer", "model"):
            if key in said and is_placeholder(str(said[key])):
                remarks.append(f"{quoted(said.pop(key))} is no {key}; it is left out.")
        maker, model = str(said.get("manufacturer", "")), str(said.get("model", ""))
        if maker:
            said["manufacturer"] = manufacturer_name(maker)
        elif model and split_maker(model)[0]:
            maker, model = said["manufacturer"], said["model"] = split_maker(model)
        elif by_line := maker_of_model(model):
            maker = said["manufacturer"] = by_line
        by_model = type_of_model(model, maker)
        if by_model and (said.get("type"), by_model) in MORE_EXACT:
            remarks.append(f"{quoted(model)} is {_a(by_model)}, not just {_a(str(said['type']))}.")
            said["type"] = by_model
        text = str(said.pop("operating_system", "")) or system_of_model(model, maker) or ""
        system = self._systems.normalise(text, str(said.pop("version", "")), str(said.get("type", "")))
        if system.operating_system:
            said["operating_system"] = system.operating_system
        if system.version:
            said["version"] = system.version
        if system.remark:
            remarks.append(system.remark)
        changed = {key: value for key, value in said.items() if device.get(key) != value}
        return _Product(changed, tuple(key for key in device if key not in said), tuple(remarks), system)


def _type_of(asset: Mapping[str, FormValue], system: System, default: FormValue | None) -> tuple[FormValue | None, str]:
    """What a device is where its row does not tell; the remark says where that is no more than likely."""
    maker, model, name = (str(asset.get(key, "")) for key in ("manufacturer", "model", "name"))
    certain = type_of_model(model, maker) or type_of_system(system)
    if certain or default:
        return certain or default, ""
    looks: tuple[tuple[HintColumn, str], ...] = (
        ("model", f"{maker} {model}".strip()),
        ("operating_system", system.operating_system),
        ("likely_system", system.operating_system),
        ("name", name),
        ("common_system", system.operating_system),
    )
    for column, text in looks:
        likely = _hint(column, text)
        if likely:
            what = "operating system" if column.endswith("system") else column
            shown = "" if column == "name" else f", {quoted(text)}"
            return likely, f"Its type is not told; its {what}{shown} makes it {_a(likely)}. Check the type."
    known = ", ".join(filter(None, (maker, model, system.operating_system)))
    return None, f"Its type is not told{f' and {quoted(known)} does not show it' if known else ''}. Choose the type."


@lru_cache(10_000)
def _hint(column: HintColumn, text: str) -> str | None:
    return read_vocabulary().hint(column, text)


def _a(word: str) -> str:
    return f"{'an' if word[0] in 'aeio' else 'a'} {word.replace('-', ' ')}"
