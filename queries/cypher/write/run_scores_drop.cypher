// Drop the scores of one run
:param run => ''

MATCH (:User)-[scored:SCORED]->(:Topic)
WHERE scored.run = $run AND scored.topic IS NOT NULL
CALL (scored) { DELETE scored } IN TRANSACTIONS OF 1000 ROWS;
