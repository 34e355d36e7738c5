"""What this machine, or the container we run in, has: memory, and processors that others want."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil

MB = 1024 * 1024
# Of 19 the tenth step of kindness: a tenth of what somebody unkind gets where both want all.
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
    """Take only what others leave of the processors; so does all that is started from here on."""
    process = psutil.Process()
    with suppress(psutil.Error):
        process.nice(
            psutil.BELOW_NORMAL_PRIORITY_CLASS if psutil.WINDOWS else max(KIND, process.nice())
        )


def _limit(path: Path) -> int | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
