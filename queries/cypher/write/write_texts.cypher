// Put texts in the place of others: of posts, and of what people say of themselves
:param posts => []
:param people => []

CALL () {
  UNWIND $posts AS row
  MATCH (post:Post {id: row.id})
  SET post.text = row.text
}
CALL () {
  UNWIND $people AS row
  MATCH (person:User {id: row.id})
  SET person.bio = row.text
};
