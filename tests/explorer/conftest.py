"""The site on canned rows."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from explorer.app import create_app
from queries.settings import settings_from
from tests.explorer.canned import canned
from tests.recording import RecordingGraph


@pytest.fixture
def recording() -> RecordingGraph:
    return canned()


@pytest.fixture
def client(recording: RecordingGraph) -> FlaskClient:
    """A browser without JavaScript on canned rows."""
    return create_app(settings_from({}), recording).test_client()
