"""Neo4j's own configuration, written from our settings. Loopback only, and little else on.

Neo4j checks every key (`server.config.strict_validation.enabled`): one that this version
does not know stops the start, and so a test.
"""

from __future__ import annotations

from pathlib import Path

from loader.server.machine import memory_mb
from queries.settings import Settings

LOOPBACK = "127.0.0.1"
SMALLEST_MB, LARGEST_MB = 512, 4096
SHARE_OF_MEMORY = 4

# Of Graph Data Science: projections and algorithms, and what its client library asks. Not
# what writes files (`gds.graph.export`), invents graphs of any size (`gds.graph.generate`) or
# trains models. Neo4j's own procedures stay, whatever this list says.
PROCEDURES = (
    *(f"gds.*.{mode}" for mode in ("stream", "stats", "mutate", "write", "estimate")),
    "gds.graph.project*",
    *(f"gds.graph.{verb}" for verb in ("drop", "exists", "filter", "list", "sample.*")),
    "gds.graph.graphProperty*",
    "gds.graph.nodeLabel*",
    "gds.graph.nodeProp*",
    "gds.graph.relationship*",
    *(f"gds.{name}" for name in ("list", "listProgress", "triangles", "userLog", "version")),
    *(f"gds.{family}.*" for family in ("debug", "license", "linkprediction", "memory")),
    *(f"gds.{family}.*" for family in ("similarity", "util")),
    "gds.isLicensed",
)

# Everything this Neo4j may do beyond answering on loopback is off.
FIXED = {
    "server.config.strict_validation.enabled": "true",
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.default_listen_address": LOOPBACK,
    "server.default_advertised_address": LOOPBACK,
    "dbms.security.auth_enabled": "true",
    "dbms.security.procedures.allowlist": ",".join(PROCEDURES),
    "dbms.security.procedures.unrestricted": "gds.*",
    "dbms.usage_report.enabled": "false",
    "server.fleet_discovery.enabled": "false",
    "dbms.fleet_manager.enabled": "false",
    "client.allow_telemetry": "false",
    # LOAD CSV could read this user's files and reach other machines.
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    # How often it is looked whether a query has used up its time; two seconds unless said.
    "db.transaction.monitor.check.interval": "500ms",
    # Else a stop waits ten seconds for connections that are gone.
    "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
    # Set aside beforehand: a log that a full disk cuts off in the middle of a transaction cannot
    # be recovered from, and a store that it cuts off can. 256 MB for every log is too much.
    "db.tx_log.preallocate": "true",
    "db.tx_log.rotation.size": "16m",
    "db.tx_log.rotation.retention_policy": "2 files",
    # Who searched for whom is nobody's business.
    "db.logs.query.enabled": "OFF",
    "db.logs.query.obfuscate_literals": "true",
    "db.logs.query.parameter_logging_enabled": "false",
}


def configuration(
    settings: Settings, *, home: Path, plugins: Path, port: int, recover: bool = False
) -> str:
    """The text of neo4j.conf: Bolt on loopback at `port`, everything else under `home`.

    To `recover` is to go without the end of a log of transactions that cannot be read.
    """
    values = {
        **FIXED,
        "server.bolt.listen_address": f"{LOOPBACK}:{port}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{port}",
        "server.directories.plugins": str(plugins),
        "server.directories.import": str(home / "import"),
        "server.memory.heap.max_size": f"{heap_mb(settings)}m",
        "server.memory.pagecache.size": f"{page_cache_mb(settings)}m",
    }
    if recover:
        values["internal.dbms.tx_log.fail_on_corrupted_log_files"] = "false"
    return "".join(f"{key}={_escaped(value)}\n" for key, value in values.items())


def heap_mb(settings: Settings) -> int:
    """The heap that was asked for, else a quarter of the machine's memory, within bounds."""
    return settings.heap_mb or _share_mb()


def page_cache_mb(settings: Settings) -> int:
    """The page cache that was asked for, else sized as the heap."""
    return settings.page_cache_mb or _share_mb()


def _share_mb() -> int:
    return min(max(memory_mb() // SHARE_OF_MEMORY, SMALLEST_MB), LARGEST_MB)


def _escaped(value: str) -> str:
    # The file is a Java properties file: a backslash, as in Windows paths, escapes.
    return value.replace("\\", "\\\\")
