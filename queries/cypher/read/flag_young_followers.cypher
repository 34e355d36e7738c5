// Whose account was new when it followed this person?
//
// Followers whose account was younger than 30 days, the first who came first. What the flag
// `young_followers` rests on.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, says STRING, at DATETIME, posts LIST OF STRING
:param person => 'planted:raffertysaltmarshe'
:param skip => 0
:param limit => 50

MATCH (person:User {id: $person})<-[follow:FOLLOWS]-(follower:User)
WHERE follower <> person
  AND follow.at.epochSeconds - follower.created_at.epochSeconds < 30 * 86400
WITH follower, min(follow.at) AS at
ORDER BY at, follower.id
SKIP $skip
LIMIT $limit
RETURN follower.id AS id, coalesce(follower.handle, follower.id) AS handle, follower.name AS name,
       'account ' + toString((at.epochSeconds - follower.created_at.epochSeconds) / 86400)
         + ' days old when it followed' AS says,
       at, [] AS posts
ORDER BY at, id;
