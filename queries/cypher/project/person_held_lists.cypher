// On which lists is this person, and what was noted there?
//
// returns: list STRING, name STRING, note STRING, cost FLOAT, at DATETIME, deleted BOOLEAN
:param person => ''

MATCH (:User {id: $person})<-[held:HOLDS]-(shortlist:Shortlist)
RETURN shortlist.id AS list, shortlist.name AS name, held.note AS note, held.cost AS cost,
       held.at AS at, shortlist.deleted IS NOT NULL AS deleted
ORDER BY at, list;
