"""A picture as a network file: the people and arrows that are at hand, not the whole graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from queries.graph import Row

FORMS = ("gexf", "graphml")


def network_file(
    form: str,
    people: Sequence[Row],
    arrows: Sequence[Row],
    *,
    about: Mapping[str, str],
    places: Mapping[str, tuple[float, float]],
) -> bytes:
    """GEXF or GraphML of those people, with all that is known of each.

    Arrows go as attention does, from who acts to whom. `about` (topic, run, recipe) is told of
    the whole network; `places` are where people stand, for those of whom it is known.
    """
    # Imported here: networkx takes half a second, and few ask.
    import networkx as nx

    from queries.export.files import xml_text

    network: nx.DiGraph[str] = nx.DiGraph()
    network.graph.update({name: xml_text(str(value)) for name, value in about.items()})
    for row in people:
        values = {name: _simple(value) for name, value in row.items() if value is not None}
        place = places.get(row["id"])
        if place and form == "gexf":
            values["viz"] = {"position": {"x": place[0], "y": place[1], "z": 0.0}}
        elif place:
            values |= {"x": place[0], "y": place[1]}
        label = xml_text(str(values.pop("name", None) or row["handle"] or row["id"]))
        values.pop("id")
        network.add_node(xml_text(row["id"]), label=label, **values)
    for row in arrows:
        told = {
            name: _simple(value)
            for name, value in row.items()
            if value is not None and name not in ("influencer", "influenced")
        }
        network.add_edge(xml_text(row["influenced"]), xml_text(row["influencer"]), **told)
    out = BytesIO()
    if form == "gexf":
        # GEXF has no attributes of the whole network: every person carries them.
        for name, value in network.graph.items():
            nx.set_node_attributes(network, value, name)
        nx.write_gexf(network, out, prettyprint=False)
    else:
        nx.write_graphml_xml(network, out, prettyprint=False)
    return out.getvalue()


def _simple(value: Any) -> Any:
    from queries.export.files import xml_text

    return xml_text(value) if isinstance(value, str) else value
