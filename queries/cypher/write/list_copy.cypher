// Make a second list of the same people, with the same notes and costs
//
// It is not shared, whether or not the first is.
//
// returns: id STRING
:param list => ''
:param copy => ''
:param name => ''

MATCH (shortlist:Shortlist {id: $list})
WHERE shortlist.deleted IS NULL
CREATE (copy:Shortlist {
  id: $copy, name: $name, note: shortlist.note, topic: shortlist.topic, budget: shortlist.budget,
  created: datetime(), changed: datetime()
})
WITH shortlist, copy
CALL (shortlist, copy) {
  MATCH (shortlist)-[held:HOLDS]->(person:User)
  CREATE (copy)-[again:HOLDS]->(person)
  SET again = properties(held)
}
RETURN copy.id AS id;
