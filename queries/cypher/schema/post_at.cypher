// Posts by time.
CREATE INDEX post_at IF NOT EXISTS FOR (post:Post) ON (post.at);
