// Label people: what somebody who looked at them says of them
//
// A new label takes the place of the one before. Returns those who are in the graph.
//
// returns: person STRING
:param rows => []
:param source => ''

UNWIND $rows AS row
MATCH (person:User {id: row.person})
SET person.label = row.label, person.label_note = row.note,
    person.label_source = $source, person.labelled_at = datetime()
RETURN person.id AS person;
