// An address that a list is shared by leads to one list.
CREATE CONSTRAINT shortlist_share IF NOT EXISTS FOR (shortlist:Shortlist) REQUIRE shortlist.share IS UNIQUE;
