// A list of people is there once.
CREATE CONSTRAINT shortlist_id IF NOT EXISTS FOR (shortlist:Shortlist) REQUIRE shortlist.id IS UNIQUE;
