// People by what they are called and what they say of themselves.
CREATE FULLTEXT INDEX people_text IF NOT EXISTS FOR (person:User) ON EACH [person.handle, person.name, person.bio];
