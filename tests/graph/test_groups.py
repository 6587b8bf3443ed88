"""Groups of claims as whole numbers, against lists and sets."""

from __future__ import annotations

from random import Random

import pytest

from reconcile.bits import bits
from reconcile.graph.groups import Thresholds, gather, without


def group_of(claims: set[int]) -> int:
    return sum(1 << claim for claim in claims)


@pytest.mark.parametrize("most", [1, 7, 63, 999, 1000, 1001, 5000])
def test_the_bits_of_a_group_are_its_claims(most: int) -> None:
    random = Random(most)
    for number in (0, 1, most // 3, most):
        claims = set(random.sample(range(most), number))
        assert list(bits(group_of(claims))) == sorted(claims)


def test_a_group_without_another() -> None:
    random = Random(1)
    for _ in range(50):
        group, others = ({at for at in range(40) if random.random() < 0.5} for _ in range(2))
        assert without(group_of(group), group_of(others)) == group_of(group - others)


def test_gathered_values() -> None:
    assert gather("abca") == {"a": 0b1001, "b": 0b0010, "c": 0b0100}


@pytest.mark.parametrize("number", [0, 1, 2, 9, 100])
def test_thresholds(number: int) -> None:
    random = Random(number)
    values = [random.choice([None, *range(12)]) for _ in range(number)]
    thresholds = Thresholds(values)
    for limit in range(-1, 14):
        assert thresholds.at_most(limit) == group_of(
            {at for at, v in enumerate(values) if v is not None and v <= limit}
        )
        assert thresholds.at_least(limit) == group_of(
            {at for at, v in enumerate(values) if v is not None and v >= limit}
        )
