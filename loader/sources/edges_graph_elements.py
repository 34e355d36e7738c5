"""The nodes and edges of GEXF and GraphML, as the XML parser meets them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from loader.sources.elements import Collector

NODE, EDGE = "node", "edge"

LONGEST_TEXT = 131_072
MOST_DECLARED = 1_000

_DATES = frozenset({"date", "datetime", "xsd:date", "xsd:datetime"})


@dataclass(slots=True)
class Item:
    """A node or an edge: what it says itself, and its attributes by their ids in the file."""

    part: str
    line: int
    own: dict[str, str]
    attributes: dict[str, str] = field(default_factory=dict)
    both_ways: bool = False
    trouble: str = ""

    def turned(self) -> Item:
        """The edge from its target to its source."""
        own = self.own | {
            "source": self.own.get("target", ""),
            "target": self.own.get("source", ""),
        }
        if own.get("edge"):
            own["edge"] += "-back"
        return replace(self, own=own)


class Network(Collector[Item]):
    """Collects nodes and edges, and what is declared of their attributes.

    `titles` and `defaults` are by part and by the attribute's id; `unread` counts hyperedges.
    Elements of other namespaces than the root's are not ours.
    """

    def __init__(self) -> None:
        super().__init__()
        self.titles: dict[str, dict[str, str]] = {NODE: {}, EDGE: {}}
        self.defaults: dict[str, dict[str, str]] = {NODE: {}, EDGE: {}}
        self.unread = 0
        self._open: list[Item] = []
        self._declared: tuple[tuple[str, ...], str] = ((), "")
        self._namespace: str | None = None
        self._text: list[str] | None = None
        self._length = 0

    def begun(self, tag: str, attributes: dict[str, str]) -> None:
        if self._namespace is None:
            namespace, bracket, _ = tag.rpartition("}")
            self._namespace = namespace + bracket
        self.opened(tag.removeprefix(self._namespace), attributes)

    def ended(self, tag: str) -> None:
        name = tag.removeprefix(self._namespace or "")
        if name in (NODE, EDGE) and self._open:
            self.found.append(self._open.pop())
        self.closed(name)

    def data(self, text: str) -> None:
        """Text, collected between `_listen` and `_heard`."""
        if self._text is None:
            return
        self._length += len(text)
        if self._length <= LONGEST_TEXT:
            self._text.append(text)

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the network begins."""
        raise NotImplementedError

    def closed(self, name: str) -> None:
        """It ends."""
        raise NotImplementedError

    def _begin(self, part: str, own: dict[str, str | None], *, both_ways: bool = False) -> None:
        said = {name: value for name, value in own.items() if value is not None}
        self._open.append(Item(part, self.line, said, both_ways=both_ways))

    def _declare(self, parts: tuple[str, ...], id_: str, title: str) -> None:
        """An attribute is declared; a default may follow."""
        self._declared = (parts, id_)
        for part in parts:
            if len(self.titles[part]) < MOST_DECLARED:
                self.titles[part][id_] = title

    def _default(self, text: str) -> None:
        for part in self._declared[0]:
            if self._declared[1] in self.titles[part]:
                self.defaults[part][self._declared[1]] = text

    def _say(self, id_: str, value: str) -> None:
        """The node or edge at hand has an attribute."""
        if self._open and len(self._open[-1].attributes) < MOST_DECLARED:
            self._open[-1].attributes[id_] = value

    def _listen(self) -> None:
        self._text, self._length = [], 0

    def _heard(self) -> str:
        """The text since `_listen`. One that is too long costs the node or edge it is of."""
        text = "".join(self._text or ()).strip()
        if self._text is not None and self._length > LONGEST_TEXT and self._open:
            self._open[-1].trouble = f"has a text of over {LONGEST_TEXT:,} characters"
        self._text = None
        return text


class Gexf(Network):
    """GEXF 1.1 to 1.3; edges have no direction unless the file says so, as its schema has it."""

    def __init__(self) -> None:
        super().__init__()
        self._type, self._dates = "undirected", False
        self._parts: tuple[str, ...] = ()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        said = attributes.get
        if name == NODE:
            self._begin(NODE, {"id": said("id"), "label": said("label")})
        elif name == EDGE:
            at = (said("timestamp") or said("start")) if self._dates else None
            own = {one: said(one) for one in ("source", "target", "kind", "label", "weight")}
            directed = said("type", self._type) == "directed"
            self._begin(EDGE, own | {"timestamp": at, "edge": said("id")}, both_ways=not directed)
        elif name == "attvalue":
            self._say(said("for") or said("id") or "", said("value") or "")
        elif name == "attributes":
            part = said("class") or ""
            self._parts = (part,) if part in (NODE, EDGE) else ()
        elif name == "attribute":
            self._declare(self._parts, said("id") or "", said("title") or said("id") or "")
        elif name == "default":
            self._listen()
        elif name == "graph":
            self._type = said("defaultedgetype") or "undirected"
            self._dates = (said("timeformat") or said("timetype") or "").lower() in _DATES

    def closed(self, name: str) -> None:
        if name == "default":
            self._default(self._heard())


class GraphMl(Network):
    """GraphML; a `for` that a key lacks is all, a direction that a graph lacks is there."""

    def __init__(self) -> None:
        super().__init__()
        self._directed: list[bool] = []
        self._key = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        said = attributes.get
        if name == NODE:
            self._begin(NODE, {"id": said("id")})
        elif name == EDGE:
            default = "true" if not self._directed or self._directed[-1] else "false"
            own = {"source": said("source"), "target": said("target"), "edge": said("id")}
            self._begin(EDGE, own, both_ways=said("directed", default) == "false")
        elif name == "data":
            self._key = said("key") or ""
            self._listen()
        elif name == "key":
            part = said("for") or "all"
            parts = (NODE, EDGE) if part == "all" else (part,) if part in (NODE, EDGE) else ()
            # What yEd draws in a node is its label.
            drawn = "label" if said("yfiles.type") == "nodegraphics" else said("id") or ""
            self._declare(parts, said("id") or "", said("attr.name") or drawn)
        elif name == "default":
            self._listen()
        elif name == "graph":
            self._directed.append(said("edgedefault") != "undirected")
        elif name == "hyperedge":
            self.unread += 1

    def closed(self, name: str) -> None:
        if name == "data":
            self._say(self._key, self._heard())
        elif name == "default":
            self._default(self._heard())
        elif name == "graph" and self._directed:
            self._directed.pop()
