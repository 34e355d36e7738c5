// Note that somebody opted out, as keyed hashes, before anything of theirs is taken away
//
// Loads that are under way are touched, so that their batches wait, and then see the note.
:param hashes => []
:param key => ''

UNWIND $hashes AS hash
MERGE (hidden:Suppressed {hash: hash})
SET hidden.key = $key, hidden.at = coalesce(hidden.at, datetime())
WITH count(*) AS noted
MATCH (load:Load {complete: false})
SET load.complete = false;
