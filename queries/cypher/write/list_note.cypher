// Note something of somebody on a list, and what they cost
//
// A cost below 0 stands for none.
//
// returns: noted INTEGER
:param list => ''
:param person => ''
:param note => ''
:param cost => -1.0

MATCH (shortlist:Shortlist {id: $list})-[held:HOLDS]->(:User {id: $person})
WHERE shortlist.deleted IS NULL
SET held.note = $note, held.cost = CASE WHEN $cost >= 0 THEN $cost END,
    shortlist.changed = datetime()
RETURN count(held) AS noted;
