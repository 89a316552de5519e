"""The customer and the contract that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from estimator.model.frozen import frozen
from estimator.model.source import Cell


@frozen
class FreezePeriod:
    """Days in which nothing is changed at the customer's; both ends belong to it."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@frozen
class Customer:
    """Who is assessed, and which contract is asked for. Defaults are those of the workbook's description."""

    name: str
    country: str
    """ISO 3166 two-letter code."""
    assessment_date: date
    contract_start: date
    language: str = "en"
    """nl, fr, de or en."""
    vat_number: str = ""
    sector: str = ""
    contact_name: str = ""
    contact_email: str = ""
    account_manager: str = ""
    assessor: str = ""
    term_months: int = 36
    service_level: str = "business"
    """Id of the plan in the rate card whose hours and times the contract guarantees."""
    current_plan: str = "none"
    review_months: int = 6
    freeze_periods: tuple[FreezePeriod, ...] = ()
    notes: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    """The value cell of every field that has a row on the sheet, empty ones included."""
    left_blank: frozenset[str] = frozenset()
    """Fields whose cell was empty, so that a default stands in for them."""

    def cell(self, field_name: str) -> Cell:
        """The value cell of a field; the name's cell where the sheet has no such row."""
        return self.cells.get(field_name) or self.cells.get("name") or Cell("Customer", 1, 1)
