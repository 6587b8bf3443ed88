"""Going through combinations of kept groups best first, against going through all of them."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from reconcile.bits import bits
from reconcile.bounds.combining import least_of
from reconcile.bounds.ends import End


class _Covered:
    """How much a group covers: each set some elements, by number. More sets never cover less."""

    def __init__(self, random: Random, sets: int) -> None:
        self.sets = [random.getrandbits(8) & random.getrandbits(8) for _ in range(sets)]
        self.asked: list[int] = []

    def least(self, keep: int) -> End:
        self.asked.append(keep)
        covered = 0
        for one in bits(keep):
            covered |= self.sets[one]
        return End(covered.bit_count(), None, ())


@pytest.mark.parametrize("seed", range(200))
def test_the_least_of_all_combinations(seed: int) -> None:
    random = Random(seed)
    choices, first = [], 0
    for _ in range(random.randint(1, 5)):
        size = random.randint(1, 4)
        groups = {random.getrandbits(size) << first for _ in range(random.randint(1, 3))}
        choices.append(sorted(groups))
        first += size
    covered = _Covered(random, first)
    found = least_of(choices, covered.least)
    assert found.value == min(covered.least(sum(groups)).value for groups in product(*choices))


def test_most_combinations_are_not_looked_at() -> None:
    """Ten bundles of two groups each: what they have in common covers all that the first groups do."""
    covered = _Covered(Random(0), 30)
    covered.sets = [1, 0, 2] * 10
    choices = [(0b011 << at, 0b101 << at) for at in range(0, 30, 3)]
    assert least_of(choices, covered.least).value == 1
    assert len(covered.asked) < 30
