// All that was noted here: names and notes of lists, notes of their people, and notes of labels
//
// A label's note has a person and no list.
//
// returns: list STRING, person STRING, name STRING, note STRING

MATCH (shortlist:Shortlist)
RETURN shortlist.id AS list, '' AS person, shortlist.name AS name, shortlist.note AS note
UNION ALL
MATCH (shortlist:Shortlist)-[held:HOLDS]->(person:User)
WHERE held.note <> ''
RETURN shortlist.id AS list, person.id AS person, '' AS name, held.note AS note
UNION ALL
MATCH (person:User)
WHERE person.label IS NOT NULL AND person.label_note IS NOT NULL
RETURN '' AS list, person.id AS person, '' AS name, person.label_note AS note;
