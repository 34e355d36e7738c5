// With whom does this account act in step?
//
// Accounts that acted on the same posts within a minute, far more often than chance, the most
// often first; three of those posts each. What the flag `in_step` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING, together INTEGER
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})-[step:IN_STEP]-(other:User)
WHERE step.run = run.id
WITH person, step, other
ORDER BY step.together DESC, other.id
SKIP $skip
LIMIT $limit
CALL (person, other) {
  MATCH (person)-[mine:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED]->(whom:User)
  MATCH (other)-[theirs:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED]->(whom)
  WHERE coalesce(mine.post, '') = coalesce(theirs.post, '')
    AND abs(mine.at.epochSeconds - theirs.at.epochSeconds) <= 60
  WITH coalesce(mine.post, whom.id) AS post, max(mine.at) AS at
  ORDER BY at DESC, post
  RETURN collect(post)[..3] AS posts, max(at) AS at
}
RETURN other.id AS id, coalesce(other.handle, other.id) AS handle, other.name AS name,
       toString(step.together) + ' of ' + toString(step.shared)
         + ' posts that both acted on, within a minute' AS says,
       at, posts, step.together AS together
ORDER BY together DESC, id;
