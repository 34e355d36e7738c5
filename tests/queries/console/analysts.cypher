MATCH (n) RETURN labels(n) AS labels, count(*) AS nodes ORDER BY nodes DESC;

MATCH (n) RETURN n LIMIT 25;

MATCH ()-[r]->() RETURN type(r) AS type, count(*) AS number ORDER BY number DESC;

MATCH (a)-[r]->(b) RETURN a, r, b LIMIT 25;

MATCH (person:User) RETURN count(person) AS people;

MATCH (person:User) RETURN person.network AS network, count(*) AS people ORDER BY people DESC;

MATCH (person:User) WHERE person.followers > 1000 RETURN person.handle, person.followers ORDER BY person.followers DESC LIMIT 20;

MATCH (person:User) WHERE person.bio CONTAINS 'bread' RETURN person.handle, person.bio LIMIT 10;

MATCH (person:User) WHERE toLower(person.name) STARTS WITH 'a' RETURN person.name ORDER BY person.name LIMIT 50;

MATCH (person:User) WHERE person.name =~ '(?i).*ember.*' RETURN person.name, person.handle;

// Somebody without a name
MATCH (person:User) WHERE person.name IS NULL RETURN count(*) AS nameless;

MATCH (person:User {handle: $handle}) RETURN properties(person) AS properties;

MATCH (person:User)-[scored:SCORED {topic: '*'}]->(:Topic {id: '*'})
RETURN person.handle AS handle, scored.score AS score, scored.rank AS rank
ORDER BY rank LIMIT 10;

MATCH (person:User)-[scored:SCORED]->(topic:Topic)
WHERE topic.id <> '*'
WITH topic, person, scored ORDER BY scored.score DESC
WITH topic, collect({handle: person.handle, score: scored.score})[0..3] AS best
RETURN topic.name AS topic, best ORDER BY topic;

MATCH (:User)-[scored:SCORED {topic: '*'}]->()
WITH scored.score AS score WHERE score IS NOT NULL
RETURN min(score) AS least, percentileCont(score, 0.5) AS median, avg(score) AS mean,
       percentileCont(score, 0.9) AS p90, max(score) AS most, stDev(score) AS deviation;

MATCH (:User)-[scored:SCORED {topic: '*'}]->()
WITH toInteger(scored.score / 10) * 10 AS bin, count(*) AS people
RETURN bin, people ORDER BY bin;

MATCH (person:User)-[scored:SCORED]->(topic:Topic)
WHERE scored.confidence = 'low'
RETURN topic.name AS topic, count(DISTINCT person) AS uncertain ORDER BY uncertain DESC;

MATCH (influenced:User)-[attention:ATTENDS_TO {topic: '*'}]->(influencer:User)
RETURN influencer.handle AS influencer, count(*) AS people, sum(attention.weight) AS attention
ORDER BY attention DESC LIMIT 10;

MATCH (one:User)-[:ATTENDS_TO {topic: '*'}]->(other:User)
RETURN one.handle AS one, count(other) AS attends_to ORDER BY attends_to DESC, one LIMIT 10;

// How much of the attention is returned?
MATCH (a:User)-[:ATTENDS_TO {topic: '*'}]->(b:User)
WITH count(*) AS arrows
MATCH (a:User)-[:ATTENDS_TO {topic: '*'}]->(b:User)-[:ATTENDS_TO {topic: '*'}]->(a)
RETURN arrows, count(*) AS mutual, 1.0 * count(*) / arrows AS reciprocity;

// The distribution of degrees
MATCH (person:User)
WITH COUNT { (person)<-[:ATTENDS_TO {topic: '*'}]-() } AS degree
RETURN degree, count(*) AS people ORDER BY degree;

MATCH (person:User) WHERE NOT EXISTS { (person)-[:ATTENDS_TO]-() } RETURN count(person) AS alone;

MATCH (a:User)-[:FOLLOWS]->(b:User) WHERE NOT (b)-[:FOLLOWS]->(a) RETURN count(*) AS one_way;

MATCH path = shortestPath((a:User {id: $from})-[:ATTENDS_TO*..6]-(b:User {id: $to})) RETURN path;

MATCH path = ALL SHORTEST (a:User {id: $from})-[:ATTENDS_TO]-+(b:User {id: $to})
RETURN length(path) AS steps, count(*) AS ways;

