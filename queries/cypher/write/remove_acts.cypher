// Take back acts: unliked, unfollowed, reposted no more
//
// Returns how many were there.
//
// returns: accepted INTEGER
:param ids => []

UNWIND $ids AS id
CALL (id) {
  MATCH ()-[act:FOLLOWS {id: id}]->() USING INDEX SEEK act:FOLLOWS(id) RETURN act
  UNION ALL
  MATCH ()-[act:REPOSTED {id: id}]->() USING INDEX SEEK act:REPOSTED(id) RETURN act
  UNION ALL
  MATCH ()-[act:QUOTED {id: id}]->() USING INDEX SEEK act:QUOTED(id) RETURN act
  UNION ALL
  MATCH ()-[act:REPLIED_TO {id: id}]->() USING INDEX SEEK act:REPLIED_TO(id) RETURN act
  UNION ALL
  MATCH ()-[act:MENTIONED {id: id}]->() USING INDEX SEEK act:MENTIONED(id) RETURN act
  UNION ALL
  MATCH ()-[act:LIKED {id: id}]->() USING INDEX SEEK act:LIKED(id) RETURN act
  UNION ALL
  MATCH ()-[act:ADOPTED {id: id}]->() USING INDEX SEEK act:ADOPTED(id) RETURN act
}
DELETE act
RETURN count(*) AS accepted;
