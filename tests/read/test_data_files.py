"""Data files: the shipped ones are right, and every mistake is named by file and key."""

from __future__ import annotations

import hashlib
import runpy
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

import estimator.data
from estimator.diagnostics import Stop
from estimator.model.facts import Facts
from estimator.read.data_files import KINDS, read_facts

SHIPPED = Path(estimator.data.__file__).parent
Break = Callable[..., list[str]]


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_facts({}, [])


@pytest.fixture
def mistakes(tmp_path: Path) -> Break:
    """The diagnostics of a shipped file in which one text is replaced by another."""

    def broken(key: str, old: str, new: str) -> list[str]:
        text = (SHIPPED / f"{key}.toml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / f"{key}.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return told({key: path}, [])

    return broken


def told(paths: dict[str, Path], overrides: Sequence[str | Path]) -> list[str]:
    with pytest.raises(Stop) as stop:
        read_facts(paths, overrides)
    return [str(diagnostic) for diagnostic in stop.value.diagnostics]


def test_the_shipped_files_are_read_without_a_problem(facts: Facts) -> None:
    assert list(facts.rate_card.plan) == ["none", "standard", "office", "business"]
    assert facts.rate_card.plan["office"].hourly_rates["engineer"] == Decimal("111.00")
    assert facts.rate_card.plan["business"].fault_handling_hours[0].end == time(19)
    assert facts.effort.driver["server"].role_mix == {"technician": 0.2, "engineer": 0.8}
    assert isinstance(facts.effort.frequency_cv, float)
    assert facts.pricing.commitment.steps[2].discount == Decimal("0.05")
    assert facts.lifecycle.valid_from == date(2026, 8, 22)


def test_a_file_of_ones_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    text = (SHIPPED / "pricing.toml").read_text(encoding="utf-8").replace("quantile = 0.90", "quantile = 0.95")
    path = tmp_path / "our-pricing.toml"
    path.write_text(text, encoding="utf-8")
    facts = read_facts({"pricing": path}, [])
    assert facts.pricing.risk.quantile == 0.95
    assert facts.files["pricing"].name == "our-pricing.toml"
    assert facts.files["rate_card"].name == "rate_card.toml"


@pytest.mark.parametrize("key", KINDS)
def test_a_reference_is_the_hash_of_the_files_bytes(facts: Facts, key: str) -> None:
    reference = facts.files[key]
    assert reference.sha256 == hashlib.sha256((SHIPPED / f"{key}.toml").read_bytes()).hexdigest()
    assert not reference.id.endswith("+set")


@pytest.mark.parametrize(
    ("key", "old", "new", "expected"),
    [
        (
            "rate_card",
            "monthly_price = 262.00",
            'monthly_price = "cheap"',
            "rate_card.toml: plan.office.monthly_price: error: 'cheap' is not a number. Write a number. [wrong-type]",
        ),
        (
            "rate_card",
            "monthly_price = 262.00",
            "monthly_price = -1",
            "rate_card.toml: plan.office.monthly_price: error: -1 is out of range. Use a number of at least 0."
            " [out-of-range]",
        ),
        (
            "rate_card",
            "maximum_response_hours = 12",
            "maximum_respose_hours = 12",
            "rate_card.toml: plan.standard.maximum_respose_hours: error: 'maximum_respose_hours' is not known here."
            " Did you mean 'maximum_response_hours'? [unknown-key]",
        ),
        (
            "rate_card",
            'currency = "EUR"\n',
            "",
            "rate_card.toml: currency: error: 'currency' is missing. Add 'currency'. [missing-key]",
        ),
        (
            "rate_card",
            'currency = "EUR"',
            'currency = "euro"',
            "rate_card.toml: currency: error: 'euro' is not a currency code. Use the ISO 4217 code in capitals, such as"
            " EUR. [unknown-name]",
        ),
        (
            "rate_card",
            'phone = ""',
            'phone = "ask reception"',
            "rate_card.toml: provider.phone: error: 'ask reception' is no phone number. Write it as it is dialled,"
            " such as +352 20 00 00. [unfit-contact]",
        ),
        (
            "rate_card",
            'chat = ""',
            'chat = "javascript:alert(1)"',
            "rate_card.toml: provider.chat: error: 'javascript:alert(1)' is no chat's address. Write the address of its"
            " page, beginning with https://. [unfit-contact]",
        ),
        (
            "rate_card",
            'email = ""',
            'email = "help"',
            "rate_card.toml: provider.email: error: 'help' is no e-mail address. Write one, such as"
            " help@we.example. [unfit-contact]",
        ),
        (
            "rate_card",
            "cabling = 89.00, ",
            "",
            "rate_card.toml: plan.standard.hourly_rates.cabling: error: There is no value for the role 'cabling'."
            " Add 'cabling'. [missing-key]",
        ),
        (
            "rate_card",
            "cabling = 89.00",
            "cabling = 89.00, plumber = 10",
            "rate_card.toml: plan.standard.hourly_rates.plumber: error: 'plumber' is not a role. Use one of: cabling,"
            " technician, engineer, consulting. [unknown-name]",
        ),
        (
            "rate_card",
            'time_zone = "Europe/Brussels"',
            'time_zone = "Europe/Brusels"',
            "rate_card.toml: country.BE.time_zone: error: 'Europe/Brusels' is not a time zone. Did you mean"
            " 'Europe/Brussels'? [unknown-name]",
        ),
        (
            "rate_card",
            'travel_zone = "far"',
            'travel_zone = "fra"',
            "rate_card.toml: elsewhere.travel_zone: error: 'fra' is not a travel zone. Did you mean 'far'?"
            " [unknown-name]",
        ),
        (
            "rate_card",
            'days = ["Mon", "Tue"',
            'days = ["Mon", "Tuesday"',
            "rate_card.toml: plan.standard.support_hours[1].days[2]: error: 'Tuesday' is not a choice here. Did you"
            " mean 'Tue'? [unknown-choice]",
        ),
        (
            "rate_card",
            "start = 08:00:00, end = 17:00:00",
            "start = 17:00:00, end = 08:00:00",
            "rate_card.toml: plan.standard.support_hours[1].end: error: 08:00 is not after 17:00. Write 00:00:00 for"
            " midnight, or split the stretch in two. [wrong-order]",
        ),
        (
            "rate_card",
            'name = "Weekday nights and Saturdays"',
            'name = "Nights"\nhours = [{ days = ["Sat"], start = 00:00:00, end = 00:00:00 }]',
            "rate_card.toml: band: error: Every band has hours, so some moments may have no rate. Leave the hours out"
            " of one band: it takes whatever no other band covers. [no-rest-band]",
        ),
        (
            "rate_card",
            "valid_from = 2026-01-01",
            "valid_from = 2026-01-01T00:00:00",
            "rate_card.toml: valid_from: error: '2026-01-01 00:00:00' is not a date such as 2026-11-01. Write a date"
            " such as 2026-11-01. [wrong-type]",
        ),
        (
            "rate_card",
            'source = "Mixvoip support contract page, 2026"',
            'source = ""',
            "rate_card.toml: source: error: This must not be empty. Fill it in. [empty-value]",
        ),
        (
            "rate_card",
            "[country.LU]",
            "[country.lu]",
            "rate_card.toml: country.lu: error: 'lu' is not a two-letter country code. Use the ISO 3166 code in"
            " capitals. [unknown-name]",
        ),
        (
            "effort",
            "sunday-holiday = 0.01",
            "sundays-holiday = 0.01",
            "effort.toml: driver.seat.out_of_hours_shares.sundays-holiday: error: 'sundays-holiday' is not a rate band."
            " Did you mean 'sunday-holiday'? [unknown-name]",
        ),
        (
            "effort",
            "off-hours = 0.02",
            "off-hours = 1.0",
            "effort.toml: driver.seat.out_of_hours_shares: error: The shares add up to 1.01. Let them add up to at most"
            " 1. [wrong-sum]",
        ),
        (
            "effort",
            "technician = 0.90, engineer = 0.10",
            "technician = 0.90, engineer = 0.20",
            "effort.toml: driver.seat.role_mix: error: The shares add up to 1.10. Let them add up to 1. [wrong-sum]",
        ),
        (
            "effort",
            "technician = 0.90, engineer = 0.10",
            "technician = 0.90, enginer = 0.10",
            "effort.toml: driver.seat.role_mix.enginer: error: 'enginer' is not a role. Did you mean 'engineer'?"
            " [unknown-name]",
        ),
        (
            "effort",
            "vip = 1.5",
            "manager = 1.5, vip = 1.5",
            "effort.toml: seat_profile_factors.manager: error: 'manager' is not a seat profile. Use one of: office,"
            " frontline, shared, vip. [unknown-name]",
        ),
        (
            "effort",
            'cadence = "half-yearly"',
            'cadence = "half-yaerly"',
            "effort.toml: task.on-site-check.cadence: error: 'half-yaerly' is not a choice here. Did you mean"
            " 'half-yearly'? [unknown-choice]",
        ),
        (
            "effort",
            "minutes_per_unit = { asset = 3 }",
            "minutes_per_unit = { assets = 3 }",
            "effort.toml: task.inventory-review.minutes_per_unit.assets: error: 'assets' is not a driver. Did you mean"
            " 'asset'? [unknown-name]",
        ),
        (
            "effort",
            "certificate = 45",
            "certificate = 45, server = 3",
            "effort.toml: task.certificate-and-domain-check.minutes_per_unit.server: error: A unit of 'server' has no"
            " renewal date. Name services only. [wrong-anchor]",
        ),
        (
            "effort",
            "mean_minutes = 24",
            "mean_minutes = nan",
            "effort.toml: driver.seat.mean_minutes: error: 'NaN' is not a number. Write a number. [wrong-type]",
        ),
        (
            "pricing",
            "hourly = { cabling = 50.00, ",
            "hourly = { ",
            "pricing.toml: cost.hourly.cabling: error: There is no value for the role 'cabling'. Add 'cabling'."
            " [missing-key]",
        ),
        (
            "pricing",
            "day = 1.0, ",
            "",
            "pricing.toml: cost.band_multipliers.day: error: There is no value for the rate band 'day'. Add 'day'."
            " [missing-key]",
        ),
        (
            "pricing",
            "from_months = 36",
            "from_months = 24",
            "pricing.toml: commitment.steps[3].from_months: error: 24 months do not follow 24. Let the terms grow."
            " [wrong-order]",
        ),
        (
            "pricing",
            "included = true",
            "included = 1",
            "pricing.toml: tools.included: error: '1' is not true or false. Write true or false. [wrong-type]",
        ),
        (
            "pricing",
            "quantile = 0.90",
            "quantile = 1",
            "pricing.toml: risk.quantile: error: 1 is out of range. Use a number above 0.5 and below 1. [out-of-range]",
        ),
        (
            "lifecycle",
            "8.1 | 2013-11-13 2023-01-10 -",
            "8.1 | 2013-11-13 2023-01-32 -",
            "lifecycle.toml: product.windows.cycles[42]: error: '8.1 | 2013-11-13 2023-01-32 - | 6.3.9600' is not a"
            " release. Write 'label [edition] | released end extended | other names', with - for no date. [wrong-line]",
        ),
        (
            "lifecycle",
            'names = ["nextcloud"]',
            'names = ["ios"]',
            "lifecycle.toml: product.nextcloud.names: error: 'ios' is a name of 'ios' too. Keep it in one place."
            " [duplicate]",
        ),
    ],
)
def test_a_mistake_is_named_by_file_and_key(mistakes: Break, key: str, old: str, new: str, expected: str) -> None:
    assert mistakes(key, old, new) == [expected]


def test_text_that_is_no_toml_is_told_by_line_and_column(mistakes: Break) -> None:
    assert mistakes("pricing", "fee_step = 1.00", "fee_step 1.00") == [
        "pricing.toml: error: This is not TOML: Expected '=' after a key in a key/value pair (at line 5, column 10)."
        " Mend the file there. [invalid-toml]"
    ]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    assert told({"effort": tmp_path / "effort.toml"}, []) == [
        "effort.toml: error: The file cannot be read (No such file or directory). Check the file's name and that it may"
        " be read. [unreadable-file]"
    ]


def test_bytes_that_are_no_text_are_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert told({"rate_card": path}, [])[0] == (
        "card.toml: error: The file is not UTF-8 text. Save it as UTF-8. [invalid-toml]"
    )


def test_a_thousand_brackets_are_a_mistake_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "pricing.toml"
    path.write_text("deep = " + "[" * 100_000, encoding="utf-8")
    assert told({"pricing": path}, []) == [
        "pricing.toml: error: This is not TOML: Nested too deeply. Mend the file there. [invalid-toml]"
    ]


def test_the_mistakes_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    paths = {}
    for key, old, new in [
        ("rate_card", "monthly_price = 58.00", "monthly_price = true"),
        ("effort", "engineer = 0.10", "engineer = 0.11"),
        ("pricing", "fee_step = 1.00", "fee_step = 0"),
    ]:
        paths[key] = tmp_path / f"{key}.toml"
        paths[key].write_text((SHIPPED / f"{key}.toml").read_text(encoding="utf-8").replace(old, new, 1), "utf-8")
    found = told(paths, ["driver.servr.mean_minutes=3", "task.restore-test.role=ghost"])
    assert [line.split(": error: ")[0] for line in found] == [
        "--set driver.servr.mean_minutes",
        "rate_card.toml: plan.standard.monthly_price",
        "effort.toml: driver.seat.role_mix",
        "--set task.restore-test.role",
        "pricing.toml: fee_step",
    ]


def test_a_driver_for_every_asset_type_is_needed(mistakes: Break) -> None:
    assert mistakes("effort", "[driver.ups]", "[driver.upps]") == [
        "effort.toml: driver.upps: error: 'upps' is not a driver. Did you mean 'ups'? [unknown-name]",
        "effort.toml: driver.ups: error: The driver 'ups' is missing. Add 'ups'. [missing-key]",
    ]


@pytest.mark.parametrize(
    ("override", "value"),
    [
        ("driver.server.tickets_per_unit_month=0.4", lambda f: f.effort.driver["server"].tickets_per_unit_month == 0.4),
        ("plan.office.monthly_price=250", lambda f: f.rate_card.plan["office"].monthly_price == Decimal(250)),
        ("guards.minimum_gross_margin = 0.2", lambda f: f.pricing.guards.minimum_gross_margin == Decimal("0.2")),
        ("frequency_cv=0.3", lambda f: f.effort.frequency_cv == 0.3),
        ("band.off-hours.multiplier=1.75", lambda f: f.rate_card.band["off-hours"].multiplier == Decimal("1.75")),
        ("country.LU.on_site=regions", lambda f: f.rate_card.country["LU"].on_site == "regions"),
        ("tools.included=false", lambda f: f.pricing.tools.included is False),
        (
            "plan.none.maximum_response_hours=48",
            lambda f: f.rate_card.plan["none"].maximum_response_hours == 48,
        ),
        (
            "driver.printer.out_of_hours_shares.off-hours=0.1",
            lambda f: f.effort.driver["printer"].out_of_hours_shares == {"off-hours": 0.1},
        ),
        (
            "task.server-updates.minutes_per_unit_without_tools.server=60",
            lambda f: f.effort.task["server-updates"].minutes_per_unit_without_tools == {"server": 60.0},
        ),
        ("effort.id=mine", lambda f: f.files["effort"].id == "mine+set"),
    ],
)
def test_a_key_set_on_the_command_line_wins(override: str, value: Callable[[Facts], bool]) -> None:
    assert value(read_facts({}, [override]))


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        (
            "driver.servr.tickets_per_unit_month=0.4",
            "--set driver.servr.tickets_per_unit_month: error: No data file has the key"
            " 'driver.servr.tickets_per_unit_month'. Did you mean 'driver.server.tickets_per_unit_month'?"
            " [unknown-key]",
        ),
        (
            "plan.office.monthly_pric=1",
            "--set plan.office.monthly_pric: error: No data file has the key 'plan.office.monthly_pric'. Did you mean"
            " 'monthly_price'? [unknown-key]",
        ),
        (
            "plan.gold.monthly_price=1",
            "--set plan.gold.monthly_price: error: No data file has the key 'plan.gold.monthly_price'. Did you mean"
            " 'plan.none.monthly_price'? [unknown-key]",
        ),
        (
            "source=me",
            "--set source: error: Several data files have 'source'. Put the file's name before it: rate_card.source."
            " [ambiguous-key]",
        ),
        (
            "frequency_cv",
            "--set frequency_cv: error: 'frequency_cv' is not KEY=VALUE. Write KEY=VALUE, for example"
            " driver.server.tickets_per_unit_month=0.4. [invalid-override]",
        ),
        (
            "frequency cv=0.3",
            "--set frequency cv=0.3: error: 'frequency cv=0.3' is not KEY=VALUE. Write KEY=VALUE, for example"
            " driver.server.tickets_per_unit_month=0.4. [invalid-override]",
        ),
        (
            "frequency_cv=0,3",
            "--set frequency_cv: error: '0,3' is not a number. Write a number. [wrong-type]",
        ),
        (
            "frequency_cv=1\nfee_step=2",
            "--set frequency_cv: error: '1\nfee_step=2' is not a number. Write a number. [wrong-type]",
        ),
        (
            "onboarding.role=enginer",
            "--set onboarding.role: error: 'enginer' is not a role. Did you mean 'engineer'? [unknown-name]",
        ),
        (
            "office_hours=[]",
            "--set office_hours: error: This must not be empty. Fill it in. [empty-value]",
        ),
    ],
)
def test_a_key_that_cannot_be_set_is_an_error_and_never_passed_over(override: str, expected: str) -> None:
    assert told({}, [override]) == [expected]


