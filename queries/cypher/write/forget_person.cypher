// Take away somebody who opted out, and their id from what is known of invented data
:param person => ''

OPTIONAL MATCH (person:User {id: $person})
DETACH DELETE person
WITH count(*) AS gone
MATCH (load:Load) WHERE load.truth CONTAINS '"' + $person + '"'
SET load.truth = replace(load.truth, '"' + $person + '"', '"removed"');
