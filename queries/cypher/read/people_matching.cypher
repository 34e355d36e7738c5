// How many are called this, or say this of themselves, and how well do they match?
//
// For `find_people` where many do: a row for each match that is told there, the best first, with the
// database's own numbers of those who match so well. $text is a Lucene query; the best $most are looked at.
//
// for: developers
// returns: match FLOAT, numbers LIST OF INTEGER
:param text => 'bread'
:param most => 200000

CALL db.index.fulltext.queryNodes('people_text', $text, {limit: $most}) YIELD node AS person, score
RETURN round(score, 2) AS match, collect(id(person)) AS numbers
ORDER BY match DESC;
