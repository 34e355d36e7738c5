// An act is there once, however often its file is loaded.
CREATE CONSTRAINT quoted_id IF NOT EXISTS FOR ()-[act:QUOTED]-() REQUIRE act.id IS UNIQUE;
