"""The files: tables as CSV and Parquet, networks as GEXF and GraphML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd

from queries.scoring.arrows import EVERYTHING
from queries.tables import csv_text

# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Network = Callable[[Any, Path], None]

# The measures and parts that go with each person of a network file.
SHOWN = (
    "score", "rank", "percentile", "true_reach", "amplification", "network_impact",
    "people", "confidence", "community",
)  # fmt: skip


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """One table, as Parquet or CSV by its name's ending; the file appears when it is whole.

    In CSV, text that a spreadsheet would run gets an apostrophe in front.
    """

    def write(part: Path) -> None:
        if path.suffix == ".parquet":
            frame.to_parquet(part, index=False)
        else:
            rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
            part.write_text(
                csv_text([str(name) for name in frame.columns], map(_plain, rows)),
                encoding="utf-8",
                newline="",
            )

    _whole(path, write)


def write_network(scores: pd.DataFrame, arrows: pd.DataFrame, path: Path) -> None:
    """One network, as GEXF or GraphML by its name's ending, with each person's scores on it.

    Arrows go as attention does, from who acts to whom; times are ISO 8601.
    """
    network: nx.DiGraph[str] = nx.DiGraph()
    network.graph.update(_labels(scores))
    for row in scores.to_dict("records"):
        name = row["handle"] if pd.isna(row["name"]) else row["name"]
        label = xml_text(name)
        network.add_node(row["person"], label=label, **_told(row, SHOWN))
    columns = [name for name in arrows.columns if name not in ("who", "whom", "topic")]
    for row in arrows.to_dict("records"):
        network.add_edge(row["who"], row["whom"], **_told(row, columns))
    _whole(path, lambda part: NETWORKS[path.suffix](network, part))


def xml_text(text: str) -> str:
    """`text` with a mark where XML has no such character."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _labels(scores: pd.DataFrame) -> dict[str, str]:
    """What the whole network says of itself."""
    first = scores.iloc[0]
    return {name: str(_simple(first[name])) for name in ("topic", "run", "recipe", "as_of")}


def _told(row: Mapping[Any, Any], names: Any) -> dict[str, Any]:
    """The values that are known, in types that both formats have."""
    known = {name: row[name] for name in names if name in row and not pd.isna(row[name])}
    return {name: _simple(value) for name, value in known.items()}


def _simple(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _simple(value) for name, value in row.items()}


def _gexf(network: Any, path: Path) -> None:
    # GEXF has no attributes of the whole network: every person carries the run.
    for name in ("topic", "run", "recipe", "as_of"):
        nx.set_node_attributes(network, network.graph[name], name)
    nx.write_gexf(network, path)


def _graphml(network: Any, path: Path) -> None:
    nx.write_graphml_xml(network, path)


NETWORKS: Mapping[str, Network] = {".gexf": _gexf, ".graphml": _graphml}
TABLES = (".parquet", ".csv")


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """Write beside, then rename: nobody ever finds half a file under the name."""
    part = path.with_name(f".{path.name}.part")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def on_topic(frame: pd.DataFrame, topic: str = EVERYTHING) -> pd.DataFrame:
    """The lines of one topic."""
    return frame[frame["topic"] == topic]
