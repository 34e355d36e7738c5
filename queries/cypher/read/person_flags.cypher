// What is odd around this person, in numbers?
//
// A row for each flag of the newest run. `value` is what the flag looks at, `among` how many
// followers or people that is a share of. `evidence` names the question that lists whom it rests on.
//
// for: marketers, researchers
// returns: flag STRING, value FLOAT, among INTEGER, evidence STRING
:param person => 'planted:raffertysaltmarshe'

MATCH (run:Run {complete: true})
WITH run
ORDER BY run.at DESC, run.id
LIMIT 1
MATCH (:User {id: $person})-[scored:SCORED]->()
WHERE scored.run = run.id AND scored.topic = '*' AND scored.flags IS NOT NULL
UNWIND split(scored.flags, ',') AS flag
RETURN flag, toFloat(scored[flag]) AS value,
       CASE flag WHEN 'young_followers' THEN scored.aged_followers
                 WHEN 'follow_burst' THEN scored.dated_followers
                 WHEN 'in_step' THEN null
                 WHEN 'suspicious' THEN null
                 ELSE scored.people END AS among,
       'flag_' + flag AS evidence
ORDER BY flag;
