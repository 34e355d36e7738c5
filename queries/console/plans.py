"""What the database says it would do, and whether that is known to read and no more.

Neither comments nor case nor escapes change a plan. Whatever is not in these lists is refused:
a list of what is forbidden was got round in other products, again and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from queries.console.internal import INTERNAL_LABELS
from queries.console.shape import Shape
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
    """Each dotted name before an opening bracket, and what stands in the brackets."""
    words = shape.words
    for place, word in enumerate(words):
        if word.text != "(" or place < 3:
            continue
        parts, at = [words[place - 1].name], place - 2
        while at > 0 and parts[0] and words[at].text == "." and words[at - 1].name:
            parts.insert(0, words[at - 1].name)
            at -= 2
        if len(parts) > 1 and all(parts):
            inside = shape.inside(place)
            yield ".".join(parts), " ".join(words[one].text for one in inside)


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
    return [
        _variable(child)
        for operator in (Operator("", "", None, (), (plan,)), *operators(plan))
        for child in operator.children
        if child.name in OPEN_LEAVES and not _narrowed(operator, _variable(child))
    ]


def _variable(leaf: Operator) -> str:
    return leaf.details.split(" ", 1)[0].strip("`")


def _narrowed(above: Operator, variable: str) -> bool:
    """Whether what is right above a leaf lets through no internal node.

    That a node is not internal is said by hidden.py alone: nobody else may name such labels. A
    label that it must have counts only where nothing is an alternative to it.
    """
    if above.name != "Filter":
        return False
    details = above.details.replace("`", "")
    terms = details.split(" AND ")
    if all(f"NOT {variable}:{label}" in terms for label in INTERNAL_LABELS):
        return True
    if any(word in details for word in (" OR ", " XOR ", "NOT (", "CASE ")):
        return False
    # Nothing has an internal label and another one.
    labels = [term.partition(":")[2] for term in terms if term.startswith(f"{variable}:")]
    return any(label.isidentifier() and label not in INTERNAL_LABELS for label in labels)
