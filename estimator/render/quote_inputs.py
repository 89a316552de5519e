"""What the customer's proposal is made from, and how a cell's text gets into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from gettext import NullTranslations

from estimator.model.brand import PLAIN, Brand
from estimator.model.estimate import Estimate
from estimator.model.facts import Facts
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.rate_card import Provider
from estimator.model.schedule import Schedule
from estimator.render.estimate_texts import EstimateTexts, estimate_texts
from estimator.render.figures import money
from estimator.render.safe_text import one_line
from estimator.render.texts import translations
from estimator.render.verdict_words import plan_name

_LONG_RUN = re.compile(r"([^\s\u200b]{30})(?=[^\s\u200b])")
_LONGEST = 300
IN_A_LIST = 60
"""Characters of a name among others."""
ON_A_LINE = 120
"""Characters of what has a line of its own."""


@frozen
class QuoteInputs:
    """Everything a proposal is made from; only what `quote_view` picks reaches the customer."""

    estimate: Estimate
    assessment: Assessment
    schedule: Schedule
    facts: Facts
    on_site: Mapping[str, bool] = field(default_factory=dict)
    """By location id: whether technicians can come; a location that is missing counts as yes."""
    provider: Provider = field(default_factory=Provider)
    brand: Brand = PLAIN

    @property
    def language(self) -> str:
        """The language of the proposal."""
        return self.assessment.customer.language

    @property
    def seller(self) -> str:
        """Who makes the proposal."""
        name = cell_text(self.brand.name or self.provider.name)
        return name or self.catalogue.gettext("Your IT service provider")

    @property
    def level_name(self) -> str:
        """The service level that the contract guarantees."""
        return self.plan_name(self.assessment.customer.service_level)

    @property
    def best_plan_name(self) -> str:
        """The hourly plan that the fixed fee is compared with."""
        return self.plan_name(self.estimate.verdict.best_hourly_plan)

    def plan_name(self, plan: str) -> str:
        """A plan's name in the language of the proposal."""
        return plan_name(self.facts.rate_card, plan, self.language)

    @property
    def texts(self) -> EstimateTexts:
        """The estimate's figures in that language."""
        return estimate_texts(self.estimate, self.language)

    @property
    def catalogue(self) -> NullTranslations:
        """The texts in that language."""
        return translations(self.language)

    def money(self, amount: Decimal, cents: bool = True) -> str:
        """An amount in the rate card's currency."""
        return money(amount, self.estimate.currency, self.language, cents)


def cell_text(text: str, longest: int = _LONGEST) -> str:
    """Text from a cell on one line, of bearable length, with places at which a long word may break."""
    clean = one_line(text)
    short = clean if len(clean) <= longest else clean[: longest - 1].rstrip() + "…"
    return _LONG_RUN.sub("\\1\u200b", short)
