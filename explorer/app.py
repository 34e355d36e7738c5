"""The site as a Flask application."""

from __future__ import annotations

from flask import Flask

from queries.settings import Settings


def create_app(settings: Settings) -> Flask:
    """The site."""
    return Flask(__name__)
