// Write points of history, several of one person and topic at once
//
// The lists of a row run side by side; scores and points are in thousandths.
:param rows => []

UNWIND $rows AS row
MATCH (person:User {id: row.person})
MATCH (topic:Topic {id: row.topic})
MERGE (person)-[stood:STOOD]->(topic)
SET stood.runs = coalesce(stood.runs, []) + row.runs,
    stood.ranks = coalesce(stood.ranks, []) + row.ranks,
    stood.scores = coalesce(stood.scores, []) + row.scores,
    stood.true_reach = coalesce(stood.true_reach, []) + row.true_reach,
    stood.amplification = coalesce(stood.amplification, []) + row.amplification,
    stood.activity = coalesce(stood.activity, []) + row.activity,
    stood.network = coalesce(stood.network, []) + row.network,
    stood.followers = coalesce(stood.followers, []) + row.followers;
