// An act is there once, however often its file is loaded.
CREATE CONSTRAINT reposted_id IF NOT EXISTS FOR ()-[act:REPOSTED]-() REQUIRE act.id IS UNIQUE;
