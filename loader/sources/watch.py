"""How far the files of a load are read: bytes as they lie on disk, packed or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from loader.sources.files import noticed_by
from loader.sources.source import Announce, Source


class Watch:
    """Watches `files`, of which the sizes are known, while a source reads them."""

    def __init__(self, sizes: Mapping[Path, int]) -> None:
        self._sizes = dict(sizes)
        self._places: dict[Path, Callable[[], int]] = {}
        self.total = sum(sizes.values())

    def over(self, source: Source) -> Source:
        """The same source; what it opens before its first record is not counted."""

        def watched(read: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
            def begun(
                paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
            ) -> Iterator[Any]:
                records = read(paths, options, announce)
                self._places.clear()
                noticed_by(self._notice)
                return records

            return begun

        in_columns = source.read_in_columns
        return replace(
            source,
            read=watched(source.read),
            read_in_columns=watched(in_columns) if in_columns else None,
        )

    @property
    def read(self) -> int | None:
        """How many bytes are read; None while no file was seen, as of formats that seek."""
        if not self._places:
            return None
        return sum(self._place(path) for path in list(self._places))

    def close(self) -> None:
        """Watch no longer."""
        noticed_by(None)
        self._places.clear()

    def _notice(self, path: Path, place: Callable[[], int]) -> None:
        if path in self._sizes:
            self._places[path] = place

    def _place(self, path: Path) -> int:
        try:
            return min(self._places[path](), self._sizes[path])
        except ValueError:
            # It is closed: read to its end.
            return self._sizes[path]
