"""Reports for the terminal as rich renderables; whoever prints them decides on colour and width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from estimator.diagnostics import Diagnostic, Level
from estimator.model.estimate import Estimate
from estimator.model.frozen import frozen
from estimator.render.diagnostics_text import counted_problems, diagnostic_line, folded, question_lines
from estimator.render.report import Report, Section, Table

LEVEL_STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.INFO: "cyan"}
INDENT = "  "


def report_text(report: Report) -> Group:
    """A report's headings, sentences and tables; all of it as Text, so that no cell's text is taken for markup."""
    parts: list[RenderableType] = [Text(report.title, "bold"), Text(report.subtitle, "dim")]
    for section in report.sections:
        parts += _section(section)
    return Group(*parts)


def check_text(diagnostics: Sequence[Diagnostic], estimate: Estimate | None) -> Group:
    """Every problem on a line of its own, errors first and repetition folded, then the open questions.

    Lines wrap at words with an indent, unless printed with `soft_wrap=True`: then they stay as long as they are.
    """
    lines = [*map(_styled, folded(diagnostics)), Text(counted_problems(diagnostics), "bold")]
    if estimate is not None:
        lines += map(Text, question_lines(estimate))
    elif diagnostics:
        lines.append(Text("Once the errors are corrected, the open questions and their effect on the fee follow here."))
    return Group(*map(_Indented, lines))


@frozen
class _Indented:
    """A line whose continuation is indented where it is longer than the terminal is wide."""

    line: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if options.no_wrap:
            self.line.no_wrap, self.line.overflow = True, "ignore"
            yield self.line
            return
        wrapped = self.line.wrap(console, options.max_width - 2 * len(INDENT))
        yield from (Text(2 * INDENT if number else "") + part for number, part in enumerate(wrapped or [Text()]))


def _styled(diagnostic: Diagnostic) -> Text:
    line = Text(diagnostic_line(diagnostic))
    place = line.plain.find(f": {diagnostic.level}: ")
    line.stylize("bold", 0, place)
    line.stylize(LEVEL_STYLES[diagnostic.level], place + 2, place + 2 + len(diagnostic.level))
    return line


def _section(section: Section) -> Iterable[RenderableType]:
    yield Text()
    yield Text(section.title, "bold cyan")
    for sentence in section.sentences:
        yield Text(sentence)
    if section.table is not None:
        yield _table(section.table)
    for note in section.notes:
        yield Text(note, "dim")


def _table(table: Table) -> RichTable:
    """The table, indented by its first column: rich's own padding would lay everything out twice."""
    dressed = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_footer=False, header_style="dim")
    for i, heading in enumerate(table.headings):
        number = i >= table.first_number
        words = Text(heading if i else INDENT + heading)
        dressed.add_column(words, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for i, row in enumerate(table.rows):
        total = table.total and i == len(table.rows) - 1
        first = Padding(Text(row[0]), (0, 0, 0, len(INDENT)))  # a wrapped name's second line is indented as well
        dressed.add_row(first, *map(Text, row[1:]), style="bold" if total else "")
    return dressed
