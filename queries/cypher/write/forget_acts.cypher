// Take away what somebody who opted out did, what was done to them, and what was made of it
//
// returns: relationships INTEGER
:param person => ''

MATCH (:User {id: $person})-[arrow]-()
CALL (arrow) {
  DELETE arrow
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(arrow) AS relationships;
