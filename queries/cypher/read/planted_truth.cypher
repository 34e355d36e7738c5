// Who was made influential in the invented community?
//
// JSON that came with the newest load of invented data: influencers and merely popular people by
// topic, a ring, and the followers it bought. No row where all that is loaded is real.
//
// for: researchers, developers
// returns: truth STRING
:param limit => 1

MATCH (load:Load {complete: true})
WHERE load.truth IS NOT NULL
RETURN load.truth AS truth
ORDER BY load.at DESC
LIMIT $limit;
