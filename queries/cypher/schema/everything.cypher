// The topic that everything is about.
MERGE (everything:Topic {id: '*'}) ON CREATE SET everything.name = 'Everything';
