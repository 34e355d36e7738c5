"""Passwords: what one must be, its hash, and whether one fits.

Long enough and hard to guess, and nothing else: no rule about which signs it is made of, no
end date. How hard to guess is zxcvbn's estimate, which knows 30,000 common passwords, names,
words, dates and keyboards, with this site's own words and the account's name beside them.
"""

from __future__ import annotations

from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queries.errors import AccountRefused, TooMuch

SHORTEST = 12
LONGEST = 256
# Of zxcvbn's 0 to 4: 3 withstands 10^8 guesses, far more than the limits on logging in allow.
STRENGTH = 3
# What zxcvbn looks at; the rest of a longer one can only help.
LOOKED_AT = 72
OWN_WORDS = ("influence", "explorer", "influencer", "neo4j", "graph", "klout", "brindlemouth")

# RFC 9106's second choice: Argon2id, 64 MiB, three passes, four lanes.
HASHER = PasswordHasher()
# Each takes 64 MiB and a tenth of a second of four threads: few at once.
TURNS = BoundedSemaphore(2)
TURN_SECONDS = 2.0
ESTIMATES = Lock()


def check_new(password: str, name: str) -> None:
    """Raises AccountRefused unless `password` will do for the account `name`."""
    if len(password) < SHORTEST:
        raise AccountRefused(f"a password has {SHORTEST} characters or more")
    if len(password) > LONGEST:
        raise AccountRefused(f"a password has {LONGEST} characters at most")
    # Imported here: its lists take a moment to read, and only a new password needs them.
    from zxcvbn import zxcvbn

    words = [name, *name.replace("@", " ").replace(".", " ").split(), *OWN_WORDS]
    # It keeps the words of the one it is asked about in a place that all share.
    with ESTIMATES:
        found = zxcvbn(password[:LOOKED_AT], user_inputs=words)
    if found["score"] < STRENGTH:
        why = found["feedback"]["warning"].rstrip(".").lower() or "it is quickly guessed"
        raise AccountRefused(f"that password will not do: {why}; four random words would")


def hashed(password: str) -> str:
    """The Argon2id hash, with its salt and costs."""
    with _turn():
        return HASHER.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether `password` is the one that was kept; as slow when nothing was."""
    # Whoever asks must not learn from the time taken whether there is such an account.
    with _turn():
        try:
            return HASHER.verify(kept or _nobody(), password[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with lesser costs than those of today."""
    return HASHER.check_needs_rehash(kept)


_made_up: list[str] = []


def _nobody() -> str:
    if not _made_up:
        _made_up.append(HASHER.hash("nobody has this password"))
    return _made_up[0]


class _turn:  # noqa: N801 - reads as a word where it is used
    """A turn at hashing. Raises TooMuch when none comes in time."""

    def __enter__(self) -> None:
        if not TURNS.acquire(timeout=TURN_SECONDS):
            raise TooMuch("too many log in at once", seconds=5)

    def __exit__(self, *_: object) -> None:
        TURNS.release()
