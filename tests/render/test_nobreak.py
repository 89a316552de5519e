"""Texts of the website in which no line ends where it must not."""

from __future__ import annotations

from datetime import date, datetime
from gettext import NullTranslations

import pytest

from estimator.model.language import LANGUAGES
from estimator.render.site import nobreak
from estimator.render.site.nobreak import HeldTogether

MARK = "~"
"""Stands for a no-break space."""


def held(text: str) -> str:
    return text.replace(nobreak.SPACE, MARK)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("You have %(shown)s devices.", "You have %(shown)s~devices."),
        ("%(units)s of %(total)s", "%(units)s~of~%(total)s"),
        ("%(units)s (von %(total)s)", "%(units)s~(von~%(total)s)"),
        ("%(shown)s of the %(total)s devices here", "%(shown)s~of the~%(total)s devices here"),
        ("Bei %(known)s der %(total)s Geräte", "Bei %(known)s~der~%(total)s Geräte"),
        ("Microsoft 365 security review", "Microsoft~365 security review"),
        ("and %(shown)s more", "and %(shown)s~more"),
        ("en nog %(shown)s.", "en nog~%(shown)s."),
        ("within %(response)s h, on %(day)s", "within~%(response)s~h, on~%(day)s"),
        ("Start of work (TTI)", "Start of work~(TTI)"),
        ("Call %(phone)s, %(hours)s.", "Call %(phone)s, %(hours)s."),
        ("for about 15 minutes, on Windows 11 Pro", "for about 15~minutes, on Windows 11~Pro"),
        ("from 07:30 to 18:00 and later", "from 07:30 to 18:00 and later"),
        ("Wi-Fi access point", "Wi\N{NON-BREAKING HYPHEN}Fi access point"),
        ("e-mail, pare-feu, change-over", "e\N{NON-BREAKING HYPHEN}mail, pare\N{NON-BREAKING HYPHEN}feu, change-over"),
    ],
)
def test_what_is_counted_stands_beside_its_number(text: str, shown: str) -> None:
    catalogue = HeldTogether(NullTranslations())
    assert held(catalogue.gettext(text)) == held(catalogue.ngettext("", text, 2)) == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_one_word_from_its_day_to_its_year(language: str) -> None:
    for day in (date(2027, 1, 1), date(2026, 12, 12)):
        for style in ("medium", "long", "month"):
            assert " " not in nobreak.day(day, language, style)
        assert nobreak.day(day, language, "full").count(" ") == 1
        assert nobreak.moment(datetime(2027, 1, 4, 18), language).count(" ") == 2


def test_a_range_says_its_year_once() -> None:
    summer = date(2027, 7, 30)
    assert held(nobreak.beginning(summer, date(2027, 8, 22), "nl")) == "30~juli"
    assert held(nobreak.beginning(summer, date(2028, 1, 2), "nl")) == "30~juli~2027"
    assert nobreak.beginning(date(2027, 1, 1), date(2027, 3, 1), "de", "month") == "Januar"


def test_a_name_is_parted_at_no_hyphen_and_escaped() -> None:
    assert nobreak.whole("Ruckus ICX 7150-24P") == "Ruckus ICX <i>7150-24P</i>"
    assert nobreak.whole("<b>-1 & SRV-FILE-01 - old") == "<i>&lt;b&gt;-1</i> &amp; <i>SRV-FILE-01</i> - old"


def test_a_version_stands_beside_its_product() -> None:
    assert held(nobreak.named("Windows 11 24H2 (Home/Pro)")) == "Windows~11~24H2 (Home/Pro)"
    assert held(nobreak.named("Windows Server 2016")) == "Windows~Server~2016"


def test_opening_hours_stand_beside_their_days() -> None:
    assert held(nobreak.numbered("lun.–ven. 07:30–12:00, 13:00–18:00")) == "lun.–ven.~07:30–12:00, 13:00–18:00"


def test_a_short_name_in_a_list_stands_on_one_line() -> None:
    assert held(nobreak.short("Scranton (Esch-sur-Alzette)")) == "Scranton~<i>(Esch-sur-Alzette)</i>"
    assert held(nobreak.short("Siège administratif et entrepôt de Liège")) == "Siège administratif et entrepôt de Liège"


def test_so_many_of_a_kind_are_one_word() -> None:
    assert held(nobreak.times(1200, "Laptops", "nl")) == "1.200~×~laptops"
    assert held(nobreak.listed("Router", "", "Ended")) == "Router~· Ended"


def test_a_long_heading_may_be_parted_between_its_words() -> None:
    headings = ("Seriennummer", "Serienummer", "Netzwierkadress", "Reservetoestel", "Serial number", "Serie")
    shown = [nobreak.parted(heading).replace("\N{SOFT HYPHEN}", "|") for heading in headings]
    assert shown == ["Serien|nummer", "Serie|nummer", "Netzwierk|adress", "Reserve|toestel", "Serial number", "Serie"]
