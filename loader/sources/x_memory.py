"""What is remembered while X is read: the last posts and handles, so that memory stays constant."""

from __future__ import annotations

from typing import NamedTuple

from loader.sources.latest import Latest
from loader.sources.x_status import Status


class Known(NamedTuple):
    """What is remembered of a post: all ids are as X has them, but those of `acts`."""

    id: str
    version: str
    author: str
    topics: tuple[str, ...]
    acts: tuple[str, ...] = ()


class Memory:
    """The last posts by each of their versions, ids by handle, and what was taken back."""

    def __init__(self) -> None:
        self._posts: Latest[Known] = Latest()
        self.handles: Latest[str] = Latest()
        self.posts_gone: Latest[bool] = Latest()
        self.people_gone: Latest[bool] = Latest()

    def post(self, version: str) -> Known | None:
        """The post one of whose versions has this id."""
        return self._posts.get(version)

    def is_outdated(self, status: Status) -> bool:
        """Whether a later version of the post was read before."""
        known = self._posts.get(status.id)
        return known is not None and int(known.version) > int(status.version)

    def keep(self, status: Status, acts: tuple[str, ...]) -> list[str]:
        """Remember a post and the ids of its acts; those an earlier version had, and it has not."""
        before = self._posts.get(status.id)
        known = Known(status.id, status.version, status.author, status.topics, acts)
        for version in status.versions:
            self._posts.put(version, known)
        return [act for act in before.acts if act not in acts] if before else []
