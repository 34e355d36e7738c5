// Let those who have the address see a list, of which $share is the hash; '' lets nobody any more
//
// With $all they see notes, costs and budget, too.
//
// returns: changed INTEGER
:param list => ''
:param share => ''
:param all => false

MATCH (shortlist:Shortlist {id: $list})
WHERE shortlist.deleted IS NULL
SET shortlist.share = CASE WHEN $share <> '' THEN $share END,
    shortlist.share_all = CASE WHEN $share <> '' THEN $all END
RETURN count(shortlist) AS changed;
