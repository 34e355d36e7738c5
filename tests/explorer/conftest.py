"""The site on canned rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask.testing import FlaskClient

from explorer.app import create_app
from queries.settings import settings_from
from tests.explorer.canned import ANSWER, ANSWERS
from tests.recording import Answer, RecordingBench, RecordingGraph

Site = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def recording_site(recording_bench: RecordingBench) -> tuple[RecordingGraph, FlaskClient]:
    """One site for all tests: its templates are compiled once."""
    recording = RecordingGraph()
    return recording, create_app(settings_from({}), recording, recording_bench).test_client()


@pytest.fixture(scope="session")
def recording_bench() -> RecordingBench:
    """What the site runs on its bench; `bench_of_tests` begins anew."""
    return RecordingBench(ANSWER)


@pytest.fixture
def bench_of_tests(recording_bench: RecordingBench) -> Iterator[RecordingBench]:
    """What is asked of the bench, from here on; it answers with the canned answer."""
    recording_bench.asked.clear()
    yield recording_bench
    recording_bench.answer = ANSWER


@pytest.fixture
def recording(recording_site: tuple[RecordingGraph, FlaskClient]) -> RecordingGraph:
    """What the site asks, from here on; it answers with the canned rows."""
    recording, _ = recording_site
    recording.answers = ANSWERS | fresh_state()
    recording.asked.clear()
    return recording


@pytest.fixture
def client(
    recording: RecordingGraph, recording_site: tuple[RecordingGraph, FlaskClient]
) -> FlaskClient:
    """A browser without JavaScript on canned rows."""
    return recording_site[1]


@pytest.fixture
def site(client: FlaskClient, recording: RecordingGraph) -> Site:
    """The same, with some answers of a test's own: `site(leaders=[])`."""

    def changed(**answers: Answer) -> FlaskClient:
        recording.answers |= fresh_state() | answers
        return client

    return changed


LOADS = count(1)


def fresh_state() -> dict[str, Answer]:
    """A state of the graph that was not there before, so that nothing is kept from earlier."""
    (state,) = ANSWERS["board_state"]
    return {"board_state": [state | {"loads": next(LOADS)}]}
