"""The two cookies: of a session, and of a form before there is one.

Both are secrets that no script can read (HttpOnly) and that no other site's page sends along
(SameSite=Strict). Over TLS they are Secure, and named so that neither another host nor plain
HTTP can set them (`__Host-`). Over plain HTTP, on loopback, a browser would not keep such.
"""

from __future__ import annotations

from flask import Request, Response

SESSION = "influence-session"
FORM = "influence-form"
LONGEST = 128


def name_of(request: Request, kind: str) -> str:
    """What a cookie is called on this connection."""
    return f"__Host-{kind}" if request.is_secure else kind


def sent(request: Request, kind: str) -> str:
    """The secret that came with the request; "" when none did."""
    secret = request.cookies.get(name_of(request, kind), "")
    return secret if len(secret) <= LONGEST else ""


def give(request: Request, response: Response, kind: str, secret: str) -> None:
    """Let the browser keep a secret until it is closed."""
    response.set_cookie(
        name_of(request, kind),
        secret,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def take_away(request: Request, response: Response, kind: str) -> None:
    """Let the browser forget it."""
    response.delete_cookie(
        name_of(request, kind),
        path="/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
