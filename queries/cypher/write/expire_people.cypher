// Take away the people of whom no post and no act is left
//
// returns: people INTEGER

MATCH (person:User)
WHERE NOT EXISTS { (person)-[:POSTED]->() }
  AND NOT EXISTS { (person)-[:FOLLOWS|REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]-() }
CALL (person) {
  DETACH DELETE person
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(person) AS people;
