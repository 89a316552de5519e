"""`estimator diff` as an account manager meets it: four formats, guards, exit codes, and what is no estimate."""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from estimator.cli.main import main
from tests.hostile_texts import harmless, hostile_texts, office_of
from tests.test_hostile_texts import HARMFUL, Structure
from tests.workbooks import VALID, make_workbook

TODAY = ("--today", "2026-11-22")
SCHEMA = Path(__file__).parents[2] / "estimator" / "data" / "diff.schema.json"
SEATS = [VALID["Seats"][0], ("hq", "office", 9, None), ("arlon", "frontline", 2, None)]
DEARER = "plan.business.monthly_price=418"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [*map(str, words), *TODAY])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "2026").mkdir()
    return make_workbook(tmp_path / "2026" / "acme.xlsx")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    printer = ("PR-01", "Copier", "printer", "hq", 2)
    return make_workbook(tmp_path / "acme.xlsx", Seats=SEATS, Assets=[*VALID["Assets"][:-1], printer])


def fee(workbook: Path, *words: str) -> Decimal:
    return Decimal(json.loads(run("estimate", workbook, "-q", "--format", "json", *words).stdout)["fee"]["monthly"])


def test_the_text_tells_causes_lines_and_rows(old: Path, new: Path) -> None:
    told = run("diff", old, new, "-q")
    assert told.exit_code == 0, told.output
    assert "Quantity" in told.stdout and "6 → 11 people, 6 → 7 devices" in told.stdout
    assert "1 new, 1 gone, 1 changed" in told.stdout
    assert re.search(r"SRV-01, server at hq \(Files\) +Assets!A5 of 2026/acme\.xlsx", told.stdout)
    assert re.search(r"9 seats office at hq +count 4 → 9 +Seats!C2", told.stdout)
    assert max(map(len, told.stdout.splitlines())) <= 100


def test_the_document_adds_up_and_is_as_its_schema_says(old: Path, new: Path) -> None:
    told = run("diff", old, new, "--format", "json", "--set", DEARER)
    document = json.loads(told.stdout)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert sum(Decimal(step["monthly"]) for step in document["steps"]) == Decimal(document["change"]["monthly"])
    before, after = fee(old), fee(new, "--set", DEARER)
    assert (Decimal(document["old"]["fee"]["monthly"]), Decimal(document["new"]["fee"]["monthly"])) == (before, after)
    assert Decimal(document["change"]["annual"]) == 12 * (after - before)
    assert {step["causes"][0]: step["monthly"] for step in document["steps"]}["rate-card"] == "100.00"
    assert [each["id"] for each in document["inventory"]["removed"]] == ["SRV-01"]
    assert document["new"]["today"] == "2026-11-22"
    assert document["old"]["today"] == "2026-11-02", "the day of its assessment"
    assert (
        json.loads(run("diff", old, new, "--format", "json", "--old-today", "2026-11-05").stdout)["old"]["today"]
        == "2026-11-05"
    )


def test_a_saved_estimate_is_a_side_like_a_workbook(old: Path, new: Path, tmp_path: Path) -> None:
    saved = tmp_path / "agreed.json"
    saved.write_text(run("estimate", old, "-q", "--format", "json").stdout, encoding="utf-8")
    told = run("diff", saved, new, "--format", "json")
    document = json.loads(told.stdout)
    jsonschema.validate(document, json.loads(SCHEMA.read_text("utf-8")))
    assert (document["old"]["kind"], document["new"]["kind"]) == ("estimate", "workbook")
    assert document["inventory"] is None
    assert document["notes"]
    assert sum(Decimal(step["monthly"]) for step in document["steps"]) == Decimal(document["change"]["monthly"])
    text = run("diff", saved, new, "-q").stdout
    assert "Lifecycle and mix" in text


def test_the_advice_and_the_plan_of_each_side_are_those_of_its_estimate(old: Path, new: Path, tmp_path: Path) -> None:
    sides = {"old": (old,), "new": (new, "--set", DEARER)}
    estimates = {side: run("estimate", *words, "-q", "--format", "json").stdout for side, words in sides.items()}
    saved = tmp_path / "agreed.json"
    saved.write_text(estimates["old"], encoding="utf-8")
    for first in (old, saved):
        told = run("diff", first, new, "--format", "json", "--set", DEARER, "--old-today", "2026-11-22")
        document = json.loads(told.stdout)
        for side, text in estimates.items():
            assert document[side]["hourly"] == advice_of(json.loads(text))
    text = run("diff", saved, new, "-q", "--set", DEARER).stdout
    assert re.search(r"Cheapest hourly plan at the level +Business +Business", text)
    assert re.search(r"Its 8 years of 10 +€[\d,]+-[\d,]+ +€[\d,]+-[\d,]+", text)


