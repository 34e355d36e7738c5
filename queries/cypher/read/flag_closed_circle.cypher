// Who acts on this person, is answered, and is heard by whom else?
//
// Those who act on the person and on whom the person acts, or whom the person follows: of all who
// act on each, how many act on the person as well. What the flag `closed_circle` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING, weight FLOAT
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (person:User {id: $person})<-[arrow:ATTENDS_TO]-(other:User)
WHERE arrow.topic = '*' AND (
  EXISTS { (person)-[back:ATTENDS_TO]->(other) WHERE back.topic = '*' }
  OR EXISTS { (person)-[:FOLLOWS]->(other) })
WITH person, arrow, other
ORDER BY arrow.weight DESC, other.id
SKIP $skip
LIMIT $limit
WITH *, COUNT { (:User)-[heard:ATTENDS_TO]->(other) WHERE heard.topic = '*' } AS whole,
     COUNT {
       MATCH (source:User)-[heard:ATTENDS_TO]->(other)
       WHERE heard.topic = '*' AND (source = person
         OR EXISTS { (source)-[here:ATTENDS_TO]->(person) WHERE here.topic = '*' })
     } AS inside
RETURN other.id AS id, coalesce(other.handle, other.id) AS handle, other.name AS name,
       toString(arrow.acts) + ' acts here; of ' + toString(whole) + ' who act on them '
         + toString(inside) + ' are of this circle' AS says,
       arrow.last AS at, [] AS posts, arrow.weight AS weight
ORDER BY weight DESC, id;
