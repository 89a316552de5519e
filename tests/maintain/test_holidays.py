from __future__ import annotations

import subprocess
import sys
from datetime import date

import holidays
import pytest

from estimator.data.public_holidays import DAYS, YEARS
from estimator.maintain.holidays import in_british_english, public_holidays

YEAR = (date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("LU", date(2027, 6, 23), "National Day"),
        ("BE", date(2027, 7, 21), "National Day"),
        ("FR", date(2027, 7, 14), "National Day"),
        ("DE", date(2027, 10, 3), "German Unity Day"),
        ("LU", date(2027, 5, 6), "Ascension Day"),
        ("LU", date(2027, 5, 1), "Labour Day"),
    ],
)
def test_every_country_we_work_in_has_its_holidays(country: str, day: date, name: str) -> None:
    assert public_holidays(country, *YEAR)[day] == name


def test_an_unknown_country_has_no_holidays() -> None:
    assert public_holidays("XX", *YEAR) == {}


def test_both_ends_of_the_span_belong_to_it_and_years_are_crossed() -> None:
    assert list(public_holidays("LU", date(2026, 12, 26), date(2027, 1, 1))) == [date(2026, 12, 26), date(2027, 1, 1)]


@pytest.mark.parametrize("country", DAYS)
def test_the_kept_days_are_those_of_the_installed_library(country: str) -> None:
    kept = public_holidays(country, date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31))
    assert kept == in_british_english(holidays.country_holidays(country, years=YEARS, language="en_US"))


def test_years_beyond_the_kept_ones_come_from_the_library() -> None:
    year = YEARS.stop
    found = public_holidays("LU", date(year, 1, 1), date(year, 12, 31))
    assert found == in_british_english(holidays.country_holidays("LU", years=year, language="en_US"))


def test_the_library_is_only_imported_for_a_country_that_is_not_kept() -> None:
    code = (
        "import sys; from datetime import date; from estimator.maintain.holidays import public_holidays as days\n"
        "days('BE', date(2027, 1, 1), date(2028, 12, 31)); early = 'holidays' in sys.modules\n"
        "days('NL', date(2027, 1, 1), date(2028, 12, 31)); sys.exit(early or 'holidays' not in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("country", ["LU", "BE", "FR", "DE", "NL", "CH", "AT", "PT"])
def test_holidays_are_those_of_the_librarys_front_door(country: str) -> None:
    expected = holidays.country_holidays(country, years=[2026, 2027, 2030], language="en_US")
    found = {
        day: name
        for year in (2026, 2027, 2030)
        for day, name in public_holidays(country, date(year, 1, 1), date(year, 12, 31)).items()
    }
    assert found == in_british_english(expected)
