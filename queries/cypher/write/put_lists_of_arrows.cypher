// Put the lists back that the importer cannot read: each relationship names those that it had
:param lists => {}

MATCH ()-[arrow]->() WHERE arrow.copied_lists IS NOT NULL
CALL (arrow) {
  SET arrow += $lists[arrow.copied_lists]
  REMOVE arrow.copied_lists
} IN TRANSACTIONS OF 5000 ROWS;
