// When the last act happened, and how many acts there are
//
// returns: latest DATETIME, acts INTEGER

MATCH ()-[act:REPOSTED|QUOTED|REPLIED_TO|MENTIONED|LIKED|ADOPTED]->()
RETURN max(act.at) AS latest, count(act) AS acts;
