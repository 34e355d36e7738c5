// From whom does this person's score come?
//
// Who acts on the person, and how many points of the score on $topic each brings: of True Reach,
// of Amplification and of the network part: the credible audience, and who came back. Points of
// supporters and the points of the person's own activity and followers sum to the score. An
// audience is its credible part and what is left of the unknown rest, shared in proportion. Where the score is
// estimated (`backed_off`) it is a part of the one over everything, and so are the points.
// Who is labelled (`label`, by the file `label_source`) is as credible as the label says.
// `posts` are the last three of the person's posts that each acted upon. No rows where there is
// no score, or the newest run is from before receipts.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, points FLOAT, share FLOAT, points_true_reach FLOAT, points_amplification FLOAT, points_network FLOAT, weight FLOAT, recent FLOAT, credible FLOAT, label STRING, label_source STRING, acts INTEGER, posts LIST OF STRING
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (person:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = $topic AND scored.score IS NOT NULL AND run.steepness IS NOT NULL
WITH run, person, scored, CASE WHEN scored.backed_off THEN '*' ELSE $topic END AS topic
// All ties in one pass: looking for those of two people goes through all that one of them has.
MATCH (person)-[tie:ATTENDS_TO]-(supporter)
WHERE tie.topic IN ['*', topic]
WITH run, person, scored, topic, supporter,
     head(collect(CASE WHEN endNode(tie) = person AND tie.topic = topic THEN tie END)) AS arrow,
     min(CASE WHEN endNode(tie) = person AND tie.topic = '*' THEN tie.first.epochSeconds END) AS since,
     count(CASE WHEN startNode(tie) = person AND tie.topic = '*' THEN 1 END) > 0 AS back
WHERE arrow IS NOT NULL
OPTIONAL MATCH (supporter)-[overall:SCORED]->(:Topic {id: '*'})
WHERE overall.run = run.id
// From an account old by then, and known to enough people besides the one they act on, or alone.
WITH run, person, scored, topic, supporter, arrow, overall, coalesce(overall.trust, 0.0) AS trust,
     CASE WHEN coalesce(since, -1) >= overall.established THEN CASE
       WHEN overall.known_by - CASE
         WHEN back OR EXISTS { (person)-[follow:FOLLOWS]->(supporter) WHERE follow.at IS NULL OR follow.at < run.as_of }
         THEN 1 ELSE 0 END >= run.known_by
       THEN 1.0 ELSE coalesce(run.alone, 0.0) END ELSE 0.0 END AS evident
WITH run, person, scored, topic, supporter, arrow,
     coalesce(overall.labelled, CASE WHEN evident > trust THEN evident ELSE trust END) AS credible,
     CASE WHEN overall.labelled IS NOT NULL THEN supporter.label END AS label,
     // Who came back a day later, or more: seconds, as the score counts them.
     CASE WHEN arrow.last.epochSeconds - arrow.first.epochSeconds >= 86400
       THEN arrow.weight ELSE 0.0 END AS came_back
WITH run, person, scored, topic,
     collect({person: supporter, arrow: arrow, credible: credible, label: label, back: came_back}) AS supporters,
     sum(came_back) AS back, sum(came_back * credible) AS believed_back,
     sum(arrow.weight) AS weight, sum(arrow.weight * credible) AS believed,
     sum(arrow.recent) AS recent, sum(arrow.recent * credible) AS believed_recent
// What the square root leaves of the unknown, and where it is bounded the logarithm.
WITH *, [part IN [
  {audience: weight, credible: believed},
  {audience: recent, credible: believed_recent},
  {audience: back, credible: believed_back}
] | part {.credible, unknown: part.audience - part.credible}] AS parted
WITH *, [part IN parted | part {
  .*, root: 2 * part.unknown / (sqrt(1 + part.unknown / run.steepness) + 1)
}] AS rooted
WITH *, [part IN rooted | part {
  .*, counted: CASE WHEN run.bounded
    THEN run.steepness * log(1 + part.root / run.steepness) ELSE part.root END
}] AS parts
WITH *, [part IN parts | part.credible + part.counted] AS effective,
     [part IN parts | CASE WHEN part.unknown > 0 THEN part.counted / part.unknown ELSE 0.0 END] AS lefts
WITH *, lefts[0] AS left, effective[0] AS reach,
     lefts[1] AS left_recent, effective[1] AS amplified,
     lefts[2] AS left_back, effective[2] AS returned
WITH *, run.weight_network * log(1 + believed) AS known_term,
     run.weight_returning * log(1 + returned) AS back_term
WITH *, CASE WHEN known_term + back_term > 0
  THEN scored.points_network / (known_term + back_term) ELSE 0.0 END AS scale
// From the topic alone, each below it once: from both ends it would go all the ways there are.
WITH *, COLLECT { MATCH (top:Topic {id: topic}) WITH top LIMIT 1 MATCH (below)-[:CHILD_OF*0..]->(top) RETURN DISTINCT below.id } AS below
UNWIND supporters AS one
WITH person, scored, topic, below, one,
     CASE WHEN reach > 0 THEN scored.points_true_reach * one.arrow.weight
       * (one.credible + left * (1 - one.credible)) / reach ELSE 0.0 END AS points_true_reach,
     CASE WHEN amplified > 0 THEN scored.points_amplification * one.arrow.recent
       * (one.credible + left_recent * (1 - one.credible)) / amplified ELSE 0.0 END AS points_amplification,
     CASE WHEN believed > 0 THEN scale * known_term * one.arrow.weight
       * one.credible / believed ELSE 0.0 END
     + CASE WHEN returned > 0 THEN scale * back_term * one.back
       * (one.credible + left_back * (1 - one.credible)) / returned ELSE 0.0 END AS points_network
WITH *, points_true_reach + points_amplification + points_network AS points
ORDER BY points DESC, one.person.id
SKIP $skip
LIMIT $limit
RETURN one.person.id AS id, one.person.handle AS handle, one.person.name AS name,
       points, CASE WHEN scored.score > 0 THEN points / scored.score ELSE 0.0 END AS share,
       points_true_reach, points_amplification, points_network,
       one.arrow.weight AS weight, one.arrow.recent AS recent, one.credible AS credible,
       one.label AS label, CASE WHEN one.label IS NOT NULL THEN one.person.label_source END AS label_source,
       one.arrow.acts AS acts,
       COLLECT {
         WITH one, person, topic, below
         MATCH (:User {id: one.person.id})-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->(person)
         WHERE act.post IS NOT NULL AND (topic = '*' OR any(tag IN act.topics WHERE tag IN below))
         WITH act.post AS post, max(act.at) AS at
         RETURN post ORDER BY at DESC, post LIMIT 3
       } AS posts
ORDER BY points DESC, id;
