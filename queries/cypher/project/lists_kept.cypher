// Every list of people, the one that was changed last first
//
// One that was deleted over $days days ago is gone.
// Not in read/: lists are nobody's business but of those who keep them.
//
// returns: id STRING, name STRING, note STRING, topic STRING, people INTEGER, budget FLOAT, spent FLOAT, created DATETIME, changed DATETIME, deleted DATETIME, shared BOOLEAN
:param deleted => false
:param days => 30
:param limit => 100

MATCH (shortlist:Shortlist)
WHERE (shortlist.deleted IS NOT NULL) = $deleted
  AND coalesce(shortlist.deleted >= datetime() - duration({days: $days}), true)
WITH shortlist
ORDER BY shortlist.changed DESC, shortlist.id
LIMIT $limit
CALL (shortlist) {
  OPTIONAL MATCH (shortlist)-[held:HOLDS]->(:User)
  RETURN count(held) AS people, sum(held.cost) AS spent
}
RETURN shortlist.id AS id, shortlist.name AS name, shortlist.note AS note,
       shortlist.topic AS topic, people, shortlist.budget AS budget, toFloat(spent) AS spent,
       shortlist.created AS created, shortlist.changed AS changed, shortlist.deleted AS deleted,
       shortlist.share IS NOT NULL AS shared
ORDER BY changed DESC, id;
