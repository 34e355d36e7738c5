// Put the lists back that the importer cannot read: each node names those that it had
:param lists => {}

MATCH (node) WHERE node.copied_lists IS NOT NULL
CALL (node) {
  SET node += $lists[node.copied_lists]
  REMOVE node.copied_lists
} IN TRANSACTIONS OF 5000 ROWS;
