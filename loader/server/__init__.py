"""The managed local Neo4j: its jars, its configuration, its process."""
