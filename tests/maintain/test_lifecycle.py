"""Where an asset stands in its vendor's support."""

from __future__ import annotations

from datetime import date

import pytest

from estimator.maintain.lifecycle import lifecycle_of
from estimator.model.dates import months_later
from estimator.model.infrastructure import Asset, AssetType
from estimator.model.lifecycle import LifecycleStatus, SupportState
from estimator.read.data_files import read_facts

CATALOGUE = read_facts({}, []).lifecycle
TODAY = date(2026, 11, 22)


def status(operating_system: str, version: str = "", today: date = TODAY, **options: int) -> LifecycleStatus:
    asset = Asset("A1", AssetType.SERVER, "L1", operating_system=operating_system, version=version)
    return lifecycle_of(asset, CATALOGUE, today, **options)


@pytest.mark.parametrize(
    ("operating_system", "version", "state", "end"),
    [
        ("Windows Server 2022", "", SupportState.SUPPORTED, date(2031, 10, 14)),
        ("Windows Server 2016", "", SupportState.ENDING, date(2027, 1, 12)),
        ("Windows Server 2012 R2", "", SupportState.ENDED, date(2023, 10, 10)),
        ("macOS 14", "", SupportState.SUPPORTED, None),
        ("RouterOS", "6.48.6", SupportState.ENDED, None),
    ],
)
def test_a_known_release_has_a_state_and_a_date(
    operating_system: str, version: str, state: SupportState, end: date | None
) -> None:
    found = status(operating_system, version)
    assert (found.state, found.end_of_support, found.reason) == (state, end, "")


def test_the_last_day_of_support_still_belongs_to_it() -> None:
    assert status("Windows Server 2016", today=date(2027, 1, 12)).state is SupportState.ENDING
    assert status("Windows Server 2016", today=date(2027, 1, 13)).state is SupportState.ENDED


def test_ending_is_within_the_horizon() -> None:
    assert status("Windows Server 2016", today=date(2026, 1, 12)).state is SupportState.ENDING
    assert status("Windows Server 2016", today=date(2026, 1, 11)).state is SupportState.SUPPORTED
    assert status("Windows Server 2016", today=date(2026, 1, 11), horizon_months=13).state is SupportState.ENDING


def test_a_month_without_the_day_ends_with_its_last() -> None:
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_later(date(2026, 1, 31), 12) == date(2027, 1, 31)


def test_windows_10_without_a_version_has_ended_whichever_it_is() -> None:
    assert status("Windows 10 Pro") == LifecycleStatus(
        SupportState.ENDED, "Windows 10", date(2025, 10, 14), date(2028, 10, 10), second_tuesday=True
    )


def test_windows_10_without_a_version_was_unknown_before_the_last_had_ended() -> None:
    assert status("Windows 10 Pro", today=date(2025, 10, 14)).state is SupportState.UNKNOWN


def test_windows_11_pro_without_a_version_is_unknown_and_says_between_which_days() -> None:
    between = (date(2023, 10, 10), date(2028, 3, 14))
    assert status("Windows 11 Pro") == LifecycleStatus(
        SupportState.UNKNOWN,
        "Windows 11 (Home/Pro)",
        reason="Several releases of Windows 11 (Home/Pro) are possible;"
        " support ends between 2023-10-10 and 2028-03-14.",
        second_tuesday=True,
        ends_between=between,
    )


def test_what_is_supported_whichever_it_is_has_no_guessed_date() -> None:
    found = status("AlmaLinux")
    assert (found.state, found.end_of_support) == (SupportState.SUPPORTED, None)
    assert found.ends_between == (date(2029, 5, 31), date(2035, 5, 31))


def test_an_extension_is_told_beside_the_end_of_regular_support() -> None:
    assert status("Windows Server 2016").end_of_extended_support == date(2030, 1, 12)
    assert status("Windows Server 2019").end_of_extended_support is None


@pytest.mark.parametrize(
    ("operating_system", "reason"),
    [
        ("", "No operating system is given."),
        ("Cisco IOS", "No end-of-support dates are known for Cisco IOS."),
        ("Haiku", "'Haiku' is not a known operating system."),
        ("FortiOS 9.9", "'FortiOS 9.9' is no release of FortiOS with known dates."),
        ("Debian 12 11", "'Debian 12 11' names two different releases of Debian."),
    ],
)
def test_no_match_is_unknown_and_says_why(operating_system: str, reason: str) -> None:
    assert status(operating_system) == LifecycleStatus(SupportState.UNKNOWN, reason=reason)


def test_patch_day_is_microsofts_even_where_the_release_is_unknown() -> None:
    assert status("Windows Server 2027").second_tuesday
    assert status("Windows Server 2019").second_tuesday
    assert not status("Debian 12").second_tuesday