MATCH path = SHORTEST 3 (a:User {id: $from})-[:FOLLOWS]->{1,5}(b:User {id: $to})
RETURN [person IN nodes(path) | person.handle] AS via, length(path) AS steps;

MATCH (a:User {id: $from})-[:FOLLOWS*1..2]->(b:User) RETURN count(DISTINCT b) AS reached;

MATCH (a:User {id: $from})-[:ATTENDS_TO]->{1,3}(b:User) RETURN DISTINCT b.handle LIMIT 100;

MATCH (a:User {id: $from})-[:ATTENDS_TO {topic: '*'}]->(common:User)<-[:ATTENDS_TO {topic: '*'}]-(b:User)
WHERE a <> b
RETURN b.handle AS similar, count(DISTINCT common) AS shared ORDER BY shared DESC LIMIT 10;

// Jaccard's index, by hand
MATCH (a:User {id: $from})-[:FOLLOWS]->(x:User)
WITH a, collect(DISTINCT x.id) AS mine
MATCH (b:User)-[:FOLLOWS]->(y:User) WHERE b <> a
WITH mine, b, collect(DISTINCT y.id) AS theirs
WITH b, size([id IN mine WHERE id IN theirs]) AS both, size(mine) AS m, size(theirs) AS t
RETURN b.handle, 1.0 * both / (m + t - both) AS jaccard ORDER BY jaccard DESC LIMIT 10;

// The same by the function of Graph Data Science
MATCH (a:User {id: $from})-[:FOLLOWS]->(x:User)
WITH a, collect(id(x)) AS mine
MATCH (b:User)-[:FOLLOWS]->(y:User) WHERE b <> a
WITH b, mine, collect(id(y)) AS theirs
RETURN b.handle, gds.similarity.jaccard(mine, theirs) AS jaccard ORDER BY jaccard DESC LIMIT 10;

// Open triads: who should know whom
MATCH (a:User {id: $from})-[:FOLLOWS]->(b:User)-[:FOLLOWS]->(c:User)
WHERE NOT (a)-[:FOLLOWS]->(c) AND a <> c
RETURN c.handle, count(b) AS between ORDER BY between DESC LIMIT 20;

MATCH (a:User)-[:ATTENDS_TO {topic: 'bread'}]->(b:User)-[:ATTENDS_TO {topic: 'bread'}]->(c:User)-[:ATTENDS_TO {topic: 'bread'}]->(a)
RETURN count(*) / 3 AS triangles;

MATCH (post:Post) RETURN date.truncate('month', post.at) AS month, count(*) AS posts ORDER BY month;

MATCH (post:Post) RETURN post.at.dayOfWeek AS day, post.at.hour AS hour, count(*) AS posts ORDER BY day, hour;

MATCH (post:Post) WHERE post.at >= datetime('2026-01-01T00:00:00Z') RETURN count(post) AS this_year;

MATCH (post:Post) WITH max(post.at) AS newest
MATCH (post:Post) WHERE post.at > newest - duration({days: 7})
RETURN count(post) AS last_week;

MATCH (post:Post) RETURN post.lang AS language, count(*) AS posts ORDER BY posts DESC;

MATCH (post:Post)-[:ABOUT]->(topic:Topic)
RETURN topic.name AS topic, count(*) AS posts, count(DISTINCT date(post.at)) AS days ORDER BY posts DESC LIMIT 20;

MATCH (author:User)-[:POSTED]->(post:Post) WHERE post.text CONTAINS 'sourdough'
RETURN author.handle, post.at, post.text ORDER BY post.at DESC LIMIT 10;

MATCH (author:User)-[:POSTED]->(post:Post)
RETURN author.handle, count(post) AS posts, min(post.at) AS first, max(post.at) AS last
ORDER BY posts DESC LIMIT 20;

MATCH (author:User)-[:POSTED]->(post:Post)
WITH author, avg(size(post.text)) AS length, count(*) AS posts WHERE posts >= 5
RETURN author.handle, round(length, 1) AS length ORDER BY length DESC LIMIT 10;

MATCH (post:Post)
UNWIND split(toLower(post.text), ' ') AS word
WITH trim(word) AS word WHERE size(word) > 5
RETURN word, count(*) AS times ORDER BY times DESC LIMIT 50;

