// Take away people who opted out, and their ids from what is known of invented data
:param people => []

CALL () {
  MATCH (person:User)
  WHERE person.id IN $people
  DETACH DELETE person
}
CALL () {
  UNWIND $people AS person
  MATCH (load:Load) WHERE load.truth CONTAINS '"' + person + '"'
  SET load.truth = replace(load.truth, '"' + person + '"', '"removed"')
};
