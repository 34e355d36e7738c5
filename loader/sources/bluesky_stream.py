"""Jetstream, the stream of all that happens on Bluesky, over a WebSocket that may be cut.

Events come as JSON, one a message. After a cut the stream is taken up a few seconds before its
last event, at the next of the addresses; what comes twice thereby is passed on once. A message
that is no event is passed on as a Reject.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from websockets.exceptions import InvalidHandshake, InvalidStatus, InvalidURI, WebSocketException
from websockets.sync.client import ClientConnection, connect

from loader.records import Reject
from loader.sources.bluesky_uris import FOLLOW, LIKE, POST, PROFILE, REPOST
from loader.sources.documents import LONGEST_LINE, Document
from loader.sources.fields import Fields
from loader.sources.files import reason_of
from loader.sources.json_text import parsed
from loader.sources.source import Announce, Over
from queries.errors import SourceError

# Bluesky's own, of both generations; all of them speak the first's language and take its cursor.
PUBLIC_STREAMS = (
    "wss://jetstream2.us-east.bsky.network/subscribe",
    "wss://jetstream1.us-west.bsky.network/subscribe",
    "wss://jetstream1.us-east.bsky.network/subscribe",
    "wss://jetstream2.us-west.bsky.network/subscribe",
    "wss://jetstream.us-east.bsky.network/subscribe",
    "wss://jetstream.us-west.bsky.network/subscribe",
)
COLLECTIONS = (POST, LIKE, REPOST, FOLLOW, PROFILE)

LARGEST_MESSAGE = 1_000_000
EVENTS_REMEMBERED = 100_000
# Servers differ in when they saw an event first.
REWIND_MICROSECONDS = 5_000_000
CLOCKS_DIFFER_MICROSECONDS = 60_000_000

ASKED_EVERY_SECONDS = 0.25
# Where everybody is heard, silence is a server that hangs.
SILENCE_SECONDS = 30.0
FIRST_TRIES = 3
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
CLOSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """What to hear, and where: `dids` are the accounts to hear, or nobody for everybody."""

    urls: tuple[str, ...] = PUBLIC_STREAMS
    collections: tuple[str, ...] = COLLECTIONS
    dids: tuple[str, ...] = ()

    def address(self, url: str, cursor: int | None) -> str:
        """`url` with all that is asked of it."""
        asked = [("wantedCollections", collection) for collection in self.collections]
        asked += [("wantedDids", did) for did in self.dids]
        asked.append(("maxMessageSizeBytes", str(LARGEST_MESSAGE)))
        if cursor is not None:
            asked.append(("cursor", str(cursor)))
        return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(asked)}"


class Jetstream:
    """A subscription that is kept up until it is `over`."""

    def __init__(self, subscription: Subscription, announce: Announce, over: Over) -> None:
        self._subscription, self._announce, self._over = subscription, announce, over
        self._known: dict[object, None] = {}
        self._last: int | None = None
        self._messages = 0
        self._failures = 0

    def documents(self) -> Iterator[Document | Reject]:
        """Each event once, as it comes.

        Raises SourceError when the stream refuses what is asked, or nothing is heard at all.
        """
        urls = self._subscription.urls
        turn = 0
        while not self._over():
            url = urls[turn % len(urls)]
            reason = "nothing comes any more"
            try:
                yield from self._heard(url)
            except (OSError, WebSocketException) as error:
                reason = _told(error)
                if not self._messages and (_is_refusal(error) or self._is_hopeless(turn)):
                    raise SourceError(f"{url} cannot be heard: {reason}") from error
            turn += 1
            if not self._over():
                self._announce(f"{urlsplit(url).hostname}: {reason}; going on where it broke off")
                self._pause()
        if not self._messages:
            raise SourceError(f"nothing was heard from {', '.join(urls)}; name another with --url")

    def _heard(self, url: str) -> Iterator[Document | Reject]:
        """What comes over one connection, until that is closed, hangs, or all is over."""
        with connect(
            self._subscription.address(url, self._cursor()),
            max_size=LONGEST_LINE,
            close_timeout=CLOSE_SECONDS,
        ) as socket:
            if not self._messages:
                self._announce(f"Listening to {urlsplit(url).hostname} …")
            while message := self._message(socket):
                self._messages += 1
                yield from self._read(message, str(urlsplit(url).hostname))

    def _message(self, socket: ClientConnection) -> bytes:
        """The next message; empty when there is none to wait for."""
        waited_since = time.monotonic()
        while not self._over():
            try:
                if message := socket.recv(timeout=ASKED_EVERY_SECONDS, decode=False):
                    return message if isinstance(message, bytes) else message.encode()
            except TimeoutError:
                silent = time.monotonic() - waited_since
                if silent > SILENCE_SECONDS and not self._subscription.dids:
                    break
        return b""

    def _read(self, message: bytes, host: str) -> Iterator[Document | Reject]:
        """The event in a message, unless it came before."""
        try:
            event = parsed(message.decode())
        except UnicodeDecodeError as error:
            event, reason = None, f"is not UTF-8 at byte {error.start + 1}"
        except ValueError as error:
            event, reason = None, str(error)
        else:
            reason = "is JSON, but no object"
        fields = event if isinstance(event, dict) else {}
        key = _key(fields) or hash(message)
        if key in self._known:
            return
        self._failures = 0
        self._known[key] = None
        if len(self._known) > EVENTS_REMEMBERED:
            del self._known[next(iter(self._known))]
        if isinstance(event, dict):
            self._passed(event.get("time_us"))
            yield Document(host, self._messages, Fields(event))
        else:
            yield Reject(host, self._messages, "line", reason)

    def _passed(self, at: object) -> None:
        """Remember how far the stream is; a time to come would leave out what comes before."""
        latest = time.time_ns() // 1_000 + CLOCKS_DIFFER_MICROSECONDS
        if isinstance(at, int) and (self._last or 0) < at < latest:
            self._last = at

    def _cursor(self) -> int | None:
        return None if self._last is None else self._last - REWIND_MICROSECONDS

    def _is_hopeless(self, turn: int) -> bool:
        """Whether every address was tried."""
        return turn + 1 >= max(FIRST_TRIES, len(self._subscription.urls))

    def _pause(self) -> None:
        """Wait before the next try, longer each time, and never in step with others."""
        longest = min(FIRST_PAUSE_SECONDS * 2**self._failures, LONGEST_PAUSE_SECONDS)
        self._failures += 1
        # Not for secrets.
        until = time.monotonic() + longest * random.uniform(0.5, 1)  # noqa: S311
        while (left := until - time.monotonic()) > 0 and not self._over():
            time.sleep(min(left, ASKED_EVERY_SECONDS))


def _key(event: dict[str, object]) -> object:
    """What makes an event itself, whichever server tells it; None for what is no commit."""
    commit = event.get("commit")
    if not isinstance(commit, dict):
        return None
    names = (event.get("did"), *map(commit.get, ("rev", "operation", "collection", "rkey")))
    return names if all(isinstance(name, str) for name in names) else None


def _is_refusal(error: Exception) -> bool:
    """Whether what is asked would be refused everywhere."""
    if isinstance(error, InvalidStatus):
        return error.response.status_code == HTTPStatus.BAD_REQUEST
    return isinstance(error, InvalidURI)


def _told(error: Exception) -> str:
    if isinstance(error, InvalidStatus):
        body = (error.response.body or b"").decode(errors="replace").strip()
        return f"it answers {error.response.status_code} {body[:200]}".strip()
    what = "no connection" if isinstance(error, OSError | InvalidHandshake) else "cut"
    return f"{what} ({reason_of(error)})"
