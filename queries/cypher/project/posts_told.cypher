// How many posts has everybody written, by topics and span of time?
//
// The lists run side by side: entry i is of the posts about exactly `tags[i]`; spans are in days
// before $as_of. `signal` counts those of the week with a name, a link or a tag in them. `weeks` is
// 2^w for each w, from 0 to 12, such that one of the quarter's is so many weeks old, together.
//
// returns: who INTEGER, tags LIST, week LIST, month LIST, quarter LIST, season LIST, ever LIST, signal LIST, weeks LIST
:param as_of => '2026-07-01T00:00:00Z'
:param week => 7
:param month => 30
:param quarter => 90
:param season => 120

MATCH (who:User)-[:POSTED]->(post:Post)
WHERE post.at IS NULL OR post.at < datetime($as_of)
WITH who, post, coalesce(datetime($as_of).epochSeconds - post.at.epochSeconds, 9223372036) AS age,
     COLLECT { MATCH (post)-[:ABOUT]->(topic:Topic) RETURN topic.id ORDER BY topic.id } AS tags
WITH who, tags,
     count(CASE WHEN age <= $week * 86400 THEN 1 END) AS week,
     count(CASE WHEN age <= $month * 86400 THEN 1 END) AS month,
     count(CASE WHEN age <= $quarter * 86400 THEN 1 END) AS quarter,
     count(CASE WHEN age <= $season * 86400 THEN 1 END) AS season,
     count(*) AS ever,
     count(CASE WHEN age <= $week * 86400 AND (
       size(tags) > 0 OR post.text CONTAINS '@' OR post.text CONTAINS '#' OR post.text CONTAINS '://'
     ) THEN 1 END) AS signal,
     collect(DISTINCT CASE WHEN age <= $quarter * 86400 THEN (age - 1) / 604800 END) AS old
RETURN id(who) AS who, collect(tags) AS tags, collect(week) AS week, collect(month) AS month,
       collect(quarter) AS quarter, collect(season) AS season, collect(ever) AS ever,
       collect(signal) AS signal, collect(toInteger(reduce(bits = 0.0, week IN old | bits + 2 ^ week))) AS weeks;
