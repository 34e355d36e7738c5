"""What somebody may do, and what a route needs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from queries.errors import AccountRefused


class Role(IntEnum):
    """Each may do what those before it may."""

    ANYBODY = 0
    VIEWER = 1
    ANALYST = 2
    ADMIN = 3

    @property
    def word(self) -> str:
        """As it is written: "analyst"."""
        return self.name.lower()


# Those that can be given; what each adds to the one before is told in `influence user --help`.
GIVEN = (Role.VIEWER, Role.ANALYST, Role.ADMIN)
WORDS = tuple(role.word for role in GIVEN)


def role_called(word: str) -> Role:
    """The role of that name. Raises AccountRefused."""
    if word not in WORDS:
        raise AccountRefused(f"a role is one of {', '.join(WORDS)}; got {word!r}")
    return Role[word.upper()]


@dataclass(frozen=True, slots=True)
class Need:
    """What a route needs: a role.

    One that only `reads` changes nothing, also when something is sent to it. `most_bytes` may be
    sent where that is more than of a form.
    """

    role: Role = Role.VIEWER
    reads: bool = False
    most_bytes: int = 0


# What a route needs that said nothing: fail closed.
UNSAID = Need(Role.ADMIN)
