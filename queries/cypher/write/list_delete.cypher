// Put a list among the deleted ones, or back
//
// A deleted list is not shared any more; one that was deleted over $days days ago is gone.
//
// returns: changed INTEGER
:param list => ''
:param back => false
:param days => 30

CALL () {
  MATCH (old:Shortlist)
  WHERE old.deleted < datetime() - duration({days: $days})
  DETACH DELETE old
}
MATCH (shortlist:Shortlist {id: $list})
SET shortlist.deleted = CASE WHEN NOT $back THEN datetime() END,
    shortlist.share = null, shortlist.share_all = null, shortlist.changed = datetime()
RETURN count(shortlist) AS changed;
