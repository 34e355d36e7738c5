// Make sure that everybody met in an act or a post is there
//
// Someone of whom only the id is known is shown by it until a source says more.
:param rows => []

UNWIND $rows AS row
MERGE (person:User {id: row.id})
ON CREATE SET person.network = row.network, person.handle = row.handle;
