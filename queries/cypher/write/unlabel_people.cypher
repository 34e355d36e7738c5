// Take the labels of people away
//
// returns: people INTEGER
:param people => []

MATCH (person:User)
WHERE person.id IN $people AND person.label IS NOT NULL
REMOVE person.label, person.label_note, person.label_source, person.labelled_at
RETURN count(person) AS people;
