// Change what a list is called, is about and may cost
//
// A budget below 0 stands for none.
//
// returns: changed INTEGER
:param list => ''
:param name => ''
:param note => ''
:param topic => '*'
:param budget => -1.0

MATCH (shortlist:Shortlist {id: $list})
WHERE shortlist.deleted IS NULL
SET shortlist.name = $name, shortlist.note = $note, shortlist.topic = $topic,
    shortlist.budget = CASE WHEN $budget >= 0 THEN $budget END, shortlist.changed = datetime()
RETURN count(shortlist) AS changed;
