// One list of people: by its id, or by the address that it is shared by
//
// One that was deleted over $days days ago is gone.
//
// returns: id STRING, name STRING, note STRING, topic STRING, budget FLOAT, created DATETIME, changed DATETIME, deleted DATETIME, share STRING, share_all BOOLEAN
:param list => ''
:param share => ''
:param days => 30

CALL () {
  MATCH (shortlist:Shortlist {id: $list})
  WHERE $share = '' AND coalesce(shortlist.deleted >= datetime() - duration({days: $days}), true)
  RETURN shortlist
  UNION
  MATCH (shortlist:Shortlist {share: $share})
  WHERE $share <> '' AND shortlist.deleted IS NULL
  RETURN shortlist
}
RETURN shortlist.id AS id, shortlist.name AS name, shortlist.note AS note,
       shortlist.topic AS topic, shortlist.budget AS budget, shortlist.created AS created,
       shortlist.changed AS changed, shortlist.deleted AS deleted, shortlist.share AS share,
       coalesce(shortlist.share_all, false) AS share_all
ORDER BY id;
