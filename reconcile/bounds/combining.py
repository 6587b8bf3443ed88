"""The least union over all ways to keep something of several bundles: combinations are gone through best first."""

from __future__ import annotations

from functools import reduce
from heapq import heappop, heappush
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.bounds.ends import End


class _Part(NamedTuple):
    """What is kept of the first bundles, so many, and the least union; or of those before it, while `end` is None.

    The parts come in the order in which to look at them.
    """

    value: int
    depth: int
    number: int
    kept: int
    end: End | None


def least_of(choices: Sequence[Sequence[int]], least: Callable[[int], End]) -> End:
    """Return the least union over all combinations of kept groups.

    Where only what all groups of a bundle have in common is kept of it, the union is no larger than with any of them.
    So most combinations need not be looked at: branch and bound (Land and Doig 1960).

    Parameters
    ----------
    choices
        For each bundle the groups that may be kept of it.
    least
        Returns the least union where these sets are kept.
    """
    fixed = sum(groups[0] for groups in choices if len(groups) == 1)
    open_ = [groups for groups in choices if len(groups) > 1]
    common = [reduce(and_, groups) for groups in open_]
    beyond = [fixed + sum(common[depth:]) for depth in range(len(open_) + 1)]
    waiting, number = [_Part(0, 0, 0, 0, None)], 0
    while True:
        part = heappop(waiting)
        depth = -part.depth
        end = part.end or least(part.kept + beyond[depth])
        if end.value > part.value:
            heappush(waiting, part._replace(value=end.value, end=end))
        elif depth == len(open_):
            return end
        else:
            for group in open_[depth]:
                number += 1
                heappush(waiting, _Part(end.value, part.depth - 1, number, part.kept + group, None))
