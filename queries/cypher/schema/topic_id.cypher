// A topic is there once.
CREATE CONSTRAINT topic_id IF NOT EXISTS FOR (topic:Topic) REQUIRE topic.id IS UNIQUE;
