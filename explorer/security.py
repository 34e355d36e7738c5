"""What every answer carries, to which names the site answers, and how much may be sent to it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask, Response, abort, request

from explorer import logs
from explorer.accounts.visitors import within_this_machine
from queries.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "worker-src blob: 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not `no-referrer`: with it a browser says `Origin: null` of our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
# Over TLS alone: a year in which a browser asks this site in no other way.
TLS_HEADERS: Mapping[str, str] = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}

# People are shown: nothing of it stays in a cache. Bundles have their hash in the name.
PERSONAL = "no-store"
FOR_EVER = "public, max-age=31536000, immutable"

# What may be sent. A route that takes more says so (`most_bytes`); before it is known who asks, the
# server reads SERVER_BYTES at most, and where files are sent to as much as settings say.
BODY_BYTES = 64 * 1024
FORM_PARTS = 200
SERVER_BYTES = 8 * 1024 * 1024

HOST = re.compile(r"(\[[0-9a-f:.%]+\]|[^:@/\[\]\s]+)(?::\d{1,5})?")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104
# What a proxy adds to what it hands on.
HANDED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP")


def guard(app: Flask, settings: Settings) -> None:
    """Answer to our own names alone, take little, and give every answer its headers."""
    names = own_names(settings)
    within = within_this_machine(settings)
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS

    @app.before_request
    def refuse_other_names() -> None:
        # Without this, a page elsewhere could point its own name at this machine and read all.
        if host_in(request.environ.get("HTTP_HOST", "")) not in names:
            logs.event("refused", why="name", address=request.remote_addr)
            abort(400, "This site does not answer to that name.")

    @app.before_request
    def refuse_what_is_handed_on() -> None:
        # Through a proxy that was not told of, all the world would come from this machine.
        if within and any(name in request.headers for name in HANDED_ON):
            logs.event("refused", why="proxy", address=request.remote_addr)
            abort(
                403, "This came through a proxy, of which the site was not told: INFLUENCE_PROXY."
            )

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            for name, value in TLS_HEADERS.items():
                response.headers[name] = value
        built = request.path.startswith("/static/dist/") and response.status_code in (200, 206, 304)
        response.headers["Cache-Control"] = FOR_EVER if built else PERSONAL
        return response


def own_names(settings: Settings) -> frozenset[str]:
    """The names that a browser may call this site by."""
    said = {one.strip().lower() for one in settings.host_names.split(",") if one.strip()}
    host = settings.host
    if host not in EVERYWHERE:
        said.add(f"[{host}]" if ":" in host else host.lower())
    return LOOPBACK_NAMES | said


def host_in(header: str) -> str:
    """The host of a `Host` header, in lower case and without its port; "" when it is none."""
    found = HOST.fullmatch(header.strip().lower())
    return found[1] if found else ""
