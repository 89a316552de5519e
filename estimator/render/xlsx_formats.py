"""Number formats of cells: amounts as the reader's country writes them, shares, counts."""

from __future__ import annotations

from babel.core import Locale
from babel.numbers import get_currency_symbol

from estimator.model.frozen import frozen
from estimator.render.figures import locale_of

_WINDOWS_LOCALES = {
    ("nl", "BE"): "813", ("nl", "NL"): "413", ("fr", "BE"): "80C", ("fr", "LU"): "140C", ("fr", "FR"): "40C",
    ("de", "DE"): "407", ("de", "LU"): "1007", ("de", "AT"): "C07", ("lb", "LU"): "46E", ("en", "IE"): "1809",
}  # fmt: skip
"""The numbers by which spreadsheets know a language of a country."""
_FIRST_OF_LANGUAGE = {"nl": "813", "fr": "140C", "de": "407", "lb": "46E", "en": "1809"}


@frozen
class Formats:
    """The formats of one workbook. `money` has cents; `amount` has none."""

    money: str
    amount: str
    share: str = "0.0%"
    chance: str = '[<0.01]"<1%";[>0.99]">99%";0%'
    """Whole percent that never claim certainty, as elsewhere in words."""
    number: str = "#,##0.00"
    exact: str = "#,##0.00##"
    """As many decimals as an assumption may have."""
    count: str = "#,##0"
    day: str = "yyyy-mm-dd"


def formats(currency: str, language: str, country: str) -> Formats:
    """Amounts with the currency's sign where that language puts it; separators are those of whoever opens the file."""
    locale = Locale.parse(locale_of(language))
    pattern = locale.currency_formats["standard"].pattern.partition(";")[0]
    number = _WINDOWS_LOCALES.get((language, country)) or _FIRST_OF_LANGUAGE.get(language, "1809")
    sign = f"[${get_currency_symbol(currency, locale)}-{number}]"
    money = pattern.replace("\N{CURRENCY SIGN}", sign).replace("\N{NO-BREAK SPACE}", "\\ ")
    return Formats(money=money, amount=money.replace("0.00", "0"))
