"""What must agree inside and between the data files: names that refer to one another, shares, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

from estimator.model.effort import EVERY_ASSET, SEAT
from estimator.model.infrastructure import AssetType, SeatProfile, ServiceType
from estimator.model.language import LANGUAGES
from estimator.model.lifecycle import Cycle
from estimator.model.rate_card import NO_CONTRACT
from estimator.model.service_level import OpeningHours
from estimator.read.tables import INVALID, Path, Problems, Special, convert, did_you_mean

Table = Mapping[str, Any]
SERVICE_DRIVERS = frozenset(kind.driver for kind in ServiceType)
DRIVERS = frozenset({SEAT, *AssetType, *SERVICE_DRIVERS})
CONTACTS = {
    "phone": (r"\+?(?:[ ()./-]*[0-9]){5,15}[)]?", "phone number", "Write it as it is dialled, such as +352 20 00 00."),
    "email": (r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\".]+", "e-mail address", "Write one, such as help@we.example."),
    "chat": (r"https://[^\s<>\"]+", "chat's address", "Write the address of its page, beginning with https://."),
}
"""What customers reach the provider by, as it must be for a link: pattern, what it is, and how to write it."""


class Names:
    """The ids that files refer to, taken from the tables as they are, so that one mistake does not hide another.

    None where the table itself is missing or wrong, which is then reported elsewhere.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        rate_card = tables.get("rate_card", {})
        roles = rate_card.get("roles")
        self.roles = [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else None
        self.bands = _keys(rate_card.get("band"))
        self.travel_zones = _keys(rate_card.get("travel_zone"))


Check = Callable[[Table, Names, Problems], None]


def _keys(table: object) -> list[str] | None:
    return list(table) if isinstance(table, Mapping) else None


def tables_in(table: Table, name: str) -> Iterator[tuple[str, Table]]:
    """The tables under a table's key with their ids, passing over what is none."""
    inner = table.get(name)
    if isinstance(inner, Mapping):
        yield from ((key, value) for key, value in inner.items() if isinstance(value, Mapping))


def _must_be_known(name: object, known: Iterable[str] | None, path: Path, what: str, problems: Problems) -> None:
    if known is not None and isinstance(name, str) and name not in known:
        article = "an" if what[0] in "aeiou" else "a"
        problems.add(path, "unknown-name", f"'{name}' is not {article} {what}.", did_you_mean(name, list(known)))


def _keys_must_be(table: object, wanted: Iterable[str] | None, path: Path, what: str, problems: Problems) -> None:
    """Every wanted name has an entry, and no other name has one."""
    if wanted is None or not isinstance(table, Mapping):
        return
    wanted = list(wanted)
    for name in table:
        _must_be_known(name, wanted, (*path, name), what, problems)
    for name in wanted:
        if name not in table:
            problems.add((*path, name), "missing-key", f"There is no value for the {what} '{name}'.", f"Add '{name}'.")


def _sum(table: object) -> Decimal | None:
    if not isinstance(table, Mapping):
        return None
    numbers = [Decimal(value) for value in table.values() if isinstance(value, (int, Decimal))]
    is_sum = len(numbers) == len(table) and all(number.is_finite() for number in numbers)
    return sum(numbers, Decimal(0)) if is_sum else None


def check_rate_card(table: Table, names: Names, problems: Problems) -> None:
    """Plans, bands, zones, countries."""
    for plan_id, plan in tables_in(table, "plan"):
        _keys_must_be(plan.get("hourly_rates"), names.roles, ("plan", plan_id, "hourly_rates"), "role", problems)
        _check_plan_names(plan.get("names"), ("plan", plan_id, "names"), problems)
    if isinstance(table.get("plan"), Mapping) and NO_CONTRACT not in table["plan"]:
        problems.add(("plan", NO_CONTRACT), "missing-key", "There is no plan 'none'.", "Add the rates of no contract.")
    currency = table.get("currency")
    if isinstance(currency, str) and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        message = f"'{currency}' is not a currency code."
        problems.add(("currency",), "unknown-name", message, "Use the ISO 4217 code in capitals, such as EUR.")
    if names.roles is not None and len(set(names.roles)) < len(names.roles):
        problems.add(("roles",), "duplicate", "A role is listed twice.", "Keep each role once.")
    _check_contacts(table.get("provider"), problems)
    _keys_must_be(table.get("billing"), ("remote", "on-site"), ("billing",), "channel", problems)
    _check_bands(table, problems)
    for country_id, country in tables_in(table, "country"):
        if not (len(country_id) == 2 and country_id.isascii() and country_id.isupper()):
            message = f"'{country_id}' is not a two-letter country code."
            problems.add(("country", country_id), "unknown-name", message, "Use the ISO 3166 code in capitals.")
        _check_country(country, ("country", country_id), names, problems)
    if isinstance(table.get("elsewhere"), Mapping):
        _check_country(table["elsewhere"], ("elsewhere",), names, problems)


def _check_contacts(provider: object, problems: Problems) -> None:
    """What is empty is left out of the customer's pages; what is there must work as a link."""
    if not isinstance(provider, Mapping):
        return
    for key, (pattern, what, remedy) in CONTACTS.items():
        told = provider.get(key)
        if isinstance(told, str) and told and not re.fullmatch(pattern, told):
            problems.add(("provider", key), "unfit-contact", f"'{told}' is no {what}.", remedy)


def _check_plan_names(plan_names: object, path: Path, problems: Problems) -> None:
    if isinstance(plan_names, Mapping):
        for language in plan_names:
            _must_be_known(language, LANGUAGES, (*path, language), "language", problems)
        if "en" not in plan_names:
            problems.add((*path, "en"), "missing-key", "The English name is missing.", "Add 'en'.")


def _check_bands(table: Table, problems: Problems) -> None:
    bands = dict(tables_in(table, "band"))
    rest = [name for name, band in bands.items() if not band.get("hours") and not band.get("public_holidays")]
    if bands and not rest:
        remedy = "Leave the hours out of one band: it takes whatever no other band covers."
        problems.add(("band",), "no-rest-band", "Every band has hours, so some moments may have no rate.", remedy)
    for name in rest[1:]:
        message = f"'{rest[0]}' is without hours too, so this band never applies."
        problems.add(("band", name), "no-rest-band", message, "Give it hours.")


def _check_country(country: Table, path: Path, names: Names, problems: Problems) -> None:
    _must_be_known(country.get("travel_zone"), names.travel_zones, (*path, "travel_zone"), "travel zone", problems)
    zone = country.get("time_zone")
    if isinstance(zone, str) and not _is_time_zone(zone):
        from zoneinfo import available_timezones

        remedy = did_you_mean(zone, available_timezones()) or "Use a name such as Europe/Luxembourg."
        problems.add((*path, "time_zone"), "unknown-name", f"'{zone}' is not a time zone.", remedy)


def _is_time_zone(name: str) -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return False
    return True


def check_effort(table: Table, names: Names, problems: Problems) -> None:
    """Drivers, tasks, windows."""
    for driver_id, driver in tables_in(table, "driver"):
        _must_be_known(driver_id, DRIVERS, ("driver", driver_id), "driver", problems)
        _check_driver(driver, ("driver", driver_id), names, problems)
    if isinstance(table.get("driver"), Mapping):
        for name in (SEAT, *AssetType):
            if name not in table["driver"]:
                problems.add(("driver", name), "missing-key", f"The driver '{name}' is missing.", f"Add '{name}'.")
    profiles = [profile.value for profile in SeatProfile]
    _keys_must_be(table.get("seat_profile_factors"), profiles, ("seat_profile_factors",), "seat profile", problems)
    for task_id, task in tables_in(table, "task"):
        _check_task(task, ("task", task_id), names, problems)


def _check_driver(driver: Table, path: Path, names: Names, problems: Problems) -> None:
    shares, role_mix = driver.get("out_of_hours_shares"), driver.get("role_mix")
    if isinstance(shares, Mapping):
        for band in shares:
            _must_be_known(band, names.bands, (*path, "out_of_hours_shares", band), "rate band", problems)
        total = _sum(shares)
        if total is not None and total > 1:
            message = f"The shares add up to {total}."
            problems.add((*path, "out_of_hours_shares"), "wrong-sum", message, "Let them add up to at most 1.")
    if isinstance(role_mix, Mapping):
        for role in role_mix:
            _must_be_known(role, names.roles, (*path, "role_mix", role), "role", problems)
        total = _sum(role_mix)
        if total is not None and abs(total - 1) > Decimal("0.000001"):
            problems.add((*path, "role_mix"), "wrong-sum", f"The shares add up to {total}.", "Let them add up to 1.")


def _check_task(task: Table, path: Path, names: Names, problems: Problems) -> None:
    _must_be_known(task.get("role"), names.roles, (*path, "role"), "role", problems)
    for field_name in ("minutes_per_unit", "minutes_per_unit_without_tools"):
        units = task.get(field_name)
        for driver in units if isinstance(units, Mapping) else ():
            _must_be_known(driver, (EVERY_ASSET, *sorted(DRIVERS)), (*path, field_name, driver), "driver", problems)
    if task.get("anchor") != "renewal-date":
        return
    if task.get("scope", "location") != "customer":
        message = "Renewals are the whole customer's."
        problems.add((*path, "scope"), "wrong-anchor", message, 'Write scope = "customer".')
    units = task.get("minutes_per_unit")
    for driver in units if isinstance(units, Mapping) else ():
        if driver in DRIVERS - SERVICE_DRIVERS or driver == EVERY_ASSET:
            message = f"A unit of '{driver}' has no renewal date."
            problems.add((*path, "minutes_per_unit", driver), "wrong-anchor", message, "Name services only.")


def check_pricing(table: Table, names: Names, problems: Problems) -> None:
    """Costs for every role and band, discounts in order."""
    cost, onboarding, commitment = (table.get(key) for key in ("cost", "onboarding", "commitment"))
    if isinstance(cost, Mapping):
        _keys_must_be(cost.get("hourly"), names.roles, ("cost", "hourly"), "role", problems)
        _keys_must_be(cost.get("band_multipliers"), names.bands, ("cost", "band_multipliers"), "rate band", problems)
    if isinstance(onboarding, Mapping):
        _must_be_known(onboarding.get("role"), names.roles, ("onboarding", "role"), "role", problems)
    steps = commitment.get("steps") if isinstance(commitment, Mapping) else None
    months = [step.get("from_months") for step in steps or () if isinstance(step, Mapping)]
    for number, (before, after) in enumerate(pairwise(months), 2):
        if isinstance(before, int) and isinstance(after, int) and after <= before:
            path = ("commitment", f"steps[{number}]", "from_months")
            problems.add(path, "wrong-order", f"{after} months do not follow {before}.", "Let the terms grow.")


def check_lifecycle(table: Table, names: Names, problems: Problems) -> None:
    """Names of products, each for one product only."""
    owner: dict[str, str] = {}
    for product_id, product in tables_in(table, "product"):
        for name in product.get("names") or ():
            if isinstance(name, str) and owner.setdefault(name, product_id) != product_id:
                message = f"'{name}' is a name of '{owner[name]}' too."
                problems.add(("product", product_id, "names"), "duplicate", message, "Keep it in one place.")


def check_term(table: Table, _names: Names, problems: Problems) -> None:
    """The shares of the Belgian formula."""
    belgium = table.get("belgium")
    if isinstance(belgium, Mapping):
        shares = {key: belgium[key] for key in ("fixed_share", "indexed_share") if key in belgium}
        total = _sum(shares)
        if len(shares) == 2 and total is not None and total != 1:
            problems.add(("belgium",), "wrong-sum", f"The shares add up to {total}.", "Let them add up to 1.")


CHECKS: Mapping[str, Check] = {
    "rate_card": check_rate_card,
    "effort": check_effort,
    "pricing": check_pricing,
    "lifecycle": check_lifecycle,
    "term": check_term,
}
"""By file."""


def read_hours(value: Any, path: Path, problems: Problems) -> Any:
    """A stretch of opening hours that has days and ends after it starts."""
    hours = convert(OpeningHours, value, path, problems)
    if hours is None:
        return INVALID
    if not hours.days:
        problems.add((*path, "days"), "empty-value", "This must not be empty.", "Name at least one day.")
    if hours.end != time(0) and hours.end <= hours.start:
        message = f"{hours.end:%H:%M} is not after {hours.start:%H:%M}."
        remedy = "Write 00:00:00 for midnight, or split the stretch in two."
        problems.add((*path, "end"), "wrong-order", message, remedy)
    return hours


def read_cycles(text: Any, path: Path, problems: Problems) -> Any:
    """A product's releases from their compact form, a line each; see the head of lifecycle.toml."""
    if not isinstance(text, str):
        problems.add(path, "wrong-type", "This is not a text of lines.", "Write a release a line between ''' and '''.")
        return INVALID
    cycles: list[Any] = []
    for number, line in enumerate(text.splitlines(), 1):
        here = (*path[:-1], f"{path[-1]}[{number}]")
        try:
            cycles.append(_cycle(line))
        except ValueError:
            remedy = "Write 'label [edition] | released end extended | other names', with - for no date."
            problems.add(here, "wrong-line", f"'{line[:60]}' is not a release.", remedy)
            cycles.append(INVALID)
            continue
        days = [day for day in cycles[-1].ends[:2] if day is not None]
        if days != sorted(days):
            problems.add(here, "wrong-order", "The extension ends before regular support.", "Swap the dates.")
    return INVALID if INVALID in cycles else tuple(cycles)


def _cycle(line: str) -> Cycle:
    """Raises ValueError where the line is not one."""
    name, days, *also = (part.strip() for part in line.split("|"))
    label, bracket, edition = name.partition(" [")
    released, end, extended = days.split()
    if not label or len(also) > 1 or (bracket and edition not in ("pro]", "enterprise]", "ltsc]", "iot-ltsc]")):
        raise ValueError(line)
    return Cycle(
        label=label,
        edition=edition[:-1],  # type: ignore[arg-type]
        released=_day(released),
        end_of_support=None if end == "ended" else _day(end),
        end_of_extended_support=_day(extended),
        ended=end == "ended",
        also=tuple(also[0].split()) if also else (),
    )


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)


SPECIAL: Special = ((OpeningHours, read_hours), (tuple[Cycle, ...], read_cycles))
"""Values that need more than their type to be read."""
