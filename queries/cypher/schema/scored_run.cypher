// The scores of a run, to drop them.
CREATE INDEX scored_run IF NOT EXISTS FOR ()-[scored:SCORED]-() ON (scored.run);
