// Who opted out, as keyed hashes, and with which key they were made
//
// returns: hash STRING, key STRING

MATCH (hidden:Suppressed)
RETURN hidden.hash AS hash, hidden.key AS key;
