// Lift what was noted of somebody who opted out; data returns only by loading it again
//
// returns: lifted INTEGER
:param hashes => []

MATCH (hidden:Suppressed) WHERE hidden.hash IN $hashes
DELETE hidden
RETURN count(*) AS lifted;