MATCH (post:Post) WHERE post.text =~ '.*#\\w+.*' RETURN count(*) AS tagged;

MATCH (a:User)-[act:REPOSTED|QUOTED|REPLIED_TO]->(b:User)
RETURN type(act) AS kind, count(*) AS acts, count(DISTINCT a) AS who, count(DISTINCT b) AS whom;

MATCH (a:User)-[act:REPOSTED]->(b:User)
RETURN b.handle AS reposted, count(act) AS reposts, count(DISTINCT a) AS by_whom
ORDER BY reposts DESC LIMIT 10;

MATCH (a:User)-[act:REPLIED_TO]->(b:User) WHERE a.id = b.id RETURN count(*) AS to_themselves;

MATCH (a:User)-[act:LIKED]->(b:User)
WITH b, collect(DISTINCT a.handle) AS fans WHERE size(fans) > 10
RETURN b.handle, size(fans) AS number, fans[..5] AS some ORDER BY number DESC;

MATCH (a:User)-[act:MENTIONED]->(b:User)
WHERE act.at > datetime('2026-03-01T00:00:00Z') AND act.at < datetime('2026-06-01T00:00:00Z')
RETURN a.handle, b.handle, count(*) AS mentions ORDER BY mentions DESC LIMIT 25;

MATCH ()-[act:REPOSTED]->() WHERE 'bread' IN act.topics RETURN count(*) AS about_bread;

MATCH ()-[act:REPLIED_TO]->() UNWIND act.topics AS topic
RETURN topic, count(*) AS replies ORDER BY replies DESC;

// How long until somebody answers?
MATCH (author:User)-[:POSTED]->(post:Post)
MATCH ()-[reply:REPLIED_TO]->(author) WHERE reply.post = post.id
WITH duration.inSeconds(post.at, reply.at).minutes AS minutes
RETURN percentileDisc(minutes, 0.5) AS median, max(minutes) AS longest;

MATCH (a:User)-[act:REPOSTED|LIKED]->(b:User)
WITH a, b, count(act) AS acts
WITH a, collect({whom: b.handle, acts: acts}) AS whole, sum(acts) AS total
RETURN a.handle, total, size(whole) AS whom, [one IN whole WHERE one.acts > 3 | one.whom] AS often
ORDER BY total DESC LIMIT 20;

MATCH (topic:Topic) RETURN topic.id, topic.name, topic.synonyms ORDER BY topic.name;

MATCH (child:Topic)-[:CHILD_OF]->(parent:Topic) RETURN parent.name AS parent, collect(child.name) AS children;

MATCH (topic:Topic) WHERE NOT (topic)-[:CHILD_OF]->() RETURN topic.name AS root;

MATCH path = (leaf:Topic)-[:CHILD_OF*]->(root:Topic) WHERE NOT (root)-[:CHILD_OF]->()
RETURN [one IN reverse(nodes(path)) | one.name] AS lineage;

MATCH (topic:Topic)
RETURN topic.name, COUNT { (topic)<-[:ABOUT]-(:Post) } AS posts, COUNT { (topic)<-[:SCORED]-(:User) } AS ranked
ORDER BY posts DESC;

// Topics for which the same people are known
MATCH (a:Topic)<-[:SCORED]-(person:User)-[:SCORED]->(b:Topic)
WHERE a.id < b.id AND a.id <> '*' AND b.id <> '*'
RETURN a.name, b.name, count(DISTINCT person) AS people ORDER BY people DESC LIMIT 20;

MATCH (person:User)-[scored:SCORED]->(topic:Topic) WHERE topic.id <> '*'
WITH person, topic, scored ORDER BY scored.score DESC
WITH person, collect(topic.name) AS topics, max(scored.score) AS best
RETURN person.handle, topics[0] AS main, size(topics) AS breadth, best ORDER BY best DESC LIMIT 20;

// Specialists: most of what they have is on one topic
MATCH (person:User)-[scored:SCORED]->(topic:Topic) WHERE topic.id <> '*' AND scored.score > 0
WITH person, sum(scored.score) AS total, max(scored.score) AS top WHERE total > 0
RETURN person.handle, top / total AS concentration ORDER BY concentration DESC, total DESC LIMIT 20;

