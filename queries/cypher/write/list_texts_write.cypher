// Put texts in the place of others on lists and labels: see `list_texts`
:param rows => []

CALL () {
  UNWIND [row IN $rows WHERE row.person = ''] AS row
  MATCH (shortlist:Shortlist {id: row.list})
  SET shortlist.name = row.name, shortlist.note = row.note
}
CALL () {
  UNWIND [row IN $rows WHERE row.list <> '' AND row.person <> ''] AS row
  MATCH (:Shortlist {id: row.list})-[held:HOLDS]->(:User {id: row.person})
  SET held.note = row.note
}
CALL () {
  UNWIND [row IN $rows WHERE row.list = ''] AS row
  MATCH (person:User {id: row.person})
  SET person.label_note = row.note
};
