"""The configuration's folder: who gets a login, what a second run keeps, what is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from estimator.diagnostics import Stop
from estimator.pipeline.hosting import write_host_config
from estimator.pipeline.logins import fits, hashed, new_password, read_login, read_passwords
from estimator.render.hosting import is_customer_name, is_server_path, nginx_files
from tests.render.site_inputs import tree

NEWER_PYTHON = sys.version_info >= (3, 13)


def built(out: Path, *names: str) -> Path:
    """A folder as `build` leaves it, as far as hosting looks at it."""
    for name in names:
        (out / name / "site").mkdir(parents=True)
        (out / name / "site" / "index.html").write_text(name, encoding="utf-8")
        (out / name / ".estimator").write_text("x\n", encoding="utf-8")
    return out


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_every_customer_gets_an_address_and_a_login_of_its_own(tmp_path: Path) -> None:
    out = built(tmp_path / "out", "acme", "zeta")
    hosted = write_host_config(out, tmp_path / "hosting")
    assert hosted.customers == ("acme", "zeta")
    assert hosted.diagnostics == ()
    for name, password in hosted.new_passwords.items():
        known = read_login(tmp_path / "hosting" / "logins" / f"{name}.htpasswd")
        assert known.startswith("$2y$")
        assert fits(password, known)
        configuration = (tmp_path / "hosting" / "customers" / f"{name}.conf").read_text(encoding="utf-8")
        assert f'alias "{out}/{name}/site/";' in configuration
        assert password not in "".join(text.decode() for text in tree(tmp_path / "hosting").values())
    everyone = (tmp_path / "hosting" / "logins.htpasswd").read_text(encoding="utf-8")
    assert [line.split(":")[0] for line in everyone.splitlines()] == ["acme", "zeta"]


@pytest.mark.skipif(NEWER_PYTHON or sys.platform == "win32", reason="this Python has no crypt module to compare with")
@pytest.mark.filterwarnings("ignore:'crypt' is deprecated")
def test_the_systems_crypt_which_nginx_asks_understands_the_hash() -> None:
    import crypt  # removed in Python 3.13, where the tests with nginx still say the same

    password = new_password()
    known = hashed(password)
    assert crypt.crypt(password, known) == known
    assert crypt.crypt(password + "x", known) != known


def test_passwords_differ_and_are_long(tmp_path: Path) -> None:
    passwords = {new_password() for _ in range(1000)}
    assert len(passwords) == 1000
    assert {len(password) for password in passwords} == {23}


def test_running_again_changes_nothing_and_adds_only_who_is_new(tmp_path: Path) -> None:
    out, folder = built(tmp_path / "out", "acme"), tmp_path / "hosting"
    write_host_config(out, folder)
    before = tree(folder)
    assert write_host_config(out, folder).new_passwords == {}
    assert tree(folder) == before
    built(out, "zeta")
    assert list(write_host_config(out, folder).new_passwords) == ["zeta"]
    after = tree(folder)
    assert after["logins/acme.htpasswd"] == before["logins/acme.htpasswd"]
    assert set(before) < set(after)


def test_what_belongs_to_whoever_runs_the_server_is_never_written_again(tmp_path: Path) -> None:
    out, folder = built(tmp_path / "out", "acme"), tmp_path / "hosting"
    write_host_config(out, folder)
    for name in ("server.conf", "plain-http.conf", "own-notes.txt"):
        (folder / name).write_text("mine\n", encoding="utf-8")
    (folder / "estimator.conf").write_text("edited\n", encoding="utf-8")
    write_host_config(out, folder)
    assert {(folder / name).read_text() for name in ("server.conf", "plain-http.conf", "own-notes.txt")} == {"mine\n"}
    assert "server {" in (folder / "estimator.conf").read_text(encoding="utf-8")


def test_a_customer_whose_site_is_gone_keeps_its_login_and_is_told_of_every_time(tmp_path: Path) -> None:
    out, folder = built(tmp_path / "out", "acme", "zeta"), tmp_path / "hosting"
    write_host_config(out, folder)
    (out / "zeta").rename(tmp_path / "elsewhere")
    for _ in range(2):
        hosted = write_host_config(out, folder)
        assert hosted.customers == ("acme",)
        assert [d.check for d in hosted.diagnostics] == ["hosting-customer-gone"]
        assert "zeta:" in (folder / "logins.htpasswd").read_text(encoding="utf-8")
    (folder / "customers" / "zeta.conf").unlink()
    (folder / "logins" / "zeta.htpasswd").unlink()
    assert write_host_config(out, folder).diagnostics == ()
    assert "zeta" not in (folder / "logins.htpasswd").read_text(encoding="utf-8")


def test_a_deleted_login_is_a_new_password(tmp_path: Path) -> None:
    out, folder = built(tmp_path / "out", "acme"), tmp_path / "hosting"
    first = write_host_config(out, folder).new_passwords["acme"]
    (folder / "logins" / "acme.htpasswd").unlink()
    second = write_host_config(out, folder).new_passwords["acme"]
    assert first != second
    assert not fits(first, read_login(folder / "logins" / "acme.htpasswd"))


def test_passwords_from_a_file_are_used_and_new_ones_added_to_it(tmp_path: Path) -> None:
    out, folder, file = built(tmp_path / "out", "acme", "zeta"), tmp_path / "hosting", tmp_path / "passwords.txt"
    file.write_text("# ours\nacme  a-long-enough:password\nmisspelt another-long-one\n", encoding="utf-8")
    file.chmod(0o600)
    hosted = write_host_config(out, folder, passwords=file)
    assert list(hosted.new_passwords) == ["zeta"]
    assert [d.check for d in hosted.diagnostics] == ["hosting-unknown-name"]
    assert fits("a-long-enough:password", read_login(folder / "logins" / "acme.htpasswd"))
    assert file.read_text(encoding="utf-8").startswith("# ours\nacme  a-long-enough:password\nmisspelt")
    assert read_passwords(file)["zeta"] == hosted.new_passwords["zeta"]
    before = tree(folder)
    write_host_config(out, folder, passwords=file)
    assert tree(folder) == before, "the same password keeps its hash"
    file.write_text("acme a-password-that-is-new\n", encoding="utf-8")
    write_host_config(out, folder, passwords=file)
    assert fits("a-password-that-is-new", read_login(folder / "logins" / "acme.htpasswd"))
    assert "zeta:$2y$" in (folder / "logins.htpasswd").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_passwords_and_logins_are_nobody_elses_to_read(tmp_path: Path) -> None:
    out, folder, file = built(tmp_path / "out", "acme"), tmp_path / "hosting", tmp_path / "passwords.txt"
    write_host_config(out, folder, passwords=file)
    assert mode(file) == 0o600
    for name in ("logins.htpasswd", "nobody.htpasswd", "logins/acme.htpasswd"):
        assert mode(folder / name) & 0o027 == 0
    file.chmod(0o640)
    with pytest.raises(Stop, match="Others may read") as refused:
        write_host_config(out, folder, passwords=file)
    assert {found.check for found in refused.value.diagnostics} == {"hosting-passwords"}


@pytest.mark.parametrize("line", ["acme short", "acme", "acme two words-and-more", "acme pässwörd-with-umlauts", "a b"])
def test_a_line_that_is_no_name_and_password_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "passwords.txt"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(Stop, match="line 2"):
        write_host_config(built(tmp_path / "out", "acme"), tmp_path / "hosting", passwords=file)
    assert not (tmp_path / "hosting").exists()


def test_passwords_among_what_is_copied_to_the_server_are_refused(tmp_path: Path) -> None:
    out = built(tmp_path / "out", "acme")
    for place in (out / "passwords.txt", tmp_path / "hosting" / "passwords.txt"):
        with pytest.raises(Stop, match="copied to the server"):
            write_host_config(out, tmp_path / "hosting", passwords=place)


ODD = (
    "a b",
    "acme;",
    "acme}",
    'acme"',
    "acme'",
    "$host",
    "acme\nserver { }",
    "..acme",
    "a..b",
    "acme.",
    "-acme",
    "müller",
    "acme:x",
    "acme#x",
    "%2e",
    "a\\b",
    "a" * 65,
    "{{ 7*7 }}",
    "acme\u202e",
)


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_could_mean_something_to_nginx_is_told_and_left_out(tmp_path: Path, name: str) -> None:
    assert not is_customer_name(name)
    out = built(tmp_path / "out", name, "sound")
    hosted = write_host_config(out, tmp_path / "hosting")
    assert hosted.customers == ("sound",)
    assert [(d.level, d.check) for d in hosted.diagnostics] == [("error", "hosting")]
    assert sorted(path.name for path in (tmp_path / "hosting").rglob("*/*")) == ["sound.conf", "sound.htpasswd"]
    expected = nginx_files(["sound"], str(out), str(tmp_path / "hosting"))
    assert expected.items() <= {path: text.decode() for path, text in tree(tmp_path / "hosting").items()}.items()


@pytest.mark.parametrize("name", ["acme", "Acme-2", "a", "x.lu", "a_b", "0", "a" * 64])
def test_ordinary_names_are_served_as_they_stand(name: str) -> None:
    assert is_customer_name(name)
    assert f"location ^~ /{name}/ {{" in nginx_files([name], "/srv", "here")[f"customers/{name}.conf"]


def test_names_that_differ_in_capitals_only_are_not_told_apart_by_readers(tmp_path: Path) -> None:
    hosted = write_host_config(built(tmp_path / "out", "acme", "ACME", "zeta"), tmp_path / "hosting")
    assert hosted.customers == ("zeta",)
    assert len(hosted.diagnostics) == 2


@pytest.mark.parametrize("path", ["out", "/srv/$host", '/srv/"; }', "C:\\out", "/srv\n", "/a\\b"])
def test_a_path_that_nginx_could_read_otherwise_is_refused(tmp_path: Path, path: str) -> None:
    assert not is_server_path(path)
    with pytest.raises(Stop, match="no full path on a server"):
        write_host_config(built(tmp_path / "out", "acme"), tmp_path / "hosting", path)
    with pytest.raises(ValueError, match="not fit"):
        nginx_files(["acme"], path, "here")


def test_a_customer_behind_a_link_is_told_and_left_out(tmp_path: Path) -> None:
    out = built(tmp_path / "out", "acme")
    built(tmp_path / "elsewhere", "beta", "gamma")
    (out / "beta").symlink_to(tmp_path / "elsewhere" / "beta", target_is_directory=True)
    (out / "gamma").mkdir()
    (out / "gamma" / ".estimator").touch()
    (out / "gamma" / "site").symlink_to(tmp_path / "elsewhere" / "gamma" / "site", target_is_directory=True)
    hosted = write_host_config(out, tmp_path / "hosting")
    assert hosted.customers == ("acme",)
    assert [Path(d.place).name for d in hosted.diagnostics] == ["beta", "gamma"]


def test_a_folder_without_customers_and_one_that_is_not_ours_are_refused(tmp_path: Path) -> None:
    (tmp_path / "out" / "holiday pictures").mkdir(parents=True)
    with pytest.raises(Stop, match="No customer with a website"):
        write_host_config(tmp_path / "out", tmp_path / "hosting")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "nginx.conf").touch()
    with pytest.raises(Stop, match="did not make"):
        write_host_config(built(tmp_path / "out", "acme"), tmp_path / "taken")


@pytest.mark.parametrize("content", ["", "zeta:$2y$05$" + "a" * 53, "acme:{PLAIN}x", "acme:$2y$05$short", "acme::"])
def test_a_login_that_is_none_stops_before_anything_is_written(tmp_path: Path, content: str) -> None:
    out, folder = built(tmp_path / "out", "acme"), tmp_path / "hosting"
    write_host_config(out, folder)
    (folder / "logins" / "acme.htpasswd").write_text(content, encoding="utf-8")
    before = tree(folder)
    with pytest.raises(Stop, match="does not hold one login") as stop:
        write_host_config(out, folder)
    assert {found.check for found in stop.value.diagnostics} == {"hosting-login"}
    assert tree(folder) == before
