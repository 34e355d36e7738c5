// Note that the scores of a run of the past are gone
:param id => ''

MATCH (run:PastRun {id: $id})
REMOVE run.scored;
