// Put a list among the deleted ones, or back
//
// A deleted list is not shared any more. One that is among them already, or is back, stays as it is.
//
// returns: changed INTEGER
:param list => ''
:param back => false

MATCH (shortlist:Shortlist {id: $list})
FOREACH (one IN CASE WHEN (shortlist.deleted IS NOT NULL) = $back THEN [shortlist] ELSE [] END |
  SET one.deleted = CASE WHEN NOT $back THEN datetime() END,
      one.share = null, one.share_all = null, one.changed = datetime()
)
RETURN count(shortlist) AS changed;
