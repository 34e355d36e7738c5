// The strongest arrows of a topic.
CREATE INDEX attends_to_topic IF NOT EXISTS FOR ()-[attention:ATTENDS_TO]-() ON (attention.topic, attention.weight);
