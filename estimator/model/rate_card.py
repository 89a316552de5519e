"""What is sold and at which prices: plans, role rates, billing rules, rate bands, travel zones, countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from estimator.model.frozen import frozen
from estimator.model.infrastructure import Channel
from estimator.model.limits import Ge, Gt, Le, MinLen
from estimator.model.service_level import OpeningHours

Amount = Annotated[Decimal, Ge(0)]
Minutes = Annotated[int, Gt(0)]
NO_CONTRACT = "none"


@frozen(kw_only=True)
class Plan:
    """One of the hourly plans; amounts in the rate card's currency, without VAT."""

    names: Mapping[str, str]
    """The plan's name by language."""
    monthly_price: Amount
    hourly_rates: Mapping[str, Amount]
    """Day rate per hour by role."""
    contact: tuple[str, ...]
    support_hours: tuple[OpeningHours, ...] = ()
    fault_handling_hours: tuple[OpeningHours, ...] = ()
    maximum_response_hours: Annotated[Decimal, Gt(0)] | None = None
    maximum_time_to_intervene_hours: Annotated[Decimal, Gt(0)] | None = None
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class BillingRule:
    """How worked minutes become billed minutes: at least `minimum_minutes`, then whole increments."""

    increment_minutes: Minutes
    minimum_minutes: Annotated[int, Ge(0)] = 0
    rounding_scope: Literal["ticket"] = "ticket"
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class RateBand:
    """A part of the week with its own multiplier on the day rate; without hours: whatever no other band covers."""

    name: str
    multiplier: Annotated[Decimal, Gt(0)]
    hours: tuple[OpeningHours, ...] = ()
    public_holidays: bool = False
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class TravelZone:
    """A price per on-site visit."""

    name: str
    price: Amount
    source: Annotated[str, MinLen(1)]


@frozen(kw_only=True)
class Country:
    """What depends on a location's country."""

    name: str
    vat_rate: Annotated[Decimal, Ge(0), Le(1)] | None = None
    time_zone: str
    on_site: Literal["everywhere", "regions"] = "regions"
    on_site_postcodes: tuple[str, ...] = ()
    """Beginnings of the postcodes on-site work reaches, where `on_site` is `regions`."""
    travel_zone: str
    """The zone of a location that names none."""
    source: Annotated[str, MinLen(1)]


@frozen
class Provider:
    """Who sells, and how customers reach us; what is empty is left out of the customer's pages."""

    name: str = ""
    phone: str = ""
    email: str = ""
    chat: str = ""
    """Address of the chat's web page."""
    country: str = "LU"
    """ISO 3166 code of the country whose VAT we charge at home."""
    source: str = ""


@frozen(kw_only=True)
class RateCard:
    """Everything a bill depends on. Mappings are by id; their order is the order of presentation."""

    id: Annotated[str, MinLen(1)]
    currency: str
    valid_from: date
    source: Annotated[str, MinLen(1)]
    roles: Annotated[tuple[str, ...], MinLen(1)]
    """Ids of the roles that have an hourly rate in every plan."""
    plan: Annotated[Mapping[str, Plan], MinLen(1)]
    billing: Mapping[Channel, BillingRule]
    band: Annotated[Mapping[str, RateBand], MinLen(1)]
    travel_zone: Mapping[str, TravelZone]
    country: Mapping[str, Country] = field(default_factory=dict)
    provider: Provider = field(default_factory=Provider)
    elsewhere: Country
    """Countries that are not listed."""

    def country_rules(self, code: str) -> Country:
        """The rules of a country by its ISO 3166 code; those of `elsewhere` where it is not listed."""
        return self.country.get(code, self.elsewhere)

    def band_at(self, moment: datetime, public_holiday: bool) -> str:
        """Id of the rate band of a local moment; a public holiday counts for the whole day."""
        if public_holiday:
            for band_id, band in self.band.items():
                if band.public_holidays:
                    return band_id
        minute = moment.hour * 60 + moment.minute
        rest = next(iter(self.band))
        for band_id, band in self.band.items():
            if not band.hours and not band.public_holidays:
                rest = band_id
            for hours in band.hours:
                covered = hours.minutes_on(moment.weekday())
                if covered and covered[0] <= minute < covered[1]:
                    return band_id
        return rest
