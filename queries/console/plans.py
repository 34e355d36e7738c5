"""What the database says it would do, and whether that is known to read and no more.

Neither comments nor case nor escapes change a plan. Whatever is not in these lists is refused:
a list of what is forbidden was got round in other products, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from queries.console.internal import INTERNAL_LABELS
from queries.console.shape import PAIRS, Shape
from queries.console.words import words
from queries.errors import QueryRefused
from queries.graph_bench import Explained, Operator

_SEEKS = ("Scan", "Seek", "SeekByRange", "ContainsScan", "EndsWithScan")
_ENDS = ("Directed", "Undirected")

OPERATORS = frozenset(
    {
        *("AllNodesScan", "NodeByLabelScan", "NodeByIdSeek", "NodeByElementIdSeek"),
        *(f"{how}NodeByLabelsScan" for how in ("Union", "Intersection", "Subtraction")),
        *(f"{how}NodeByLabelScan" for how in ("Union", "Intersection", "Subtraction")),
        *(f"{kind}Index{seek}" for kind in ("Node", "NodeUnique") for seek in _SEEKS),
        "MultiNodeIndexSeek",
        *(f"{end}RelationshipTypeScan" for end in _ENDS),
        *(f"{end}UnionRelationshipTypesScan" for end in _ENDS),
        *(f"{end}AllRelationshipsScan" for end in _ENDS),
        *(f"{end}RelationshipBy{key}Seek" for end in _ENDS for key in ("Id", "ElementId")),
        *(f"{end}Relationship{kind}Index{seek}"
          for end in _ENDS for kind in ("", "Unique") for seek in _SEEKS),
        *("Expand", "OptionalExpand", "VarLengthExpand", "Repeat", "BidirectionalRepeat"),
        *("RepeatOptions", "ShortestPath", "AllShortestPaths", "StatefulShortestPath"),
        *("Apply", "SemiApply", "AntiSemiApply", "LetSemiApply", "LetAntiSemiApply"),
        *("SelectOrSemiApply", "SelectOrAntiSemiApply", "LetSelectOrSemiApply"),
        *("LetSelectOrAntiSemiApply", "ConditionalApply", "AntiConditionalApply", "RollUpApply"),
        *("Argument", "CacheProperties", "CartesianProduct", "NodeHashJoin", "ValueHashJoin"),
        *("NodeLeftOuterHashJoin", "NodeRightOuterHashJoin", "LeftOuterHashJoin"),
        *("TriadicSelection", "TriadicBuild", "TriadicFilter", "Optional", "Filter"),
        *("Projection", "ProduceResults", "Distinct", "OrderedDistinct", "EagerAggregation"),
        *("OrderedAggregation", "Sort", "PartialSort", "Top", "PartialTop", "Limit"),
        *("ExhaustiveLimit", "Skip", "Eager", "Unwind", "UnwindCollection", "Union"),
        *("OrderedUnion", "EmptyRow", "EmptyResult", "ProcedureCall"),
        *("NodeCountFromCountStore", "RelationshipCountFromCountStore", "PathPropagatingBFS"),
    }
)  # fmt: skip

# How an operator does what it does, in brackets behind its name.
WAYS = frozenset({"", "All", "Into", "Trail", "Walk", "Acyclic", "Pruning", "BFS"})

# A procedure, and what it must be given, word for word, where that matters: the same one tells
# what others have asked.
PROCEDURES: Mapping[str, str] = {
    "db.labels": "",
    "db.relationshipTypes": "",
    "db.propertyKeys": "",
    "db.schema.visualization": "",
    "db.schema.nodeTypeProperties": "",
    "db.schema.relTypeProperties": "",
    "db.index.fulltext.queryNodes": "",
    "db.index.fulltext.queryRelationships": "",
    "db.stats.retrieve": "'GRAPH COUNTS'",
}
# Functions of Neo4j itself have no namespace, but for these.
NAMESPACES = frozenset(
    {"date", "datetime", "localdatetime", "localtime", "time", "duration", "point", "vector"}
)
FUNCTIONS = frozenset(
    f"gds.similarity.{name}"
    for name in ("cosine", "euclidean", "euclideandistance", "jaccard", "overlap", "pearson")
)
# Each reads a node without its label being known.
OPEN_LEAVES = frozenset({"AllNodesScan", "NodeByIdSeek", "NodeByElementIdSeek"})
# How many nodes there are, of any label, is read without reading one.
COUNTS, ANY_NODE = "NodeCountFromCountStore", "()"


def refuse_calls(shape: Shape) -> None:
    """Raises QueryRefused for a function or procedure with a namespace that is not known.

    From the words, since a plan does not show each expression.
    """
    for name, arguments in _calls(shape):
        if name in PROCEDURES:
            if PROCEDURES[name] and arguments != PROCEDURES[name]:
                raise QueryRefused(
                    f"{name} runs here as {name}({PROCEDURES[name]}) alone", "procedure"
                )
        elif name.partition(".")[0].lower() not in NAMESPACES and name.lower() not in FUNCTIONS:
            raise QueryRefused(
                f"{name}(…) does not run here; of namespaced ones these do: "
                f"{', '.join(sorted((*PROCEDURES, *FUNCTIONS)))}, and those of times and points",
                "procedure",
            )


def _calls(shape: Shape) -> Iterator[tuple[str, str]]:
    """Each dotted name that is called, and what stands in the brackets.

    A procedure may be called without brackets, and then takes its arguments from the parameters.
    """
    words = shape.words
    for place, word in enumerate(words):
        following = words[place + 1].text if place + 1 < len(words) else ""
        if following == ".":
            continue
        parts, at = [word.name], place - 1
        while at > 0 and parts[0] and words[at].text == "." and words[at - 1].name:
            parts.insert(0, words[at - 1].name)
            at -= 2
        called = following == "(" or (at >= 0 and words[at].upper == "CALL")
        if called and len(parts) > 1 and all(parts):
            inside = shape.inside(place + 1) if following == "(" else range(0)
            yield ".".join(parts), " ".join(words[one].text for one in inside)


def refuse_internal_plan(plan: Operator) -> None:
    """Raises QueryRefused when the plan of a query as it was written names an internal label.

    The words do not tell of a label that is put together, as in `n:$($label)`.
    """
    for operator in operators(plan):
        named = next((label for label in INTERNAL_LABELS if label in operator.details), "")
        if named:
            raise QueryRefused(
                f"{named} is internal, and is left out of everything here", "internal"
            )


def refuse_plan(explained: Explained) -> None:
    """Raises QueryRefused unless the plan is one that is known to read."""
    if explained.plan is None:
        raise QueryRefused("the database shows no plan for this", "plan")
    if explained.kind != "r":
        raise QueryRefused(KINDS.get(explained.kind, "it does more than read"), "writes")
    for operator in operators(explained.plan):
        _refuse_operator(operator)


KINDS = {
    "w": "it would write, and the bench only reads",
    "rw": "it would write, and the bench only reads",
    "s": "it would change or show how the database is set up, and the bench only reads the graph",
}


def _refuse_operator(operator: Operator) -> None:
    name, _, ways = operator.name.rstrip(")").partition("(")
    if name not in OPERATORS or not WAYS.issuperset(way.strip() for way in ways.split(",")):
        raise QueryRefused(
            f"the database would do {operator.name!r}, which is not known to only read",
            "operator",
        )
    if operator.name == "ProcedureCall":
        name = operator.details.partition("(")[0].strip().replace("`", "")
        if name not in PROCEDURES:
            raise QueryRefused(
                f"the procedure {name} does not run here; these do: {', '.join(PROCEDURES)}",
                "procedure",
            )
    for part in _bare_words(operator.details):
        if part.startswith(("gds.", "apoc.", "dbms.")) and part.lower() not in FUNCTIONS:
            raise QueryRefused(f"{part}(…) does not run here", "procedure")


def _bare_words(details: str) -> Sequence[str]:
    """What begins a name in an operator's details; literals are parameters there."""
    return details.replace("(", " ").replace(",", " ").replace("[", " ").split()


