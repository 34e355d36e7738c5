// What each topic is called: its id, its name and its synonyms, without case, spaces and hyphens
//
// All of them, or only those that one of `words` calls.
//
// returns: topic STRING, words LIST
:param all => true
:param words => []

MATCH (topic:Topic)
WHERE topic.id <> '*'
WITH topic, [
  word IN [topic.id, topic.name] + coalesce(topic.synonyms, []) WHERE word IS NOT NULL |
  replace(replace(replace(toLower(word), ' ', ''), '-', ''), '_', '')
] AS words
WHERE $all OR any(word IN words WHERE word IN $words)
RETURN topic.id AS topic, words
ORDER BY topic;
