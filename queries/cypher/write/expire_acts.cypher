// Take away the acts from before a moment; what has no moment stays
//
// returns: acts INTEGER
:param before => '2026-01-01T00:00:00Z'

MATCH (:User)-[act:FOLLOWS|REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(:User)
WHERE act.at < datetime($before)
CALL (act) {
  DELETE act
} IN TRANSACTIONS OF 5000 ROWS
RETURN count(act) AS acts;
