// Make runs of the past visible, all at once
:param ids => []

MATCH (run:PastRun)
WHERE run.id IN $ids
SET run.complete = true;
