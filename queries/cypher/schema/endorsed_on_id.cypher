// Somebody endorses another on a topic once.
CREATE CONSTRAINT endorsed_on_id IF NOT EXISTS FOR ()-[endorsed:ENDORSED_ON]-() REQUIRE endorsed.id IS UNIQUE;
