"""What kind of device a row of a list is: by what it is called, its product, its table, its system and its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.model.inventory import FormValue
from estimator.read.importers.products import MORE_EXACT, type_of_model
from estimator.read.importers.read import Read
from estimator.read.importers.reads import Reads
from estimator.read.importers.said import Rows
from estimator.read.importers.vocabulary import HintColumn, Vocabulary
from estimator.read.values import quoted

NO_TYPE = "No type is told."


class _Told(NamedTuple):
    """What a row says by which its type is known."""

    type: FormValue | None
    doubt: str
    """What is to be said about the cell that tells the type."""
    model: FormValue | None
    maker: FormValue | None
    system: FormValue | None
    description: str
    section: str
    """The type of all rows of its section, where that tells one."""
    because: str
    """Who says it."""


class DeviceTypes:
    """Decides on the type of devices."""

    def __init__(self, words: Vocabulary, default: FormValue | None) -> None:
        self._words, self._default = words, default

    def find(self, rows: Rows) -> tuple[Sequence[str], Mapping[int, str]]:
        """The type of each device, `other` where nothing tells; and what is to be said about it.

        Each combination of what rows say is looked at once.
        """
        known: dict[tuple[object, ...], tuple[str, str]] = {}
        types: list[str] = []
        remarks: dict[int, str] = {}
        names = rows.column("name")
        for index, told in enumerate(_told(rows)):
            if told not in known:
                known[told] = self._by_words(_Told._make(told))
            found, remark = known[told]
            if not found:
                found, remark = self._by_name(str(names[index] or ""), _Told._make(told))
            types.append(found)
            if remark:
                remarks[index] = remark
        return types, remarks

    def _by_name(self, name: str, told: _Told) -> tuple[str, str]:
        """The type by the name, else by a system that many types have, else what somebody takes such devices for."""
        because = told.doubt or NO_TYPE
        looks: tuple[tuple[HintColumn, str, str], ...] = (
            ("name", name, "its name"),
            ("common_system", str(told.system or ""), "its operating system"),
        )
        for column, text, what in looks:
            if likely := self._words.hint(column, text):
                return likely, f"{because} Taken for {likely} by {what}."
        if self._default is not None:
            return str(self._default), ""
        return "other", f"{because} Taken for other; choose the type."

    def _by_words(self, told: _Told) -> tuple[str, str]:
        """The type by all but the name; empty where that does not tell."""
        model, maker, system = (str(each or "") for each in (told.model, told.maker, told.system))
        product = f"{maker} {model}" if model and not model.startswith(maker) else model or maker
        by_system = self._words.hint("operating_system", system) or ""
        found, remark = self._by_product(Read(told.type, told.doubt), model, product)
        if (found, by_system) in MORE_EXACT:
            return by_system, f"Taken for {by_system}, not {found}: it runs {quoted(system)}."
        if found:
            return found, remark
        because = told.doubt or NO_TYPE
        if described := self._words.type_of(told.description):
            is_doubtful = not described[1] or bool(told.doubt)
            remark = f"{because} Taken for {described[0]}: it is called {quoted(told.description)}."
            return described[0], remark if is_doubtful else ""
        if told.section:
            return told.section, f"{because} Taken for {told.section}: {told.because}."
        if likely := by_system or self._words.hint("likely_system", system):
            return likely, f"{because} Taken for {likely}: it runs {quoted(system)}."
        if by_line := type_of_model(told.description):
            return by_line, f"{because} Taken for {by_line}: {quoted(told.description)} is one."
        if called := self._words.type_of(model):
            return called[0], f"{because} Taken for {called[0]}: it is called {quoted(model)}."
        return "", ""

    def _by_product(self, told: Read, model: str, product: str) -> tuple[str, str]:
        """What is told, or what the product says where that is more exact, surer or all there is."""
        by_product = type_of_model(product) or self._words.hint("model", product) or ""
        if told.value is None:
            because = told.reason or NO_TYPE
            return by_product, f"{because} Taken for {by_product}: {quoted(product)} is one."
        found, is_doubtful = str(told.value), bool(told.reason) and told.value != "other"
        is_surer = is_doubtful and by_product != "other"
        if by_product and by_product != found and (is_surer or (found, by_product) in MORE_EXACT):
            return by_product, f"Taken for {by_product}, not {found}: {quoted(model or product)} is one."
        return found, told.reason


def _told(rows: Rows) -> Iterator[tuple[object, ...]]:
    """What each row says, field by field as `_Told` has it."""
    types = rows.reads.get("assets.type") or Reads(rows.nothing, {})
    doubts = [""] * len(types.values)
    for index, reason in types.reasons.items():
        doubts[index] = reason
    return zip(
        types.values,
        doubts,
        *(rows.column(key) for key in ("model", "manufacturer", "operating_system")),
        rows.descriptions,
        [section.type for section in rows.sections],
        [section.because for section in rows.sections],
        strict=True,
    )
