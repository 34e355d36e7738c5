// Who called this person suspicious, and why?
//
// The label, the file that it came from, and its note. What the flag `suspicious` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (person:User {id: $person})
WHERE person.label = 'suspicious'
WITH person
ORDER BY person.id
SKIP $skip
LIMIT $limit
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       'labelled by ' + person.label_source + coalesce(': ' + person.label_note, '') AS says,
       person.labelled_at AS at, [] AS posts
ORDER BY id;
