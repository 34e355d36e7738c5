"""What a goal is: a number that was measured, and what it is held to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Goal:
    """A row: what was measured, and what it is held to (`least` or `most`). None tells nothing.

    `perfect` is what a score that knows what comes would have here, where that has a bound.
    """

    id: str
    says: str
    value: float | None
    least: float | None = None
    most: float | None = None
    perfect: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the value is within; None where there is none."""
        if self.value is None or np.isnan(self.value):
            return None
        low = self.least is None or self.value >= self.least
        return low and (self.most is None or self.value <= self.most)

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        plain = asdict(self) | {"met": self.met}
        for name in ("value", "perfect"):
            number = plain[name]
            plain[name] = None if number is None or np.isnan(number) else round(number, 4)
        return plain
