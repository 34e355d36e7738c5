// The statements that make each constraint
//
// returns: statement STRING

SHOW CONSTRAINTS YIELD createStatement
RETURN createStatement AS statement
ORDER BY statement;
