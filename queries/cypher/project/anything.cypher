// Whether there is anything in the graph but the topic "*"
//
// returns: anything BOOLEAN

RETURN EXISTS { MATCH (node) WHERE NOT node:Topic }
    OR EXISTS { MATCH (topic:Topic) WHERE topic.id <> '*' } AS anything;
