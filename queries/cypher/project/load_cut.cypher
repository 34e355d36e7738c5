// The load of the same input that is not complete, if there is one, and who holds it
//
// returns: id STRING, holder STRING
:param input => ''

MATCH (load:Load {input: $input, complete: false}) WHERE $input <> ''
RETURN load.id AS id, load.holder AS holder
ORDER BY load.at DESC
LIMIT 1;
