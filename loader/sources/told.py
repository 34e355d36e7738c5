"""People are told of with everything they do; what was told already is not news."""

from __future__ import annotations

from loader.records import Record, Removal, Thing, Topic, User

REMEMBERED = 50_000


class Told:
    """Remembers what was said last of up to 50,000 people and topics."""

    def __init__(self) -> None:
        self._said: dict[str, int] = {}

    def is_news(self, record: Record) -> bool:
        """Whether `record` says anything that the last one of the same id did not."""
        if isinstance(record, User):
            return self._changed(record.id, hash(record))
        if isinstance(record, Topic):
            return self._changed(f"topic {record.tag}", hash(record))
        if isinstance(record, Removal) and record.thing is Thing.PERSON:
            return self._changed(record.id, hash(record))
        return True

    def _changed(self, id_: str, said: int) -> bool:
        if self._said.get(id_) == said:
            return False
        if len(self._said) >= REMEMBERED:
            self._said.clear()
        self._said[id_] = said
        return True
