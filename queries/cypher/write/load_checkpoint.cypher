// Note how far a load is, in the transaction of its batch
:param id => ''
:param properties => {}

MATCH (load:Load {id: $id})
SET load += $properties;
