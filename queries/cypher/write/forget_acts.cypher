// Take away what people who opted out did, what was done to them, and what was made of it
//
// returns: relationships INTEGER
:param people => []

MATCH (person:User)-[arrow]-()
WHERE person.id IN $people
// Between two of them it is met twice.
WITH DISTINCT arrow
CALL (arrow) {
  DELETE arrow
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(arrow) AS relationships;
