"""Stages that are done, as Parquet: what a lost executor or a new driver goes on from."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from queries.engines.progress import Step, Tell
from queries.engines.spark.files import Files

STATE = "state.json"


class Store:
    """A folder that all executors share, for one computation; `key` tells it from others.

    What another computation left there is taken away.
    """

    def __init__(self, spark: Any, folder: str, *, key: str, tell: Tell) -> None:
        self.spark, self.folder, self.tell = spark, folder, tell
        self.files = Files(spark)
        self.resumed = self._known(key)
        if not self.resumed:
            self.files.remove(folder)
            self.files.write(f"{folder}/{STATE}", json.dumps({"key": key}))

    def kept(self, stage: str, make: Callable[[], Any], *, called: str = "") -> Any:
        """The rows of a stage: those that were written, or what `make` makes, written now."""
        path = f"{self.folder}/{stage}"
        if not self.has(stage):
            self.tell(Step(called or stage))
            make().write.mode("overwrite").parquet(path)
        return self.spark.read.parquet(path)

    def has(self, stage: str) -> bool:
        """Whether a stage was written whole."""
        return self.files.exists(f"{self.folder}/{stage}/_SUCCESS")

    def note(self, name: str, told: dict[str, Any]) -> None:
        """Keep a few values."""
        self.files.write(f"{self.folder}/{name}.json", json.dumps(told))

    def noted(self, name: str) -> dict[str, Any] | None:
        """The values that were kept."""
        text = self.files.text(f"{self.folder}/{name}.json")
        return json.loads(text) if text else None

    def drop(self, stage: str) -> None:
        """A stage is not needed any more."""
        self.files.remove(f"{self.folder}/{stage}")

    def close(self) -> None:
        """Take all of it away."""
        self.files.remove(self.folder)

    def _known(self, key: str) -> bool:
        text = self.files.text(f"{self.folder}/{STATE}")
        try:
            return bool(text) and json.loads(text or "")["key"] == key
        except (ValueError, KeyError):
            return False
