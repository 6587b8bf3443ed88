"""A world made by hand: every set an interval on one line, apart sets on separate stretches.

No search and no arithmetic but sums; mostly it is the best world already, and then a plain sum of sizes
proves it (`certificate`). Where sets cannot be laid out so, the linear program finds a world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.problem import World, holds
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.regions import Regions

Interval = tuple[int, int]


def lay_out(problem: Problem, regions: Regions, query: int, sense: Sense) -> World | None:
    """Try to build a good world that keeps all sets.

    Parameters
    ----------
    regions
        Those of the problem.
    sense
        `Sense.LEAST` and `Sense.ANY` pile the sets upon each other, `Sense.GREATEST` puts them side by side.

    Returns
    -------
    World or None
        A world in which every rule holds, not necessarily a best one; None if none was found.
    """
    if problem.overlaps or problem.sums:
        return None
    placed: dict[int, Interval] = {}

    def rank(one: int) -> tuple[int, ...]:
        """Put nested sets first, as they have the least choice; of these the containers, and the larger ones."""
        alone = regions.closed[one] == regions.below[one]
        return alone, regions.closed[one].bit_count(), -problem.lo[one], one

    for one in sorted(range(problem.size), key=rank):
        outer = regions.closed[one] & ~(1 << one)
        spread = sense is Sense.GREATEST
        size = problem.hi[one] if spread and not outer & query else problem.lo[one]
        interval = _place(one, size, placed, regions, spread=spread)
        if interval is None:
            return None
        placed[one] = interval
    world = World(problem.everything, _sweep(placed))
    return world if holds(problem, world) else None


def _place(one: int, size: int, placed: dict[int, Interval], regions: Regions, *, spread: bool) -> Interval | None:
    """Find the first stretch inside all that must hold a set and clear of all that it is apart from."""
    holders = [placed[outer] for outer in bits(regions.closed[one] & ~(1 << one))]
    start = max((left for left, _ in holders), default=0)
    if spread and not holders:
        start = max((right for _, right in placed.values()), default=0)
    elif not holders:  # begin where those begin that hold some of the same
        start = max((placed[other][0] for other in placed if regions.below[other] & regions.below[one]), default=0)
    for left, right in sorted(placed[other] for other in bits(regions.barred[one]) if other in placed):
        if left < start + size and start < right:
            start = right
    size = min([size, *(right - start for _, right in holders)])
    return (start, start + size) if size >= 0 else None


def _sweep(placed: dict[int, Interval]) -> dict[int, int]:
    """Count the points of the line by which sets they lie in."""
    starts: dict[int, int] = {}
    for one, (left, right) in placed.items():
        if left < right:
            starts[left] = starts.get(left, 0) ^ 1 << one
            starts[right] = starts.get(right, 0) ^ 1 << one
    found: dict[int, int] = {}
    region, last = 0, 0
    for at in sorted(starts):
        if region:
            found[region] = found.get(region, 0) + at - last
        region ^= starts[at]
        last = at
    return found
