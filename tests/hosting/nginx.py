"""A real nginx on loopback that serves the recipe's configuration, and raw requests to it."""

from __future__ import annotations

import base64
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HOST = "docs.example.com"
"""The name in the recipe's files."""
_PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx")


def find_nginx() -> str | None:
    """The program's path, also where only root has it on the search path; None where it is not installed."""
    return shutil.which("nginx") or next((place for place in _PLACES if Path(place).is_file()), None)


def missing() -> str:
    """What the tests need and do not find; empty where everything is there."""
    tools = {"nginx": find_nginx(), "openssl": shutil.which("openssl")}
    return ", ".join(name for name, path in tools.items() if path is None)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response, its header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Nginx:
    """A server that runs: its ports, and its folder with the logs."""

    folder: Path
    port: int
    plain_port: int

    def get(self, target: str, login: tuple[str, str] | None = None, *headers: str, host: str = HOST) -> Answer:
        """The answer to a request whose target is sent as it stands."""
        lines = [f"GET {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
        if login:
            lines.append(authorization(login))
        return self.send("\r\n".join([*lines, "", ""]).encode("latin-1"))

    def send(self, request: bytes) -> Answer:
        """The answer to these very bytes, over TLS."""
        context = ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=10) as raw,
            context.wrap_socket(raw, server_hostname=HOST) as connection,
        ):
            connection.sendall(request)
            return _parsed(_everything(connection))

    def plain(self, target: str) -> Answer:
        """The answer without TLS."""
        with socket.create_connection(("127.0.0.1", self.plain_port), timeout=10) as connection:
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
            return _parsed(_everything(connection))

    def log(self) -> str:
        """Everything written down so far."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))


def authorization(login: tuple[str, str]) -> str:
    """The header that a browser sends for a name and a password."""
    return "Authorization: Basic " + base64.b64encode(":".join(login).encode()).decode()


def install(hosting: Path, folder: Path) -> Nginx:
    """Copies a configuration beside a server's other files and replaces what is marked in it."""
    server = prepare(folder, "estimator/estimator.conf")
    shutil.copytree(hosting, folder / "estimator")
    adapt(folder / "estimator", server)
    return server


def prepare(folder: Path, included: str) -> Nginx:
    """A server's files around the configuration: a certificate and an nginx.conf that includes it."""
    server = Nginx(folder, *_free_ports())
    _certificate(folder)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        f'daemon off;\nmaster_process off;\npid "{folder}/nginx.pid";\nevents {{ }}\nhttp {{\naccess_log off;\n'
        + "".join(f'{kind}_temp_path "{folder}/{kind}";\n' for kind in kinds)
        + f'include "{folder}/{included}";\n}}\n',
        encoding="utf-8",
    )
    return server


def adapt(hosting: Path, server: Nginx) -> None:
    """Replaces ports, certificate and log folder in the two files that belong to whoever runs the server."""
    for name in ("server.conf", "plain-http.conf"):
        path = hosting / name
        text = path.read_text(encoding="utf-8")
        for old, new in (
            ("listen 443 ssl;", f"listen 127.0.0.1:{server.port} ssl;"),
            ("listen 80;", f"listen 127.0.0.1:{server.plain_port};"),
            ("listen [::]:443 ssl;", ""),
            ("listen [::]:80;", ""),
            (f"/etc/letsencrypt/live/{HOST}/fullchain.pem", f'"{server.folder}/certificate.pem"'),
            (f"/etc/letsencrypt/live/{HOST}/privkey.pem", f'"{server.folder}/key.pem"'),
            ("/var/log/nginx/estimator.access.log", f'"{server.folder}/access.log"'),
            ("/var/log/nginx/estimator.error.log", f'"{server.folder}/error.log"'),
        ):
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def check(server: Nginx) -> subprocess.CompletedProcess[str]:
    """What `nginx -t` says."""
    return subprocess.run([*_command(server), "-t"], capture_output=True, text=True, check=False)


@contextmanager
def running(server: Nginx) -> Iterator[Nginx]:
    """The server while it answers."""
    tested = check(server)
    assert tested.returncode == 0, tested.stderr
    assert "[warn]" not in tested.stderr, tested.stderr
    with subprocess.Popen(_command(server), stderr=subprocess.PIPE) as process:
        try:
            _wait_until_open(server.port)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _command(server: Nginx) -> list[str]:
    program = find_nginx()
    assert program is not None
    return [program, "-e", "stderr", "-p", str(server.folder), "-c", str(server.folder / "nginx.conf")]


def _certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem"), "-days", "2"]
    command += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run(command, capture_output=True, check=True)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


def _wait_until_open(port: int) -> None:
    end = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


def _everything(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(65536):
        parts.append(part)
    return b"".join(parts)


def _parsed(response: bytes) -> Answer:
    head, _, body = response.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]) if first.startswith("HTTP/") else 0, headers, body)
