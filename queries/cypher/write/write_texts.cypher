// Put texts in the place of others: of posts, of what people say of themselves
:param text => []
:param bio => []

CALL () {
  UNWIND $text AS row
  MATCH (post:Post {id: row.id})
  SET post.text = row.text
}
CALL () {
  UNWIND $bio AS row
  MATCH (person:User {id: row.id})
  SET person.bio = row.text
};
