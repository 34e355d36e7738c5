// Which sources was this graph loaded from, and how fresh is each?
//
// One row for each source: when it was last loaded whole, and what came of all its loads.
//
// for: researchers, marketers
// returns: source STRING, loads INTEGER, interrupted INTEGER, first DATETIME, last DATETIME, accepted INTEGER, duplicate INTEGER, suppressed INTEGER, rejected INTEGER

MATCH (load:Load)
WITH load.source AS source, count(*) AS loads,
     sum(CASE WHEN load.complete THEN 0 ELSE 1 END) AS interrupted,
     min(load.at) AS first, max(CASE WHEN load.complete THEN load.at END) AS last,
     sum(load.accepted) AS accepted, sum(load.duplicate) AS duplicate,
     sum(load.suppressed) AS suppressed, sum(load.rejected) AS rejected
RETURN source, loads, interrupted, first, last, accepted, duplicate, suppressed, rejected
ORDER BY source;