def operators(plan: Operator) -> Iterator[Operator]:
    """The plan's operators, each before what feeds it."""
    yield plan
    for child in plan.children:
        yield from operators(child)


def open_leaves(plan: Operator) -> Sequence[str]:
    """The variables that may be an internal node: any node at all, without a filter right above."""
    found, left = [], [(plan, Operator("", "", None, ()))]
    while left:
        one, above = left.pop()
        counts_any = one.name == COUNTS and ANY_NODE in one.details
        if counts_any or (one.name in OPEN_LEAVES and not _narrowed(above, _variable(one))):
            found.append(_variable(one))
        for child in one.children:
            # What comes on the right of an Apply leaves it as it is: to the filter above that.
            last = one.name == "Apply" and child is one.children[-1]
            left.append((child, above if last else one))
    return found


def _variable(leaf: Operator) -> str:
    return next((word.name for word in words(leaf.details)), "")


def _narrowed(above: Operator, variable: str) -> bool:
    """Whether what is right above a leaf lets through no internal node.

    That a node is not internal is said by hidden.py alone: nobody else may name such labels. A
    label that it must have counts only where nothing is an alternative to it.
    """
    if above.name != "Filter":
        return False
    terms = _terms(above.details)
    # The database writes them in brackets; should it ever not, we would read it wrongly.
    if any(word in ("OR", "XOR", "CASE") for term in terms for word in term):
        return False
    if all(["NOT", variable, ":", label] in terms for label in INTERNAL_LABELS):
        return True
    # Nothing has an internal label and another one.
    return any(
        len(term) == 3
        and term[:2] == [variable, ":"]
        and term[2].isidentifier()
        and term[2] not in INTERNAL_LABELS
        for term in terms
    )


def _terms(details: str) -> Sequence[Sequence[str]]:
    """What all must hold: the words between the ANDs that stand outside of brackets."""
    terms: list[list[str]] = [[]]
    depth = 0
    for word in words(details):
        depth += (word.text in PAIRS.values()) - (word.text in PAIRS)
        if depth == 0 and word.text == "AND":
            terms.append([])
        elif depth == 0:
            # A name in backticks may look like anything. Of brackets the closing one is left.
            terms[-1].append(word.name or word.text)
    return terms
