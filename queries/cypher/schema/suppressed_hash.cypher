// Somebody who opted out is noted once.
CREATE CONSTRAINT suppressed_hash IF NOT EXISTS FOR (hidden:Suppressed) REQUIRE hidden.hash IS UNIQUE;
