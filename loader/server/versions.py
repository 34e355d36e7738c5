"""Which Neo4j and which Graph Data Science: the one place that says so.

After a change make the lock again with `python -m loader.server.lock`; docker-compose.yml
names the same versions, and a test compares them.
"""

from __future__ import annotations

NEO4J_VERSION = "2026.08.1"
GDS_VERSION = "2.26.0"

NEO4J_GROUP = "org.neo4j"
GDS_GROUP = "org.neo4j.gds"

# What is asked for by name; everything else follows from these.
ROOTS = (
    f"{NEO4J_GROUP}:neo4j:{NEO4J_VERSION}",
    f"org.neo4j.app:neo4j-server:{NEO4J_VERSION}",
    f"{GDS_GROUP}:proc:{GDS_VERSION}",
    f"{GDS_GROUP}:proc-sysinfo:{GDS_VERSION}",
    f"{GDS_GROUP}:opengds-extension:{GDS_VERSION}",
    f"{GDS_GROUP}:open-model-catalog:{GDS_VERSION}",
)
