// Keep a backtest in place of the one before
//
// `told` is all of it as JSON; what stands beside it is there to be found by.
:param properties => {}
:param at => '2026-07-01T00:00:00Z'

OPTIONAL MATCH (earlier:Backtest)
DETACH DELETE earlier
WITH count(earlier) AS gone
CREATE (kept:Backtest)
SET kept += $properties, kept.at = datetime($at);
