"""Every knob, its default, its help: read from the environment once, then passed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path, user_data_path

from queries.errors import SettingRefused

APPLICATION = "influence-explorer"


def _setting(default: Any, variable: str, explanation: str, *, secret: bool = False) -> Any:
    metadata = {"variable": variable, "explanation": explanation}
    return field(default=default, repr=not secret, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. A row of this table is a row of README's."""

    neo4j_uri: str = _setting(
        "", "NEO4J_URI", "Your own Neo4j's address; empty means the managed local server."
    )
    neo4j_username: str = _setting("neo4j", "NEO4J_USERNAME", "Who logs in to your own Neo4j.")
    neo4j_password: str = _setting(
        "", "NEO4J_PASSWORD", "The password to your own Neo4j.", secret=True
    )
    neo4j_database: str = _setting("neo4j", "NEO4J_DATABASE", "Which of its databases.")
    data: Path = _setting(
        user_data_path(APPLICATION) / "default",
        "INFLUENCE_DATA",
        "The folder of the managed server: its database, password, logs and rejects.",
    )
    cache: Path = _setting(
        user_cache_path(APPLICATION), "INFLUENCE_CACHE", "Where Neo4j's jars are kept."
    )
    java_home: str = _setting(
        "",
        "INFLUENCE_JAVA_HOME",
        "A Java 21 or later to run it; empty takes the one installed with us.",
    )
    java_options: str = _setting(
        "",
        "INFLUENCE_JAVA_OPTIONS",
        "Further options of that Java, such as `-XX:+UseZGC`, with spaces between them.",
    )
    heap_mb: int = _setting(
        0, "INFLUENCE_HEAP_MB", "The managed server's heap; 0 sizes it from the machine."
    )
    page_cache_mb: int = _setting(
        0, "INFLUENCE_PAGE_CACHE_MB", "Its page cache; 0 sizes it from the machine."
    )
    bolt_port: int = _setting(
        0, "INFLUENCE_BOLT_PORT", "Its Bolt port on loopback; 0 takes a free one."
    )
    start_seconds: int = _setting(
        120, "INFLUENCE_START_SECONDS", "How long Neo4j may take to answer after its start."
    )
    host: str = _setting("127.0.0.1", "INFLUENCE_HOST", "The address the site listens on.")
    port: int = _setting(5151, "INFLUENCE_PORT", "The port the site listens on.")
    host_names: str = _setting(
        "",
        "INFLUENCE_HOST_NAMES",
        "The names by which browsers reach the site from beyond this machine, with commas.",
    )
    proxy: str = _setting(
        "",
        "INFLUENCE_PROXY",
        "The address of the proxy before the site, whose X-Forwarded headers are believed.",
    )
    reach: str = _setting(
        "",
        "INFLUENCE_REACH",
        "`loopback` says that the address listened on is published to this machine alone.",
    )
    idle_minutes: int = _setting(
        60, "INFLUENCE_IDLE_MINUTES", "Who does nothing for so long must log in again."
    )
    session_hours: int = _setting(
        12, "INFLUENCE_SESSION_HOURS", "Who logged in so long ago must do so again."
    )
    requests_a_minute: int = _setting(
        600, "INFLUENCE_REQUESTS_A_MINUTE", "How much one visitor with a log-in may ask."
    )
    heavy_a_minute: int = _setting(
        60, "INFLUENCE_HEAVY_A_MINUTE", "How much of it may be what keeps the database busy."
    )
    log: str = _setting(
        "",
        "INFLUENCE_LOG",
        "The site's log: a file, or `-` for standard error; empty is one in the data folder.",
    )
    upload_mb: int = _setting(
        200,
        "INFLUENCE_UPLOAD_MB",
        "The largest file that the site takes; 0 takes none.",
    )
    query_seconds: float = _setting(
        20.0, "INFLUENCE_QUERY_SECONDS", "How long one read query may run."
    )
    rows: int = _setting(10_000, "INFLUENCE_ROWS", "The most rows one read query may return.")
    bench_seconds: float = _setting(
        10.0, "INFLUENCE_BENCH_SECONDS", "How long one query on the Cypher bench may run."
    )
    bench_at_once: int = _setting(
        2, "INFLUENCE_BENCH_AT_ONCE", "How many queries may run on it at the same time."
    )
    rerank_seconds: float = _setting(
        120.0,
        "INFLUENCE_RERANK_SECONDS",
        "How long the recipe page may work out whose rank another recipe moves.",
    )
    rerank_mb: int = _setting(
        4_000, "INFLUENCE_RERANK_MB", "How much memory the process may take that works it out."
    )
    bench_uri: str = _setting(
        "",
        "INFLUENCE_BENCH_URI",
        "A second Neo4j for the bench, with a copy of the graph, where others reach the site.",
    )
    bench_password: str = _setting(
        "", "INFLUENCE_BENCH_PASSWORD", "The password to it; empty is NEO4J_PASSWORD.", secret=True
    )
    batch_rows: int = _setting(
        5_000, "INFLUENCE_BATCH_ROWS", "How many records the loader writes in one transaction."
    )
    free_mb: int = _setting(
        1_000, "INFLUENCE_FREE_MB", "A load stops when less than this is free on the disk."
    )
    recipe: str = _setting(
        "",
        "INFLUENCE_RECIPE",
        "A recipe file for the scores; empty has one chosen by what is loaded.",
    )
    runs_kept: int = _setting(
        5, "INFLUENCE_RUNS_KEPT", "How many score runs stay whole; earlier ones leave points."
    )

    def but(self, **changes: Any) -> Settings:
        """These settings with `changes`; None leaves a setting as it is."""
        return replace(
            self, **{name: value for name, value in changes.items() if value is not None}
        )


def settings_from(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that `environment` asks for.

    Raises SettingRefused when a value does not have its setting's type.
    """
    given: dict[str, Any] = {}
    for one in fields(Settings):
        text = environment.get(one.metadata["variable"], "")
        if text:
            given[one.name] = _parsed(one.metadata["variable"], text, type(one.default))
    return Settings(**given)


def _parsed(variable: str, text: str, wanted: Any) -> Any:
    if issubclass(wanted, Path):
        return Path(text).expanduser()
    try:
        return wanted(text)
    except ValueError:
        raise SettingRefused(
            f"{variable}: must be {'a whole number' if wanted is int else 'a number'}, got {text!r}"
        ) from None


def settings_table() -> str:
    """The table of settings as Markdown, as README has it."""
    lines = ["| variable | default | what it sets |", "|---|---|---|"]
    for one in fields(Settings):
        default = DEFAULTS_TOLD.get(one.name) or str(one.default)
        told = f"`{default}`" if default else ""
        lines.append(f"| `{one.metadata['variable']}` | {told} | {one.metadata['explanation']} |")
    return "\n".join(lines)


# Folders differ from machine to machine.
DEFAULTS_TOLD = {
    "data": f"<user data>/{APPLICATION}/default",
    "cache": f"<user cache>/{APPLICATION}",
}


if __name__ == "__main__":
    print(settings_table())  # noqa: T201
