"""Hashtags collected live, from an instance of our own that behaves as badly as told."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from loader.records import Post, Reject
from loader.sources import STREAMS
from loader.sources.mastodon_api import BETWEEN_SECONDS, Time
from loader.sources.mastodon_timeline import read_live
from queries.errors import SourceError
from tests.loader.sources.mastodon_payloads import account, status, tags, uri

Asked = tuple[str, dict[str, str]]


@dataclass
class Answer:
    """What the instance says once; `cut` breaks off in the middle of it."""

    body: Any = field(default_factory=list)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


@dataclass
class Garden:
    """An instance whose timelines hold `statuses`; `script` answers before they do."""

    address: str = ""
    statuses: list[dict[str, Any]] = field(default_factory=list)
    script: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    clock: Callable[[], float] = lambda: 0.0
    instance: Answer = field(default_factory=lambda: Answer({"domain": "garden.example"}))

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path.endswith("/instance"):
            return self.instance if "/v2/" in path else Answer({"uri": "old.example"})
        self.asked.append((path, query))
        self.at.append(self.clock())
        if self.script:
            return self.script.pop(0)
        tag = path.rpartition("/")[2]
        found = [one for one in self.statuses if any(t["name"] == tag for t in one["tags"])]
        if "max_id" in query:
            found = [one for one in found if int(one["id"]) < int(query["max_id"])]
        elif "min_id" in query:
            newer = [one for one in found if int(one["id"]) > int(query["min_id"])]
            found = newer[: int(query["limit"])]
        return Answer(found[::-1][: int(query["limit"])])


@pytest.fixture
def garden() -> Iterator[Garden]:
    found = Garden()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            answer = found.answer(parts.path, query)
            body = (
                answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            )
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if answer.cut else body)
            self.close_connection = answer.cut

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Virtual:
    """Time that passes only while somebody sleeps; `then` is called when it does."""

    seconds: float = 0.0
    then: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.then()

    @property
    def time(self) -> Time:
        return Time(lambda: self.seconds, self.sleep)


def collected(garden: Garden, *topics: str, seconds: float = 60, **more: Any):
    """The records, what was announced, and when it ended."""
    announced: list[str] = []
    virtual = more.pop("virtual", Virtual())
    garden.clock = lambda: virtual.seconds
    records = read_live(
        garden.address, topics or ("moss",), seconds, announced.append, time=virtual.time, **more
    )
    return list(records), announced, virtual.seconds


def posts(records) -> list[str]:
    return [record.id.rpartition("/")[2] for record in records if isinstance(record, Post)]


def mossy(*numbers: int) -> list[dict[str, Any]]:
    ada = account("ada", "hill.example")
    return [status(number, ada, tags=tags("moss")) for number in numbers]


def test_what_is_there_comes_oldest_first_and_then_what_is_new(garden: Garden) -> None:
    garden.statuses = mossy(*range(100, 200))
    virtual = Virtual()
    coming = mossy(200, 201)

    def grow() -> None:
        if virtual.seconds > 20 and coming:
            garden.statuses.append(coming.pop(0))

    virtual.then = grow

    records, _, ended = collected(garden, virtual=virtual)

    numbers = posts(records)
    assert len(numbers) == len(set(numbers)) == 102
    assert numbers[:2] == ["160", "161"]
    assert numbers[-2:] == ["200", "201"]
    assert ended == 60
    assert [query.get("max_id") for _, query in garden.asked[:3]] == [None, "160", "120"]
    assert {query["min_id"] for _, query in garden.asked[3:]} <= {"199", "200", "201"}


def test_accounts_of_the_instance_are_completed_by_what_it_calls_itself(garden: Garden) -> None:
    local = account("bo", "web.garden.example", acct="bo")
    garden.statuses = [status(1, local, tags=tags("moss"))]

    records, _, _ = collected(garden)

    assert [one.author for one in records if isinstance(one, Post)] == [
        "mastodon:bo@garden.example"
    ]


def test_an_instance_without_the_second_edition_is_asked_for_the_first(garden: Garden) -> None:
    garden.instance = Answer({"error": "?"}, status=404)
    garden.statuses = [status(1, account("bo"), tags=tags("moss"))]

    records, _, _ = collected(garden)

    assert [one.author for one in records if isinstance(one, Post)] == ["mastodon:bo@old.example"]


def test_several_hashtags_are_asked_for_in_turn(garden: Garden) -> None:
    garden.statuses = [status(1, account("bo"), tags=tags("moss", "fern")), *mossy(2)]

    records, _, _ = collected(garden, "#moss", "fern", " moss ", pages_back=0)

    assert [path.rpartition("/")[2] for path, _ in garden.asked[:4]] == ["moss", "fern"] * 2
    # The one under both comes twice, and has one id.
    assert posts(records) == ["1", "2", "1"]


def test_it_never_asks_more_often_than_every_two_seconds(garden: Garden) -> None:
    garden.statuses = mossy(*range(100, 900))

    collected(garden, pages_back=10)

    gaps = [b - a for a, b in zip(garden.at, garden.at[1:], strict=False)]
    assert min(gaps) >= BETWEEN_SECONDS


def test_an_allowance_that_runs_low_is_spread_over_its_time(garden: Garden) -> None:
    headers = {"X-RateLimit-Remaining": "4", "X-RateLimit-Reset": at(100)}
    garden.script = [Answer(mossy(7), headers=headers)]

    collected(garden, seconds=200)

    assert garden.at[1] - garden.at[0] == pytest.approx(50, abs=3)


def at(seconds: float, form: str = "iso") -> str:
    """The moment so many seconds from now, as a header of the name `form` has it."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    match form:
        case "iso":
            return moment.isoformat()
        case "http":
            return format_datetime(moment, usegmt=True)
        case _:
            return str(int(moment.timestamp()))


