// Which scores are computed outside of the database, and how far are they?
//
// One row for each computation, the newest first. `residual` is what still moves in an
// iteration. One that is running and was `told` long ago was broken off; on Spark the same
// command goes on with it. `error` says why one ended that is not done.
//
// for: researchers, developers
// returns: id STRING, engine STRING, begun DATETIME, told DATETIME, state STRING, stage STRING, iteration INTEGER, residual FLOAT, run STRING, error STRING
:param limit => 10

MATCH (job:ScoreJob)
RETURN job.id AS id, job.engine AS engine, job.begun AS begun, job.told AS told,
       job.state AS state, job.stage AS stage, job.iteration AS iteration,
       job.residual AS residual, job.run AS run, job.error AS error
ORDER BY begun DESC, id
LIMIT $limit;
