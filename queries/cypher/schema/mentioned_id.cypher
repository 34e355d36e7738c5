// An act is there once, however often its file is loaded.
CREATE CONSTRAINT mentioned_id IF NOT EXISTS FOR ()-[act:MENTIONED]-() REQUIRE act.id IS UNIQUE;
