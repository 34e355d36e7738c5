// Who acts on each of these people?
//
// One row for each of $ids who is in the graph: how many distinct people acted on them on
// $topic ('*' is everything), and the database's own numbers of those, ascending. What
// people reach together, what each adds, and how far two overlap are worked out from it.
//
// for: researchers, developers
// returns: id STRING, people INTEGER, audience LIST OF INTEGER
:param ids => ["planted:raffertysaltmarshe"]
:param topic => '*'

MATCH (person:User)
WHERE person.id IN $ids
CALL (person) {
  MATCH (person)<-[arrow:ATTENDS_TO]-(who:User)
  WHERE arrow.topic = $topic
  WITH id(who) AS number
  ORDER BY number
  RETURN collect(number) AS audience
}
RETURN person.id AS id, size(audience) AS people, audience
ORDER BY id;
