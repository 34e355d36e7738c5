// An act is there once, however often its file is loaded.
CREATE CONSTRAINT follows_id IF NOT EXISTS FOR ()-[act:FOLLOWS]-() REQUIRE act.id IS UNIQUE;
