"""A TOML file's bytes and table, every reason why it is none told at the file."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from estimator.read.tables import Problems


def read_toml(load: Callable[[], bytes], problems: Problems) -> tuple[bytes, dict[str, Any] | None]:
    """What `load` gives, and the table in it with numbers as Decimal; None where there is none, which is reported."""
    content = b""
    try:
        content = load()
        return content, tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        remedy = "Check the file's name and that it may be read."
        problems.add((), "unreadable-file", f"The file cannot be read ({error.strerror}).", remedy)
    except UnicodeDecodeError:
        problems.add((), "invalid-toml", "The file is not UTF-8 text.", "Save it as UTF-8.")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "Nested too deeply"
        problems.add((), "invalid-toml", f"This is not TOML: {reason}.", "Mend the file there.")
    return content, None
