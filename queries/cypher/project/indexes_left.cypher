// An index that has the name of a constraint and belongs to none
//
// returns: name STRING
:param name => ''

SHOW INDEXES YIELD name AS index, owningConstraint
WHERE index = $name AND owningConstraint IS NULL
RETURN index AS name;
