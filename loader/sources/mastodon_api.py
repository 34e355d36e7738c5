"""An instance of Mastodon, asked politely: within its limits, and never in haste.

With `requests` alone. Mastodon.py, which is kept well, knows the same limits, but sleeps
through them for up to five minutes whatever time is left, and makes objects of its own of
the JSON that the reader takes as it is.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import count

import requests

from loader.sources.source import Over
from queries.errors import SourceError

# An instance allows 300 requests in 5 minutes; others want to ask it too.
BETWEEN_SECONDS = 2.0
LONGEST_PAUSE = 60.0
ANSWER_SECONDS = (5, 15)
# How long to sleep before asking whether it is over.
NAP_SECONDS = 0.4
LARGEST_ANSWER = 16_000_000
# How often to try before it has answered at all.
FIRST_ATTEMPTS = 3
AGENT = "influence-explorer (collects public posts by hashtag)"

# Answers that another attempt does not change.
_FINAL = {
    401: "wants somebody who is logged in; name another instance",
    403: "does not show this to everybody; name another instance",
    404: "knows no such page; is it an instance of Mastodon?",
    410: "is no more",
    422: "wants somebody who is logged in; name another instance",
}


class NoAnswer(Exception):
    """An attempt that gave nothing; the message says why, `wait` how long to wait, if told."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Time:
    """Where time comes from: `now()` in seconds that only grow, `sleep(seconds)`, and its end."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    over: Over = _never


class Instance:
    """An instance at `address`, asked one question at a time until `deadline`.

    `announce` is told why nothing comes, once for each run of troubles.
    """

    def __init__(
        self, address: str, deadline: float, announce: Callable[[str], None], clock: Time
    ) -> None:
        self.address = address
        self._deadline, self._announce, self._clock = deadline, announce, clock
        self._session = requests.Session()
        self._session.headers["User-Agent"] = AGENT
        self._session.max_redirects = 3
        # Else a password that .netrc has for this host would be sent.
        self._session.auth = lambda request: request
        self._next, self._has_answered = 0.0, False

    def ask(self, path: str, query: Mapping[str, str], *, needed: bool = True) -> object:
        """What the instance answers, as JSON; None when the time is over.

        Asks again until there is an answer. A page that is not there, and not `needed`, is an
        empty object. Raises SourceError for one that will stay the same,
        and when an instance that never answered does not do so in three attempts.
        """
        for attempt in count():
            if not self.wait(self._next - self._clock.now()):
                return None
            try:
                answer = self._asked(path, query, needed=needed)
            except NoAnswer as reason:
                if attempt + 1 >= FIRST_ATTEMPTS and not self._has_answered:
                    raise SourceError(f"{self.address} {reason}") from reason
                pause = reason.wait or min(2.0**attempt, LONGEST_PAUSE) * random.uniform(1, 1.5)  # noqa: S311
                self._next = max(self._next, self._clock.now() + pause)
                if attempt == 0:
                    self._announce(f"{self.address} {reason}; asking again in {pause:.0f} s")
            else:
                self._has_answered = True
                return answer
        raise AssertionError("count() has no end")

    def wait(self, seconds: float) -> bool:
        """Wait, but not beyond the deadline. False when the time is over."""
        until = self._clock.now() + seconds
        while not self._is_over() and (left := until - self._clock.now()) > 0:
            self._clock.sleep(min(left, NAP_SECONDS, self._deadline - self._clock.now()))
        return not self._is_over()

    def _is_over(self) -> bool:
        return self._clock.over() or self._clock.now() >= self._deadline

    def close(self) -> None:
        """End the connection."""
        self._session.close()

    def _asked(self, path: str, query: Mapping[str, str], *, needed: bool) -> object:
        self._next = self._clock.now() + BETWEEN_SECONDS
        try:
            request = self._session.get(
                self.address + path, params=query, timeout=ANSWER_SECONDS, stream=True
            )
            with closing(request) as answer:
                body = self._body(answer)
        except requests.RequestException as error:
            raise NoAnswer(f"does not answer ({type(error).__name__})") from error
        self._heed(answer)
        if answer.status_code == 404 and not needed:
            return {}
        if answer.status_code in _FINAL:
            raise SourceError(f"{self.address} {_FINAL[answer.status_code]}")
        if answer.status_code == 429:
            raise NoAnswer("has had enough questions for now", _pause(answer))
        if answer.status_code != 200:
            raise NoAnswer(f"answers with status {answer.status_code}", _retry_after(answer))
        try:
            said: object = json.loads(body)
        except (ValueError, RecursionError):
            raise NoAnswer("answers with something that is no JSON") from None
        if said is None:
            raise NoAnswer("answers with nothing")
        return said

    def _heed(self, answer: requests.Response) -> None:
        """Spread what is left of the allowance over the time it is for; half is for others."""
        left, reset = answer.headers.get("X-RateLimit-Remaining", ""), _until_reset(answer)
        if left.isdecimal() and reset > 0:
            pause = min(2 * reset / int(left), reset) if int(left) else reset
            self._next = max(self._next, self._clock.now() + pause)

    def _body(self, answer: requests.Response) -> bytes:
        """What comes, unless it is far more than any page, or comes too slowly."""
        body = bytearray()
        for chunk in answer.iter_content(65_536):
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise NoAnswer(f"answers with over {LARGEST_ANSWER:,} bytes")
            if self._is_over():
                raise NoAnswer("answers too slowly")
        return bytes(body)


def _pause(answer: requests.Response) -> float:
    return _retry_after(answer) or _until_reset(answer)


def _retry_after(answer: requests.Response) -> float:
    """The seconds in the header Retry-After, which may also be a date; 0 without any."""
    told = answer.headers.get("Retry-After", "")
    if told.isdecimal():
        return float(told[:6])
    try:
        return _until(parsedate_to_datetime(told))
    except (ValueError, TypeError):
        return 0.0


def _until_reset(answer: requests.Response) -> float:
    """The seconds until the allowance is renewed; 0 when that is not told."""
    told = answer.headers.get("X-RateLimit-Reset", "")
    try:
        seconds = told.isdecimal() and len(told) == len("1700000000")
        return _until(
            datetime.fromtimestamp(int(told), UTC) if seconds else datetime.fromisoformat(told)
        )
    except ValueError:
        return 0.0


def _until(moment: datetime) -> float:
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (zoned - datetime.now(UTC)).total_seconds())
