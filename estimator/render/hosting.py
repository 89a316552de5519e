"""The nginx configuration for a folder of customers' sites, as text: one login each, nothing but the site is served."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from estimator.render.resources import resource_path

CONTENT_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "text/calendar": "ics",
    "application/json": "json",
    "application/pdf": "pdf",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
}
"""What a site consists of, by the endings of file names. Nothing else is served."""
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The fence around a page of any version of the site; what may run inside it, the page itself restricts further."""
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
)
GUESSES_A_SECOND = 5
GUESSES_AT_ONCE = 200
"""Requests with a login, right or wrong: a reader's first page is about twenty, and an office shares one address."""
WRITTEN_ONCE = ("server.conf", "plain-http.conf")
"""Files that belong to whoever runs the server as soon as they are there."""
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?")
_UNFIT_FOR_PATHS = re.compile(r'["\\$\x00-\x1f\x7f]')


def is_customer_name(name: str) -> bool:
    """Whether a name can be a login, a part of an address and a word of the configuration, all as it stands."""
    return _NAME.fullmatch(name) is not None and ".." not in name


def is_server_path(path: str) -> bool:
    """Whether a path is absolute and can stand in the configuration: nginx would read `$` as a variable."""
    return path.startswith("/") and not _UNFIT_FOR_PATHS.search(path)


def nginx_files(names: Sequence[str], sites: str, folder: str) -> Mapping[str, str]:
    """The texts of all files but the logins, by path inside the folder of the configuration.

    `sites` is the folder that holds NAME/site for every name, as the server sees it; `folder` is where the
    configuration is written, for its README. Raises ValueError where a name or `sites` is unfit.
    """
    unfit = [name for name in names if not is_customer_name(name)] + [sites][: not is_server_path(sites)]
    if unfit:
        raise ValueError(f"not fit for a configuration: {unfit!r}")
    sites = sites.rstrip("/")
    once = {name: _text(name) for name in WRITTEN_ONCE}
    customers = {f"customers/{name}.conf": _text("customer.conf", name=name, sites=sites) for name in names}
    readme = _text("README.md", names=names, sites=sites, folder=folder)
    return {**once, **customers, "estimator.conf": _server(), "README.md": readme}


def _server() -> str:
    return _text(
        "estimator.conf",
        types=[ending for endings in CONTENT_TYPES.values() for ending in endings.split()],
        content_types=CONTENT_TYPES,
        content_security_policy=CONTENT_SECURITY_POLICY,
        permissions_policy=PERMISSIONS_POLICY,
        guesses_a_second=GUESSES_A_SECOND,
        guesses_at_once=GUESSES_AT_ONCE,
    )


def _text(template: str, /, **values: object) -> str:
    environment = Environment(
        loader=FileSystemLoader(resource_path("templates/hosting")),
        autoescape=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = lambda path: f'"{path}"'
    return environment.get_template(f"{template}.j2").render(**values)
