// Write scores: one for each person and topic of a run
//
// Score i is of `people[i]` on `topics[i]`, with element i of each list in `columns`; what is
// null, or has no list, becomes no property. Lists side by side, and names that stand here, cost
// less than half of a map for each score.
:param run => ''
:param people => []
:param topics => []
:param columns => {}

UNWIND range(0, size($people) - 1) AS i
MATCH (person:User {id: $people[i]})
MATCH (topic:Topic {id: $topics[i]})
CREATE (person)-[:SCORED {
  run: $run, topic: $topics[i],
  people: $columns.people[i], acts: $columns.acts[i], audience: $columns.audience[i],
  true_reach: $columns.true_reach[i], amplification: $columns.amplification[i], credible: $columns.credible[i],
  returning: $columns.returning[i], active_days: $columns.active_days[i], points_true_reach: $columns.points_true_reach[i],
  points_amplification: $columns.points_amplification[i], points_activity: $columns.points_activity[i], points_network: $columns.points_network[i],
  points_followers: $columns.points_followers[i], score: $columns.score[i], score_low: $columns.score_low[i],
  score_high: $columns.score_high[i], rank: $columns.rank[i], rank_low: $columns.rank_low[i],
  rank_high: $columns.rank_high[i], percentile: $columns.percentile[i], backed_off: $columns.backed_off[i],
  confidence: $columns.confidence[i], network_impact: $columns.network_impact[i], network_impact_percentile: $columns.network_impact_percentile[i],
  measured: $columns.measured[i], top_share: $columns.top_share[i], effective: $columns.effective[i],
  reciprocal: $columns.reciprocal[i], young_audience: $columns.young_audience[i], audience_in_step: $columns.audience_in_step[i],
  steppers: $columns.steppers[i], experts: $columns.experts[i], hidden: $columns.hidden[i],
  approving: $columns.approving[i], disputing: $columns.disputing[i], dispute: $columns.dispute[i],
  dispute_low: $columns.dispute_low[i], dispute_high: $columns.dispute_high[i], disagreement: $columns.disagreement[i],
  highest_by: $columns.highest_by[i], lowest_by: $columns.lowest_by[i], places: $columns.places[i],
  x: $columns.x[i], y: $columns.y[i], score_without: $columns.score_without[i],
  rank_without: $columns.rank_without[i], people_without: $columns.people_without[i], page_rank: $columns.page_rank[i],
  article_rank: $columns.article_rank[i], eigenvector: $columns.eigenvector[i], betweenness: $columns.betweenness[i],
  degree: $columns.degree[i], hits_authority: $columns.hits_authority[i], hits_hub: $columns.hits_hub[i],
  k_core: $columns.k_core[i], community: $columns.community[i], language: $columns.language[i],
  young_followers: $columns.young_followers[i], follow_burst: $columns.follow_burst[i], closed_circle: $columns.closed_circle[i],
  in_step: $columns.in_step[i], suspicious: $columns.suspicious[i], aged_followers: $columns.aged_followers[i],
  dated_followers: $columns.dated_followers[i], burst_at: $columns.burst_at[i], flags: $columns.flags[i],
  trust: $columns.trust[i], known_by: $columns.known_by[i], established: $columns.established[i],
  labelled: $columns.labelled[i]
}]->(topic);
