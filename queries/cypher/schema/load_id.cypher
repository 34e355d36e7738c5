// A load is there once.
CREATE CONSTRAINT load_id IF NOT EXISTS FOR (load:Load) REQUIRE load.id IS UNIQUE;
