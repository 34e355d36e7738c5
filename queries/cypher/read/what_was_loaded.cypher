// What was loaded, when, and how much of it was accepted?
//
// One row for each load, the newest first. A load that is not complete was interrupted;
// loading the same files again finishes it.
//
// for: researchers, developers
// returns: id STRING, source STRING, files LIST OF STRING, at DATETIME, read INTEGER, accepted INTEGER, duplicate INTEGER, suppressed INTEGER, rejected INTEGER, seconds FLOAT, complete BOOLEAN
:param limit => 25

MATCH (load:Load)
RETURN load.id AS id, load.source AS source, load.files AS files, load.at AS at,
       load.read AS read, load.accepted AS accepted, load.duplicate AS duplicate,
       load.suppressed AS suppressed, load.rejected AS rejected,
       load.seconds AS seconds, coalesce(load.complete, false) AS complete
ORDER BY at DESC, id
LIMIT $limit;