def test_a_file_changed_on_the_command_line_is_not_taken_for_the_unchanged_one(facts: Facts) -> None:
    changed = read_facts({}, ["frequency_cv=0.3"]).files
    assert changed["effort"].id == "effort-2026+set"
    assert changed["effort"].sha256 != facts.files["effort"].sha256
    assert changed["effort"].sha256 != read_facts({}, ["frequency_cv=0.4"]).files["effort"].sha256
    assert changed["pricing"] == facts.files["pricing"]


def test_assumptions_are_the_figures_whose_nearest_source_says_so(facts: Facts) -> None:
    by_key = {item.key: item for item in facts.assumptions}
    assert by_key["driver.seat.role_mix.technician"].value == "0.90"
    assert by_key["change_window"].value == "Mon Tue Wed Thu Fri 18:00-20:00"
    assert by_key["band.off-hours.multiplier"].source == "assumption: 150 %, as in a Belgian public tender"
    assert by_key["guards.bad_year"].value == "yes"
    assert "plan.office.monthly_price" not in by_key
    assert "band.off-hours.name" not in by_key
    assert not any(key.startswith("product") for key in by_key)


def test_what_is_set_on_the_command_line_is_an_assumption_that_says_so() -> None:
    found = {item.key: item for item in read_facts({}, ["plan.office.monthly_price=250"]).assumptions}
    assert found["plan.office.monthly_price"].value == "250"
    assert found["plan.office.monthly_price"].source == "set on the command line"


