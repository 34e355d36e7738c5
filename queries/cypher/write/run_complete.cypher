// Make a run visible, all at once
:param id => ''
:param properties => {}

MATCH (run:Run {id: $id})
SET run += $properties, run.complete = true;
