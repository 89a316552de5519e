"""docs/hosting.md as it stands: its commands are run, with nginx's folders elsewhere; and a browser looks at a site."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from estimator.pipeline.hosting import write_host_config
from estimator.render.site.pages import PAGES
from estimator.render.site.site import write_site
from tests.browser.chromium import chromium, find_chromium
from tests.hosting.nginx import HOST, adapt, find_nginx, install, missing, prepare, running
from tests.render.site_inputs import office_inputs

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")


def script(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.skipif(sys.platform == "win32", reason="the recipe is for a Debian server")
def test_the_commands_of_the_recipe_work_and_give_the_answers_it_promises(tmp_path: Path) -> None:
    """What only a real server has is put in its place: sudo, systemctl, root's group, the folders, the address."""
    build, fill, switch_on, ask = re.findall(r"```sh\n(.*?)```", RECIPE, re.DOTALL)
    promised = re.search(r"prints `(\d+)`, `(\d+)` and `(\d+)`", RECIPE)
    assert promised
    tools, etc, srv = tmp_path / "tools", tmp_path / "etc nginx", tmp_path / "srv"
    for folder in (tools, etc / "conf.d", srv):
        folder.mkdir(parents=True)
    shutil.copytree(ROOT / "assessments", tmp_path / "assessments")
    call = "from estimator.cli.main import main; main()"
    script(tools / "estimator", f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -c "{call}" "$@" --today 2026-11-22')
    script(tools / "sudo", 'exec "$@"')
    script(tools / "systemctl", 'test "$*" = "reload nginx"')
    script(tools / "chown", 'test "$*" = "-R root:www-data $ETC/estimator"')
    script(tools / "nginx", f'test "$*" = -t && exec "{find_nginx()}" -e stderr -p "$ETC" -c "$ETC/nginx.conf" -t')
    environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "ETC": str(etc)}

    def run(commands: str) -> str:
        moved = commands.replace("/etc/nginx", "$ETC").replace("/srv/docs", f"{srv}")
        moved = re.sub(r"(?<=\s)(\$ETC[^\s]*)", r'"\1"', moved)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", moved],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(build)
    run(fill)
    assert not list(srv.rglob("internal"))
    server = prepare(etc, "conf.d/*.conf")
    adapt(tmp_path / "hosting", server)
    run(switch_on)
    assert (etc / "conf.d" / "estimator.conf").resolve() == etc / "estimator" / "estimator.conf"
    assert (etc / "estimator" / "logins.htpasswd").stat().st_mode & 0o777 == 0o640
    with running(server):
        route = f"curl -k --connect-to {HOST}:443:127.0.0.1:{server.port}"
        assert run(ask.replace("curl", route)).split() == list(promised.groups())


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")
def test_a_real_site_works_behind_the_configuration_without_a_complaint(tmp_path: Path) -> None:
    """The policy in the header lets everything through that the pages need, and nothing else."""
    write_site(tmp_path / "out" / "office" / "site", tmp_path / "out" / "office" / "site-source", office_inputs())
    (tmp_path / "out" / "office" / ".estimator").touch()
    password = write_host_config(tmp_path / "out", tmp_path / "hosting").new_passwords["office"]
    (tmp_path / "nginx").mkdir()
    server = install(tmp_path / "hosting", tmp_path / "nginx")
    own = server.folder / "estimator" / "server.conf"
    own.write_text(own.read_text(encoding="utf-8").replace(HOST, "127.0.0.1"), encoding="utf-8")
    with running(server), chromium() as tab:
        tab._call("Security.setIgnoreCertificateErrors", ignore=True)
        token = base64.b64encode(f"office:{password}".encode()).decode()
        tab._call("Network.setExtraHTTPHeaders", headers={"Authorization": f"Basic {token}"})
        address = f"https://127.0.0.1:{server.port}/office"
        for page in PAGES:
            tab.open(f"{address}/{page}.html")
            assert tab.run('document.querySelector("article h1") !== null'), page
        assert tab.run("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
        tab.run('document.querySelector("[data-md-toggle=search]").click()')
        tab.run(
            '(() => { const i = document.querySelector(".md-search__input"); i.focus(); i.value = "firewall";'
            ' i.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true })) })()'
        )
        tab.wait_for('document.querySelectorAll(".md-search-result__link").length')
        assert tab.complaints == []
        assert {request.split("/office")[0] for request in tab.requests if request.startswith("http")} == {
            f"https://127.0.0.1:{server.port}"
        }
        blocked = "fetch('https://elsewhere.example/').then(() => 'fetched', () => 'blocked')"
        assert tab.run(blocked) == "blocked"
        assert any("Content Security Policy" in complaint for complaint in tab.complaints)
        most_requests = len(tab.requests)
    assert most_requests < 200, "a reader who opens every page in a fresh browser stays far below the limit"
