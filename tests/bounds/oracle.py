"""The slow, obviously right version: every world built person by person, every kept group tried."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reconcile.bounds import bits

if TYPE_CHECKING:
    from reconcile.bounds import Problem


@lru_cache(maxsize=1 << 14)
def unions(problem: Problem, keep: int, query: int) -> set[int]:
    """Return every size that the union of the kept query sets has in some world that keeps all of `keep`."""
    members = list(bits(keep))
    overlaps = [rule for rule in problem.overlaps if rule.sets & ~keep == 0]
    sums = [rule for rule in problem.sums if (rule.parts | 1 << rule.whole) & ~keep == 0]

    def allowed(region: int) -> bool:
        for one in bits(region):
            if problem.within[one] & keep & ~region or problem.apart[one] & region:
                return False
        return all(region & rule.parts or not region >> rule.whole & 1 for rule in sums)

    regions = [
        region
        for choice in range(1, 1 << len(members))
        if allowed(region := sum(1 << members[at] for at in bits(choice)))
    ]
    # A state counts the people in each set, in each named overlap, and in the union. Add people region by region.
    top = tuple(problem.hi[one] for one in members) + tuple(rule.hi for rule in overlaps)
    bottom = tuple(problem.lo[one] for one in members) + tuple(rule.lo for rule in overlaps)
    states = {((0,) * len(top), 0)}
    for region in regions:
        step = tuple(region >> one & 1 for one in members) + tuple(int(rule.sets & ~region == 0) for rule in overlaps)
        counted = int(bool(region & query))
        frontier = states
        while frontier:
            longer = {
                (tuple(x + y for x, y in zip(counts, step, strict=True)), union + counted) for counts, union in frontier
            }
            frontier = {state for state in longer - states if all(x <= y for x, y in zip(state[0], top, strict=True))}
            states |= frontier
    return {union for counts, union in states if all(a >= b for a, b in zip(counts, bottom, strict=True))}


@lru_cache(maxsize=1 << 10)
def kept_groups(problem: Problem) -> list[int]:
    """Return the groups S of the definition: firm sets first, then maximal."""
    groups = [keep for keep in range(1 << problem.size) if unions(problem, keep, 0)]
    firm = {keep & problem.firm for keep in groups if keep & ~problem.firm == 0}
    firm = {keep for keep in firm if not any(keep != other and keep & ~other == 0 for other in firm)}
    eligible = [keep for keep in groups if keep & problem.firm in firm]
    return sorted(keep for keep in eligible if not any(keep != other and keep & ~other == 0 for other in groups))


def smallest_conflicts(problem: Problem) -> list[int]:
    """Return the groups that cannot be kept although every smaller one can."""
    bad = [keep for keep in range(1 << problem.size) if not unions(problem, keep, 0)]
    return sorted(
        (keep for keep in bad if not any(other != keep and other & ~keep == 0 for other in bad)),
        key=lambda group: (group.bit_count(), list(bits(group))),
    )


def bounds(problem: Problem, query: int) -> tuple[int, int]:
    """Return the fewest and the most people in the union of the kept query sets, over all worlds."""
    found = [union for keep in kept_groups(problem) for union in unions(problem, keep, query & keep)]
    return min(found), max(found)
