"""The ground: every line of Cypher, and the scores."""