def advice_of(estimate: dict[str, Any]) -> dict[str, Any]:
    best = next(plan for plan in estimate["plans"] if plan["id"] == estimate["verdict"]["best_hourly_plan"])
    figures = ("expected_monthly", "p10_monthly", "p90_monthly", "probability_above_fee")
    return {
        "verdict": estimate["verdict"]["choice"],
        "best_plan": best["id"],
        **{figure: best[figure] for figure in figures},
    }


def test_each_side_can_have_its_own_data_files(old: Path, tmp_path: Path) -> None:
    shipped = (Path(__file__).parents[2] / "estimator" / "data" / "rate_card.toml").read_text("utf-8")
    ours = tmp_path / "ours.toml"
    ours.write_text(shipped.replace("monthly_price = 318.00", "monthly_price = 350.00"), encoding="utf-8")

    def step(*words: object) -> str:
        document = json.loads(run("diff", old, old, "--format", "json", *words).stdout)
        return next(str(step["monthly"]) for step in document["steps"] if step["causes"] == ["rate-card"])

    assert step("--rate-card", ours) == "0.00", "named once, it is both sides'"
    assert step("--rate-card", ours, "--old-rate-card", "shipped") == "32.00"
    assert step("--old-rate-card", ours) == "-32.00"
    assert step("--old-set", DEARER) == "-100.00"


def test_markdown_and_the_page_have_the_same_and_are_written_whole(old: Path, new: Path, tmp_path: Path) -> None:
    for name in ("change.md", "change.html", "change.json", "change.txt"):
        assert run("diff", old, new, "-q", "-o", tmp_path / name).exit_code == 0
    page = (tmp_path / "change.html").read_text("utf-8")
    assert (tmp_path / "change.md").read_text("utf-8").startswith("# Acme S.à r.l.: €")
    assert json.loads((tmp_path / "change.json").read_text("utf-8"))["schema"] == "estimator/diff@1"
    assert "\x1b" not in (tmp_path / "change.txt").read_text("utf-8")
    assert run("diff", old, new, "-q", "--format", "html").stdout == page
    assert page.count("<rect") == page.split("</tbody>")[0].count("<tr") - 1
    assert "6 → 11 people, 6 → 7 devices" in page


def test_no_file_that_is_read_is_written_over(old: Path, new: Path, tmp_path: Path) -> None:
    before = new.read_bytes()
    link = tmp_path / "link.html"
    link.symlink_to(new)
    for output in (new, link):
        told = run("diff", old, new, "-o", output, "--format", "html")
        assert told.exit_code == 1
        assert "[output-is-input]" in told.stderr
    assert new.read_bytes() == before
    assert run("diff", old, new, "-o", tmp_path / "change.pdf").exit_code == 2


def test_the_page_escapes_what_cells_say_and_lets_nothing_run(old: Path, tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&{{7*7}}"
    rows = [VALID["Assets"][0], ("<img src=x onerror=alert(2)>", evil, "switch", "hq", 1)]
    new = make_workbook(tmp_path / "evil.xlsx", Assets=rows, **{"Customer!B1": evil})
    page = run("diff", old, new, "-q", "--format", "html").stdout
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)" in page and "{{7*7}}" in page
    assert re.search(r"content=\"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'", page)
    assert not re.search(r"\bstyle=|https?://|\bon\w+=\"", page)


def test_a_rise_above_the_limit_is_told_after_the_report(old: Path, new: Path) -> None:
    rise = (fee(old) - fee(new)) / fee(new) * 100
    assert rise > 1, "a server more costs more than five people less"
    below, above = (run("diff", new, old, "--max-increase", f"{limit}%") for limit in (rise + 1, rise - 1))
    assert (below.exit_code, above.exit_code) == (0, 1)
    assert "Fee now" in above.stdout
    assert above.stderr.rstrip().endswith("[fee-increase]")
    assert "--max-increase allows" in above.stderr
    assert run("diff", old, new, "--max-increase", "lots").exit_code == 2


