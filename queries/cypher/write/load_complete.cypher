// Note that a load ended, and its counts
:param id => ''
:param properties => {}

MATCH (load:Load {id: $id})
SET load += $properties, load.complete = true;
