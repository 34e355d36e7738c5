// How many are called this, or say this of themselves, and how well does each match?
//
// For `find_people` where many do: one row of two lists that run side by side, the database's own
// number of each person and how well they match $text, a Lucene query; the best $most of them.
//
// for: developers
// returns: numbers LIST OF INTEGER, matches LIST OF FLOAT
:param text => 'bread'
:param most => 200000

CALL db.index.fulltext.queryNodes('people_text', $text, {limit: $most}) YIELD node AS person, score AS match
RETURN collect(id(person)) AS numbers, collect(match) AS matches
ORDER BY numbers;