def overlay(folder: Path, text: str, name: str = "ours.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_overlay_changes_what_it_names_and_leaves_its_neighbours(facts: Facts, tmp_path: Path) -> None:
    text = """
        frequency_cv = 0.3
        [driver.server]
        tickets_per_unit_month = 0.4
        [plan.office]
        monthly_price = 250
        [cost.hourly]
        engineer = 80
        [country.LU]
        on_site = "regions"
    """
    read = read_facts({}, [overlay(tmp_path, text)])
    server, shipped = read.effort.driver["server"], facts.effort.driver["server"]
    assert (read.effort.frequency_cv, server.tickets_per_unit_month) == (0.3, 0.4)
    assert (server.mean_minutes, server.role_mix) == (shipped.mean_minutes, shipped.role_mix)
    assert read.rate_card.plan["office"].monthly_price == Decimal(250)
    assert read.rate_card.country["LU"].on_site == "regions"
    assert read.pricing.cost.hourly == {**facts.pricing.cost.hourly, "engineer": Decimal(80)}


def test_later_overlays_win_over_earlier_ones_and_what_is_set_over_both(tmp_path: Path) -> None:
    first = overlay(tmp_path, "frequency_cv = 0.3\n[driver.seat]\nmean_minutes = 20\n", "first.toml")
    second = overlay(tmp_path, "frequency_cv = 0.4\n[driver.seat]\nminutes_cv = 0.9\n", "second.toml")
    read = read_facts({}, [first, second])
    seat = read.effort.driver["seat"]
    assert (read.effort.frequency_cv, seat.mean_minutes, seat.minutes_cv) == (0.4, 20, 0.9)
    assert read_facts({}, [second, first]).effort.frequency_cv == 0.3
    assert read_facts({}, [first, second, "frequency_cv=0.5"]).effort.frequency_cv == 0.5


def test_an_overlay_may_name_the_file_before_a_key_that_several_files_have(tmp_path: Path) -> None:
    read = read_facts({}, [overlay(tmp_path, '[effort]\nid = "ours-2027"\n')])
    assert read.files["effort"].id == "ours-2027+overlay"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[driver.server]\ntickets_per_unit_mont = 0.4",
            "ours.toml: driver.server.tickets_per_unit_mont: error: No data file has the key"
            " 'driver.server.tickets_per_unit_mont'. Did you mean 'tickets_per_unit_month'? [unknown-key]",
        ),
        (
            "[driver.servr]",
            "ours.toml: driver.servr: error: No data file has the key 'driver.servr'. Did you mean 'server'?"
            " [unknown-key]",
        ),
        (
            "[driver.server]\nmean_minutes = -3",
            "ours.toml: driver.server.mean_minutes: error: -3 is out of range. Use a number above 0. [out-of-range]",
        ),
        (
            "[driver]\nserver = 3",
            "ours.toml: driver.server: error: '3' is not a table. Write a table. [wrong-type]",
        ),
        (
            "[driver.server]\nrole_mix = { technician = 1.0 }",
            "ours.toml: driver.server.role_mix.technician: error: The shares add up to 1.80. Let them add up to 1."
            " [wrong-sum]",
        ),
        (
            'source = "us"',
            "ours.toml: source: error: Several data files have 'source'. Put the file's name before it:"
            " rate_card.source. [ambiguous-key]",
        ),
        (
            "frequency_cv 0.3",
            "ours.toml: error: This is not TOML: Expected '=' after a key in a key/value pair (at line 1, column 14)."
            " Mend the file there. [invalid-toml]",
        ),
    ],
)
def test_a_mistake_of_an_overlay_is_named_by_its_file_and_key(tmp_path: Path, text: str, expected: str) -> None:
    assert told({}, [overlay(tmp_path, text)]) == [expected]


