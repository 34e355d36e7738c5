// Who is answered and quoted rather than passed on?
//
// Of the distinct people who reacted on $topic, those `disputing` replied or quoted, those `approving`
// reposted or liked; `dispute` is the share of the former, with its 90 % interval (Wilson). From
// ten reactions on. An answer can be thanks, and a repost can mock.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, dispute FLOAT, dispute_low FLOAT, dispute_high FLOAT, disputing INTEGER, approving INTEGER, score FLOAT, rank INTEGER
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User)-[scored:SCORED]->(:Topic)
WHERE scored.run = run.id AND scored.topic = $topic AND scored.dispute IS NOT NULL
WITH person, scored
ORDER BY scored.dispute DESC, scored.disputing DESC, person.id
SKIP $skip
LIMIT $limit
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       scored.dispute AS dispute, scored.dispute_low AS dispute_low,
       scored.dispute_high AS dispute_high, scored.disputing AS disputing,
       scored.approving AS approving, scored.score AS score, scored.rank AS rank
ORDER BY dispute DESC, disputing DESC, id;
