"""The left wing: reads sources, writes the graph, keeps the local Neo4j."""
