"""Random small problems of sets, with every kind of rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import Overlap, Problem, Sum

if TYPE_CHECKING:
    from random import Random


def random_problem(random: Random, size: int, most: int = 4) -> Problem:
    """Return a problem of `size` sets of up to `most` elements, or a few more."""
    lo = [random.randint(0, most) for _ in range(size)]
    hi = [low if random.random() < 0.6 else random.randint(low, most + 1) for low in lo]
    within, apart = [0] * size, [0] * size
    for one in range(size):
        for other in range(one + 1, size):
            match random.choices(("free", "within", "holds", "same", "apart"), (10, 4, 1, 1, 4))[0]:
                case "within":
                    within[one] |= 1 << other
                case "holds":
                    within[other] |= 1 << one
                case "same":
                    within[one] |= 1 << other
                    within[other] |= 1 << one
                case "apart":
                    apart[one] |= 1 << other
                    apart[other] |= 1 << one
                case _:
                    pass
    overlaps = []
    if size >= 2 and random.random() < 0.3:
        one, other = random.sample(range(size), 2)
        low = random.randint(0, 3)
        overlaps.append(Overlap(1 << one | 1 << other, low, low + random.randint(0, 1)))
    sums = []
    if size >= 3 and random.random() < 0.4:
        whole, *parts = random.sample(range(size), min(size, random.choice((3, 3, 3, 4))))
        for part in parts:
            within[part] |= 1 << whole
            apart[part] |= sum(1 << other for other in parts if other != part)
        sums.append(Sum(whole, sum(1 << part for part in parts)))
    firm = sum(1 << one for one in range(size) if random.random() < 0.15)
    return Problem(tuple(lo), tuple(hi), tuple(within), tuple(apart), tuple(overlaps), tuple(sums), firm)
