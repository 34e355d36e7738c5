// Drop the points of history of some runs, by number
:param numbers => []

MATCH (:User)-[stood:STOOD]->(:Topic)
WHERE any(number IN stood.runs WHERE number IN $numbers)
CALL (stood) {
  WITH stood, [i IN range(0, size(stood.runs) - 1) WHERE NOT stood.runs[i] IN $numbers] AS kept
  SET stood.runs = [i IN kept | stood.runs[i]],
      stood.ranks = [i IN kept | stood.ranks[i]],
      stood.scores = [i IN kept | stood.scores[i]],
      stood.true_reach = [i IN kept | stood.true_reach[i]],
      stood.amplification = [i IN kept | stood.amplification[i]],
      stood.activity = [i IN kept | stood.activity[i]],
      stood.network = [i IN kept | stood.network[i]],
      stood.followers = [i IN kept | stood.followers[i]]
  WITH stood, kept
  WHERE size(kept) = 0
  DELETE stood
} IN TRANSACTIONS OF 1000 ROWS;
