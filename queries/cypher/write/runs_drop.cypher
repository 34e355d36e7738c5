// Drop the scores of runs that were broken off, and of those beyond the newest few
:param kept => 5
:param running => ''

MATCH (run:Run) WHERE run.id <> $running
WITH run ORDER BY run.complete DESC, run.at DESC
WITH collect(run) AS runs
UNWIND [i IN range(0, size(runs) - 1) WHERE i >= $kept OR NOT runs[i].complete | runs[i]] AS run
CALL (run) {
  MATCH ()-[scored:SCORED {run: run.id}]->() DELETE scored
} IN TRANSACTIONS OF 1 ROW
DELETE run;
