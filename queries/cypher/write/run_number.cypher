// Give a run the number by which points of history name it
//
// Noted before the first point is written, so that a cut-off keeps nobody's number.
//
// returns: number INTEGER
:param id => ''

MATCH (run:Run {id: $id})
CALL () {
  MATCH (other:Run|PastRun)
  RETURN coalesce(max(other.number), 0) + 1 AS next
}
SET run.number = coalesce(run.number, next)
RETURN run.number AS number;
