// Hold a load while a batch is written: who holds it, how far it is, how many are suppressed
//
// Setting a property locks the load until the transaction ends, so nobody else can write for it
// or be forgotten meanwhile.
//
// returns: holder STRING, read INTEGER, hidden INTEGER
:param id => ''

MATCH (load:Load {id: $id})
SET load.complete = false
RETURN load.holder AS holder, load.read AS read, COUNT { (:Suppressed) } AS hidden;
