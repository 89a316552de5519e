"""The two sides of a comparison, whatever each is read from: a workbook priced as of a day, or a saved estimate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from estimator.diagnostics import Diagnostic, Level
from estimator.maintain.schedule import planned_sessions, recurring_work
from estimator.model.estimate import FeeComponent, PlanYear, Verdict
from estimator.model.facts import Facts
from estimator.model.fee_change import BestHourly, Population, Side
from estimator.model.frozen import frozen
from estimator.model.infrastructure import Assessment
from estimator.model.money import to_cents
from estimator.model.rate_card import RateCard
from estimator.model.saved_estimate import SavedEstimate, SavedPlan, SavedVerdict
from estimator.model.source import FileReference
from estimator.model.workload import ScheduledWork, TicketStream, Workload
from estimator.pipeline.customer import read, surroundings
from estimator.price.change import Contract, fee_of_work
from estimator.price.exposure import workload
from estimator.price.fee import tools_of_a_year
from estimator.price.verdict import beside_fee

DATA_FILES = ("pricing", "rate_card", "effort", "lifecycle")


@frozen
class Assessed:
    """An inventory with the data files it is priced by, as of a day."""

    assessment: Assessment
    facts: Facts
    today: date


@frozen
class Opened:
    """A side, and what it was read from: None for a saved estimate, which has no inventory."""

    side: Side
    frequency_cv: float
    read: Assessed | None = None

    @property
    def contract(self) -> Contract:
        """What of the contract the fee depends on."""
        return Contract(self.side.service_level, self.side.term_months)

    @property
    def hashes(self) -> Mapping[str, str]:
        """The data files by name, as SHA-256."""
        return {name: self.side.files[name].sha256 for name in DATA_FILES}


def open_workbook(
    path: Path, facts: Facts, today: date, as_of: date | Literal["assessment"]
) -> tuple[Opened, tuple[Diagnostic, ...]]:
    """A workbook priced as of a day, and what is worth a look in it; raises Stop with every problem if it has errors.

    `as_of`: the day, or that of the workbook's own assessment; `today`: no assessment may be later.
    """
    assessment, diagnostics = read(path, facts, today)
    day = assessment.customer.assessment_date if as_of == "assessment" else as_of
    return opened(path.name, Assessed(assessment, facts, day)), diagnostics


def opened(name: str, read: Assessed) -> Opened:
    """An inventory, priced."""
    customer, facts, work = read.assessment.customer, read.facts, work_of(read)
    contract = Contract(customer.service_level, customer.term_months)
    card, cv = facts.rate_card, facts.effort.frequency_cv
    fee = fee_of_work(work, contract, card, facts.pricing, cv)
    tools, _ = tools_of_a_year(work.endpoints, facts.pricing)
    plans, advised = beside_fee(
        work, card, tools, cv, service_level=customer.service_level, annual_fee=12 * fee.monthly
    )
    side = Side(
        name=name,
        is_saved=False,
        customer=customer.name,
        today=read.today,
        service_level=customer.service_level,
        term_months=customer.term_months,
        files={"workbook": read.assessment.workbook, **facts.files_of_a_fee},
        fee=fee.monthly,
        unrounded=to_cents(fee.unrounded),
        components=fee.components,
        work=work,
        best=_best(advised, next(year for year in plans if year.plan == advised.best_hourly_plan)),
    )
    return Opened(side, cv, read)


def opened_saved(name: str, saved: SavedEstimate) -> Opened:
    """A saved estimate: its fee is what it says, whatever this version would make of the same work."""
    fee = saved.fee.monthly
    components = tuple(FeeComponent(line.id, line.monthly) for line in saved.fee.components)
    rounding = sum((line.monthly for line in components if line.id == "rounding"), Decimal(0))
    book = saved.inputs.workbook
    side = Side(
        name=name,
        is_saved=True,
        customer=saved.customer.name,
        today=saved.inputs.today,
        service_level=saved.service_level,
        term_months=saved.term_months,
        files={
            "workbook": FileReference("workbook", book.name, book.sha256),
            **{
                kind: FileReference(file.id, f"{kind}.toml", file.sha256)
                for kind, file in saved.inputs.data_files.items()
            },
        },
        fee=fee,
        unrounded=to_cents(fee - rounding),
        components=components,
        work=_saved_work(saved),
        best=_best(saved.verdict, saved.best_plan),
    )
    return Opened(side, saved.frequency_cv)


def _best(verdict: Verdict | SavedVerdict, year: PlanYear | SavedPlan) -> BestHourly:
    return BestHourly(
        choice=verdict.choice,
        plan=verdict.best_hourly_plan,
        expected_annual=year.expected_annual,
        p10_annual=year.p10_annual,
        p90_annual=year.p90_annual,
        probability_above_fee=year.probability_above_fee,
    )


def plan_names(*cards: RateCard) -> Mapping[str, str]:
    """The names of all plans of these rate cards by id; the later card's where several have one."""
    return {plan_id: plan.names.get("en", plan_id) for card in cards for plan_id, plan in card.plan.items()}


def _saved_work(saved: SavedEstimate) -> Workload:
    """The work of a saved estimate. All scheduled work counts as maintenance: its line changes no fee."""
    return Workload(
        streams=tuple(
            TicketStream(
                driver=each.driver,
                location=each.location,
                role=each.role,
                channel=each.channel,
                band=each.band,
                annual_frequency=each.annual_frequency,
                mean_minutes=each.mean_minutes,
                minutes_cv=each.cv,
                band_multiplier=each.band_multiplier,
                travel_price=each.travel_price,
            )
            for each in saved.streams
        ),
        scheduled=tuple(
            ScheduledWork(
                task=each.task,
                component="maintenance",
                location=each.location,
                role=each.role,
                channel=each.channel,
                band=each.band,
                band_multiplier=each.band_multiplier,
                travel_price=each.travel_price,
                sessions_per_year=each.sessions_per_year,
                minutes_per_session=each.minutes_per_session,
            )
            for each in saved.scheduled
        ),
        endpoints=saved.workload.endpoints,
        seats=saved.workload.seats,
        assets=0,
    )


def work_of(read: Assessed) -> Workload:
    """The work of a year that an inventory causes."""
    assessment, facts = read.assessment, read.facts
    planned = planned_sessions(assessment, recurring_work(assessment, facts, read.today))
    return workload(assessment, facts, planned, surroundings(assessment, facts, read.today))


def ratio(population: Population) -> Fraction:
    """How many times as many there are now; 1 where there were none, whose mix nobody knows."""
    return Fraction(population.after, population.before) if population.before else Fraction(1)


def other_currency(old: RateCard, new: RateCard) -> Diagnostic:
    return Diagnostic(
        Level.ERROR,
        new.id,
        "other-currency",
        f"One side is in {old.currency}, the other in {new.currency}: there is no difference to split.",
        "Use rate cards of one currency.",
    )
