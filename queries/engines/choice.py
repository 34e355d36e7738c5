"""Which engines there are, without importing any."""

from __future__ import annotations

import re
from dataclasses import dataclass

GDS, LOCAL = "gds", "local"
ENGINES = "gds, local, local-cluster[2,1,1024], spark://host:7077, yarn or k8s://…"

# What Spark takes as a master; `local` alone is our own engine.
MASTER = re.compile(
    r"local\[(\d+|\*)(,\d+)?\]|local-cluster\[\d+,\d+,\d+\]|spark://\S+:\d+\S*|yarn|k8s://\S+"
)


def is_master(engine: str) -> bool:
    """Whether Spark takes this as a master."""
    return MASTER.fullmatch(engine) is not None


def has_files_of_its_own(engine: str) -> bool:
    """Whether a path without a scheme is one of the cluster's own file system."""
    return engine == "yarn" or engine.startswith("k8s://")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What was asked for of an engine, as it was typed."""

    engine: str = GDS
    conf: tuple[str, ...] = ()
    interactions: str | None = None
    out: str | None = None
    checkpoint: str | None = None
    compare: str | None = None

    @property
    def asked(self) -> bool:
        """Whether it is another computation than that in the database."""
        return self != Elsewhere()
