"""What every answer carries, and to which names the site answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, abort, request

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
    # Not "no-referrer": with that, browsers hide from where a form of ours was sent, too.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}

# People are shown: nothing of it stays in a cache. Bundles have their hash in the name.
PERSONAL = "no-store"
FOR_EVER = "public, max-age=31536000, immutable"

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104


def guard(app: Flask, settings: Settings) -> None:
    """Answer to our own names alone, and give every answer its headers."""
    names = own_names(settings.host)

    @app.before_request
    def refuse_other_names() -> None:
        # Without this, a page elsewhere could point its own name at this machine and read all.
        if host_in(request.environ.get("HTTP_HOST", "")) not in names:
            abort(400, "This site does not answer to that name.")

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        built = request.path.startswith("/static/dist/") and response.status_code in (200, 206, 304)
        response.headers["Cache-Control"] = FOR_EVER if built else PERSONAL
        return response


def own_names(host: str) -> frozenset[str]:
    """The names that a browser may call this site by."""
    if host in EVERYWHERE:
        return LOOPBACK_NAMES
    return LOOPBACK_NAMES | {f"[{host}]" if ":" in host else host.lower()}


def host_in(header: str) -> str:
    """The host of a `Host` header, in lower case and without its port."""
    host = header.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
