"""Hosting: a web server's configuration for a folder of built customers, with a login for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from estimator.diagnostics import Diagnostic, Level, Stop
from estimator.model.frozen import frozen
from estimator.pipeline.logins import (
    add_passwords,
    fits,
    hashed,
    new_password,
    read_login,
    read_passwords,
    write_protected,
)
from estimator.pipeline.outputs import STAMP, refuse_foreign, write_whole

LOGINS_MODE = 0o640
"""nginx reads the logins as a member of its group."""


@frozen
class Hosted:
    """What the configuration holds now, and what there is to say about it."""

    customers: tuple[str, ...]
    new_passwords: Mapping[str, str]
    """Made now; shown or kept nowhere else."""
    diagnostics: tuple[Diagnostic, ...]


def write_host_config(sites: Path, folder: Path, sites_at: str = "", passwords: Path | None = None) -> Hosted:
    """Writes nginx's configuration for every customer built in `sites` (NAME/site each) into `folder`.

    `sites_at` is where the server finds `sites`, empty: where it is here. A login that is there stays as it is, unless
    the file `passwords` says otherwise; new passwords are added to that file. Nothing that is there is removed.
    Raises Stop where there is no customer, or where something cannot be understood; then nothing was written.
    """
    from estimator.render.hosting import WRITTEN_ONCE, nginx_files

    refuse_foreign(folder)
    if passwords:
        _refuse_public(passwords, sites, folder)
    problems: list[Diagnostic] = []
    names = list(_customers(sites, problems))
    if not names:
        problem = _problem(sites, "No customer with a website is built in here.", "estimator build FILE.xlsx -o DIR")
        raise Stop(*problems, problem)
    gone = sorted({path.stem for path in (folder / "customers").glob("*.conf")} - set(names))
    problems += (_gone(folder, name) for name in gone)
    wanted = read_passwords(passwords) if passwords else {}
    problems += (_unknown(str(passwords), name) for name in wanted if name not in {*names, *gone})
    files = nginx_files(names, _server_path(sites, sites_at), str(folder.resolve()))
    hashes = {name: read_login(folder / "logins" / f"{name}.htpasswd") for name in (*names, *gone)}
    made = {name: new_password() for name in names if not hashes[name] and name not in wanted}
    for name, password in {**made, **{name: wanted[name] for name in names if name in wanted}}.items():
        if not hashes[name] or not fits(password, hashes[name]):
            hashes[name] = hashed(password)
    if passwords and made:
        add_passwords(passwords, made)
    _write_logins(folder, hashes)
    for name, text in files.items():
        if not (name in WRITTEN_ONCE and (folder / name).exists()):
            write_whole(folder / name, text.encode())
    write_whole(folder / STAMP, b"hosting\n")
    return Hosted(tuple(names), made, tuple(problems))


def _refuse_public(passwords: Path, *folders: Path) -> None:
    for folder in folders:
        if passwords.resolve().is_relative_to(folder.resolve()):
            message = "The passwords would lie among files that are copied to the server."
            raise Stop(_problem(passwords, message, f"Choose a place outside of {folder}."))


def _customers(sites: Path, problems: list[Diagnostic]) -> Iterator[str]:
    """Names of the folders that hold a built website; what cannot be hosted is a problem and left out."""
    from estimator.render.hosting import is_customer_name

    built = [path for path in sorted(sites.iterdir()) if (path / STAMP).is_file() and (path / "site").is_dir()]
    alike = Counter(path.name.casefold() for path in built)
    for path in built:
        if path.is_symlink() or (path / "site").is_symlink():
            problems.append(_problem(path, "It is a link to another place, so it is not served.", "Build it in here."))
        elif not is_customer_name(path.name):
            message = "This name cannot be a login and an address, so the customer is not served."
            remedy = "Name the workbook with letters a-z, digits, '-', '_' and '.' only, and build it again."
            problems.append(_problem(path, message, remedy))
        elif alike[path.name.casefold()] > 1:
            message = "Another customer's name differs in capitals only, so neither is served."
            problems.append(_problem(path, message, "Rename one workbook."))
        else:
            yield path.name


def _server_path(sites: Path, sites_at: str) -> str:
    from estimator.render.hosting import is_server_path

    path = sites_at or str(sites.resolve())
    if not is_server_path(path):
        message = 'This is no full path on a server: it starts with / and holds none of " \\ $.'
        raise Stop(_problem(path, message, "Say with --sites-at where the sites will lie there."))
    return path


def _write_logins(folder: Path, hashes: Mapping[str, str]) -> None:
    """One file a customer, one with all of them for the address without a name, one with nobody."""
    lines = {name: f"{name}:{known_hash}\n" for name, known_hash in sorted(hashes.items()) if known_hash}
    files = {f"logins/{name}.htpasswd": line for name, line in lines.items()}
    files |= {"logins.htpasswd": "".join(lines.values()), "nobody.htpasswd": "# no login opens this\n"}
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            write_protected(path, content, LOGINS_MODE)


def _gone(folder: Path, name: str) -> Diagnostic:
    return Diagnostic(
        Level.WARNING,
        str(folder / "customers" / f"{name}.conf"),
        "hosting-customer-gone",
        f"There is no site of '{name}' any more, but its login and address are still there.",
        f"To end them delete this file and logins/{name}.htpasswd.",
    )


def _unknown(place: str, name: str) -> Diagnostic:
    message = f"There is a password for '{name}', but no site."
    return Diagnostic(Level.WARNING, place, "hosting-unknown-name", message, "Is the name misspelt?")


def _problem(place: Path | str, message: str, remedy: str) -> Diagnostic:
    return Diagnostic(Level.ERROR, str(place), "hosting", message, remedy)
