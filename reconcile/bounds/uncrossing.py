"""From fractions of elements to whole ones: regions that cross give way to their union and their intersection.

A basic solution of the linear program may use regions that cross, in fractions. Putting the union and the
intersection in the place of two that cross keeps every count and never enlarges the union of the query
(Edmonds and Giles 1977). What remains is nested wherever it may be, and then mostly whole.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.regions import Regions


def uncrossed(columns: Mapping[int, Fraction], regions: Regions, counted: Sequence[int]) -> dict[int, Fraction]:
    """Return a solution with the same counts in which no two regions cross whose union may hold elements.

    Parameters
    ----------
    columns
        How many elements each region holds.
    counted
        The groups of two or more sets whose shared elements are counted.
    """
    found = dict(columns)
    while (pair := _crossing(found, regions, counted)) is not None:
        one, other = pair
        moved = min(found[one], found[other])
        for region, change in ((one, -moved), (other, -moved), (one | other, moved), (one & other, moved)):
            if region:
                found[region] = found.get(region, Fraction(0)) + change
                if not found[region]:
                    del found[region]
    return found


def _crossing(columns: Mapping[int, Fraction], regions: Regions, counted: Sequence[int]) -> tuple[int, int] | None:
    for one, other in combinations(sorted(columns), 2):
        union = one | other
        if union in (one, other) or regions.clash(union):
            continue
        if all(group & ~union or not group & ~one or not group & ~other for group in counted):
            return one, other
    return None
