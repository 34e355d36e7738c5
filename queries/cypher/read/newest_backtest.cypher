// How well did the score foretell what came later?
//
// The newest backtest: `told` is its whole table as JSON. No row before the first
// `influence backtest`.
//
// for: researchers, developers
// returns: at DATETIME, recipe STRING, recipe_name STRING, horizon_days FLOAT, people INTEGER, acts INTEGER, told STRING

MATCH (kept:Backtest)
RETURN kept.at AS at, kept.recipe AS recipe, kept.recipe_name AS recipe_name,
       kept.horizon_days AS horizon_days, kept.people AS people, kept.acts AS acts,
       kept.told AS told
ORDER BY at DESC
LIMIT 1;
