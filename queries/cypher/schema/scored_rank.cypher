// The best of a topic in a run, in order.
CREATE INDEX scored_rank IF NOT EXISTS FOR ()-[scored:SCORED]-() ON (scored.run, scored.topic, scored.rank);
