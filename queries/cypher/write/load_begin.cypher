// Note that a load begins, or, with the id of one that was cut off, goes on
//
// Who begins last holds the load: see `load_held`.
//
// returns: read INTEGER, accepted INTEGER, duplicate INTEGER, suppressed INTEGER, rejected INTEGER
:param id => ''
:param input => ''
:param holder => ''
:param properties => {}

MERGE (load:Load {id: $id})
ON CREATE SET load += $properties, load.input = $input, load.at = datetime(), load.read = 0
SET load.complete = false, load.holder = $holder
RETURN load.read AS read, coalesce(load.accepted, 0) AS accepted,
       coalesce(load.duplicate, 0) AS duplicate, coalesce(load.suppressed, 0) AS suppressed,
       coalesce(load.rejected, 0) AS rejected;
