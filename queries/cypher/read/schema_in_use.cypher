// Which relationships lead from what to what, and how many are there?
//
// One row for each relationship type, with the labels of the nodes at which its relationships start
// and at which they end. Read from the database's own counts, so it costs
// nothing on a large graph.
//
// for: researchers, developers
// returns: type STRING, count INTEGER, starts LIST OF STRING, ends LIST OF STRING

CALL db.stats.retrieve('GRAPH COUNTS') YIELD data
UNWIND [row IN data.relationships WHERE row.relationshipType IS NOT NULL AND row.count > 0] AS row
WITH row.relationshipType AS type,
     max(CASE WHEN row.startLabel IS NULL AND row.endLabel IS NULL THEN row.count END) AS count,
     collect(DISTINCT row.startLabel) AS starts, collect(DISTINCT row.endLabel) AS ends
RETURN type, count, starts, ends
ORDER BY count DESC, type;
