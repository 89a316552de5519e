"""What kind of device a row of a list is: by what it is called, its product, its table, its system and its name."""

from __future__ import annotations

from collections.abc import Mapping

from estimator.model.inventory import FormValue
from estimator.read.importers.products import MORE_EXACT, type_of_model
from estimator.read.importers.read import Read
from estimator.read.importers.sections import Section
from estimator.read.importers.vocabulary import HintColumn, Vocabulary
from estimator.read.values import quoted

NO_TYPE = "No type is told."


def most_exact(told: list[Read]) -> Read:
    """What several columns say about the type: the first that says something, unless another says it more exactly."""
    known = [read for read in told if read.value is not None]
    if not known:
        return next((read for read in told if read.reason), told[0])
    return next((read for read in known[1:] if (known[0].value, read.value) in MORE_EXACT), known[0])


class DeviceTypes:
    """Decides on the type of devices; each combination of what rows say is looked at once."""

    def __init__(self, words: Vocabulary, default: FormValue | None) -> None:
        self._words, self._default = words, default
        self._found: dict[tuple[object, ...], tuple[str, str]] = {}

    def find(self, told: Read, values: Mapping[str, FormValue], description: str, section: Section) -> tuple[str, str]:
        """The type of a device, and what is to be said about it; `other` where nothing tells."""
        said = values.get("model"), values.get("manufacturer"), values.get("operating_system")
        key = told, said, description, section.type, section.because
        if key not in self._found:
            self._found[key] = self._by_words(told, [str(each or "") for each in said], description, section)
        found, remark = self._found[key]
        if found:
            return found, remark
        because = told.reason or NO_TYPE
        looks: tuple[tuple[HintColumn, str, str], ...] = (
            ("name", str(values.get("name", "")), "its name"),
            ("common_system", str(said[2] or ""), "its operating system"),
        )
        for column, text, what in looks:
            if likely := self._words.hint(column, text):
                return likely, f"{because} Taken for {likely} by {what}."
        if self._default is not None:
            return str(self._default), ""
        return "other", f"{because} Taken for other; choose the type."

    def _by_words(self, told: Read, said: list[str], description: str, section: Section) -> tuple[str, str]:
        """The type by all but the name; empty where that does not tell."""
        model, maker, system = said
        product = f"{maker} {model}" if model and not model.startswith(maker) else model or maker
        by_system = self._words.hint("operating_system", system) or ""
        found, remark = self._by_product(told, model, product)
        if (found, by_system) in MORE_EXACT:
            return by_system, f"Taken for {by_system}, not {found}: it runs {quoted(system)}."
        if found:
            return found, remark
        because = told.reason or NO_TYPE
        if described := self._words.type_of(description):
            is_doubtful = not described[1] or bool(told.reason)
            remark = f"{because} Taken for {described[0]}: it is called {quoted(description)}."
            return described[0], remark if is_doubtful else ""
        if section.type:
            return section.type, f"{because} Taken for {section.type}: {section.because}."
        if likely := by_system or self._words.hint("likely_system", system):
            return likely, f"{because} Taken for {likely}: it runs {quoted(system)}."
        if by_line := type_of_model(description):
            return by_line, f"{because} Taken for {by_line}: {quoted(description)} is one."
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
