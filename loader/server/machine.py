"""What this machine, or the container we run in, has: memory, and processors that others want."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

MB = 1024 * 1024
# Where both want a processor, a tenth of what somebody gets who is not nice.
KIND = 10
# Where a container's limit is written; "max" when there is none.
LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory_mb() -> int:
    """What may be used at most, in MB."""
    limits = [limit for path in LIMITS if (limit := _limit(path))]
    return int(min([psutil.virtual_memory().total, *limits])) // MB


def available_mb() -> int:
    """What could be had now without pushing anything out, in MB."""
    return int(psutil.virtual_memory().available) // MB


def give_way() -> None:
    """Take what others leave of the processors; so does all that is started from here on."""
    if hasattr(os, "nice"):
        os.nice(max(0, KIND - os.nice(0)))


def _limit(path: Path) -> int | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
