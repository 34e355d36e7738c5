"""A mapping in constant memory: what was put in last stays, the rest is forgotten."""

from __future__ import annotations

from typing import Generic, TypeVar

REMEMBERED = 100_000

V = TypeVar("V")


class Latest(Generic[V]):
    """Remembers at least the last `size` values that were put in, and at most twice as many."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._young: dict[str, V] = {}
        self._old: dict[str, V] = {}

    def get(self, key: str) -> V | None:
        """The value put in for `key`; None when there is none, or it was long ago."""
        found = self._young.get(key)
        return self._old.get(key) if found is None else found

    def put(self, key: str, value: V) -> None:
        """Remember `value` for `key`."""
        self._young[key] = value
        if len(self._young) >= self._size:
            self._young, self._old = {}, self._young

    def drop(self, key: str) -> None:
        """Forget `key`."""
        self._young.pop(key, None)
        self._old.pop(key, None)
