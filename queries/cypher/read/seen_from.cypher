// Who has influence on these people, seen from them?
//
// Attention on $topic from the people $viewers, each of whom counts alike, followed two steps: `direct`
// is the part of their attention that goes to somebody, `through` the part of the attention of those
// that goes on to them (of the 200 to whom most goes). `influence` is (1 - d)·(d·direct + d²·through)
// with d = $damping: PageRank that begins at the viewers again and again, cut after two steps.
// `viewers_acting` of them acted on the person. The viewers themselves are left out.
//
// for: marketers, researchers
// returns: id STRING, handle STRING, name STRING, influence FLOAT, direct FLOAT, through FLOAT, viewers_acting INTEGER, score FLOAT, rank INTEGER
:param viewers => ["planted:hollystone_h"]
:param topic => '*'
:param damping => 0.85
:param skip => 0
:param limit => 50

MATCH (viewer:User)
WHERE viewer.id IN $viewers
WITH collect(viewer) AS viewers
CALL (viewers) {
  UNWIND viewers AS viewer
  CALL (viewer) {
    MATCH (viewer)-[all:ATTENDS_TO]->(:User)
    WHERE all.topic = $topic
    RETURN sum(all.weight) AS whole
  }
  MATCH (viewer)-[arrow:ATTENDS_TO]->(near:User)
  WHERE arrow.topic = $topic AND arrow.weight > 0
  WITH viewers, near, sum(arrow.weight / whole) / size(viewers) AS direct, count(*) AS acting
  ORDER BY direct DESC, near.id
  RETURN collect({person: near, direct: direct, through: 0.0, acting: acting}) AS firsts
}
CALL (firsts) {
  UNWIND firsts[..200] AS first
  WITH first.person AS near, first.direct AS direct
  CALL (near) {
    MATCH (near)-[all:ATTENDS_TO]->(:User)
    WHERE all.topic = $topic
    RETURN sum(all.weight) AS whole
  }
  MATCH (near)-[arrow:ATTENDS_TO]->(far:User)
  WHERE arrow.topic = $topic AND arrow.weight > 0
  WITH far, sum(direct * arrow.weight / whole) AS through
  RETURN collect({person: far, direct: 0.0, through: through, acting: 0}) AS seconds
}
UNWIND firsts + seconds AS one
WITH one.person AS person, sum(one.direct) AS direct, sum(one.through) AS through,
     sum(one.acting) AS viewers_acting
WHERE NOT person.id IN $viewers
WITH person, direct, through, viewers_acting,
     (1 - $damping) * ($damping * direct + $damping ^ 2 * through) AS influence
ORDER BY influence DESC, person.id
SKIP $skip
LIMIT $limit
OPTIONAL MATCH (run:Run {complete: true})
WITH person, direct, through, viewers_acting, influence, run
ORDER BY run.at DESC, run.id
WITH person, direct, through, viewers_acting, influence, head(collect(run.id)) AS run
OPTIONAL MATCH (person)-[scored:SCORED]->(:Topic {id: $topic})
WHERE scored.run = run
RETURN person.id AS id, coalesce(person.handle, person.id) AS handle, person.name AS name,
       influence, direct, through, viewers_acting, scored.score AS score, scored.rank AS rank
ORDER BY influence DESC, id;
