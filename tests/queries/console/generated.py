"""Hostile queries by the thousand: attempts in disguises, inside of other things, and damaged."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.queries.console.hostile import BOUNDED, cases

INNER = (
    "CREATE (:X)",
    "MERGE (x:User {id: 'x'})",
    "MATCH (x) SET x.y = 1",
    "MATCH (x) DETACH DELETE x",
    "MATCH (x:User) REMOVE x.name",
    "FOREACH (i IN [1] | CREATE (:X))",
    "CALL dbms.listConfig() YIELD name",
    "CALL db.createLabel('Evil')",
    "CALL gds.graph.drop('g')",
    "CALL gds.graph.list() YIELD graphName",
    "LOAD CSV FROM 'http://127.0.0.1:PORT/' AS line",
    "LOAD CSV FROM 'file:///etc/passwd' AS line",
    "MATCH (x:Suppressed)",
    "MATCH (x) WHERE x.hash IS NOT NULL",
    "MATCH (x)",
    "SHOW TRANSACTIONS",
    "UNWIND range(1, 50) AS x",
    "MATCH p = ()-[*1..3]-()",
)
AROUND = (
    "{}",
    "{} RETURN 1 AS one",
    "{} RETURN * LIMIT 5",
    "MATCH (n:User) WITH n LIMIT 1 {} RETURN n",
    "CALL () {{ {} RETURN 1 AS one }} RETURN one",
    "MATCH (n:User) CALL (n) {{ {} RETURN 1 AS one }} RETURN one",
    "MATCH (n:User) CALL (n) {{ {} }} IN TRANSACTIONS RETURN n",
    "RETURN EXISTS {{ {} RETURN 1 AS one }} AS e",
    "RETURN COUNT {{ {} RETURN 1 AS one }} AS c",
    "RETURN COLLECT {{ {} RETURN 1 AS one }} AS c",
    "RETURN 1 AS one UNION {} RETURN 1 AS one",
    "RETURN 1 AS one UNION ALL {} RETURN 1 AS one",
    "UNWIND [1] AS u {} RETURN u",
    "OPTIONAL MATCH (n:User) {} RETURN n",
    "EXPLAIN {}",
    "PROFILE {} RETURN 1",
    "CYPHER 25 {} RETURN 1",
    "RETURN 1; {}",
    "WITH 1 AS w WHERE w = 1 {} RETURN w",
    "MATCH (n:User) WHERE n.id = '{}' RETURN n",
)
GROWING = (
    "RETURN size(reduce(s = 'a', x IN range(1, {n}) | s + s))",
    "RETURN reduce(s = [1], x IN range(1, {n}) | s + [x] + s)",
    "RETURN [x IN range(1, {n}) | [y IN range(1, {n}) | x]]",
    "RETURN size([x IN range(1, {n}) | x])",
    "RETURN {open}1{close}",
    "RETURN {nots}true",
    "WITH 'ab' AS s {doubles} RETURN size(s)",
    "UNWIND range(1, {n}) AS x RETURN count(x)",
    "RETURN range(1, {n}) AS r",
    "MATCH (a:User)-[*1..{few}]-(b) RETURN count(*)",
    "MATCH (a:User) WHERE a.name =~ '{wild}' RETURN count(*)",
    "RETURN {terms} AS x",
    "MATCH {chain} RETURN count(*)",
    "UNWIND range(1, {n}) AS x WITH collect(x) AS xs RETURN size(xs)",
    "MATCH (n) RETURN reduce(s = '', x IN collect(n.hash) | s + x) AS all",
)
SPACES = (" ", "\n", "\t", " /* x */ ", " // x\n", "\u00a0", "\u2003", "/**/")


def generated(number: int, seed: int, port: int) -> Iterator[str]:
    """`number` attempts, the same for the same seed."""
    dice = random.Random(seed)
    known = [case.cypher for case in (*cases(port), *BOUNDED) if len(case.cypher) < 3_000]
    for _ in range(number):
        way = dice.random()
        if way < 0.45:
            text = dice.choice(AROUND).format(dice.choice(INNER)).replace("PORT", str(port))
        elif way < 0.60:
            text = grown(dice)
        else:
            text = dice.choice(known)
        yield disguised(dice, text)


def grown(dice: random.Random) -> str:
    """Something that grows, by a little or by very much."""
    number = dice.choice((3, 50, 1_000, 10_000, 1_000_000, 10**9, 10**18))
    depth = dice.choice((2, 10, 33, 200, 1_000))
    return dice.choice(GROWING).format(
        n=number,
        few=dice.choice((2, 4, 30)),
        open="(" * depth,
        close=")" * depth,
        nots="NOT " * depth,
        doubles="WITH s + s AS s " * dice.choice((1, 2, 3, 30)),
        wild=dice.choice(("a.*", "(a+)+", "(.*a){20}", "a*a*a*a*a*a*a*b", "[a-z]+")),
        terms=" + ".join(["1"] * depth),
        chain="--".join(["()"] * min(depth, 60)),
    )


def disguised(dice: random.Random, text: str) -> str:
    """The same with other spaces, another case, escapes; or damaged."""
    if dice.random() < 0.4:
        text = re.sub(r" ", lambda _: dice.choice(SPACES), text)
    if dice.random() < 0.3:
        text = "".join(dice.choice((one.lower(), one.upper())) for one in text)
    if dice.random() < 0.1 and text:
        place = dice.randrange(len(text))
        text = f"{text[:place]}\\u{ord(text[place]):04x}{text[place + 1 :]}"
    if dice.random() < 0.25:
        text = damaged(dice, text)
    return text


def damaged(dice: random.Random, text: str) -> str:
    """Words taken out, put in twice, or in another place."""
    words = re.findall(r"\w+|\s+|[^\w\s]", text)
    for _ in range(dice.randint(1, 3)):
        if len(words) < 2:
            break
        place, other = dice.randrange(len(words)), dice.randrange(len(words))
        how = dice.random()
        if how < 0.4:
            del words[place]
        elif how < 0.7:
            words.insert(other, words[place])
        else:
            words[place], words[other] = words[other], words[place]
    return "".join(words)
