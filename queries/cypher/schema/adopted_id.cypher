// An act is there once, however often its file is loaded.
CREATE CONSTRAINT adopted_id IF NOT EXISTS FOR ()-[act:ADOPTED]-() REQUIRE act.id IS UNIQUE;
