// The best of a topic in a run without suspicious support, in order.
CREATE INDEX scored_rank_without IF NOT EXISTS FOR ()-[scored:SCORED]-() ON (scored.run, scored.topic, scored.rank_without);
