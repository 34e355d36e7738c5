// Put people on a list, up to $most in all
//
// Who is on it already stays as they are. `wanted` counts those who were not.
//
// returns: added INTEGER, wanted INTEGER
:param list => ''
:param people => []
:param most => 200

MATCH (shortlist:Shortlist {id: $list})
WHERE shortlist.deleted IS NULL
// First, so that of two who add at once the second waits, and counts what the first added.
SET shortlist.changed = datetime()
WITH shortlist, COUNT { (shortlist)-[:HOLDS]->(:User) } AS held, COLLECT {
  MATCH (person:User)
  WHERE person.id IN $people AND NOT EXISTS { (shortlist)-[:HOLDS]->(person) }
  RETURN person
  ORDER BY person.id
} AS fresh
WITH shortlist, fresh, fresh[..CASE WHEN held < $most THEN $most - held ELSE 0 END] AS taken
FOREACH (person IN taken | CREATE (shortlist)-[:HOLDS {at: datetime(), note: ''}]->(person))
RETURN size(taken) AS added, size(fresh) AS wanted;
