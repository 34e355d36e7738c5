// Those who are flagged in a run.
CREATE INDEX scored_flags IF NOT EXISTS FOR ()-[scored:SCORED]-() ON (scored.run, scored.flags);
