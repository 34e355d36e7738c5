// Take away for good what was deleted over $days days ago
//
// returns: gone INTEGER
:param days => 30

MATCH (old:Shortlist)
WHERE old.deleted < datetime() - duration({days: $days})
DETACH DELETE old
RETURN count(*) AS gone;
