// Note that a load begins
:param id => ''
:param properties => {}

CREATE (load:Load {id: $id})
SET load += $properties, load.at = datetime(), load.complete = false;
