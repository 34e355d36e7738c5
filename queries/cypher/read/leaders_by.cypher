// Who comes first on this topic by one part or measure?
//
// $by is a property of the score: one of its parts on any topic, and over everything ('*')
// also one of the measures, such as page_rank; or a name among `measured` of the run, such as
// peerindex. `value` is what was sorted by. Where fewer than three people acted on somebody
// `enough` is false, and score and rank are null.
//
// for: researchers
// returns: place INTEGER, id STRING, handle STRING, name STRING, network STRING, value FLOAT, rank INTEGER, score FLOAT, enough BOOLEAN, score_low FLOAT, score_high FLOAT, rank_low INTEGER, rank_high INTEGER, percentile FLOAT, true_reach FLOAT, amplification FLOAT, network_impact FLOAT, network_impact_percentile FLOAT, people INTEGER, credible FLOAT, active_days FLOAT, confidence STRING, backed_off BOOLEAN, followers INTEGER, community INTEGER, flags STRING, label STRING
:param topic => '*'
:param by => 'network_impact'
:param run => ''
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// Where the value stands among those that are kept as a list.
WITH run, head([i IN range(0, size(coalesce(run.measured, [])) - 1) WHERE run.measured[i] = $by]) AS number
MATCH (person:User)-[scored:SCORED]->(:Topic)
WHERE scored.run = run.id AND scored.topic = $topic
WITH run, person, scored, CASE WHEN number IS NULL THEN scored[$by] ELSE scored.measured[number] END AS value
// What is not known is null, or NaN, which is not equal to itself.
WHERE value = value
WITH run, person, scored, value
ORDER BY value DESC, person.id
SKIP $skip
LIMIT $limit
WITH run, collect({person: person, scored: scored, value: value}) AS listed
UNWIND range(0, size(listed) - 1) AS place
WITH run, place, listed[place].person AS person, listed[place].scored AS scored, listed[place].value AS value
CALL (run, person) {
  OPTIONAL MATCH (person)-[overall:SCORED]->(:Topic {id: '*'})
  WHERE overall.run = run.id
  RETURN overall.community AS community, overall.flags AS flags
  LIMIT 1
}
RETURN $skip + place + 1 AS place, person.id AS id, person.handle AS handle, person.name AS name,
       person.network AS network, toFloat(value) AS value,
       scored.rank AS rank, scored.score AS score,
       scored.score IS NOT NULL AS enough,
       scored.score_low AS score_low, scored.score_high AS score_high,
       scored.rank_low AS rank_low, scored.rank_high AS rank_high,
       scored.percentile AS percentile,
       scored.true_reach AS true_reach, scored.amplification AS amplification,
       scored.network_impact AS network_impact,
       scored.network_impact_percentile AS network_impact_percentile,
       scored.people AS people, scored.credible AS credible, scored.active_days AS active_days,
       scored.confidence AS confidence, scored.backed_off AS backed_off,
       person.followers AS followers, community, flags, person.label AS label
ORDER BY place;
