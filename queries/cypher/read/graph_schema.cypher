// Of what is the graph made?
//
// One row for each label, relationship type and property key there is: what an editor can complete.
//
// for: developers
// returns: kind STRING, name STRING

CALL () {
  CALL db.labels() YIELD label
  RETURN 'label' AS kind, label AS name
  UNION ALL
  CALL db.relationshipTypes() YIELD relationshipType
  RETURN 'type' AS kind, relationshipType AS name
  UNION ALL
  CALL db.propertyKeys() YIELD propertyKey
  RETURN 'property' AS kind, propertyKey AS name
}
WITH kind, name
WHERE name <> 'Suppressed'
RETURN kind, name
ORDER BY kind, name;