def test_an_overlay_nested_without_end_is_a_mistake_and_no_crash(tmp_path: Path) -> None:
    found = told({}, [overlay(tmp_path, ".".join(["a"] * 5_000) + " = 1")])
    assert len(found) == 1
    assert found[0].endswith("[unknown-key]")


def test_what_is_set_below_a_table_that_an_overlay_gave_is_blamed_for_its_own_mistakes(tmp_path: Path) -> None:
    path = overlay(tmp_path, "[driver.server.role_mix]\ntechnician = 0.5\nengineer = 0.5\n")
    assert told({}, [path, "driver.server.role_mix={technician=0.9}"])[0].startswith("--set driver.server.role_mix: ")


def test_what_an_overlay_changes_is_an_assumption_that_names_the_overlay_and_its_source(tmp_path: Path) -> None:
    text = """
        [driver.seat]
        source = "41 tickets of 2026"
        mean_minutes = 21
        [plan.office]
        monthly_price = 250
    """
    found = {item.key: item for item in read_facts({}, [overlay(tmp_path, text)]).assumptions}
    assert found["driver.seat.mean_minutes"].value == "21"
    assert found["driver.seat.mean_minutes"].source == "overlay ours.toml: 41 tickets of 2026"
    assert found["plan.office.monthly_price"].source == "overlay ours.toml"
    assert "driver.seat.source" not in found


