"""The README's folder tree, made from the first line of every module's docstring."""

from __future__ import annotations

import argparse
import ast
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- tree: make readme -->\n```\n", "```\n<!-- end of tree -->"
TOP_LEVEL = {
    "estimator/": None,
    "templates/": "Jinja2: one file a page of the customer's site, the proposal, the site's mkdocs.yml",
    "site_src/": "What every customer's site shares: stylesheet, scripts, theme overrides",
    "mkdocs.yml": "The base configuration of every customer's site",
    "assessments/": "Example workbooks and their hand-written pages",
    "scripts/": None,
    "benchmarks/": None,
    "tests/": "Mirrors estimator/",
}
"""What stands at the top; None: its modules are listed."""
CAPTION_COLUMN = 30


def caption(module: Path) -> str:
    """First line of a module's docstring without its full stop; raises ValueError where there is none."""
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    if not docstring:
        raise ValueError(f"{module.relative_to(ROOT)} has no docstring")
    return docstring.splitlines()[0].removesuffix(".")


def tree() -> str:
    """The tree as text: folders first come first, then their modules, by name."""
    lines: list[str] = []
    for name, text in TOP_LEVEL.items():
        if text is None:
            lines += _folder(ROOT / name, 0)
        else:
            lines.append(_line(name, 0, text))
    return "\n".join(lines) + "\n"


def update(readme: str) -> str:
    """The README with its tree made anew; raises ValueError where it has no marks for it."""
    before, rest = readme.split(BEGIN, 1)
    _old, after = rest.split(END, 1)
    return before + BEGIN + tree() + END + after


def _folder(folder: Path, depth: int) -> list[str]:
    if not folder.is_dir():
        return []
    package = folder / "__init__.py"
    lines = [_line(f"{folder.name}/", depth, caption(package) if package.exists() else "")]
    modules = [path for path in sorted(folder.glob("*.py")) if not path.name.startswith("__")]
    for child in sorted(path for path in folder.iterdir() if (path / "__init__.py").exists()):
        lines += _folder(child, depth + 1)
    return lines + [_line(path.name, depth + 1, caption(path)) for path in modules]


def _line(name: str, depth: int, text: str) -> str:
    return f"{'  ' * depth + name:{CAPTION_COLUMN}} {text}".rstrip()


def main() -> None:
    """Print the tree, or write it into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write it into README.md")
    if parser.parse_args().update:
        README.write_text(update(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(tree())


if __name__ == "__main__":
    main()
