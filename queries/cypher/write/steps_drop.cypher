// Drop the pairs in step of other runs
:param run => ''

MATCH (:User)-[step:IN_STEP]->(:User)
WHERE step.run <> $run
CALL (step) { DELETE step } IN TRANSACTIONS OF 1000 ROWS;
