"""Where templates, shared site files and the base configuration lie: in a checkout, or inside the installed package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "_resources"


@cache
def resource_path(name: str) -> Path:
    """The file or folder of that name: `templates`, `site_src` or `mkdocs.yml`, with `/` for what lies inside.

    An installed wheel carries them in `estimator/_resources/`; a checkout has them at its top level.
    Raises FileNotFoundError where neither is there: the installation is broken.
    """
    for folder in (_INSTALLED, _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name} is missing from this installation: reinstall the package")
