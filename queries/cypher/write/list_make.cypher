// Begin a list of people
//
// returns: id STRING
:param list => ''
:param name => ''
:param topic => '*'

MERGE (shortlist:Shortlist {id: $list})
ON CREATE SET shortlist.name = $name, shortlist.topic = $topic, shortlist.note = '',
              shortlist.created = datetime(), shortlist.changed = datetime()
RETURN shortlist.id AS id;
