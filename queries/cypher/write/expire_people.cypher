// Take away the people of whom no post and no act is left
//
// Who is on a list, labelled or endorsed stays, and who is in the newest run when its scores were
// computed elsewhere: of them there may never have been acts here.
//
// returns: people INTEGER

OPTIONAL MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
WITH CASE WHEN run.engine IS NOT NULL THEN run.id END AS brought_in
MATCH (person:User)
WHERE person.label IS NULL
  AND NOT EXISTS { (person)-[:POSTED]->() }
  AND NOT EXISTS { (person)-[:FOLLOWS|REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]-() }
  AND NOT EXISTS { (person)-[:ENDORSED_ON]->() }
  AND NOT EXISTS { (person)<-[:HOLDS]-() }
  AND NOT EXISTS { (person)-[scored:SCORED]->() WHERE scored.run = brought_in }
CALL (person) {
  DETACH DELETE person
} IN TRANSACTIONS OF 500 ROWS
RETURN count(person) AS people;
