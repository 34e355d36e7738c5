// An act is there once, however often its file is loaded.
CREATE CONSTRAINT liked_id IF NOT EXISTS FOR ()-[act:LIKED]-() REQUIRE act.id IS UNIQUE;
