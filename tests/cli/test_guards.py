"""A team's `estimator.toml`: own data files, guards that warn or stop, and nothing built that breaks one."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from tests.test_nothing_internal import customer_files
from tests.workbooks import make_workbook

TODAY = ("--today", "2026-11-22")
SHIPPED = Path(__file__).parents[2] / "estimator" / "data" / "rate_card.toml"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [*map(str, words), *TODAY])


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return make_workbook(tmp_path / "acme.xlsx")


def policy(folder: Path, text: str) -> Path:
    path = folder / "estimator.toml"
    path.write_text(text, encoding="utf-8")
    return path


def estimated(workbook: Path) -> dict[str, dict[str, str]]:
    document: dict[str, dict[str, str]] = json.loads(run("estimate", workbook, "--format", "json").stdout)
    return document


def test_a_policy_that_is_kept_says_nothing(acme: Path) -> None:
    margin = float(estimated(acme)["provider"]["gross_margin"])
    policy(
        acme.parent,
        f"[margin]\nminimum = {margin - 0.01}\n[loss]\nmaximum_probability = 0.99\n[age]\nmaximum_days = 20\n"
        '[required]\nfields = ["Customer.name", "assets.type"]\n',
    )
    told = run("check", acme)
    assert told.exit_code == 0, told.output
    assert "estimator.toml" not in told.stdout


@pytest.mark.parametrize(
    ("guard", "line"),
    [
        ("[margin]\nminimum = 0.98", r"acme\.xlsx: error: An expected year leaves \d\d\.\d% of the fee, less than the "
         r"98\.0% of margin\.minimum in estimator\.toml\. .* \[margin-too-low\]"),
        ("[loss]\nmaximum_probability = 0", r"acme\.xlsx: error: A year costs more .* above the 0\.0% of "
         r"loss\.maximum_probability in estimator\.toml\. .* \[loss-too-likely\]"),
        ("[age]\nmaximum_days = 19", r"Customer!B10: error: The assessment is 20 days old; age\.maximum_days in "
         r"estimator\.toml allows 19\. .* \[assessment-too-old\]"),
        ('[required]\nfields = ["Assets.serial number"]', r"Assets!H2: error: 'serial number' is empty, .* "
         r"\[required-by-policy\]"),
        ('[required]\nfields = ["Klant.opmerkingen"]', r"Customer!B17: error: 'notes' is empty.*"),
    ],
)  # fmt: skip
def test_a_broken_guard_is_an_error_of_check_and_estimate(acme: Path, guard: str, line: str) -> None:
    path = policy(acme.parent, guard)
    checked = run("check", acme)
    assert checked.exit_code == 1
    assert re.search(f"^{line}$", checked.stdout.replace("\n    ", " "), re.MULTILINE), checked.stdout
    shown = run("estimate", acme)
    assert shown.exit_code == 1
    assert "Fixed fee" in shown.stdout and re.search(line, shown.stderr)
    assert run("quote", acme, "-o", acme.parent / "quote.pdf").exit_code == 1
    assert not (acme.parent / "quote.pdf").exists()
    path.write_text(guard + '\nlevel = "warn"\n', encoding="utf-8")
    assert run("check", acme).exit_code == 0
    assert re.search(line.replace(": error:", ": warning:"), run("check", acme).stdout.replace("\n    ", " "))
    assert run("check", acme, "--strict").exit_code == 1
    assert run("estimate", acme).exit_code == 0


def test_the_json_of_check_and_the_annotated_copy_have_them_too(acme: Path) -> None:
    policy(acme.parent, '[required]\nfields = ["Assets.serial number"]\n[age]\nmaximum_days = 5')
    document = json.loads(run("check", acme, "--format", "json", "--annotate", acme.parent / "to-do.xlsx").stdout)
    told = {(each["check"], each["cell"], each["level"]) for each in document["diagnostics"]}
    assert {("assessment-too-old", "Customer!B10", "error"), ("required-by-policy", "Assets!H2", "error")} <= told
    assert (acme.parent / "to-do.xlsx").exists()


def test_a_rise_against_the_saved_estimate_is_told(acme: Path) -> None:
    folder = acme.parent
    policy(folder, '[increase]\nmaximum = 0.10\nsaved = "agreed/{name}.json"')
    first = run("check", acme)
    assert first.exit_code == 0
    assert "[nothing-saved]" in first.stdout, "a misspelt path must not switch the guard off in silence"
    (folder / "agreed").mkdir()
    saved = folder / "agreed" / "acme.json"
    saved.write_text(run("estimate", acme, "--format", "json").stdout, encoding="utf-8")
    assert run("check", acme).exit_code == 0
    dearer = run("check", acme, "--set", "plan.business.monthly_price=618")
    assert dearer.exit_code == 1
    fee = Decimal(json.loads(saved.read_text("utf-8"))["fee"]["monthly"])
    assert f"rises from €{fee:,} to €{fee + 300:,} a month" in dearer.stdout.replace("\n    ", " ")
    assert run("diff", saved, acme, "--set", "plan.business.monthly_price=618").exit_code == 1
    allowed = run("diff", saved, acme, "--set", "plan.business.monthly_price=618", "--max-increase", "90%")
    assert allowed.exit_code == 0, "the command line wins"
    saved.write_text("{}", encoding="utf-8")
    assert "[no-saved-estimate]" in run("check", acme).stderr


def test_own_data_files_hold_for_every_command_and_the_command_line_wins(acme: Path, tmp_path: Path) -> None:
    card = SHIPPED.read_text("utf-8").replace("monthly_price = 318.00", "monthly_price = 350.00")
    (tmp_path / "ours.toml").write_text(card.replace('id = "mixvoip-2026"', 'id = "ours"'), encoding="utf-8")
    before = Decimal(estimated(acme)["fee"]["monthly"])
    policy(tmp_path, '[files]\nrate_card = "ours.toml"')
    assert Decimal(estimated(acme)["fee"]["monthly"]) == before + 32
    assert run("build", acme, "-o", tmp_path / "out", "--languages", "fr", "-q").exit_code == 0
    built = json.loads((tmp_path / "out" / "acme" / "internal" / "estimate.json").read_text("utf-8"))
    assert (built["inputs"]["rate_card"]["id"], Decimal(built["fee"]["monthly"])) == ("ours", before + 32)
    shipped = run("estimate", acme, "--format", "json", "--rate-card", SHIPPED)
    assert Decimal(json.loads(shipped.stdout)["fee"]["monthly"]) == before


def test_each_side_of_a_comparison_has_its_own_folders_policy(acme: Path, tmp_path: Path) -> None:
    card = SHIPPED.read_text("utf-8").replace("monthly_price = 318.00", "monthly_price = 350.00")
    (tmp_path / "2027").mkdir()
    (tmp_path / "2027" / "ours.toml").write_text(card, encoding="utf-8")
    policy(tmp_path / "2027", '[files]\nrate_card = "ours.toml"')
    policy(tmp_path, f'[files]\nrate_card = "{SHIPPED.as_posix()}"')
    new = make_workbook(tmp_path / "2027" / "acme.xlsx")
    document = json.loads(run("diff", acme, new, "--format", "json").stdout)
    assert {step["causes"][0]: step["monthly"] for step in document["steps"]}["rate-card"] == "32.00"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[margin]\nminimun = 0.2", "margin.minimun: error: 'minimun' is not known here. Did you mean 'minimum'?"),
        ("[margins]\nminimum = 0.2", "margins: error: 'margins' is not known here. Did you mean 'margin'?"),
        ("[margin]\nminimum = 18", "margin.minimum: error: 18 is out of range. Use a number of at least -1 and below "
         "1."),
        ('[margin]\nminimum = 0.2\nlevel = "warning"', "margin.level: error: 'warning' is not a choice here. Did you "
         "mean 'warn'?"),
        ('[required]\nfields = ["Assets.serial numbr"]', "required.fields[1]: error: 'Assets.serial numbr' is no field "
         "of the workbook. Did you mean 'Assets.serial number'?"),
        ('[required]\nfields = ["Services.quantity"]', "required.fields[1]: error: 'Services.quantity' is never told "
         "to be empty: an empty cell means '1'. Leave it out. [field-with-default]"),
        ('[files]\nrate_card = "gone.toml"', "files.rate_card: error: 'gone.toml' is no file in "),
        ('[files]\nrate_card = "."', "files.rate_card: error: '.' is no file in "),
        ('[increase]\nmaximum = 0.1\nsaved = "acme.json"', "increase.saved: error: 'acme.json' is the same file for "
         'every customer. Write "saved/{name}.json", for example. [one-file-for-all]'),
        ("[increase]\nmaximum = 0.1", "increase.saved: error: 'saved' is missing."),
        ("[margin", "error: This is not TOML: "),
        ("age = 3", "age: error: '3' is not a table."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_policy_is_told_by_file_and_key(acme: Path, text: str, line: str) -> None:
    path = policy(acme.parent, text)
    told = run("check", acme)
    assert told.exit_code == 1
    assert f"{path}: {line}" in told.stderr


def test_build_says_who_broke_which_guard_and_keeps_what_was_there(tmp_path: Path) -> None:
    good, bad = (make_workbook(tmp_path / f"{name}.xlsx") for name in ("good", "bad"))
    out = tmp_path / "out"
    build = ("build", good, bad, "-o", out, "--languages", "fr", "--jobs", 1)
    assert run(*build).exit_code == 0
    quote = (out / "bad" / "quote.pdf").read_bytes()
    make_workbook(tmp_path / "bad.xlsx", **{"Customer!B2": "nl", "Customer!B9": None})
    policy(tmp_path, '[required]\nfields = ["Customer.assessor"]\n[margin]\nminimum = 0.1\nlevel = "warn"')
    again = run(*build)
    assert again.exit_code == 1
    assert "bad.xlsx: Customer!B9: error: 'assessor' is empty" in again.stderr
    assert "good.xlsx" not in "".join(line for line in again.stderr.splitlines() if "[required-by-policy]" in line)
    assert re.search(r"^ good +built", again.stdout, re.MULTILINE), "the policy changed, so it is made anew"
    assert re.search(r"^ bad +failed", again.stdout, re.MULTILINE)
    assert (out / "bad" / "quote.pdf").read_bytes() == quote
    assert re.search(r"^ good +unchanged", run(*build).stdout, re.MULTILINE)


def test_a_broken_policy_fails_its_own_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "north").mkdir()
    fine, guarded = make_workbook(tmp_path / "fine.xlsx"), make_workbook(tmp_path / "north" / "guarded.xlsx")
    policy(tmp_path / "north", "[margin]\nminimun = 0.2")
    told = run("build", fine, guarded, "-o", tmp_path / "out", "--languages", "fr", "--jobs", 1)
    assert told.exit_code == 1
    assert re.search(r"^ fine +built", told.stdout, re.MULTILINE)
    assert re.search(r"^ guarded +failed", told.stdout, re.MULTILINE)
    assert "margin.minimun: error" in told.stderr


def test_a_guards_warning_stays_with_us(acme: Path, tmp_path: Path) -> None:
    policy(tmp_path, '[margin]\nminimum = 0.98\nlevel = "warn"\n[loss]\nmaximum_probability = 0\nlevel = "warn"')
    assert run("build", acme, "-o", tmp_path / "out", "--languages", "fr").exit_code == 0
    folder = tmp_path / "out" / "acme"
    assert "[margin-too-low]" in (folder / "internal" / "diagnostics.txt").read_text("utf-8")
    words = ("estimator.toml", "margin-too-low", "An expected year leaves", "loss-too-likely")
    told = [name for name, text in customer_files(folder) if any(word in text for word in words)]
    assert told == []
