// Note how far a computation outside of the database is
//
// The newest `kept` are kept; a property that is null goes.
:param id => ''
:param properties => {}
:param kept => 20

MERGE (job:ScoreJob {id: $id})
ON CREATE SET job.begun = datetime()
SET job += $properties, job.told = datetime()
WITH count(*) AS noted
MATCH (old:ScoreJob)
WITH old ORDER BY old.begun DESC, old.id
SKIP $kept
DELETE old;
