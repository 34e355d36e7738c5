"""How much is answered, to whom and in how long.

| what | of whom | how many | then |
|---|---|---|---|
| any request | a visitor who logged in, a token, an address | `INFLUENCE_REQUESTS_A_MINUTE` | 429 |
| a heavy one | the same | `INFLUENCE_HEAVY_A_MINUTE` | 429 |
| a heavy one | everybody together | 3 at once, after a wait of 2 s | 429 |
| a log-in that fails | a name from an address | 5, then one each 3 minutes | 429 |
| | an address | 30, then one each 30 seconds | 429 |
| | a name, from anywhere | 100, then one each 36 seconds | 429 |
| any request | everybody together | 300 that have no thread yet | 429 |

Heavy is what can keep Neo4j busy for seconds: the rows of `PAGES` that say so, and what runs on the
bench, which has turns of its own. On this machine without accounts there is one visitor, who is not
counted; the turns hold for them too.
Limits are kept in memory: they begin anew with the site.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock

from queries.errors import TooMuch

AT_ONCE = 3
TURN_SECONDS = 2.0
MOST_KEPT = 50_000
MOST_WAITING = 300
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in so many seconds; after a pause all of them at once."""

    many: int
    seconds: float


NAME_FROM_ADDRESS = Rate(5, 15 * MINUTE)
ADDRESS = Rate(30, 15 * MINUTE)
NAME = Rate(100, 60 * MINUTE)


class Rates:
    """What was taken of which rate, by whom: one number for each.

    That number is when all that was taken will have been given back (the generic cell rate
    algorithm, ITU-T I.371): who takes adds the time that one unit needs to come back.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._even: dict[tuple[str, ...], float] = {}
        self._lock = Lock()

    def take(self, rate: Rate, *who: str) -> float:
        """Take one: 0 when there was one, else in how many seconds there will be."""
        each = rate.seconds / rate.many
        with self._lock:
            now = self._now()
            even = max(now, self._even.get(who, now))
            wait = even + each - now - rate.seconds
            if wait > 1e-9:
                return wait
            if len(self._even) >= MOST_KEPT:
                self._drop_even(now)
            self._even[who] = even + each
        return 0.0

    def give_back(self, rate: Rate, *who: str) -> None:
        """Undo one `take`."""
        with self._lock:
            if who in self._even:
                self._even[who] -= rate.seconds / rate.many

    def forget(self, *who: str) -> None:
        """As if nothing had been taken."""
        with self._lock:
            self._even.pop(who, None)

    def _drop_even(self, now: float) -> None:
        """Let go of those who have it all back; if that is nobody, of whoever has soonest."""
        self._even = {who: even for who, even in self._even.items() if even > now}
        if len(self._even) >= MOST_KEPT:
            late = sorted(self._even.items(), key=lambda one: one[1])
            self._even = dict(late[MOST_KEPT // 10 :])


class Turns:
    """So many heavy requests at once; others wait a little, and are then asked to come back."""

    def __init__(self, many: int = AT_ONCE, seconds: float = TURN_SECONDS) -> None:
        self._turns = BoundedSemaphore(many)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Have one inside. Raises TooMuch."""
        if not self._turns.acquire(timeout=self._seconds):
            raise TooMuch("as much of this is being worked out as can be at once", seconds=5)
        try:
            yield
        finally:
            self._turns.release()


def neighbourhood(address: str) -> str:
    """Whom an address belongs to: of IPv6 a network of 64 bits, since one has so many."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((int(ip), 64), strict=False))
    return str(ip)


class LogIns:
    """Attempts to log in: those that fail count."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    def attempt(self, address: str, name: str) -> None:
        """Count one as failed, until `succeeded` says otherwise. Raises TooMuch."""
        counted = self._counted(address, name)
        for i, (rate, who) in enumerate(counted):
            wait = self._rates.take(rate, *who)
            if wait:
                self._give_back(counted[:i])
                raise TooMuch("too many attempts to log in", seconds=wait)

    def undo(self, address: str, name: str) -> None:
        """The attempt was none: nobody looked at the password."""
        self._give_back(self._counted(address, name))

    def succeeded(self, address: str, name: str) -> None:
        """The attempt was none that fails."""
        (_, here), *others = self._counted(address, name)
        self._rates.forget(*here)
        self._give_back(others)

    def _give_back(self, counted: Sequence[tuple[Rate, tuple[str, ...]]]) -> None:
        for rate, who in counted:
            self._rates.give_back(rate, *who)

    @staticmethod
    def _counted(address: str, name: str) -> list[tuple[Rate, tuple[str, ...]]]:
        place = neighbourhood(address)
        return [
            (NAME_FROM_ADDRESS, ("name from address", name, place)),
            (ADDRESS, ("address", place)),
            (NAME, ("name", name)),
        ]
