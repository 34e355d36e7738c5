// Take the folded attention away
//
// It is derived: `fold_attention` makes it again from the acts.
MATCH ()-[attention:ATTENDS_TO]->()
CALL (attention) { DELETE attention } IN TRANSACTIONS OF 1000 ROWS;
