// The scores of a run, and of a topic in it.
CREATE INDEX scored_topic IF NOT EXISTS FOR ()-[scored:SCORED]-() ON (scored.run, scored.topic);
