// Topics by name.
CREATE FULLTEXT INDEX topics_text IF NOT EXISTS FOR (topic:Topic) ON EACH [topic.name, topic.id];
