// Note that runs of the past are made: none of them is visible until `past_runs_complete`
//
// returns: id STRING, number INTEGER
:param runs => []

OPTIONAL MATCH (other:Run|PastRun)
WITH coalesce(max(other.number), 0) AS last
UNWIND range(0, size($runs) - 1) AS i
CREATE (run:PastRun)
SET run = $runs[i], run.number = last + 1 + i, run.complete = false,
    run.at = datetime($runs[i].at), run.as_of = datetime($runs[i].as_of)
RETURN run.id AS id, run.number AS number
ORDER BY number;
