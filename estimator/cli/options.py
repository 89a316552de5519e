"""Options that several commands share: the date, the data files, the overrides, quiet."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import click

from estimator.model.language import LANGUAGES

ENGINES = ("mkdocs", "properdocs", "zensical")
"""As `estimator.render.site.engines` has them, which every command would have to import for these names."""

Command = TypeVar("Command", bound=Callable[..., Any])

workbook_argument = click.argument("workbook", type=click.Path(path_type=Path), metavar="FILE.xlsx")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress and no chatter on stderr.")
engine_option = click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default=ENGINES[0],
    show_default=True,
    help="What turns pages into a website; the others are optional extras.",
)


def _languages(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    named = tuple(filter(None, (part.strip().lower() for part in value.split(","))))
    for code in named:
        if code not in LANGUAGES:
            known = ", ".join(f"{code} ({name})" for code, name in LANGUAGES.items())
            hint = f"Did you mean '{_meant(code)}'? " if _meant(code) else ""
            raise click.BadParameter(f"'{code}' is not a language of the website. {hint}There are {known}.")
    if not named:
        raise click.BadParameter(f"No language is named. There are {', '.join(LANGUAGES)}.")
    return tuple(dict.fromkeys(named))


def _meant(word: str) -> str:
    """The code of the language that a word which is none is closest to; empty where none is close."""
    from difflib import get_close_matches

    names = {name.casefold(): code for code, name in LANGUAGES.items()}
    names |= {
        "dutch": "nl",
        "vlaams": "nl",
        "french": "fr",
        "german": "de",
        "luxembourgish": "lb",
        "lu": "lb",
        "be": "nl",
    }
    close = get_close_matches(word, names, n=1, cutoff=0.7) or [name for name in names if name.startswith(word)]
    return names[close[0]] if close else ""


languages_option = click.option(
    "--languages",
    callback=_languages,
    default=",".join(LANGUAGES),
    show_default=True,
    metavar="LL,LL",
    help="Of the website; the customer's own comes first.",
)
strict_option = click.option("--strict", is_flag=True, help="Warnings count as errors: exit 1.")

show_fee_option = click.option(
    "--show-fee", is_flag=True, help="Name the monthly fee on the website (never what it is calculated from)."
)


brand_option = click.option(
    "--brand",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE.toml",
    help="Our name and logo; the proposal's colour and letterhead (default: brand.toml beside the workbook).",
)


def _given_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"'{value}' is not a day such as 2026-11-22.") from None


def _today(context: click.Context, parameter: click.Parameter, value: str | None) -> date:
    if (given := _given_day(context, parameter, value)) is not None:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return date.today()
    try:
        return datetime.fromtimestamp(int(epoch), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds.") from None


today_option = click.option(
    "--today",
    callback=_today,
    metavar="YYYY-MM-DD",
    help="The date to work with (default: SOURCE_DATE_EPOCH, else today).",
)


_OVERLAYS = "estimator overlays"


def _keep_overlays(context: click.Context, _parameter: click.Parameter, value: tuple[Path, ...]) -> None:
    context.meta[_OVERLAYS] = value


def _on_top_of_overlays(
    context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[Path | str, ...]:
    return (*context.meta.get(_OVERLAYS, ()), *value)


def facts_options(command: Command) -> Command:
    """`--rate-card`, `--effort`, `--pricing`, `--lifecycle`, and what comes on top of them: `--overlay` and `--set`.

    Commands get the overlays and what was set as one value, `overrides`, in the order in which they apply.
    """
    for name, what in (
        ("lifecycle", "vendors' end-of-support dates"),
        ("pricing", "pricing policy"),
        ("effort", "effort table"),
        ("rate-card", "rate card"),
    ):
        command = click.option(
            f"--{name}",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            metavar="FILE.toml",
            help=f"Own {what} instead of what is shipped.",
        )(command)
    command = click.option(
        "--overlay",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        multiple=True,
        is_eager=True,
        expose_value=False,
        callback=_keep_overlays,
        metavar="FILE.toml",
        help="Change the values in FILE, which has the data files' keys and only those that differ (repeatable).",
    )(command)
    return click.option(
        "--set",
        "overrides",
        multiple=True,
        callback=_on_top_of_overlays,
        metavar="KEY=VALUE",
        help="Change one assumption, e.g. driver.server.tickets_per_unit_month=0.4 (repeatable).",
    )(command)


def _file_or_shipped(context: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    if value is None:
        return None
    if value == "shipped":
        return Path(value)
    existing: Path = click.Path(path_type=Path, dir_okay=False, exists=True).convert(value, parameter, context)
    return existing


def old_facts_options(command: Command) -> Command:
    """`--old-rate-card` and so on, `--old-set` and `--old-today` for the earlier side of a comparison."""
    command = click.option(
        "--old-today",
        callback=_given_day,
        metavar="YYYY-MM-DD",
        help="Price OLD as of this day (default: that of its assessment).",
    )(command)
    for name in ("lifecycle", "pricing", "effort", "rate-card"):
        command = click.option(
            f"--old-{name}",
            callback=_file_or_shipped,
            metavar="FILE.toml",
            help="For OLD, where it is another than for NEW; `shipped`: the one that comes with estimator.",
        )(command)
    return click.option(
        "--old-set", "old_overrides", multiple=True, metavar="KEY=VALUE", help="--set for OLD; --set is for NEW alone."
    )(command)


def percent_option(name: str, what: str) -> Callable[[Command], Command]:
    """An option that takes a percentage from 0 on: `10%` or `10`, as a share."""
    return click.option(name, callback=_share, metavar="PERCENT", help=what)


def _share(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Decimal | None:
    if value is None:
        return None
    try:
        percent = Decimal(value.strip().removesuffix("%").strip())
    except InvalidOperation:
        percent = Decimal("NaN")
    if not (percent.is_finite() and 0 <= percent <= 10_000):
        raise click.BadParameter(f"'{value}' is no percentage such as 10%.")
    return percent / 100


def chosen_files(options: Mapping[str, Path | None]) -> dict[str, Path]:
    """The data files that were named on the command line, by their name in `Facts`."""
    return {name: path for name, path in options.items() if path is not None}


def new_file(path: Path, suffix: str, force: bool) -> None:
    """Refuses a file to be written that is already there (unless forced), misnamed, or in no folder."""
    if path.suffix.lower() != suffix:
        raise click.UsageError(f"{path} does not end in {suffix}.")
    if path.exists() and not force:
        raise click.UsageError(f"{path} is already there. Use --force to replace it.")
    if not path.parent.is_dir():
        raise click.UsageError(f"There is no folder {path.parent}. Make it first, or choose another.")
