// How far a load is
//
// returns: read INTEGER, accepted INTEGER, duplicate INTEGER, suppressed INTEGER, rejected INTEGER
:param id => ''

MATCH (load:Load {id: $id})
RETURN load.read AS read, coalesce(load.accepted, 0) AS accepted,
       coalesce(load.duplicate, 0) AS duplicate, coalesce(load.suppressed, 0) AS suppressed,
       coalesce(load.rejected, 0) AS rejected;
