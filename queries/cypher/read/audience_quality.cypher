// Of what is this person's audience made?
//
// One row for each topic, everything ('*') first, of the decayed audience: the `unverified` part, the
// part of the three who count most (`top_share`), as how many alike it is (`effective`), whom the
// person answers (`reciprocal`), whose account was new (`young_audience`), who acts in step. Then
// score and rank with everything and without suspicious support; `people_without` are left.
// `account_days` is the age of the person's own account.
//
// for: marketers, researchers
// returns: topic STRING, topic_name STRING, people INTEGER, audience FLOAT, credible FLOAT, unverified FLOAT, top_share FLOAT, effective FLOAT, reciprocal FLOAT, young_audience FLOAT, audience_in_step FLOAT, account_days INTEGER, score FLOAT, rank INTEGER, score_without FLOAT, rank_without INTEGER, people_without INTEGER, flags STRING
:param person => 'planted:raffertysaltmarshe'
:param topic => ''
:param limit => 100

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.people > 0 AND ($topic = '' OR scored.topic = $topic)
WITH run, person, scored
ORDER BY scored.topic <> '*', scored.score IS NULL, scored.score DESC, scored.people DESC, scored.topic
LIMIT $limit
MATCH (topic:Topic {id: scored.topic})
RETURN topic.id AS topic, coalesce(topic.name, topic.id) AS topic_name, scored.people AS people,
       scored.audience AS audience, scored.credible AS credible,
       CASE WHEN scored.audience > 0 THEN 1 - scored.credible / scored.audience END AS unverified,
       scored.top_share AS top_share, scored.effective AS effective,
       scored.reciprocal AS reciprocal, scored.young_audience AS young_audience,
       scored.audience_in_step AS audience_in_step,
       (run.as_of.epochSeconds - person.created_at.epochSeconds) / 86400 AS account_days,
       scored.score AS score, scored.rank AS rank,
       CASE WHEN run.without THEN scored.score_without ELSE scored.score END AS score_without,
       CASE WHEN run.without THEN scored.rank_without ELSE scored.rank END AS rank_without,
       CASE WHEN run.without THEN scored.people_without ELSE scored.people END AS people_without,
       scored.flags AS flags
ORDER BY topic <> '*', score IS NULL, score DESC, people DESC, topic;
