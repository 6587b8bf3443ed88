"""What is kept of a strand in which some sets are rivals: the choices that end lowest, or leave certain sets out.

What can be kept is a group of which no two are rivals and to which no other set could be added: a maximal
independent set.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def leaving_out(sets: int, rivals: Mapping[int, int], out: int, chosen: int, tick: Callable[[], None]) -> int | None:
    """Find a maximal kept group with all of `chosen` and none of `out`; None where there is none.

    Each set that is left out must have a rival among those kept: the one with the fewest candidates is served first.

    Parameters
    ----------
    sets
        All sets of the strand.
    rivals
        For each set that has any, the group of its rivals.
    tick
        Called now and then; may raise to stop the search.
    """
    if chosen & out or any(rivals.get(one, 0) & chosen for one in bits(chosen)):
        return None
    found = _serve(rivals, list(bits(out)), sets & ~out, chosen, tick)
    if found is None:
        return None
    kept = found | sets & ~out & ~gathered(rivals)
    for one in bits(sets & ~out & ~kept):
        if not rivals[one] & kept:
            kept |= 1 << one
    return kept


def _serve(
    rivals: Mapping[int, int], waiting: Sequence[int], free: int, chosen: int, tick: Callable[[], None]
) -> int | None:
    tick()
    for one in bits(chosen):
        free &= ~rivals.get(one, 0)
    waiting = [one for one in waiting if not rivals.get(one, 0) & chosen]
    if not waiting:
        return chosen
    hardest = min(waiting, key=lambda one: (rivals.get(one, 0) & free).bit_count())
    for rival in bits(rivals.get(hardest, 0) & free):
        found = _serve(rivals, waiting, free, chosen | 1 << rival, tick)
        if found is not None:
            return found
        free &= ~(1 << rival)
    return None


def lightest(
    sets: int, rivals: Mapping[int, int], tops: Sequence[int], burden: Mapping[int, int], tick: Callable[[], None]
) -> int | None:
    """Find a maximal kept group of some sets with the first of `tops` that can be, and as little burden as goes.

    Parameters
    ----------
    sets
        All sets of the strand.
    tops
        The sets that can be kept, those first that are to be kept if possible.
    burden
        What is to be left out if possible, the heaviest first.

    Returns
    -------
    int or None
        None where no maximal group keeps only such sets.
    """
    left = gathered(tops)
    for top in tops:
        out = sets & ~left
        group = leaving_out(sets, rivals, out, 1 << top, tick)
        if group is not None:
            for one in sorted(burden, key=lambda one: (-burden[one], one)):
                lighter = leaving_out(sets, rivals, out | 1 << one, 1 << top, tick) if left >> one & 1 else None
                if lighter is not None:
                    group, out = lighter, out | 1 << one
            return group
    return None


def lowest(
    sets: int, rivals: Mapping[int, int], sizes: Mapping[int, int], chosen: int, tick: Callable[[], None]
) -> tuple[int, int]:
    """Find a maximal kept group with all of `chosen` in which the largest size is least.

    Parameters
    ----------
    sizes
        The sizes of those of the sets that are taken into account.
    chosen
        Sets of which no two are rivals.

    Returns
    -------
    tuple of int
        That size and the group.
    """
    if not rivals:
        return max(sizes.values(), default=0), sets
    ends = sorted({0, *sizes.values()})
    surely = [one for one in sizes if one not in rivals] + [one for one in bits(chosen) if one in sizes]
    least = bisect_left(ends, max((sizes[one] for one in surely), default=0))
    most = len(ends) - 1
    best: int | None = None
    while least < most or best is None:
        middle = (least + most) // 2
        out = gathered(one for one, size in sizes.items() if size > ends[middle])
        group = leaving_out(sets, rivals, out, chosen, tick)
        if group is None:
            assert middle < len(ends) - 1, "with nothing left out, there is a maximal group"
            least = middle + 1
        else:
            best, most = group, middle
            if least == most:
                break
    return ends[most], best