MATCH (person:User)-[scored:SCORED {topic: '*'}]->()
RETURN scored.community AS community, count(*) AS people, avg(scored.score) AS score
ORDER BY people DESC LIMIT 10;

// Arrows inside of communities and across
MATCH (a:User)-[x:SCORED {topic: '*'}]->(:Topic)
MATCH (a)-[:ATTENDS_TO {topic: '*'}]->(b:User)-[y:SCORED {topic: '*'}]->(:Topic)
RETURN x.community = y.community AS inside, count(*) AS arrows;

MATCH (person:User)-[scored:SCORED {topic: '*'}]->()
WHERE scored.score > 50 AND person.followers < 100
RETURN person.handle, scored.score, person.followers ORDER BY scored.score DESC;

// Do followers and scores go together?
MATCH (person:User)-[scored:SCORED {topic: '*'}]->()
WITH avg(1.0 * person.followers) AS mf, avg(scored.score) AS ms, collect([person.followers, scored.score]) AS pairs
UNWIND pairs AS pair
WITH pair[0] - mf AS df, pair[1] - ms AS ds
RETURN sum(df * ds) / sqrt(sum(df * df) * sum(ds * ds)) AS correlation;

// Gini's coefficient of attention
MATCH (person:User)
WITH person, COUNT { (person)<-[:ATTENDS_TO {topic: '*'}]-() } AS degree ORDER BY degree
WITH collect(degree) AS degrees
WITH degrees, size(degrees) AS n, reduce(total = 0, d IN degrees | total + d) AS total
UNWIND range(1, n) AS i
WITH n, total, sum(i * degrees[i - 1]) AS weighted
RETURN 2.0 * weighted / (n * total) - (n + 1.0) / n AS gini;

MATCH (person:User)-[scored:SCORED]->(:Topic {id: $topic})
RETURN person {.id, .handle, .name, score: scored.score, rank: scored.rank} AS person
ORDER BY scored.rank LIMIT 10;

MATCH (person:User)-[scored:SCORED {topic: $topic}]->()
RETURN person.handle,
       CASE WHEN scored.score >= 60 THEN 'high' WHEN scored.score >= 30 THEN 'middle' ELSE 'low' END AS class
ORDER BY scored.rank LIMIT 100;

MATCH (person:User)-[scored:SCORED {topic: '*'}]->()
RETURN CASE scored.confidence WHEN 'low' THEN 'few people' ELSE 'enough' END AS evidence, count(*) AS people;

MATCH (person:User)-[scored:SCORED {topic: '*'}]->()
WHERE scored.rank_high - scored.rank_low > 100
RETURN person.handle, scored.rank, scored.rank_low, scored.rank_high LIMIT 20;

MATCH (person:User)-[s:SCORED {topic: '*'}]->()
RETURN person.handle, s.points_true_reach + s.points_amplification + s.points_activity + s.points_network AS points
ORDER BY points DESC LIMIT 10;

MATCH (run:Run) RETURN run.id, run.at, run.people, run.recipe ORDER BY run.at DESC;

MATCH (load:Load) RETURN load.source, load.at, load.read, load.accepted, load.rejected;

CALL db.labels() YIELD label RETURN label ORDER BY label;

CALL db.relationshipTypes();

CALL db.propertyKeys() YIELD propertyKey RETURN collect(propertyKey) AS keys;

CALL db.schema.visualization();

CALL db.schema.nodeTypeProperties() YIELD nodeType, propertyName, propertyTypes
RETURN nodeType, collect(propertyName + ': ' + coalesce(propertyTypes[0], '?')) AS properties;

CALL db.index.fulltext.queryNodes('people_text', 'ember*') YIELD node, score
RETURN node.handle, node.name, score ORDER BY score DESC LIMIT 10;

MATCH (person:User) WHERE elementId(person) = $element RETURN person;

MATCH (n) WHERE id(n) = 42 RETURN labels(n), properties(n);

MATCH (n) WHERE n.handle IS NOT NULL RETURN count(n) AS with_a_handle;

OPTIONAL MATCH (person:User {handle: 'nobody at all'}) RETURN person IS NULL AS absent;

