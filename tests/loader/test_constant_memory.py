"""What a load holds does not grow with what it reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

STAGING = """
import resource, sys
from pathlib import Path
from loader.bulk import files
from loader.bulk.pieces import ahead, pieces
from loader.bulk.stage import Stage
from loader.sources import SOURCES, edges_blocks

files.PAGE_ROWS, edges_blocks.BLOCK_BYTES = 2_000, 400_000
path, folder, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
edges = SOURCES["edges"]
read = getattr(edges, name)
folder.mkdir()
stage = Stage(folder, batch_rows=2_000)
options = {option.name: option.default for option in edges.options}
for piece in ahead(pieces(read((path,), options, [].append), size=2_000, admits=lambda one: one)):
    stage.add(piece)
stage.close()
assert stage.accepted == int(sys.argv[4]), stage.accepted
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MORE_KILOBYTES = 20_000


@pytest.mark.parametrize(("name", "rows"), [("read", 50_000), ("read_in_columns", 300_000)])
def test_ten_times_the_rows_take_the_same_memory(tmp_path: Path, name: str, rows: int) -> None:
    held = [staged(tmp_path, name, rows // 10), staged(tmp_path, name, rows)]

    # Eight bytes an act and a person are remembered, and the allocators keep what they like.
    assert held[1] - held[0] < MORE_KILOBYTES


def staged(tmp_path: Path, name: str, rows: int) -> int:
    """The most kilobytes that staging so many rows held, in a process of its own."""
    path = tmp_path / f"{rows}.csv"
    with path.open("w") as out:
        out.write("who,whom,kind,topics,when\n")
        for n in range(rows):
            out.write(f"u{n % 9_000},u{n * 7 % 5_000},like,t{n % 40},{1_700_000_000 + n}\n")
    words = [sys.executable, "-c", STAGING, path, tmp_path / f"staged-{rows}", name, str(rows)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return int(done.stdout)
