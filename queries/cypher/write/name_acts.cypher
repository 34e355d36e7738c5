// Give acts that were told without a record what their records say
//
// The id, and the time and topics where there were none. One whose record is there already
// stays as it is. Returns how many there were.
//
// returns: named INTEGER
:param rows => []

CALL () {
  UNWIND [row IN $rows WHERE row.type = 'FOLLOWS'] AS row
  MATCH ()-[act:FOLLOWS {id: row.unnamed}]->() USING INDEX SEEK act:FOLLOWS(id)
  WHERE NOT EXISTS { MATCH ()-[:FOLLOWS {id: row.id}]->() }
  RETURN act, row
  UNION ALL
  UNWIND [row IN $rows WHERE row.type = 'LIKED'] AS row
  MATCH ()-[act:LIKED {id: row.unnamed}]->() USING INDEX SEEK act:LIKED(id)
  WHERE NOT EXISTS { MATCH ()-[:LIKED {id: row.id}]->() }
  RETURN act, row
  UNION ALL
  UNWIND [row IN $rows WHERE row.type = 'REPOSTED'] AS row
  MATCH ()-[act:REPOSTED {id: row.unnamed}]->() USING INDEX SEEK act:REPOSTED(id)
  WHERE NOT EXISTS { MATCH ()-[:REPOSTED {id: row.id}]->() }
  RETURN act, row
}
SET act.id = row.id,
  act.topics = coalesce(act.topics, row.topics),
  act.at = coalesce(act.at, CASE WHEN row.at IS NOT NULL THEN datetime({epochMillis: row.at}) END)
RETURN count(act) AS named;