UNWIND ['bread', 'coffee', 'knitting'] AS id
OPTIONAL MATCH (topic:Topic {id: id})
OPTIONAL MATCH (topic)<-[scored:SCORED]-(person:User)
RETURN id, count(person) AS ranked, max(scored.score) AS best;

UNWIND $handles AS handle
MATCH (person:User {handle: handle})
RETURN person.handle, COUNT { (person)<-[:FOLLOWS]-() } AS followers;

MATCH (person:User)
RETURN person.handle, [(person)<-[:ATTENDS_TO {topic: '*'}]-(fan:User) | fan.handle][..3] AS fans LIMIT 10;

MATCH (person:User)
WHERE any(word IN ['baker', 'bread', 'flour'] WHERE toLower(coalesce(person.bio, '')) CONTAINS word)
RETURN person.handle, person.bio LIMIT 20;

MATCH (person:User) WHERE all(word IN split($words, ' ') WHERE person.bio CONTAINS word) RETURN person.handle;

CALL () {
  MATCH (person:User)-[scored:SCORED {topic: 'bread'}]->() RETURN person, scored.score AS score ORDER BY score DESC LIMIT 5
  UNION
  MATCH (person:User)-[scored:SCORED {topic: 'coffee'}]->() RETURN person, scored.score AS score ORDER BY score DESC LIMIT 5
}
RETURN person.handle, max(score) AS score ORDER BY score DESC;

MATCH (topic:Topic)
CALL (topic) {
  MATCH (topic)<-[scored:SCORED]-(person:User)
  RETURN person.handle AS leader, scored.score AS score ORDER BY score DESC LIMIT 1
}
RETURN topic.name, leader, score ORDER BY score DESC;

MATCH (person:User) WHERE person.created_at.year = 2026 RETURN 'this year' AS joined, count(*) AS people
UNION ALL
MATCH (person:User) WHERE person.created_at.year = 2025 RETURN 'last year' AS joined, count(*) AS people;

MATCH (person:User)
RETURN person.handle, COLLECT { MATCH (person)-[:POSTED]->(post:Post) RETURN post.text ORDER BY post.at DESC LIMIT 2 } AS newest
LIMIT 5;

WITH date('2026-06-30') AS last
UNWIND range(0, 29) AS back
WITH last - duration({days: back}) AS day
OPTIONAL MATCH (post:Post) WHERE date(post.at) = day
RETURN toString(day) AS day, count(post) AS posts ORDER BY day;

MATCH path = (a:User {id: $from})-[:ATTENDS_TO*1..2]->(b:User)
WITH path, reduce(product = 1.0, arrow IN relationships(path) | product * arrow.weight) AS strength
RETURN [person IN nodes(path) | person.handle] AS way, strength ORDER BY strength DESC LIMIT 10;

MATCH (a:User)-[attention:ATTENDS_TO]->(b:User) WHERE attention.topic <> '*'
WITH attention.topic AS topic, a, sum(attention.weight) AS paid
RETURN topic, count(a) AS people, avg(paid) AS mean, percentileCont(paid, 0.9) AS p90 ORDER BY people DESC;

MATCH (a:User)-[attention:ATTENDS_TO {topic: '*'}]->(b:User)
WHERE attention.last > datetime('2026-06-01T00:00:00Z') AND attention.first > datetime('2026-05-01T00:00:00Z')
RETURN b.handle AS rising, count(a) AS new_people ORDER BY new_people DESC LIMIT 10;

MATCH (n:User) WHERE rand() < 0.01 RETURN n.handle, n.network LIMIT 30;

MATCH (person:User)-[stood:STOOD]->(topic:Topic) RETURN person.handle, topic.name, size(stood.runs) AS moments LIMIT 10;

// The longest run of posts without an answer, by a dedupe in a reduce
MATCH (author:User {id: $from})-[:POSTED]->(post:Post)-[:ABOUT]->(topic:Topic)
WITH author, topic.id AS topic ORDER BY post.at
WITH author, collect(topic) AS topics
RETURN reduce(seen = [], topic IN topics | CASE WHEN topic IN seen THEN seen ELSE seen + topic END) AS in_order;

MATCH (person:User)-[arrow]->(other) RETURN type(arrow) AS type, labels(other) AS to_what, count(*) AS number;