def test_what_an_overlay_leaves_as_it_is_keeps_its_source(facts: Facts, tmp_path: Path) -> None:
    text = 'source = "our tickets"\nfrequency_cv = 0.3\n[driver.seat]\nmean_minutes = 21\n[tools]\nsource = "x"\n'
    read = read_facts({}, [overlay(tmp_path, text)])
    shipped = {item.key: item for item in facts.assumptions}
    found = {item.key: item for item in read.assumptions}
    assert found["frequency_cv"].source == "overlay ours.toml: our tickets"
    assert found["driver.seat.mean_minutes"].source == "overlay ours.toml: our tickets"
    assert found["driver.seat.minutes_cv"] == shipped["driver.seat.minutes_cv"]
    assert "assumption" in shipped["tools.monthly_price"].source
    assert "tools.monthly_price" not in found, "a source alone in its table is the data file's new one"


def test_a_file_changed_by_an_overlay_is_not_taken_for_the_unchanged_one(facts: Facts, tmp_path: Path) -> None:
    path = overlay(tmp_path, "frequency_cv = 0.3\n")
    changed = read_facts({}, [path]).files
    assert changed["effort"].id == "effort-2026+overlay"
    assert read_facts({}, [path, "frequency_cv=0.4"]).files["effort"].id == "effort-2026+set"
    assert changed["pricing"] == facts.files["pricing"]
    again = overlay(tmp_path, "frequency_cv = 0.4\n")
    assert (
        len({changed["effort"].sha256, read_facts({}, [again]).files["effort"].sha256, facts.files["effort"].sha256})
        == 3
    )


def test_the_shipped_lifecycle_dates_are_what_the_script_makes_of_the_snapshot(trial_data: Path) -> None:
    script = runpy.run_path(str(SHIPPED.parent.parent / "scripts" / "lifecycle_from_endoflife.py"))
    made = script["main"](trial_data / "endoflife" / "products")
    assert made == (SHIPPED / "lifecycle.toml").read_text(encoding="utf-8")
