// How do the communities of large topics hang together?
//
// One row: JSON that the newest run has kept, an object by topic. `communities` are lists of the
// number, how many people, and where it stands; `arrows` of the community that influences, the
// one influenced, the sum of weights, and how many arrows between people it stands for.
//
// for: researchers, developers
// returns: run STRING, told STRING

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
RETURN run.id AS run, run.community_maps AS told;
