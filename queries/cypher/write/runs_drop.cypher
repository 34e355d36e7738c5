// Drop runs whose scores and points are gone
:param ids => []

MATCH (run:Run|PastRun)
WHERE run.id IN $ids
DELETE run;
