// Take back the acts on and through posts that are not there, and nobody knows who wrote them
//
// Looks through all acts, once for all posts, and not at all when every post is there: an index
// on what an act is about would cost every load more than this costs a few. Returns of how many
// posts there was something.
//
// returns: accepted INTEGER
:param ids => []

UNWIND $ids AS id
WITH id WHERE NOT EXISTS { MATCH (:Post {id: id}) }
WITH collect(id) AS ids WHERE size(ids) > 0
MATCH ()-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->()
WHERE act.post IN ids OR act.via IN ids
WITH act, [id IN [act.post, act.via] WHERE id IN ids] AS gone
DELETE act
WITH gone UNWIND gone AS id
RETURN count(DISTINCT id) AS accepted;
