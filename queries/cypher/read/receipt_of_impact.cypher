// From whom does this person's Network Impact come?
//
// Everybody starts with 1 − d, and hands d times their Network Impact on, split by the share of
// their attention on $topic that goes to each. `impact` is what a supporter has, `share` the part
// of their attention, `contribution` = d × impact × share. Contributions and 1 − d sum to the
// person's Network Impact.
//
// for: researchers
// returns: id STRING, handle STRING, name STRING, contribution FLOAT, impact FLOAT, share FLOAT
:param person => 'planted:raffertysaltmarshe'
:param topic => '*'
:param skip => 0
:param limit => 50

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
// Without its label, which takes a third of the time to look up: attention is between people alone.
MATCH (supporter)-[arrow:ATTENDS_TO]->(:User {id: $person})
WHERE arrow.topic = $topic AND arrow.weight > 0
OPTIONAL MATCH (supporter)-[scored:SCORED]->(:Topic {id: $topic})
WHERE scored.run = run.id
// Attention that was folded before each arrow told its share.
CALL (supporter, arrow) {
  WITH supporter, arrow
  WHERE arrow.share IS NULL
  MATCH (supporter)-[any:ATTENDS_TO]->()
  WHERE any.topic = $topic
  RETURN sum(any.weight) AS whole
}
WITH run, supporter, coalesce(arrow.share, arrow.weight / whole) AS share,
     coalesce(scored.network_impact, 1 - run.damping) AS impact
WITH supporter, share, impact, run.damping * impact * share AS contribution
ORDER BY contribution DESC, supporter.id
SKIP $skip
LIMIT $limit
RETURN supporter.id AS id, supporter.handle AS handle, supporter.name AS name,
       contribution, impact, share
ORDER BY contribution DESC, id;
