// Take away a deleted list for good
//
// returns: gone INTEGER
:param list => ''

MATCH (shortlist:Shortlist {id: $list})
WHERE shortlist.deleted IS NOT NULL
DETACH DELETE shortlist
RETURN count(*) AS gone;
