// People by their exact handle.
CREATE INDEX user_handle IF NOT EXISTS FOR (person:User) ON (person.handle);
