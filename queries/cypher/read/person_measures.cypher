// Where does this person stand by each measure over everything?
//
// One row: the measures of the whole network in the newest run, beside the score.
//
// for: researchers
// returns: page_rank FLOAT, article_rank FLOAT, betweenness FLOAT, eigenvector FLOAT, degree FLOAT, hits_authority FLOAT, hits_hub FLOAT, k_core INTEGER, community INTEGER
:param person => 'planted:raffertysaltmarshe'
:param run => ''

MATCH (run:Run {complete: true})
WHERE $run = '' OR run.id = $run
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = '*'
RETURN scored.page_rank AS page_rank, scored.article_rank AS article_rank,
       scored.betweenness AS betweenness, scored.eigenvector AS eigenvector,
       scored.degree AS degree, scored.hits_authority AS hits_authority,
       scored.hits_hub AS hits_hub, scored.k_core AS k_core, scored.community AS community
ORDER BY page_rank
LIMIT 1;