@pytest.mark.parametrize(
    ("name", "value", "pause"),
    [
        ("Retry-After", lambda: "40", 40),
        ("Retry-After", lambda: at(40, "http"), 40),
        ("Retry-After", lambda: "400", 400),
        ("Retry-After", lambda: "soon", BETWEEN_SECONDS),
        ("X-RateLimit-Reset", lambda: at(40), 40),
        ("X-RateLimit-Reset", lambda: at(40, "seconds"), 40),
        ("X-RateLimit-Reset", lambda: "never", BETWEEN_SECONDS),
        ("Server", lambda: "Garden", BETWEEN_SECONDS),
    ],
)
def test_one_who_is_told_to_wait_waits(garden: Garden, name, value, pause: float) -> None:
    garden.script = [Answer({}, status=429, headers={name: value()})]
    garden.statuses = mossy(7)

    records, announced, _ = collected(garden, seconds=600)

    assert garden.at[1] - garden.at[0] == pytest.approx(pause, abs=3)
    assert posts(records) == ["7"]
    assert "has had enough questions for now" in announced[0]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Answer({"error": "!"}, status=500), "answers with status 500"),
        (Answer(b"<html>503</html>", status=503), "answers with status 503"),
        (Answer(b"<html>hello</html>"), "answers with something that is no JSON"),
        (Answer(b"[" * 100_000), "answers with something that is no JSON"),
        (Answer(None), "answers with nothing"),
        (Answer(b"\xff\xfe"), "answers with something that is no JSON"),
        (Answer(mossy(7), cut=True), "does not answer (ChunkedEncodingError)"),
    ],
)
def test_trouble_that_passes_costs_time_alone(garden: Garden, trouble: Answer, told: str) -> None:
    garden.script = [trouble, trouble, trouble]
    garden.statuses = mossy(7)

    records, announced, _ = collected(garden)

    assert posts(records) == ["7"]
    assert [line for line in announced if "asking again" in line] == [
        line for line in announced if told in line
    ]
    assert len(announced) == 1


def test_trouble_that_stays_ends_with_the_time(garden: Garden) -> None:
    garden.script = [Answer(mossy(7)), *[Answer({}, status=502)] * 1_000]

    records, announced, ended = collected(garden, seconds=600)

    assert posts(records) == ["7"]
    assert ended == 600
    assert len(garden.asked) < 25
    assert len(announced) == 1


def test_a_page_that_comes_again_says_nothing_new(garden: Garden) -> None:
    garden.script = [Answer(mossy(9, 8, 7))] * 10

    records, _, _ = collected(garden, seconds=100)

    assert posts(records) == ["7", "8", "9"]


def test_a_status_that_was_edited_is_told_again(garden: Garden) -> None:
    edited = [one | {"edited_at": "2024-05-02T00:00:00Z"} for one in mossy(7)]
    garden.script = [Answer(mossy(7)), Answer(edited), Answer(edited)]

    records, _, _ = collected(garden)

    assert posts(records) == ["7", "7"]
    moments = [one.edited for one in records if isinstance(one, Post)]
    assert moments == [None, datetime(2024, 5, 2, tzinfo=UTC)]


