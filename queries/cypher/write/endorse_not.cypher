// Take an endorsement back
//
// returns: gone INTEGER
:param id => ''

MATCH (:User)-[endorsed:ENDORSED_ON {id: $id}]->(:Topic)
DELETE endorsed
RETURN count(*) AS gone;
