// Let a run be one of the past: its points are kept, its scores may go
:param id => ''

MATCH (run:Run {id: $id})
SET run:PastRun, run.scored = true
REMOVE run:Run, run.map_topics, run.map_texts,
       run.middle_topics, run.middle_names, run.middles;
