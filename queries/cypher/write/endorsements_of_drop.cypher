// Take all endorsements back that an account gave
//
// returns: gone INTEGER
:param by => ''

MATCH (:User)-[endorsed:ENDORSED_ON {by: $by}]->(:Topic)
DELETE endorsed
RETURN count(*) AS gone;
