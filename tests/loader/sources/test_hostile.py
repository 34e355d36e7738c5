"""Every hostile value in every field of every format: loaded as the table says, or told."""

from __future__ import annotations

import pytest

from tests.loader.sources.hostile import TEXTS, VALUES, Hostile
from tests.loader.sources.hostile_frame import (
    Family,
    Found,
    differences,
    flaws,
    paths_in,
    read_between,
    spoilt,
)
from tests.loader.sources.hostile_networks import NETWORKS, families
from tests.loader.sources.hostile_tables import OBJECTS, TABLES

# What each place of each line of a network gets, and what these places share among them.
EVERYWHERE = [one for one in (*VALUES, *TEXTS) if one.name in (
    "null", "true", "-1 as a number", "an empty list", "an object", "lone high surrogate",
    "NUL", "empty")]  # fmt: skip
SOMEWHERE = [one for one in (*VALUES, *TEXTS) if one not in EVERYWHERE]
SHARED_AMONG = 200


def shared_out(paths: list[str]) -> list[tuple[str, Hostile]]:
    """Values for each path; all of them come, though not each in each path."""
    return [
        (path, case)
        for number, path in enumerate(paths)
        for case in (*EVERYWHERE, *SOMEWHERE[number % SHARED_AMONG :: SHARED_AMONG])
    ]


def test_the_table_is_as_long_as_promised() -> None:
    assert len(TEXTS) >= 60
    assert len({one.name for one in (*TEXTS, *VALUES)}) == len(TEXTS) + len(VALUES)


def by_name(family: Family) -> str:
    return family.file


@pytest.mark.parametrize("family", [*TABLES, *OBJECTS], ids=by_name)
def test_each_value_in_each_field_is_kept_or_told(read, tmp_path, family: Family) -> None:
    values = [one for one in TEXTS if family.holds(one.value)]
    values += VALUES if family in OBJECTS else ()
    wrong: list[str] = []
    for one in family.fields:
        cases = [spoilt(family.line(i), one.name, case.value) for i, case in enumerate(values)]
        made, elsewhere, records = read_between(read, tmp_path, family, cases)
        wrong += differences(family, one, values, made)
        wrong += [f"{one.name}: {flaw}" for record in records for flaw in flaws(record)]
        wrong += silent(one.name, values, made)[elsewhere:]

    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:40]])


def silent(field: str, values, made: list[Found]) -> list[str]:
    """Cases of which nothing was said at all."""
    pairs = zip(values, made, strict=True)
    return [f"{field} is {case.name}: nothing is said" for case, found in pairs if not any(found)]


@pytest.mark.parametrize("network", NETWORKS)
def test_no_value_anywhere_in_a_network_s_lines_breaks_it(read, tmp_path, network: str) -> None:
    wrong: list[str] = []
    for name, family in families(network).items():
        told = shared_out(list(paths_in(family.line(0))))
        cases = [spoilt(family.line(i), path, case.value) for i, (path, case) in enumerate(told)]
        made, elsewhere, records = read_between(read, tmp_path, family, cases)
        wrong += [f"{name}: {flaw}" for record in records for flaw in flaws(record)]
        quiet = [
            f"{path} is {case.name}"
            for (path, case), found in zip(told, made, strict=True)
            if not any(found) and case.value not in (None, [])
        ]
        if len(quiet) > elsewhere:
            wrong.append(f"{name}: nothing is said of some of {quiet}, but of {elsewhere}")

    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:60]])
