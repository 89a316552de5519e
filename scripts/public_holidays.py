"""Writes estimator/data/public_holidays.py from the `holidays` library: `python scripts/public_holidays.py`."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import holidays

from estimator.maintain.holidays import in_british_english

TARGET = Path(__file__).parents[1] / "estimator" / "data" / "public_holidays.py"
COUNTRIES = ("BE", "DE", "FR", "LU")
YEARS = range(2025, 2041)

HEAD = '''"""Public holidays of the countries most customers are in, so that a run need not start the library for them.

Made by scripts/public_holidays.py with holidays {version}; a test compares it with the library that is installed.
Only days that hold in the whole country.
"""

YEARS = range({first}, {end})
'''


def module_text() -> str:
    """The module's source: for every country its days as ISO texts with their English names, in order."""
    lines = [HEAD.format(version=version("holidays"), first=YEARS.start, end=YEARS.stop), "DAYS = {"]
    for country in COUNTRIES:
        days = in_british_english(holidays.country_holidays(country, years=YEARS, language="en_US"))
        lines += [
            f'    "{country}": (',
            *(f'        ("{day}", "{name}"),' for day, name in sorted(days.items())),
            "    ),",
        ]
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    TARGET.write_text(module_text(), "utf-8")
