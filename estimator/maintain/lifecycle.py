"""Until when the vendor supports what an asset runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from estimator.model.dates import months_later
from estimator.model.infrastructure import Asset
from estimator.model.lifecycle import (
    Cycle,
    LifecycleCatalogue,
    LifecycleStatus,
    NoMatch,
    Release,
    SupportState,
    find_release,
)

HORIZON_MONTHS = 12


def lifecycle_of(
    asset: Asset, catalogue: LifecycleCatalogue, today: date, horizon_months: int = HORIZON_MONTHS
) -> LifecycleStatus:
    """Where an asset stands in its vendor's support on a day; `ending` is within `horizon_months` after it.

    A release that the cells leave open is only called supported, ending or ended where every one they may mean is.
    """
    found = find_release(catalogue, asset.operating_system, asset.version, asset.type)
    if isinstance(found, NoMatch):
        second_tuesday = found.product is not None and found.product.second_tuesday
        return LifecycleStatus(SupportState.UNKNOWN, reason=found.reason, second_tuesday=second_tuesday)
    horizon = months_later(today, horizon_months)
    states = {support_state(cycle, today, horizon) for cycle in found.cycles}
    state = states.pop() if len(states) == 1 else SupportState.UNKNOWN
    if found.is_exact:
        end, extended, _ = found.cycles[0].ends
    elif state is SupportState.ENDED:
        end = max((cycle.end_of_support for cycle in found.cycles if cycle.end_of_support), default=None)
        extended = max((c.end_of_extended_support for c in found.cycles if c.end_of_extended_support), default=None)
    else:
        end = extended = None
    is_open = not found.is_exact and state is not SupportState.ENDED
    return LifecycleStatus(
        state=state,
        release=found.name,
        end_of_support=end,
        end_of_extended_support=extended,
        reason=_open_question(found) if is_open else "",
        second_tuesday=found.product.second_tuesday,
        ends_between=found.ends_between if is_open else None,
    )


def lifecycles(assets: Iterable[Asset], catalogue: LifecycleCatalogue, today: date) -> dict[str, LifecycleStatus]:
    """Where every asset stands, by its id; assets that run the same are looked up once."""
    found: dict[tuple[str, str, str], LifecycleStatus] = {}
    statuses = {}
    for asset in assets:
        runs = (asset.operating_system, asset.version, asset.type)
        if runs not in found:
            found[runs] = lifecycle_of(asset, catalogue, today)
        statuses[asset.id] = found[runs]
    return statuses


def support_state(cycle: Cycle, today: date, horizon: date) -> SupportState:
    """Where one release stands: the last day of support still belongs to it."""
    end = cycle.end_of_support
    if cycle.ended or (end is not None and end < today):
        return SupportState.ENDED
    return SupportState.ENDING if end is not None and end <= horizon else SupportState.SUPPORTED


def _open_question(release: Release) -> str:
    span = release.ends_between
    when = f"; support ends between {span[0]} and {span[1]}" if span else ""
    return f"Several releases of {release.name} are possible{when}."
