"""Problems in the input: place, problem, remedy; and the one family of reasons to stop."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from estimator.model.frozen import frozen


class Level(StrEnum):
    """An error stops the run for this input; a warning is worth a look; information is only told."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@frozen
class Diagnostic:
    """One problem in the input, told in one line."""

    level: Level
    place: str
    """`Assets!J14`, or a file and key: `rate-card.toml: plan.office.monthly_price`, or a file's name."""
    check: str
    """The message's id in the gallery: `unknown-operating-system`."""
    message: str
    """The problem, a sentence ending with a full stop."""
    remedy: str = ""
    """What to do, a sentence ending with a full stop or a question mark; may be empty."""

    def __str__(self) -> str:
        return f"{self.place}: {self.level}: {' '.join(filter(None, (self.message, self.remedy)))} [{self.check}]"


class Stop(Exception):  # noqa: N818 - it is no error of ours
    """A reason to stop that is the input's or the surroundings', not ours: told in one sentence each."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def has_errors(diagnostics: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Whether any of them stops the run; `strict`: warnings stop it too."""
    stopping = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return any(diagnostic.level in stopping for diagnostic in diagnostics)


def errors_first(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Errors, then warnings, then information; those of one level in their order."""
    levels = list(Level)
    return sorted(diagnostics, key=lambda diagnostic: levels.index(diagnostic.level))


def file_problem(error: OSError) -> Diagnostic:
    """What the system says about a file that cannot be read or written, told like any other problem."""
    return Diagnostic(Level.ERROR, str(error.filename or "files"), "file-system", f"{error.strerror or error}.")
