// A person is there once.
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (person:User) REQUIRE person.id IS UNIQUE;
