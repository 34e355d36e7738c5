// What is in the graph, and how much of it?
//
// One row for each label and each relationship type in use.
// Read from the database's own counts, so it costs nothing on a large graph.
//
// for: researchers, developers
// returns: kind STRING, name STRING, count INTEGER

CALL db.stats.retrieve('GRAPH COUNTS') YIELD data
UNWIND [
  row IN data.nodes WHERE row.label IS NOT NULL |
  {kind: 'node', name: row.label, count: row.count}
] + [
  row IN data.relationships
  WHERE row.relationshipType IS NOT NULL AND row.startLabel IS NULL AND row.endLabel IS NULL |
  {kind: 'relationship', name: row.relationshipType, count: row.count}
] AS row
WITH row.kind AS kind, row.name AS name, row.count AS count
WHERE count > 0
RETURN kind, name, count
ORDER BY kind, count DESC, name;