def test_problems_of_both_sides_are_told_in_one_run(tmp_path: Path) -> None:
    bad = make_workbook(tmp_path / "bad.xlsx", **{"Assets!C2": "toaster"})
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "estimator/estimate@1", "fee": {"monthly": "much"}}', encoding="utf-8")
    told = run("diff", broken, bad)
    assert told.exit_code == 1
    assert f"{bad}: Assets!C2: error: 'toaster'" in told.stderr
    assert f"{broken}: fee.monthly: error: 'much' is not an amount." in told.stderr
    assert "missing-key" in told.stderr


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"\xff\xfe{", "[no-saved-estimate]"),
        (b"{", "[no-saved-estimate]"),
        (b"[]", "[no-saved-estimate]"),
        (b"{}", "[no-saved-estimate]"),
        (b'{"schema": NaN}', "[no-saved-estimate]"),
        (b"[" * 100_000, "[no-saved-estimate]"),
        (b'{"schema": "estimator/estimate@9"}', "[unknown-choice]"),
    ],
)
def test_what_is_no_saved_estimate_is_refused_in_a_sentence(
    old: Path, tmp_path: Path, content: bytes, check: str
) -> None:
    saved = tmp_path / "saved.json"
    saved.write_bytes(content)
    told = run("diff", saved, old)
    assert told.exit_code == 1
    assert check in told.stderr


def test_an_estimate_whose_verdict_is_on_no_plan_is_refused(old: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    text = run("estimate", old, "-q", "--format", "json").stdout
    saved.write_text(re.sub(r'("best_hourly_plan": )"[^"]*"', r'\1"gold"', text), encoding="utf-8")
    told = run("diff", saved, old)
    assert told.exit_code == 1
    assert "its verdict is on a plan that it does not have. " in told.stderr


@pytest.mark.parametrize("value", ["-1", '"1e400"', "true", '"Infinity"', "[]"])
def test_figures_that_cannot_be_are_refused(old: Path, tmp_path: Path, value: str) -> None:
    saved = tmp_path / "saved.json"
    text = run("estimate", old, "-q", "--format", "json").stdout
    saved.write_text(re.sub(r'"travel_price": "[^"]*"', f'"travel_price": {value}', text), encoding="utf-8")
    told = run("diff", saved, old)
    assert told.exit_code == 1
    assert re.search(r"streams\[\d+\]\.travel_price: error: .*\[(wrong-type|out-of-range)\]", told.stderr)


def test_another_customer_is_told(old: Path, tmp_path: Path) -> None:
    other = make_workbook(tmp_path / "other.xlsx", **{"Customer!B1": "Somebody Else"})
    told = run("diff", old, other)
    assert told.exit_code == 0
    assert "[other-customer]" in told.stderr
    assert run("diff", old, other, "--strict").exit_code == 1


def test_help_lists_it_after_build() -> None:
    lines = CliRunner().invoke(main, ["--help"]).stdout.splitlines()
    commands = [line.split()[0] for line in lines if re.match(r"  [a-z]+  ", line)]
    assert commands[-2:] == ["build", "diff"]


def test_hostile_texts_stay_texts_in_every_format(tmp_path: Path) -> None:
    texts = hostile_texts(None)
    for name, content in (("hostile", office_of(texts)), ("harmless", office_of(texts, harmless))):
        (tmp_path / f"{name}.xlsx").write_bytes(content)
    new = make_workbook(tmp_path / "new.xlsx")
    pages = {}
    for name in ("hostile", "harmless"):
        told = run("diff", tmp_path / f"{name}.xlsx", new, "-q", "--format", "html")
        assert told.exit_code == 0, told.output
        pages[name] = Structure(told.stdout.replace(f"{name}.xlsx", "old.xlsx"))
    assert pages["hostile"].elements == pages["harmless"].elements
    assert pages["hostile"].links == pages["harmless"].links
    for style in ("text", "markdown", "json"):
        shown = run("diff", tmp_path / "hostile.xlsx", new, "-q", "--format", style).stdout
        assert not [each for each in shown if unicodedata.category(each) in HARMFUL - {"Cf"} and each != "\n"], style
