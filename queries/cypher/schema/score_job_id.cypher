// A computation outside of the database is there once.
CREATE CONSTRAINT score_job_id IF NOT EXISTS FOR (job:ScoreJob) REQUIRE job.id IS UNIQUE;
