"""The commands as a user meets them: what they print where, and how they exit."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from estimator.cli.main import COMMANDS, main
from estimator.model.language import LANGUAGES

TODAY = ("--today", "2026-11-22")
ENGLISH = ("--languages", "en")
"""Quicker than five languages, where one is enough to show what a test is about."""
DATA = Path(__file__).parents[2] / "estimator" / "data"
SCHEMA = json.loads((DATA / "estimate.schema.json").read_text(encoding="utf-8"))


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=env)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("office") / "office.xlsx"
    assert run("new", path, "--example").exit_code == 0
    return path


@pytest.fixture
def broken(office: Path, tmp_path: Path) -> Path:
    """The example with an unknown type in the first asset."""
    path = tmp_path / "broken.xlsx"
    book = openpyxl.load_workbook(office)
    sheet = book["Assets"]
    column = next(
        cell.column for row in sheet.iter_rows(max_row=8) for cell in row if str(cell.value).startswith("type")
    )
    first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "WS-01")
    sheet.cell(first, column).value = "wrokstation"
    book.save(path)
    return path


def test_help_lists_the_commands_in_the_order_of_the_work() -> None:
    lines = run("--help").output.split("Commands:")[1].split("\n")
    assert [line.split()[0] for line in lines if line.strip()] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"estimator {command} " in result.output.split("Usage:")[1].split("\n", 1)[1]


def test_help_needs_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom estimator.cli.main import main\ntry:\n main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'numpy','openpyxl','rich','mkdocs','jinja2','babel','holidays','typst'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")


def test_the_estimate_as_json_is_what_its_schema_says_and_stands_alone_on_stdout(office: Path) -> None:
    result = run("estimate", office, "--format", "json", *TODAY)
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    jsonschema.validate(document, SCHEMA)
    assert document["inputs"]["today"] == "2026-11-22"
    assert {plan["id"] for plan in document["plans"]} == {"none", "standard", "office", "business"}


def test_the_same_day_gives_the_same_bytes_by_option_and_by_environment(office: Path) -> None:
    by_option = run("estimate", office, "--format", "json", *TODAY).stdout
    by_environment = run("estimate", office, "--format", "json", env={"SOURCE_DATE_EPOCH": "1795305600"}).stdout
    assert by_option == by_environment


def test_the_report_names_fee_plans_verdict_and_what_drives_the_fee(office: Path) -> None:
    out = run("estimate", office, *TODAY).stdout
    fee = json.loads(run("estimate", office, "--format", "json", *TODAY).stdout)["fee"]["monthly"]
    assert f"€{float(fee):,.2f} a month" in out
    for words in ("No contract", "Standard", "Office", "Business", "Verdict", "What drives the fee", "What binds"):
        assert words in out
    assert "\x1b" not in out


def test_markdown_is_a_report_too(office: Path) -> None:
    out = run("estimate", office, "--format", "markdown", *TODAY).stdout
    assert out.startswith("# ")
    assert "| Business" in out


def test_an_override_changes_the_fee_and_is_told_in_the_inputs(office: Path) -> None:
    plain = json.loads(run("estimate", office, "--format", "json", *TODAY).stdout)
    dearer = json.loads(
        run("estimate", office, "--format", "json", *TODAY, "--set", "driver.seat.tickets_per_unit_month=0.7").stdout
    )
    assert float(dearer["fee"]["monthly"]) > float(plain["fee"]["monthly"])
    assert dearer["inputs"]["effort"]["sha256"] != plain["inputs"]["effort"]["sha256"]


def test_a_misspelt_override_is_an_error_with_a_suggestion(office: Path) -> None:
    result = run("estimate", office, "--set", "driver.seat.tickets_per_unit_mont=0.7")
    assert result.exit_code == 1
    assert "tickets_per_unit_month" in result.stderr
    assert result.stdout == ""


def test_an_overlay_gives_what_setting_its_values_gives(office: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.toml"
    overlay.write_text("[driver.seat]\ntickets_per_unit_month = 0.7\n[driver.printer]\nmean_minutes = 40\n", "utf-8")
    sets = ("--set", "driver.seat.tickets_per_unit_month=0.7", "--set", "driver.printer.mean_minutes=40")
    one, other = (
        json.loads(run("estimate", office, "--format", "json", *TODAY, *changes).stdout)
        for changes in (("--overlay", overlay), sets)
    )
    assert one["fee"] == other["fee"]
    assert one["plans"] == other["plans"]
    assert {
        "key": "driver.seat.tickets_per_unit_month",
        "value": "0.7",
        "source": "overlay ours.toml",
    } in one["assumptions"]


def test_what_is_set_wins_over_an_overlay_wherever_it_stands(office: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "ours.toml"
    overlay.write_text("[driver.seat]\ntickets_per_unit_month = 0.7\n", "utf-8")
    chosen = ("--set", "driver.seat.tickets_per_unit_month=0.5", "--overlay", overlay)
    document = json.loads(run("estimate", office, "--format", "json", *TODAY, *chosen).stdout)
    values = {item["key"]: item["value"] for item in document["assumptions"]}
    assert values["driver.seat.tickets_per_unit_month"] == "0.5"


@pytest.mark.parametrize("command", ["estimate", "check"])
def test_a_misspelt_key_in_an_overlay_is_an_error_with_a_suggestion(office: Path, tmp_path: Path, command: str) -> None:
    overlay = tmp_path / "ours.toml"
    overlay.write_text("[driver.seat]\ntickets_per_unit_mont = 0.7\n", "utf-8")
    result = run(command, office, "--overlay", overlay)
    assert result.exit_code == 1
    assert "ours.toml: driver.seat.tickets_per_unit_mont: error:" in result.stderr
    assert "Did you mean 'tickets_per_unit_month'?" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "name", "begins"),
    [
        ((), "decision.html", b"<!doctype html>"),
        ((), "chart.svg", b"<svg "),
        (("--vary",), "tornado.svg", b"<svg "),
        (("--vary", "10"), "tornado.xlsx", b"PK"),
    ],
)
def test_an_estimate_writes_its_charts_and_never_over_a_file(
    office: Path, tmp_path: Path, arguments: tuple[str, ...], name: str, begins: bytes
) -> None:
    target = tmp_path / name
    result = run("estimate", office, *TODAY, *arguments, "-o", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(f"Wrote {target}.\n")
    content = target.read_bytes()
    assert content.startswith(begins)
    refused = run("estimate", office, *TODAY, *arguments, "-o", target)
    assert refused.exit_code == 2
    assert run("estimate", office, *TODAY, *arguments, "-o", target, "--force", "--quiet").output == ""
    assert target.read_bytes() == content


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "chart.xlsx"), "comparison.xlsx comes with estimator build"),
        (("-o", "page.html", "--vary"), "leave --vary out"),
        (("-o", "chart.png"), "does not end in .svg"),
        (("-o", "chart.svg", "--explain"), "leave --explain, --term and --format out"),
        (("-o", "chart.svg", "--format", "markdown"), "leave --explain, --term and --format out"),
        (("-o", "no-such-folder/chart.svg"), "There is no folder no-such-folder"),
    ],
)
def test_a_file_that_is_no_chart_is_wrong_usage(office: Path, arguments: tuple[str, ...], told: str) -> None:
    result = run("estimate", office, *arguments)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())


def test_errors_in_the_workbook_name_their_cell_and_exit_one(broken: Path) -> None:
    for command in (["check", broken], ["estimate", broken]):
        result = run(*command, *TODAY)
        assert result.exit_code == 1
        assert re.search(r"Assets!C\d+: error: .*'wrokstation'.*workstation", result.output)


def test_check_of_a_sound_workbook_lists_the_open_questions_and_exits_zero(office: Path) -> None:
    result = run("check", office, *TODAY)
    assert result.exit_code == 0
    assert "guaranteed stock programme" in result.stdout


def test_check_as_json_can_be_read_by_programs(broken: Path) -> None:
    document = json.loads(run("check", broken, "--format", "json", *TODAY).stdout)
    assert any(entry["level"] == "error" and entry["cell"].startswith("Assets!C") for entry in document["diagnostics"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["estimate"], 2), (["estimate", "nowhere.xlsx"], 1), (["sell"], 2), (["estimate", "x", "--format", "pdf"], 2)],
)
def test_wrong_usage_exits_two_and_a_missing_file_one(arguments: list[str], code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_a_bug_keeps_its_traceback_and_exits_seventy(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("estimator.pipeline.customer.priced", fail)
    result = run("estimate", office, *TODAY)
    assert result.exit_code == 70
    assert "RuntimeError: a mistake of ours" in result.stderr
    assert "This is a bug" in result.stderr


def test_new_never_overwrites_without_being_told_to(office: Path) -> None:
    assert run("new", office).exit_code == 2
    assert run("new", office, "--example", "--force").exit_code == 0


def test_quote_writes_a_pdf(office: Path, tmp_path: Path) -> None:
    assert run("quote", office, "-o", tmp_path / "quote.pdf", *TODAY).exit_code == 0
    assert (tmp_path / "quote.pdf").read_bytes().startswith(b"%PDF-")


def test_a_brand_is_taken_from_the_option_or_else_from_beside_the_workbook(office: Path, tmp_path: Path) -> None:
    workbook, named = tmp_path / "acme.xlsx", tmp_path / "named.toml"
    shutil.copyfile(office, workbook)
    (tmp_path / "brand.toml").write_text('name = "Beside S.A."\n', encoding="utf-8")
    named.write_text('name = "Named S.A."\n', encoding="utf-8")

    def author(*options: str | Path) -> bytes:
        assert run("quote", workbook, "-o", tmp_path / "quote.pdf", *options, *TODAY).exit_code == 0
        return (tmp_path / "quote.pdf").read_bytes()

    assert b"Beside S.A." in author()
    assert b"Named S.A." in author("--brand", named)
    before = (tmp_path / "quote.pdf").read_bytes()
    named.write_text('accent = "#ffcc00"\n', encoding="utf-8")
    result = run("quote", workbook, "-o", tmp_path / "quote.pdf", "--brand", named, *TODAY)
    assert result.exit_code == 1
    assert "named.toml: accent: error: #ffcc00 is too pale" in result.stderr
    assert (tmp_path / "quote.pdf").read_bytes() == before


def test_the_validity_of_a_proposal_may_be_set(office: Path, tmp_path: Path) -> None:
    assert run("quote", office, "-o", tmp_path / "a.pdf", "--set", "validity_days=14", *TODAY).exit_code == 0
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages)
    assert "6 December 2026" in text
    refused = run("quote", office, "-o", tmp_path / "b.pdf", "--set", "validity_days=0", *TODAY)
    assert refused.exit_code == 1
    assert not (tmp_path / "b.pdf").exists()


def test_site_writes_pages_that_open_from_disk_and_a_zip(office: Path, tmp_path: Path) -> None:
    result = run("site", office, "-o", tmp_path / "acme", "--zip", *TODAY)
    assert result.exit_code == 0
    assert (tmp_path / "acme" / "index.html").is_file()
    assert (tmp_path / "acme.zip").stat().st_size > 100_000
    again = run("site", office, "-o", tmp_path / "acme", *TODAY)
    assert again.exit_code == 0, "a site of ours may be replaced"


def test_a_configuration_for_a_web_server_prints_every_new_password_once(tmp_path: Path) -> None:
    for name in ("acme", "zeta", "o d d"):
        (tmp_path / "out" / name / "site").mkdir(parents=True)
        (tmp_path / "out" / name / ".estimator").touch()
    told = run("site", tmp_path / "out", "--host-config", "nginx", "-o", tmp_path / "hosting")
    assert told.exit_code == 1
    assert [line.split("\t")[0] for line in told.stdout.splitlines()] == ["acme", "zeta"]
    assert "o d d: error: This name cannot be a login and an address" in told.stderr
    assert "README.md" in told.stderr
    again = run("site", tmp_path / "out", "--host-config", "nginx", "-o", tmp_path / "hosting", "--quiet")
    assert again.stdout == ""
    assert again.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["OUT", "--host-config", "apache"],
        ["OUT", "--host-config", "nginx", "--zip"],
        ["OUT", "--host-config", "nginx", "--serve"],
        ["WORKBOOK", "--host-config", "nginx"],
        ["WORKBOOK", "--passwords", "p.txt"],
        ["WORKBOOK", "--sites-at", "/srv"],
        ["OUT"],
        ["WORKBOOK", "--engine", "hugo"],
        ["WORKBOOK", "--languages", "nl,klingon"],
        ["WORKBOOK", "--languages", ","],
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(office: Path, tmp_path: Path, arguments: list[str]) -> None:
    places = {"OUT": str(tmp_path), "WORKBOOK": str(office)}
    result = run("site", *(places.get(word, word) for word in arguments), "-o", tmp_path / "made")
    assert result.exit_code == 2
    assert not (tmp_path / "made").exists()


def test_the_fee_is_on_the_website_only_where_it_is_to_be_shown(office: Path, tmp_path: Path) -> None:
    for name, options in (("silent", ()), ("told", ("--show-fee",))):
        assert run("site", office, "-o", tmp_path / name, "-q", *options, *ENGLISH, *TODAY).exit_code == 0
    silent, told = ((tmp_path / name / "fee.html").read_text(encoding="utf-8") for name in ("silent", "told"))
    assert "€" not in silent
    assert re.search(r"You pay €[\d,]+\.00 a month", told)


def test_the_website_is_in_every_language_and_the_customers_comes_first(office: Path, tmp_path: Path) -> None:
    assert run("site", office, "-o", tmp_path / "all", "-q", *TODAY).exit_code == 0
    assert {path.name for path in (tmp_path / "all").iterdir() if path.is_dir()} == set(LANGUAGES)
    assert 'url=en/index.html"' in (tmp_path / "all" / "index.html").read_text(encoding="utf-8")


def test_languages_can_be_chosen(office: Path, tmp_path: Path) -> None:
    assert run("site", office, "-o", tmp_path / "two", "-q", "--languages", "fr, EN", *TODAY).exit_code == 0
    assert {path.name for path in (tmp_path / "two").iterdir() if path.is_dir()} == {"en", "fr"}
    assert 'url=en/index.html"' in (tmp_path / "two" / "index.html").read_text(encoding="utf-8")
    assert run("site", office, "-o", tmp_path / "one", "-q", "--languages", "fr", *TODAY).exit_code == 0
    assert '<html lang="fr"' in (tmp_path / "one" / "help.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("wrong", "meant"), [("dutch", "nl"), ("lu", "lb"), ("francais", "fr"), ("deutsh", "de")])
def test_a_wrong_language_is_refused_with_the_one_that_was_meant(
    office: Path, tmp_path: Path, wrong: str, meant: str
) -> None:
    result = run("build", office, "-o", tmp_path / "out", "--languages", f"en,{wrong}", *TODAY)
    assert result.exit_code == 2
    assert f"'{wrong}' is not a language of the website. Did you mean '{meant}'?" in " ".join(result.stderr.split())


@pytest.fixture
def earlier(office: Path, tmp_path: Path) -> Path:
    """The example of half a year ago, in a folder of its own: the first laptop had another name."""
    path = tmp_path / "earlier" / office.name
    path.parent.mkdir()
    book = openpyxl.load_workbook(office)
    sheet = book["Assets"]
    row = next(row for row in range(1, 80) if str(sheet.cell(row, 1).value).startswith("LT-"))
    sheet.cell(row, 2).value = "Name of old"
    book.save(path)
    return path


def test_what_changed_since_an_earlier_workbook_is_on_the_website(office: Path, earlier: Path, tmp_path: Path) -> None:
    assert run("site", office, "-o", tmp_path / "site", "-q", "--previous", earlier, *ENGLISH, *TODAY).exit_code == 0
    page = (tmp_path / "site" / "reviews.html").read_text(encoding="utf-8")
    assert "0 new, 0 gone, 1 different" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Name of old" in (tmp_path / "site" / "reviews.html").read_text(encoding="utf-8")


def test_a_build_finds_the_earlier_workbook_of_each_customer_by_its_name(
    office: Path, earlier: Path, tmp_path: Path
) -> None:
    options = ("-o", tmp_path / "out", "-q", "--jobs", "1", "--previous", earlier.parent, *ENGLISH, *TODAY)
    assert run("build", office, *options).exit_code == 0
    page = (tmp_path / "out" / "office" / "site" / "reviews.html").read_text(encoding="utf-8")
    assert "Name of old" in page
    assert "built" in run("build", office, "-o", tmp_path / "out", "-q", *TODAY).stdout


def test_one_earlier_workbook_for_several_customers_is_wrong_usage(
    office: Path, broken: Path, earlier: Path, tmp_path: Path
) -> None:
    result = run("build", office, broken, "-o", tmp_path / "out", "--previous", earlier, *TODAY)
    assert result.exit_code == 2
    assert "give a folder with the earlier ones" in result.stderr


def test_errors_of_the_earlier_workbook_name_its_file(office: Path, broken: Path, tmp_path: Path) -> None:
    result = run("site", office, "-o", tmp_path / "site", "--previous", broken, *TODAY)
    assert result.exit_code == 1
    assert "broken.xlsx Assets!" in result.stderr
    assert not (tmp_path / "site").exists()


def test_build_tells_the_failed_and_exits_one_but_builds_the_others(office: Path, broken: Path, tmp_path: Path) -> None:
    result = run("build", office, broken, "-o", tmp_path / "out", *TODAY)
    assert result.exit_code == 1
    assert "broken.xlsx: Assets!C" in result.stderr
    assert (tmp_path / "out" / "office" / "quote.pdf").is_file()
    assert not (tmp_path / "out" / "broken").exists()


def test_strict_makes_warnings_count(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "warned.xlsx"
    book = openpyxl.load_workbook(office)
    book["Assets"].cell(5, 60).value = "favourite colour"
    book["Seats"].cell(8, 12).value = "stray"
    book.create_sheet("Colours")["A1"] = "blue"
    book.save(path)
    lenient, strict = run("check", path, *TODAY), run("check", path, "--strict", *TODAY)
    assert "warning" in lenient.output
    assert (lenient.exit_code, strict.exit_code) == (0, 1)
    assert run("estimate", path, *TODAY).exit_code == 0
    assert run("estimate", path, "--strict", *TODAY).exit_code == 1


def test_quiet_prints_no_chatter(office: Path, tmp_path: Path) -> None:
    result = run("quote", office, "-o", tmp_path / "quote.pdf", "--quiet", *TODAY)
    assert (result.stdout, result.stderr) == ("", "")


def test_a_misspelt_command_is_refused_with_a_suggestion() -> None:
    result = run("estimat", "acme.xlsx")
    assert result.exit_code == 2
    assert "No such command 'estimat'. Did you mean 'estimate'?" in result.stderr


def test_a_day_that_is_none_is_wrong_usage(office: Path) -> None:
    result = run("estimate", office, "--today", "22/11/2026")
    assert result.exit_code == 2
    assert "'22/11/2026' is not a day such as 2026-11-22." in result.stderr


def test_a_proposal_is_written_to_nothing_but_a_pdf(office: Path, tmp_path: Path) -> None:
    assert run("quote", office, "-o", tmp_path / "quote.docx", *TODAY).exit_code == 2
    assert not (tmp_path / "quote.docx").exists()


def test_a_form_for_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = run("new", tmp_path / "nowhere" / "acme.xlsx")
    assert result.exit_code == 2
    assert "There is no folder" in result.stderr


def test_problems_are_told_errors_first_and_harmless_to_the_terminal(office: Path, tmp_path: Path) -> None:
    path = tmp_path / "acme.xlsx"
    book = openpyxl.load_workbook(office)
    book.create_sheet("Asets")["A1"] = "x"
    book["Assets"].cell(3, 3).value = "wrok\u202estation"
    book.save(path)
    told = run("estimate", path, *TODAY).stderr.splitlines()
    assert [line.split(": ")[1] for line in told] == ["error", "warning"]
    assert "\u202e" not in told[0]


def test_build_leaves_out_the_lock_files_that_a_star_finds(office: Path, tmp_path: Path) -> None:
    lock = tmp_path / "~$office.xlsx"
    lock.write_bytes(b" " * 165)
    result = run("build", office, lock, "-o", tmp_path / "out", *TODAY)
    assert result.exit_code == 0
    assert "left out" in result.stderr
    assert "office" in result.stdout
    again = run("build", office, "-o", tmp_path / "out", *TODAY)
    assert re.search(r"unchanged +€[\d,]+", again.stdout), "the fee of what did not change is told too"


def test_a_name_that_the_console_cannot_write_ends_no_report(office: Path) -> None:
    code = "from estimator.cli.main import main; main()"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for arguments, place in (([], "S.? r.l."), (["--format", "json"], "S.à r.l.")):
        command = [sys.executable, "-c", code, "estimate", str(office), *TODAY, *arguments]
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
        assert place in done.stdout.decode()


def interrupted(office: Path, out: Path, customers: int, at_work: str, handler: str) -> bytes:
    """What a build that two workers are at says to Ctrl-C, which it was started to answer or to ignore."""
    copies = [out.with_name(f"c{number}.xlsx") for number in range(customers)]
    for copy in copies:
        copy.write_bytes(office.read_bytes())
    code = (
        f"import signal; signal.signal(signal.SIGINT, signal.{handler})\n"
        "from estimator.pipeline import site; site.WORTH_WORKERS = 1; from estimator.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, "build", *map(str, copies), "-o", str(out), "--jobs", "2", *TODAY]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as build:
        while build.poll() is None and len(list(out.glob(at_work))) < 2:
            time.sleep(0.02)
        os.killpg(build.pid, signal.SIGINT)
        return build.communicate(timeout=60)[1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize(("customers", "at_work"), [(6, ".*/site-source"), (1, ".*/site-source/docs/*/index.md")])
def test_ctrl_c_ends_a_build_at_once_and_leaves_nothing_half_written(
    office: Path, tmp_path: Path, customers: int, at_work: str
) -> None:
    out = tmp_path / "out"
    told = interrupted(office, out, customers, at_work, "default_int_handler")
    assert told.decode().split() == ["Aborted!"]
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []
    assert len(list(out.iterdir())) < customers


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups to interrupt")
def test_ctrl_c_is_nothing_to_a_build_that_runs_in_the_background_of_a_script(office: Path, tmp_path: Path) -> None:
    told = interrupted(office, tmp_path / "out", 2, ".*/site-source", "SIG_IGN")
    assert b"bug" not in told
    assert len(list((tmp_path / "out").glob("c*/quote.pdf"))) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to hold back")
def test_a_worker_that_is_told_twice_to_leave_leaves_in_silence() -> None:
    code = """
import os, signal
from estimator.pipeline.workers import _LeftError, _mind_interrupts

_mind_interrupts()
both = {signal.SIGINT, signal.SIGTERM}
signal.pthread_sigmask(signal.SIG_BLOCK, both)
for number in both:
    os.kill(os.getpid(), number)
try:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, both)
    while True:
        pass
except _LeftError:
    print("left")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == ([b"left"], b"")
