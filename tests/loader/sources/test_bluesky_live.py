"""The stream of Bluesky, against a server of our own that cuts, stalls, repeats and babbles."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from loader.collect import Ending
from loader.records import Interaction, Post, Record, Reject, Removal, User
from loader.sources import STREAMS, bluesky_stream
from loader.sources.bluesky_stream import COLLECTIONS, PUBLIC_STREAMS, REWIND_MICROSECONDS
from queries.errors import SourceError
from tests.loader.sources.bluesky_events import (
    ADA,
    BEN,
    CAT,
    CREATED,
    SEEN_US,
    event,
    on,
    post,
    undone,
    uri,
)

Message = str | bytes
Script = Callable[["Jetstream", ServerConnection, int | None], None]

STEP_US = 100_000


@dataclass
class Jetstream:
    """A server that plays one script a connection, the last of them again and again."""

    events: list[dict] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    url: str = ""

    def since(self, cursor: int | None) -> list[str]:
        """The events from the cursor on, as the real one sends them."""
        return [json.dumps(one) for one in self.events if one["time_us"] >= (cursor or 0)]

    def meet(self, connection: ServerConnection, _: Request) -> Response | None:
        if self.statuses and (status := self.statuses.pop(0)) != 200:
            return connection.respond(status, "not today\n")
        return None

    def play(self, connection: ServerConnection) -> None:
        asked = parse_qs(urlsplit(connection.request.path).query)
        script = self.scripts[min(len(self.asked), len(self.scripts) - 1)]
        self.asked.append(asked)
        cursor = int(asked["cursor"][0]) if "cursor" in asked else None
        with suppress(ConnectionClosed):
            script(self, connection, cursor)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are short, and no proxy stands between us and ourselves."""
    monkeypatch.setattr(bluesky_stream, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(bluesky_stream, "LONGEST_PAUSE_SECONDS", 0.05)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
def jetstream() -> Iterator[Jetstream]:
    told = Jetstream()
    with serve(told.play, "127.0.0.1", 0, process_request=told.meet, close_timeout=0.2) as server:
        told.url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/subscribe"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def all_of(server: Jetstream, connection: ServerConnection, cursor: int | None) -> None:
    """Everything, and then nothing more."""
    for message in server.since(cursor):
        connection.send(message)
    wait(connection)


def wait(connection: ServerConnection) -> None:
    """Until the other side goes."""
    for _ in connection:
        pass


def cut_after(count: int) -> Script:
    """Some events, and the line is cut without a word."""

    def script(server: Jetstream, connection: ServerConnection, cursor: int | None) -> None:
        for message in server.since(cursor)[:count]:
            connection.send(message)
        connection.socket.close()

    return script


def closed_after(count: int) -> Script:
    """Some events, and a polite end."""

    def script(server: Jetstream, connection: ServerConnection, cursor: int | None) -> None:
        for message in server.since(cursor)[:count]:
            connection.send(message)

    return script


def babbling(*garbage: Message) -> Script:
    """Every event twice, with garbage between them."""

    def script(server: Jetstream, connection: ServerConnection, cursor: int | None) -> None:
        for message in server.since(cursor):
            connection.send(message)
            connection.send(message)
            for one in garbage:
                # Bytes in a frame that is said to be text, which they are not.
                connection.send(one, text=True if one == b"T\xff" else None)
        wait(connection)

    return script


def slowly(pause: float) -> Script:
    def script(server: Jetstream, connection: ServerConnection, cursor: int | None) -> None:
        for message in server.since(cursor):
            connection.send(message)
            time.sleep(pause)

    return script


def silent(_server: Jetstream, connection: ServerConnection, _cursor: int | None) -> None:
    wait(connection)


@dataclass
class Heard:
    records: list[Record]
    announced: list[str]
    seconds: float

    def of(self, type_: type) -> list:
        return [record for record in self.records if isinstance(record, type_)]

    @property
    def ids(self) -> Counter[str]:
        return Counter(record.id for record in self.records if not isinstance(record, Reject))


def listen(
    url: str,
    *,
    seconds: float = 20,
    until: Callable[[list[Record]], bool] = lambda _: False,
    **options: str,
) -> Heard:
    """What is heard at `url`, until the time is up or enough was heard."""
    records: list[Record] = []
    announced: list[str] = []
    ending = Ending(seconds)
    started = time.monotonic()
    told = {option.name: option.default for option in STREAMS["bluesky"].options}
    told |= {"url": url, "api": "none"} | options
    source = STREAMS["bluesky"].until(ending)
    for record in source.read((), told, announced.append):
        records.append(record)
        if until(records):
            ending.ask()
    return Heard(records, announced, time.monotonic() - started)


def likes(count: int) -> list[dict]:
    """Events a tenth of a second apart."""
    told = [on(BEN, f"k{key}", uri(ADA, str(key))) for key in range(count)]
    return [one | {"time_us": SEEN_US + STEP_US * key} for key, one in enumerate(told)]


def enough(count: int) -> Callable[[list[Record]], bool]:
    return lambda records: sum(not isinstance(one, Reject) for one in records) >= count


def test_every_act_comes_once_through_cuts_garbage_repeats_and_slowness(jetstream) -> None:
    jetstream.events = likes(400)
    garbage = (b"\xff\xfe", "{", "[1]", b"T\xff", "\0", '{"kind": "commit", "time_us": 1}',
               '{"did": "x", "kind": "commit", "time_us": 9007199254740993}')  # fmt: skip
    jetstream.scripts = [
        cut_after(100), closed_after(0), closed_after(130), cut_after(60), babbling(*garbage),
    ]  # fmt: skip

    heard = listen(jetstream.url, until=enough(400))

    assert heard.ids == Counter(
        f"bluesky:{uri(BEN, f'k{key}', 'app.bsky.feed.like')}" for key in range(400)
    )
    assert len(heard.of(Reject)) == len(garbage)
    assert {reject.file for reject in heard.of(Reject)} == {"127.0.0.1"}
    assert len(jetstream.asked) == 5


def test_after_a_cut_the_stream_is_taken_up_a_little_before_where_it_broke_off(jetstream) -> None:
    jetstream.events = likes(100)
    jetstream.scripts = [closed_after(80), all_of]

    heard = listen(jetstream.url, until=enough(100))

    first, second = jetstream.asked
    assert "cursor" not in first
    assert second["cursor"] == [str(jetstream.events[79]["time_us"] - REWIND_MICROSECONDS)]
    assert len(heard.ids) == 100
    assert heard.announced[0] == "Listening to 127.0.0.1 …"
    assert heard.announced[1].startswith("127.0.0.1: cut (")


def test_a_time_to_come_does_not_move_the_cursor(jetstream) -> None:
    ahead = time.time_ns() // 1_000 + 3_600_000_000
    jetstream.events = [*likes(10), on(CAT, "1", uri(ADA, "1")) | {"time_us": ahead}]
    jetstream.scripts = [closed_after(11), all_of]

    listen(jetstream.url, seconds=0.8)

    last = jetstream.events[9]["time_us"]
    assert jetstream.asked[1]["cursor"] == [str(last - REWIND_MICROSECONDS)]


def test_only_what_is_read_is_asked_for(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(1), [all_of]

    listen(jetstream.url, until=enough(1))
    listen(f"{jetstream.url}?x=1", seconds=0.5, topic="art", handle=f"{ADA},{BEN}")

    everything, chosen = jetstream.asked
    assert everything == {
        "wantedCollections": list(COLLECTIONS), "maxMessageSizeBytes": ["1000000"],
    }  # fmt: skip
    assert chosen["wantedDids"] == [ADA, BEN]
    assert chosen["wantedCollections"] == [
        f"app.bsky.feed.{name}" for name in ("post", "like", "repost")
    ]


def test_it_ends_by_itself_when_the_time_is_up(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(500), [slowly(0.02)]

    heard = listen(jetstream.url, seconds=0.8)

    assert 0.8 <= heard.seconds < 3
    assert 5 < len(heard.ids) < 60


def test_it_ends_by_itself_in_silence(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(3), [all_of]

    heard = listen(jetstream.url, seconds=0.6)

    assert heard.seconds < 3
    assert len(heard.ids) == 3


def test_what_was_heard_before_somebody_asks_for_the_end_is_kept(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(50), [slowly(0.01)]

    heard = listen(jetstream.url, until=enough(7))

    assert len(heard.ids) == 7


def test_a_server_that_hangs_is_left(jetstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bluesky_stream, "SILENCE_SECONDS", 0.1)
    monkeypatch.setattr(bluesky_stream, "ASKED_EVERY_SECONDS", 0.05)
    jetstream.events, jetstream.scripts = likes(20), [silent, closed_after(20), all_of]

    heard = listen(jetstream.url, until=enough(20))

    assert len(heard.ids) == 20
    assert "127.0.0.1: nothing comes any more; going on where it broke off" in heard.announced


def test_few_accounts_may_be_silent(jetstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bluesky_stream, "SILENCE_SECONDS", 0.1)
    jetstream.events, jetstream.scripts = likes(1), [all_of]

    listen(jetstream.url, seconds=0.8, handle=BEN)

    assert len(jetstream.asked) == 1


def test_a_busy_server_is_asked_again(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(5), [all_of]
    jetstream.statuses = [503, 404]

    heard = listen(jetstream.url, until=enough(5))

    assert len(heard.ids) == 5
    assert heard.announced[0] == (
        "127.0.0.1: it answers 503 not today; going on where it broke off"
    )


def test_a_refusal_is_told_at_once(jetstream) -> None:
    jetstream.statuses = [400]

    with pytest.raises(SourceError, match="cannot be heard: it answers 400 not today"):
        listen(jetstream.url)


def test_nobody_there_is_told_soon() -> None:
    started = time.monotonic()

    with pytest.raises(SourceError, match=r"ws://127\.0\.0\.1:9/ cannot be heard: no connection"):
        listen("ws://127.0.0.1:9/")

    assert time.monotonic() - started < 5


def test_a_time_in_which_nothing_was_heard_is_told(jetstream) -> None:
    jetstream.scripts = [silent]

    with pytest.raises(SourceError, match="nothing was heard from ws://"):
        listen(jetstream.url, seconds=0.3)


@pytest.mark.parametrize(
    "url",
    ["https://example.org", "example.org", "file:///etc/passwd", "ws://", "ws://[::1",
     "ws://127.0.0.1:99999/", "ws://127.0.0.1:abc/", "ws://127.0.0.1/#x", "ws://a b/",
     "ws://ada:secret@127.0.0.1/", "ws://\0/"],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(SourceError, match=r"--url .* name one such as wss://"):
        listen(url)


def test_the_public_streams_are_heard_unless_told_otherwise() -> None:
    assert all(url.startswith("wss://jetstream") for url in PUBLIC_STREAMS)
    assert len(set(PUBLIC_STREAMS)) == len(PUBLIC_STREAMS)


def test_the_server_may_say_long_things(jetstream) -> None:
    jetstream.events = [post(ADA, "1", "x" * 3_000_000), *likes(1)]
    jetstream.scripts = [all_of]

    heard = listen(jetstream.url, until=enough(2))

    assert [len(one.text) for one in heard.of(Post)] == [3_000_000]


def test_the_stream_tells_what_the_file_tells(jetstream, read, shared) -> None:
    path = shared / "fixtures/bluesky/jetstream_v1_152.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    jetstream.events = [json.loads(line) for line in lines]
    jetstream.scripts = [cut_after(70), babbling("{}"), all_of]
    told = read("bluesky", path)

    heard = listen(jetstream.url, until=enough(len(told.records)))

    assert [one for one in heard.records if not isinstance(one, Reject)] == told.records


# Topics


def test_a_topic_keeps_its_posts_and_the_acts_on_and_through_them(jetstream) -> None:
    jetstream.events = [
        post(ADA, "1", tags=["Cats"]),
        post(ADA, "2", tags=["dogs"]),
        post(CAT, "3"),
        on(BEN, "1", uri(ADA, "1")),
        on(BEN, "2", uri(ADA, "2")),
        post(BEN, "4", reply={"parent": {"uri": uri(ADA, "1")}}),
        post(BEN, "5", reply={"parent": {"uri": uri(CAT, "3")}}, tags=["cats"]),
        post(BEN, "6", reply={"parent": {"uri": uri(CAT, "3")}}),
        event(ADA, "identity", {"handle": "ada.example.org"}),
        event("did:plc:eve", "identity", {"handle": "eve.example.org"}),
        undone(ADA, "app.bsky.feed.post", "1"),
    ]
    jetstream.scripts = [all_of]

    heard = listen(jetstream.url, topic="#cats, birds", seconds=1)

    def keys(type_: type) -> list[str]:
        return [one.id.rpartition("/")[2] for one in heard.of(type_)]

    assert keys(Post) == ["1", "4", "5"]
    assert keys(Interaction) == ["1", "4#reply", "5#reply"]
    assert keys(Removal) == ["1"]
    assert [one.handle for one in heard.of(User)] == ["ada.example.org"]


# Names


class Answers(BaseHTTPRequestHandler):
    """The API: everybody's handle is the end of their DID."""

    asked: list[tuple[str, dict[str, list[str]]]]
    broken = False

    def do_GET(self) -> None:
        method = urlsplit(self.path).path.rpartition("/")[2]
        question = parse_qs(urlsplit(self.path).query)
        self.asked.append((method, question))
        status, told = self.answer(method, question)
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, method: str, question: dict[str, list[str]]) -> tuple[int, object]:
        if self.broken:
            return 502, {"message": "Upstream is away"}
        if method == "com.atproto.identity.resolveHandle":
            (handle,) = question["handle"]
            if handle.startswith("nobody"):
                return 400, {"error": "InvalidRequest", "message": "Unable to resolve handle"}
            return 200, {"did": f"did:plc:{handle.partition('.')[0]}"}
        if method == "app.bsky.actor.getProfiles":
            return 200, {"profiles": [self.profile(did) for did in question["actors"]]}
        return 200, {"posts": [self.post(address) for address in question["uris"]]}

    def profile(self, did: str) -> dict[str, object]:
        return {"did": did, "handle": f"{did.rpartition(':')[2]}.example.org", "followersCount": 7}

    def post(self, address: str) -> dict[str, object]:
        record = {"text": "An old one.", "createdAt": CREATED, "tags": ["cats"]}
        return {"uri": address, "author": self.profile(address.split("/")[2]), "record": record}

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def api_of(**changes: object) -> Iterator[tuple[str, list[tuple[str, dict]]]]:
    handler = type("Told", (Answers,), {"asked": [], **changes})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", handler.asked
        finally:
            server.shutdown()
            thread.join()


def test_whoever_and_whatever_was_acted_upon_is_looked_up_at_the_end(jetstream) -> None:
    people = [f"did:plc:p{number}" for number in range(30)]
    jetstream.events = [on(BEN, str(key), uri(did, "1")) for key, did in enumerate(people)]
    jetstream.scripts = [all_of]

    with api_of() as (api, asked):
        heard = listen(jetstream.url, until=enough(30), api=api)

    assert [(method, len(*question.values())) for method, question in asked] == [
        ("app.bsky.actor.getProfiles", 25),
        ("app.bsky.actor.getProfiles", 5),
        ("app.bsky.feed.getPosts", 25),
        ("app.bsky.feed.getPosts", 5),
    ]
    assert {one.handle for one in heard.of(User)} == {f"p{key}.example.org" for key in range(30)}
    assert {one.text for one in heard.of(Post)} == {"An old one."}
    assert heard.announced[-1] == "Looking up 30 people and 30 posts …"


def test_without_names_what_was_heard_is_kept(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(3), [all_of]

    with api_of(broken=True) as (api, _):
        heard = listen(jetstream.url, until=enough(3), api=api)

    assert len(heard.ids) == 3
    assert heard.announced[-1] == (
        f"{api} answers app.bsky.actor.getProfiles with 502: 'Upstream is away'; "
        "who is not named is shown by the id"
    )


def test_handles_are_looked_up_before(jetstream) -> None:
    jetstream.events, jetstream.scripts = likes(1), [all_of]

    with api_of() as (api, _):
        listen(jetstream.url, until=enough(1), api=api, handle="@ada.example.org did:plc:x")

    assert jetstream.asked[0]["wantedDids"] == [ADA, "did:plc:x"]


def test_a_handle_that_nobody_has_is_told(jetstream) -> None:
    with api_of() as (api, _), pytest.raises(SourceError) as caught:
        listen(jetstream.url, api=api, handle="nobody.example.org")

    assert str(caught.value) == (
        f"--handle 'nobody.example.org': {api} answers com.atproto.identity.resolveHandle "
        "with 400: 'Unable to resolve handle'"
    )
    assert jetstream.asked == []


def test_handles_need_somebody_who_knows_them(jetstream) -> None:
    with pytest.raises(SourceError, match="name the DID, since --api is 'none'"):
        listen(jetstream.url, handle="ada.example.org")


def test_more_handles_than_can_be_asked_for_are_refused(jetstream) -> None:
    with pytest.raises(SourceError, match="101 are named; 100 can be heard"):
        listen(jetstream.url, handle=",".join([ADA] * 101))
