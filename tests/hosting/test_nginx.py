"""Real nginx with the written configuration: every login opens its own site and nothing else, whatever is tried."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from estimator.pipeline.hosting import write_host_config
from tests.hosting.nginx import HOST, Nginx, authorization, check, install, missing, running

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")

ACME, ZETA = "acme", "zeta-2.lu"
REFUSED = {400, 401, 403, 404, 405, 414, 421}
MARKS = (b"MARK-OF-ACME", b"MARK-OF-ZETA", b"MARK-INTERNAL")


def built_customer(out: Path, name: str, mark: str) -> None:
    """A customer as `build` leaves it, with a mark in every file."""
    files = {
        "site/index.html": f"<!doctype html><title>{mark}</title>" + "text " * 400,
        "site/pages/straße 1.html": mark,
        "site/pages/plan.PNG": mark,
        "site/assets/javascripts/bundle.a5f9d56c.min.js": f"// {mark}" + " " * 2000,
        "site/assets/site/site.css": f"/* {mark} */",
        "site/search/search_index.json": f'["{mark}"]',
        "site/schedule.ics": f"BEGIN:VCALENDAR {mark}",
        "site/.htpasswd": "MARK-INTERNAL",
        "site/.git/config": "MARK-INTERNAL",
        "site/.git/secret.json": "MARK-INTERNAL",
        "site/pages/.draft.html": "MARK-INTERNAL",
        "site/notes.bak": "MARK-INTERNAL",
        "site/assessment.xlsx": "MARK-INTERNAL",
        "internal/estimate.json": "MARK-INTERNAL",
        "internal/index.html": "MARK-INTERNAL",
        "site-source/mkdocs.yml": "MARK-INTERNAL",
        "site-source/docs/index.html": "MARK-INTERNAL",
        "quote.pdf": "MARK-INTERNAL",
        ".estimator": "MARK-INTERNAL",
    }
    for path, text in files.items():
        (out / name / path).parent.mkdir(parents=True, exist_ok=True)
        (out / name / path).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("a server's files")  # with a blank, as folders have
    out = folder / "out"
    built_customer(out, ACME, "MARK-OF-ACME")
    built_customer(out, ZETA, "MARK-OF-ZETA")
    (out / ACME / "site" / "stolen").symlink_to(out / ZETA / "site", target_is_directory=True)
    (out / ACME / "site" / "stolen.html").symlink_to(out / ZETA / "site" / "index.html")
    (out / ACME / "site" / "own.json").symlink_to(out / ACME / "internal" / "estimate.json")
    hosted = write_host_config(out, folder / "hosting")
    PASSWORDS.update(hosted.new_passwords)
    (folder / "nginx").mkdir()
    with running(install(folder / "hosting", folder / "nginx")) as started:
        yield started


PASSWORDS: dict[str, str] = {}


def login(name: str) -> tuple[str, str]:
    return name, PASSWORDS[name]


FILES = (
    "",
    "index.html",
    "pages/stra%C3%9Fe%201.html",
    "pages/plan.PNG",
    "assets/site/site.css",
    "search/search_index.json",
    "schedule.ics",
)


@pytest.mark.parametrize("name", [ACME, ZETA])
def test_a_login_opens_every_file_of_its_own_site(server: Nginx, name: str) -> None:
    mark = {ACME: b"MARK-OF-ACME", ZETA: b"MARK-OF-ZETA"}[name]
    for file in FILES:
        answer = server.get(f"/{name}/{file}", login(name))
        assert (answer.status, mark in answer.body) == (200, True), file


@pytest.mark.parametrize(("name", "other"), [(ACME, ZETA), (ZETA, ACME)])
def test_a_login_opens_nothing_of_another_site(server: Nginx, name: str, other: str) -> None:
    for file in (*FILES, "nothing.html", "stolen.html"):
        assert server.get(f"/{other}/{file}", login(name)).status == 401, file
    assert server.get(f"/{other}", login(name)).status == 401


def test_without_a_login_every_address_is_answered_alike(server: Nginx) -> None:
    """Nobody learns from the answers who is a customer."""
    answers = [
        server.get(f"{start}{file}")
        for start in (f"/{ACME}/", f"/{ZETA}/", "/nobody/", "/internal/")
        for file in (*FILES, "nothing.html")
    ]
    answers += [server.get(target) for target in ("/", f"/{ACME}", "/nobody", "/favicon.ico", "/index.html")]
    assert {(answer.status, answer.headers["www-authenticate"], answer.body) for answer in answers} == {
        (401, 'Basic realm="Documentation"', answers[0].body)
    }


def test_a_login_does_not_tell_other_customers_from_names_that_nobody_has(server: Nginx) -> None:
    answers = [server.get(f"/{name}/{file}", login(ACME)) for name in (ZETA, "nobody") for file in FILES]
    assert {(answer.status, answer.body) for answer in answers} == {(401, answers[0].body)}


@pytest.mark.parametrize(
    "wrong",
    [
        (ACME, ""),
        (ACME, "wrong"),
        ("", ""),
        (ACME.upper(), "own"),
        (ACME + "\x00", "own"),
        (ZETA, "own"),
        (ACME, "own "),
        ("# no login opens this", ""),
        ("*", "own"),
    ],
)
def test_a_wrong_login_opens_nothing(server: Nginx, wrong: tuple[str, str]) -> None:
    name, password = wrong[0], wrong[1].replace("own", PASSWORDS[ACME])
    for target in (f"/{ACME}/", "/", "/nobody/"):
        assert server.get(target, (name, password)).status == 401


def test_the_address_without_a_name_leads_every_login_to_its_own_site(server: Nginx) -> None:
    for name in (ACME, ZETA):
        for target in ("/", f"/{name}"):
            answer = server.get(target, login(name))
            assert answer.status in {301, 302}
            assert answer.headers["location"] == f"/{name}/"


TRICKS = [
    "/{own}/../{other}/index.html",
    "/{own}/../{other}/site/index.html",
    "/{own}/../../out/{other}/site/index.html",
    "/{own}/..%2f{other}/index.html",
    "/{own}/..%2F..%2F{other}%2Fsite%2Findex.html",
    "/{own}/%2e%2e/{other}/index.html",
    "/{own}/%2E%2E%2F{other}%2Fsite%2Findex.html",
    "/{own}/%252e%252e/{other}/index.html",
    "/{own}/%252e%252e%252f{other}/site/index.html",
    "/{own}/..%252f..%252f{other}/site/index.html",
    "/{own}/%c0%ae%c0%ae/{other}/site/index.html",
    "/{own}/..%c0%af{other}/site/index.html",
    "/{own}/....//{other}/site/index.html",
    "/{own}/..;/{other}/site/index.html",
    "/{own}/.%00./{other}/site/index.html",
    "/{own}%00/../{other}/index.html",
    "/{own}/index.html%00/../../{other}/index.html",
    "/{own}/..\\{other}\\site\\index.html",
    "/{own}/..%5c{other}%5csite%5cindex.html",
    "/{own}\\..\\{other}\\index.html",
    "//{other}//index.html",
    "/./{other}/./index.html",
    "/{own}//..//{other}/index.html",
    "/{own}/pages/../../{other}/index.html",
    "/{own}../{other}/site/index.html",
    "/{own}../internal/estimate.json",
    "/{own}..",
    "/{own}./index.html",
    "/{own}.",
    "/{own}%20/index.html",
    "/%7Aeta-2.lu/index.html",
    "/{OTHER}/index.html",
    "/{OWN}/../{other}/index.html",
    "/{other}/INDEX.HTML",
    "/{own}/stolen/index.html",
    "/{own}/stolen/",
    "/{own}/stolen.html",
    "/{own}/own.json",
    "/{own}/.htpasswd",
    "/{own}/%2ehtpasswd",
    "/{own}/.git/config",
    "/{own}/./.git/./config",
    "/{own}/.git/secret.json",
    "/{own}/pages/.draft.html",
    "/{own}/pages%2f%2edraft.html",
    "/{own}/notes.bak",
    "/{own}/assessment.xlsx",
    "/{own}/internal/estimate.json",
    "/{own}/../internal/estimate.json",
    "/{own}/site/index.html",
    "/{own}/site-source/mkdocs.yml",
    "/{own}/..%2finternal%2findex.html",
    "/{own}/..%2finternal%2festimate.json",
    "/{own}/../quote.pdf",
    "/{own}/..%2fquote.pdf",
    "/{own}/..%2f.estimator",
    "/internal/estimate.json",
    "/estimator/logins.htpasswd",
    "/../../etc/passwd",
    "/{own}/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/{own}/?x=../{other}/index.html&y=/../",
    "/{own}/#/../../{other}/index.html",
    "http://{host}/{other}/index.html",
    "http://{host}:443/{own}/../{other}/index.html",
    "https://{host}/{own}/..%2f{other}/site/index.html",
    "http://elsewhere.example/{other}/index.html",
    "http://{other}/{own}/../{other}/index.html",
    "/{own}/http://{host}/{other}/index.html",
    "*",
    "{other}/index.html",
    "@{other}",
    "/@own",
    "/%40own",
    "/.nothing",
]


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("known", [True, False])
def test_no_way_of_writing_an_address_leads_anywhere_else(server: Nginx, trick: str, known: bool) -> None:
    words = {"own": ACME, "other": ZETA, "OWN": ACME.upper(), "OTHER": ZETA.upper(), "host": HOST}
    answer = server.get(trick.format(**words), login(ACME) if known else None)
    own_page = known and trick.startswith(("/{own}/?", "/{own}/#"))  # what stands behind these chooses no file
    assert answer.status in ({200} if own_page else REFUSED), answer
    found = [mark for mark in MARKS if mark in answer.body]
    assert found == ([b"MARK-OF-ACME"] if own_page else [])
    assert b"root:" not in answer.body
    assert b"$2y$" not in answer.body


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /zeta-2.lu/index.html HTTP/1.0\r\n",
        "GET /zeta-2.lu/index.html\r\n",
        "GET /acme/../zeta-2.lu/index.html HTTP/1.1\r\nHost: docs.example.com\r\nHost: zeta-2.lu\r\n",
        "GET /zeta-2.lu/index.html HTTP/1.1\r\nHost: zeta-2.lu\r\n",
        "GET /zeta-2.lu/index.html HTTP/1.1\r\nHost: docs.example.com\r\nCookie: name=zeta-2.lu\r\n",
        "GET /index.html HTTP/1.1\r\nHost: docs.example.com/zeta-2.lu\r\n",
        "GET /acme/x HTTP/1.1\r\nHost: docs.example.com\r\nX-Original-URL: /zeta-2.lu/\r\n",
        "GET /zeta-2.lu/index.html HTTP/1.1\r\nHost: docs.example.com\r\nX-Forwarded-User: zeta-2.lu\r\n",
        "GET /acme/\x00/../../zeta-2.lu/index.html HTTP/1.1\r\nHost: docs.example.com\r\n",
        "POST /zeta-2.lu/ HTTP/1.1\r\nHost: docs.example.com\r\nX-HTTP-Method-Override: GET\r\nContent-Length: 0\r\n",
        "PROPFIND /acme/ HTTP/1.1\r\nHost: docs.example.com\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: docs.example.com\r\n",
        "CONNECT zeta-2.lu:443 HTTP/1.1\r\nHost: docs.example.com\r\n",
        "GET /acme/ HTTP/1.1\r\nHost: docs.example.com\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    ],
)
def test_no_header_method_or_protocol_trick_opens_another_site(server: Nginx, request_line: str) -> None:
    raw = f"{request_line}{authorization(login(ACME))}\r\nConnection: close\r\n\r\n"
    answer = server.send(raw.encode("latin-1"))
    assert b"MARK-OF-ZETA" not in answer.body
    assert answer.status in REFUSED | {0}  # 0: a protocol without status lines


def test_two_requests_on_one_connection_are_judged_apart(server: Nginx) -> None:
    own = authorization(login(ACME))
    one = f"GET /acme/ HTTP/1.1\r\nHost: {HOST}\r\n{own}\r\n\r\n"
    two = f"GET /{ZETA}/ HTTP/1.1\r\nHost: {HOST}\r\n{own}\r\n\r\n"
    three = f"GET /acme/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n"
    body = server.send((one + two + three).encode()).body
    assert re.findall(rb"HTTP/1.1 (\d+)", body) == [b"401", b"401"]
    assert b"MARK-OF-ZETA" not in body


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1", "docs.example.com.evil.example", "_", "*"])
def test_only_the_servers_own_name_is_answered(server: Nginx, host: str) -> None:
    assert server.get(f"/{ACME}/", login(ACME), host=host).status in {400, 421}


@pytest.mark.parametrize("folder", ["assets/", "assets/site/", "pages/", "search/"])
def test_folders_are_not_listed(server: Nginx, folder: str) -> None:
    answer = server.get(f"/{ACME}/{folder}", login(ACME))
    assert answer.status == 403
    assert b"href" not in answer.body


HEADERS = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
    "server": "nginx",
}


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/acme/", 200),
        ("/acme/schedule.ics", 200),
        ("/", 302),
        ("/acme", 301),
        ("/acme/nothing.html", 404),
        ("/acme/pages/", 403),
        ("/zeta-2.lu/", 401),
        ("/acme/x.exe", 404),
    ],
)
def test_security_headers_come_with_every_answer(server: Nginx, target: str, status: int) -> None:
    answer = server.get(target, login(ACME))
    assert answer.status == status
    assert HEADERS.items() <= answer.headers.items()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "camera=()" in answer.headers["permissions-policy"]
    assert answer.headers["cache-control"].startswith("private, ")


@pytest.mark.parametrize(
    ("file", "content_type", "cache"),
    [
        ("index.html", "text/html; charset=utf-8", "private, no-cache"),
        ("schedule.ics", "text/calendar; charset=utf-8", "private, no-cache"),
        ("search/search_index.json", "application/json; charset=utf-8", "private, no-cache"),
        ("assets/site/site.css", "text/css; charset=utf-8", "private, no-cache"),
        ("pages/plan.PNG", "image/png", "private, no-cache"),
        (
            "assets/javascripts/bundle.a5f9d56c.min.js",
            "text/javascript; charset=utf-8",
            "private, max-age=31536000, immutable",
        ),
    ],
)
def test_types_and_caching_are_right(server: Nginx, file: str, content_type: str, cache: str) -> None:
    answer = server.get(f"/{ACME}/{file}", login(ACME))
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == (content_type, cache)


def test_an_unchanged_page_is_answered_empty_but_only_with_the_login(server: Nginx) -> None:
    unchanged = "If-None-Match: " + server.get("/acme/", login(ACME)).headers["etag"]
    answer = server.get("/acme/", login(ACME), unchanged)
    assert (answer.status, answer.body) == (304, b"")
    assert server.get("/acme/", None, unchanged).status == 401


def test_long_texts_travel_compressed(server: Nginx) -> None:
    answer = server.get("/acme/", login(ACME), "Accept-Encoding: gzip")
    assert answer.headers["content-encoding"] == "gzip"
    chunk = re.sub(rb"\A[0-9a-f]+\r\n|\r\n0\r\n\r\n\Z", b"", answer.body)
    assert b"MARK-OF-ACME" in gzip.decompress(chunk)
    assert len(chunk) < 400


def test_without_encryption_everybody_is_sent_to_https(server: Nginx) -> None:
    answer = server.plain("/acme/?h=secret%0d%0aSet-Cookie:x")
    assert answer.status == 301
    assert answer.headers["location"] == f"https://{HOST}/acme/?h=secret%0d%0aSet-Cookie:x"
    assert "set-cookie" not in answer.headers
    assert server.plain("/.well-known/acme-challenge/nothing").status == 404


def test_the_log_says_who_read_what_but_not_what_was_searched_for(server: Nginx) -> None:
    server.get("/acme/equipment.html?h=secretserial", login(ACME))
    server.get("/acme/?q=secretguess", (ACME, "wrong-password"))
    server.get('/acme/x"%0a127.0.0.1%20forged.html', login(ACME))
    log = server.log()
    assert "127.0.0.1 acme [" in log
    assert '"GET /acme/equipment.html" 404' in log
    for never in ("secretserial", "secretguess", "wrong-password", PASSWORDS[ACME]):
        assert never not in log
    assert not any(line.startswith("127.0.0.1 forged") for line in log.splitlines())


def test_guessing_is_stopped_long_before_it_leads_anywhere_and_reading_is_not(tmp_path: Path) -> None:
    built_customer(tmp_path / "out", ACME, "MARK-OF-ACME")
    password = write_host_config(tmp_path / "out", tmp_path / "hosting").new_passwords[ACME]
    (tmp_path / "nginx").mkdir()
    with running(install(tmp_path / "hosting", tmp_path / "nginx")) as server:
        pages = [server.get(f"/{ACME}/", (ACME, password)).status for _ in range(100)]
        assert set(pages) == {200}, "an office that opens the site on Monday morning"
        guesses = [server.get(f"/{ACME}/", (ACME, f"guess-{n}")).status for n in range(300)]
        assert set(guesses) == {401, 429}
        assert guesses[-50:].count(429) > 25
        assert server.get(f"/{ACME}/").status == 401, "who brings no login guesses nothing"


def test_the_placeholders_must_be_replaced_before_nginx_starts(tmp_path: Path) -> None:
    built_customer(tmp_path / "out", ACME, "MARK-OF-ACME")
    write_host_config(tmp_path / "out", tmp_path / "hosting")
    (tmp_path / "nginx").mkdir()
    server = install(tmp_path / "hosting", tmp_path / "nginx")
    for name in ("server.conf", "plain-http.conf"):
        text = (tmp_path / "hosting" / name).read_text(encoding="utf-8")
        assert ">>> REPLACE" in text
        (server.folder / "estimator" / name).write_text(text, encoding="utf-8")
    refused = check(server)
    assert refused.returncode != 0
    assert "/etc/letsencrypt/live/docs.example.com/fullchain.pem" in refused.stderr
