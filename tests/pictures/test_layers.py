"""What follows from what, and which stands above which, against the definitions."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from reconcile.bounds import bits
from reconcile.pictures.inclusion import closure, needed
from reconcile.pictures.layers import layers

SIZE = 7
pairs = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda pair: pair[0] != pair[1]), max_size=20
)


def steps_of(found: list[tuple[int, int]]) -> list[int]:
    steps = [0] * SIZE
    for one, other in found:
        steps[one] |= 1 << other
    return steps


@given(pairs)
def test_what_is_needed_leads_as_far_as_all(found: list[tuple[int, int]]) -> None:
    steps = steps_of(found)
    assert closure(needed(steps)) == closure(steps)


@given(pairs)
def test_without_circles_nothing_more_is_needed(found: list[tuple[int, int]]) -> None:
    graph = nx.DiGraph((min(pair), max(pair)) for pair in found)
    reduced = needed(steps_of(list(graph.edges)))
    expected = nx.transitive_reduction(graph)
    assert {(one, other) for one, group in enumerate(reduced) for other in bits(group)} == set(expected.edges)


@given(pairs, pairs)
def test_everything_stands_once_and_wholes_above_parts(
    above: list[tuple[int, int]], beside: list[tuple[int, int]]
) -> None:
    ordered = [(min(pair), max(pair)) for pair in above]
    found = layers(SIZE, ordered, [])
    assert sorted(one for row in found for one in row) == list(range(SIZE))
    height = {one: at for at, row in enumerate(found) for one in row}
    assert all(height[high] < height[low] for low, high in ordered)
    assert sorted(one for row in layers(SIZE, above, beside) for one in row) == list(range(SIZE))


def test_those_side_by_side_share_a_row_unless_one_lies_within_another() -> None:
    assert layers(4, [(1, 0), (3, 2)], [(1, 2)]) == [[0], [1, 2], [3]]
    assert layers(3, [(1, 0)], [(0, 1), (0, 2)]) == [[0, 2], [1]]


def test_each_stands_near_those_above_it() -> None:
    assert layers(5, [(3, 2), (4, 0)], []) == [[0, 1, 2], [4, 3]]
