"""The assumptions that the workbook calculates with: one cell each, with a name and the key that `--set` takes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from estimator.model.facts import SET_ON_COMMAND_LINE, Facts
from estimator.model.frozen import frozen
from estimator.model.recalculation import Recalculation

Path = tuple[str, ...]
Kind = Literal["money", "share", "growth", "number", "whole", "choice"]
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9]+")


@frozen
class Input:
    """One assumption."""

    path: Path
    """The key of the data file, in parts."""
    group: str
    label: str
    value: Decimal | float | int | str
    kind: Kind
    source: str
    name: str
    """Of its cell."""
    can_be_set: bool = True
    """Whether `--set` takes the key."""
    choices: tuple[str, ...] = ()
    """Of a choice."""

    @property
    def key(self) -> str:
        """As `--set` takes it; empty where it does not."""
        if not self.can_be_set:
            return ""
        return ".".join(part if _BARE_KEY.fullmatch(part) else json.dumps(part) for part in self.path)


class Inputs:
    """All inputs in the order of the sheet, found by their path."""

    def __init__(self, facts: Facts, counts: Recalculation) -> None:
        self._facts = facts
        self._set = {item.key for item in facts.assumptions if item.source == SET_ON_COMMAND_LINE}
        self._taken: set[str] = set()
        self.drivers = tuple(dict.fromkeys(group.driver for group in counts.units))
        self.roles = self._used_roles(counts)
        drafts = (
            *self._plans(),
            *self._billing(counts),
            *self._work(counts),
            *self._fee(counts),
            *self._cost(),
            *self._term(),
        )
        self.all = tuple(replace(item, name=self._free(item.name), source=self._told(item)) for item in drafts)
        self._names = {item.path: item.name for item in self.all}

    def __getitem__(self, path: Path) -> str:
        """The name of the cell of the assumption with this path."""
        return self._names[path]

    def __contains__(self, path: Path) -> bool:
        return path in self._names

    def _used_roles(self, counts: Recalculation) -> tuple[str, ...]:
        used = {role for driver in self.drivers for role in self._facts.effort.driver[driver].role_mix}
        used |= {group.role for group in counts.sessions} | {each.role for each in counts.upkeep}
        return tuple(role for role in self._facts.rate_card.roles if role in used)

    def _plans(self) -> Iterator[Input]:
        for plan_id, plan in self._facts.rate_card.plan.items():
            title, group = plan.names.get("en", plan_id), "Hourly plans"
            path: Path = ("plan", plan_id, "monthly_price")
            yield Input(path, group, f"{title}: a month", plan.monthly_price, "money", plan.source, f"price_{plan_id}")
            for role in self.roles:
                path, label = ("plan", plan_id, "hourly_rates", role), f"{title}: {role}, an hour"
                yield Input(path, group, label, plan.hourly_rates[role], "money", plan.source, f"rate_{role}_{plan_id}")

    def _billing(self, counts: Recalculation) -> Iterator[Input]:
        card, group = self._facts.rate_card, "Billing rules"
        for channel, rule in card.billing.items():
            path: Path = ("billing", channel, "increment_minutes")
            label = f"{channel}: billed in steps of, minutes"
            yield Input(path, group, label, rule.increment_minutes, "whole", rule.source, f"increment_{channel}")
            path, label = ("billing", channel, "minimum_minutes"), f"{channel}: at least, minutes"
            yield Input(path, group, label, rule.minimum_minutes, "whole", rule.source, f"minimum_{channel}")
        for band_id, band in card.band.items():
            path, label = ("band", band_id, "multiplier"), f"{band.name}: times the day rate"
            yield Input(path, group, label, band.multiplier, "number", band.source, f"multiplier_{band_id}")
        for zone_id in counts.travel:
            zone = card.travel_zone[zone_id]
            path, label = ("travel_zone", zone_id, "price"), f"A visit: {zone.name}"
            yield Input(path, group, label, zone.price, "money", zone.source, f"travel_{zone_id}")
        tools = self._facts.pricing.tools
        if tools.included:
            path, label = ("tools", "monthly_price"), "Tools: an endpoint and month"
            yield Input(path, group, label, tools.monthly_price, "money", tools.source, "tools_price")

    def _work(self, counts: Recalculation) -> Iterator[Input]:
        effort, group = self._facts.effort, "Tickets"
        for driver_id in self.drivers:
            driver = effort.driver[driver_id]
            plain: tuple[tuple[str, str, str, float, Kind], ...] = (
                ("tickets", "tickets_per_unit_month", "tickets a unit and month",
                 driver.tickets_per_unit_month, "number"),
                ("minutes", "mean_minutes", "minutes a ticket", driver.mean_minutes, "number"),
                ("cv", "minutes_cv", "spread of the minutes (cv)", driver.minutes_cv, "number"),
                ("on_site", "on_site_share", "share on site", driver.on_site_share, "share"),
                ("failure", "hardware_failure_share", "share handled by the stock programme",
                 driver.hardware_failure_share, "share"),
            )  # fmt: skip
            for prefix, field, label, value, kind in plain:
                path: Path = ("driver", driver_id, field)
                yield Input(path, group, f"{driver_id}: {label}", value, kind, driver.source, f"{prefix}_{driver_id}")
            for role, share in driver.role_mix.items():
                path, label = ("driver", driver_id, "role_mix", role), f"{driver_id}: share of the {role}"
                yield Input(path, group, label, share, "share", driver.source, f"role_{role}_{driver_id}")
            for band, share in driver.out_of_hours_shares.items():
                path, label = ("driver", driver_id, "out_of_hours_shares", band), f"{driver_id}: share {band}"
                yield Input(path, group, label, share, "share", driver.source, f"band_{band}_{driver_id}")
        for profile in dict.fromkeys(each.profile for each in counts.units if each.profile):
            factor, path = effort.seat_profile_factors[profile], ("seat_profile_factors", profile)
            label = f"{profile} seat: times the tickets of a seat"
            yield Input(path, group, label, factor, "number", effort.source, f"profile_{profile}")
        path, label = ("past_end_of_support_factor",), "Past the end of support: times the tickets"
        value = effort.past_end_of_support_factor
        yield Input(path, group, label, value, "number", effort.source, "past_support_factor")

    def _fee(self, counts: Recalculation) -> Iterator[Input]:
        policy, group = self._facts.pricing, "Fee and margin"
        discount, source = policy.discount(counts.term_months), policy.commitment.source
        label = f"Commitment discount of {counts.term_months} months, on labour"
        path: Path = ("commitment", "discount")
        yield Input(path, group, label, discount, "share", source, "discount", can_be_set=False)
        margin, path = policy.guards.minimum_gross_margin, ("guards", "minimum_gross_margin")
        yield Input(path, group, "Least gross margin", margin, "share", policy.guards.source, "least_margin")

    def _cost(self) -> Iterator[Input]:
        cost, tools, group = self._facts.pricing.cost, self._facts.pricing.tools, "Our cost"
        for role in self.roles:
            path: Path = ("cost", "hourly", role)
            yield Input(path, group, f"{role}: an hour", cost.hourly[role], "money", cost.source, f"cost_{role}")
        for band, multiplier in cost.band_multipliers.items():
            path, label = ("cost", "band_multipliers", band), f"{band}: times the day's cost"
            yield Input(path, group, label, multiplier, "number", cost.source, f"cost_multiplier_{band}")
        path = ("cost", "travel_per_visit")
        yield Input(path, group, "A visit", cost.travel_per_visit, "money", cost.source, "cost_visit")
        if tools.included:
            path, label = ("tools", "monthly_cost"), "Tools: an endpoint and month"
            yield Input(path, group, label, tools.monthly_cost, "money", tools.source, "tools_cost")

    def _term(self) -> Iterator[Input]:
        term, group = self._facts.term, "Term"
        lu, be = term.luxembourg, term.belgium
        choices = ("none", "lu", "be")
        label = "Prices follow: none, lu (index tranches), be (formula)"
        yield Input(
            ("indexation",), group, label, term.indexation, "choice", term.source, "indexation", choices=choices
        )
        label = "Seats that come every year, with computers"
        yield Input(("seat_growth",), group, label, term.seat_growth, "growth", term.source, "seat_growth")
        plain: tuple[tuple[Path, str, Decimal | int, Kind, str, str], ...] = (
            (("luxembourg", "tranche"), "lu: a tranche", lu.tranche, "share", lu.source, "tranche"),
            (("luxembourg", "months_between"), "lu: months from one tranche to the next", lu.months_between, "whole",
             lu.source, "tranche_months"),
            (("belgium", "fixed_share"), "be: share of the price that stays", be.fixed_share, "share", be.source,
             "fixed_share"),
            (("belgium", "indexed_share"), "be: share that follows wages (at most 80%)", be.indexed_share, "share",
             be.source, "indexed_share"),
            (("belgium", "wage_growth"), "be: growth of wages a year", be.wage_growth, "share", be.source,
             "wage_growth"),
            (("belgium", "annual_cap"), "be: most that a price rises in a year (100%: no cap)", be.annual_cap,
             "number", be.source, "annual_cap"),
        )  # fmt: skip
        for path, label, value, kind, source, name in plain:
            yield Input(path, group, label, value, kind, source, name)

    def _told(self, item: Input) -> str:
        """Its source, or that it was set."""
        return SET_ON_COMMAND_LINE if item.key in self._set else item.source

    def _free(self, wished: str) -> str:
        """The name of a cell that no other has, of letters that every spreadsheet takes."""
        plain = _NOT_IN_A_NAME.sub("_", wished).strip("_")
        name, number = plain, 2
        while name.casefold() in self._taken:
            name, number = f"{plain}_{number}", number + 1
        self._taken.add(name.casefold())
        return name
