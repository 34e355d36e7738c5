// Note that a score run begins
//
// It stays invisible until `run_complete`.
:param id => ''
:param properties => {}

MERGE (run:Run {id: $id})
SET run += $properties, run.at = datetime($properties.at), run.as_of = datetime($properties.as_of), run.complete = false;
