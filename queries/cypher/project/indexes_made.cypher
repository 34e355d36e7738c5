// The statements that make each index that is not a constraint's, and not there from the start
//
// returns: statement STRING

SHOW INDEXES YIELD createStatement, owningConstraint, type
WHERE owningConstraint IS NULL AND type <> 'LOOKUP'
RETURN createStatement AS statement
ORDER BY statement;
