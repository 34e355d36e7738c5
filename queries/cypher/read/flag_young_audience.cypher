// Whose account was new when it first acted on this person?
//
// Those whose account was younger than the recipe's `account_days`, the strongest first. What the
// flag `young_audience` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING, weight FLOAT
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})<-[arrow:ATTENDS_TO]-(other:User)
WHERE arrow.topic = '*'
  AND arrow.first.epochSeconds - other.created_at.epochSeconds < run.account_days * 86400
WITH arrow, other
ORDER BY arrow.weight DESC, other.id
SKIP $skip
LIMIT $limit
RETURN other.id AS id, coalesce(other.handle, other.id) AS handle, other.name AS name,
       'account ' + toString((arrow.first.epochSeconds - other.created_at.epochSeconds) / 86400)
         + ' days old at its first of ' + toString(arrow.acts) + ' acts' AS says,
       arrow.last AS at, [] AS posts, arrow.weight AS weight
ORDER BY weight DESC, id;