def test_what_is_no_status_is_told_and_the_others_come(garden: Garden) -> None:
    broken = status(8, account("bo"), created_at="soon")
    garden.script = [Answer([*mossy(9), 5, {"id": 3}, broken, *mossy(7)])]

    records, _, _ = collected(garden)

    assert posts(records) == ["7", "9"]
    assert [one for one in records if isinstance(one, Reject)] == [
        Reject("garden.example", 0, "created_at", "is no time: 'soon'"),
        Reject("garden.example", 0, "status", "has no id"),
        Reject("garden.example", 0, "status", "is no object"),
    ]


def test_an_answer_that_is_no_page_is_told(garden: Garden) -> None:
    garden.script = [Answer({"error": "no"}), Answer(17), Answer(mossy(7))]

    records, _, _ = collected(garden)

    assert posts(records) == ["7"]
    assert sum(isinstance(one, Reject) for one in records) == 2


def test_a_reply_says_whom_it_answers_at_once(garden: Garden) -> None:
    ada, bo = account("ada"), account("bo")
    asked = status(1, ada, tags=tags("moss"))
    answer = status(2, bo, tags=tags("moss"), in_reply_to_id="1", in_reply_to_account_id=ada["id"])
    garden.statuses = [asked, answer]

    records, _, _ = collected(garden)

    (act,) = [one for one in records if hasattr(one, "whom")]
    assert (act.who, act.whom) == ("mastodon:bo@garden.example", "mastodon:ada@garden.example")
    assert (act.post, act.via) == (uri(1, "ada"), uri(2, "bo"))


def test_what_is_left_out_is_said_at_the_end(garden: Garden) -> None:
    garden.statuses = [
        status(1, account("bo"), tags=tags("moss"), visibility="private"),
        status(2, account("cy", note="<p>#<b>NoBot</b></p>"), tags=tags("moss")),
    ]

    records, announced, _ = collected(garden)

    assert posts(records) == []
    assert announced == [
        "mastodon: left out statuses that are not public (1), people who ask not to be indexed "
        "(1), what people write who ask not to be indexed (1)"
    ]


def test_a_collection_ends_when_it_is_over(garden: Garden) -> None:
    garden.statuses = mossy(*range(100, 200))
    began = time.monotonic()
    options = {"instance": garden.address, "topic": "moss, #fern", "pages-back": "0"}

    records = list(
        STREAMS["mastodon"].collect(options, print, lambda: time.monotonic() > began + 3)
    )

    assert len(posts(records)) == 40
    assert 3 <= time.monotonic() - began < 4
    assert [path.rpartition("/")[2] for path, _ in garden.asked] == ["moss"]


@pytest.mark.parametrize(
    "wrong", [{"instance": ""}, {"topic": " , "}, {"pages-back": "all"}, {"pages-back": "-1"}]
)
def test_options_that_make_no_sense_are_told(wrong: dict[str, str]) -> None:
    options = {"instance": "garden.example", "topic": "moss", "pages-back": "0"} | wrong

    with pytest.raises(SourceError, match="--"):
        STREAMS["mastodon"].collect(options, print, lambda: False)


@pytest.mark.parametrize("code", [401, 403, 404, 410, 422])
def test_an_instance_that_wants_a_login_is_given_up(garden: Garden, code: int) -> None:
    garden.script = [Answer({"error": "no"}, status=code)]

    with pytest.raises(SourceError, match=garden.address):
        collected(garden)


def test_nobody_at_home_is_said_before_the_first_record(garden: Garden) -> None:
    garden.instance = Answer({}, status=500)
    announced: list[str] = []

    with pytest.raises(SourceError, match="answers with status 500"):
        read_live(garden.address, ["moss"], 60, announced.append, time=Virtual().time)

    assert len(announced) == 1


@pytest.mark.parametrize(
    ("instance", "topics"),
    [
        ("", ["moss"]),
        ("https://", ["moss"]),
        ("garden.example/@ada", ["moss"]),
        ("ftp://garden.example", ["moss"]),
        ("http://garden.example", ["moss"]),
        ("user:word@garden.example", ["moss"]),
        ("127.0.0.1", []),
        ("127.0.0.1", ["#"]),
        ("127.0.0.1", ["a/b"]),
        ("127.0.0.1", ["a?b=c"]),
        ("127.0.0.1", ["../statuses/1"]),
    ],
)
def test_what_cannot_be_asked_is_not_asked(instance: str, topics: list[str]) -> None:
    with pytest.raises(SourceError, match=r"--instance|--topic"):
        read_live(instance, topics, 60, print, time=Virtual().time)
