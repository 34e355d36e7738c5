"""Whether what was sent comes from a page of this site: two checks, both must pass.

1. The browser says whence (`Sec-Fetch-Site`, `Origin`), and it is here. Browsers have sent the one
   since 2023 and the other since 2020, and no page can forge them. Over plain HTTP beyond loopback
   they leave out the first, so `Referrer-Policy` is `same-origin`: with `no-referrer` they would
   say `Origin: null`.
2. The page's own token is sent back: HMAC-SHA256 of a cookie that no script can read. It belongs
   to the session; before there is one, to a cookie that the page with the form brings along.

An API token passes by itself: a page elsewhere does not know it, and a browser does not add it.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from markupsafe import Markup

from explorer.accounts import cookies
from explorer.accounts.visitors import Visitor
from queries.errors import NotFromHere

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HERE = frozenset({"same-origin", "none"})
FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SECRET_BYTES = 32


def check(asked: Request, who: Visitor, *, reads: bool = False) -> None:
    """Raises NotFromHere unless a request that changes something is from a page of ours."""
    if asked.method in SAFE or who.by == "token":
        return
    if not said_to_be_from_here(asked):
        raise NotFromHere("what was sent comes from another site")
    if reads:
        return
    secret = secret_of(asked)
    given = asked.headers.get(HEADER) or _field(asked)
    if not secret or not hmac.compare_digest(
        token_of(secret).encode(), given.encode("utf-8", "replace")
    ):
        raise NotFromHere(
            "the form is not from this visit; open its page again, and send it from there"
        )


def said_to_be_from_here(asked: Request) -> bool:
    """What the browser says of where the request was made; nothing said is no objection."""
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in HERE
    origin = asked.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit_netloc(origin) == asked.host.lower()


def urlsplit_netloc(origin: str) -> str:
    """Host and port of an origin, as a `Host` header has them; "" for none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _field(asked: Request) -> str:
    # Of a body that is not a form nothing is read here.
    if asked.mimetype in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return asked.form.get(FIELD, "")
    return ""


def secret_of(asked: Request) -> str:
    """The cookie that a form's token belongs to.

    A session's is the form's also when the session is over: who logs out then is let go.
    """
    return cookies.sent(asked, cookies.SESSION) or cookies.sent(asked, cookies.FORM)


def token_of(secret: str) -> str:
    """The token of a cookie. From the token the cookie cannot be told."""
    return hmac.new(secret.encode(), b"form", "sha256").hexdigest()


def csrf_token() -> str:
    """The token for what the page at hand sends; brings its cookie along when there is none."""
    secret = secret_of(request) or getattr(g, "form_secret", "")
    if not secret:
        secret = g.form_secret = secrets.token_urlsafe(SECRET_BYTES)
    return token_of(secret)


def csrf_field() -> Markup:
    """The hidden field of a form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def give_form_cookie(response: Response) -> Response:
    """Let the browser keep the secret of the form that it is shown."""
    if secret := getattr(g, "form_secret", ""):
        cookies.give(request, response, cookies.FORM, secret)
    return response


def teach(app: Flask) -> None:
    """Make the field known to templates."""
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.after_request(give_form_cookie)
