"""Equal graphs have equal digests, whatever their nodes' numbers and order."""

from __future__ import annotations

from collections.abc import Sequence

from queries.digest import Digest

ARROWS = ((0, 1), (1, 2), (2, 2), (0, 1))


def digest(
    numbers: Sequence[int], arrows: Sequence[tuple[int, int]] = ARROWS, *, backwards: bool = False
) -> str:
    """Of three people, numbered so, and the arrows between them by place."""
    order = -1 if backwards else 1
    found = Digest()
    for place, number in list(enumerate(numbers))[::order]:
        found.add_node({"number": number, "labels": ["User"], "properties": {"id": f"p{place}"}})
    for first, second in arrows[::order]:
        ends = {"first": numbers[first], "second": numbers[second]}
        found.add_arrow({**ends, "type": "LIKED", "properties": {"at": 1}})
    return found.text()


def test_numbers_and_order_do_not_count_and_the_ends_of_arrows_do() -> None:
    one = digest([0, 1, 2])

    assert digest([5, 0, 1_000]) == one
    assert digest([2, 9, 4], backwards=True) == one
    assert digest([0, 1, 2], ((1, 0), *ARROWS[1:])) != one
    assert digest([0, 1, 2], ARROWS[:-1]) != one
