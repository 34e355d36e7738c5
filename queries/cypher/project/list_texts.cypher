// All that was written on lists: names and notes of lists, and notes of their people
//
// returns: list STRING, person STRING, name STRING, note STRING

MATCH (shortlist:Shortlist)
RETURN shortlist.id AS list, '' AS person, shortlist.name AS name, shortlist.note AS note
UNION ALL
MATCH (shortlist:Shortlist)-[held:HOLDS]->(person:User)
WHERE held.note <> ''
RETURN shortlist.id AS list, person.id AS person, '' AS name, held.note AS note;
