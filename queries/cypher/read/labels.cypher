// Who is labelled, as what, by which file, and why?
//
// What users of this graph say of people they looked at. Scores count labels from the next run on.
// $label keeps those of one kind.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, label STRING, note STRING, source STRING, at DATETIME
:param label => ''
:param skip => 0
:param limit => 100

MATCH (person:User)
WHERE person.label IS NOT NULL AND ($label = '' OR person.label = $label)
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       person.label AS label, person.label_note AS note, person.label_source AS source,
       person.labelled_at AS at
ORDER BY label, id
SKIP $skip
LIMIT $limit;
