// An act is there once, however often its file is loaded.
CREATE CONSTRAINT replied_to_id IF NOT EXISTS FOR ()-[act:REPLIED_TO]-() REQUIRE act.id IS UNIQUE;
