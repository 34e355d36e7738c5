"""A browser that sends what a page of the site would send."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from explorer.accounts import cookies, csrf

SECRET = "a secret of the form"


class Sender(FlaskClient):
    """It brings the token of the form along, and the cookie that the token belongs to."""

    def post(self, *args: Any, **more: Any) -> TestResponse:
        self.set_cookie(cookies.FORM, SECRET)
        headers = {csrf.HEADER: csrf.token_of(SECRET)} | dict(more.pop("headers", None) or {})
        return super().post(*args, headers=headers, **more)


def sender(app: Flask) -> FlaskClient:
    """Such a browser at a site."""
    app.test_client_class = Sender
    return app.test_client()
