"""What sets that are too small put in doubt: whatever lies within them; all else is kept in every world.

Let D be some sets in doubt, with all that lies within them and with all their rivals, and N the others. Take any
sets S of D that fit together. Then S and all of N fit together too, rivals aside, if N does so with hulls: sets that
have room for whatever of D may be kept, and that lie within the sets of N that some of D lie within.

* Of all worlds of S take one with fewest memberships, and among these one whose elements are uncrossed: where no set
  of one element is apart from any of another's, one element is in all the sets of the other. For two that are not,
  one could be in the sets of both, and the other in those that they share; each set would keep its size, whatever
  lies within another still would, and nothing that is apart would touch.
* Sets that are apart from the same are of one class, and the classes are a forest: two are apart from each other, or
  what is apart from one is apart from the other too, and the other is the narrower. An element is of the narrowest
  class of its sets. If of a class, and of narrower ones, some elements are of this class itself, the one of these
  in fewest sets is in some set of the class, and all the others are in that too. So they are no more than the
  largest least size of a set of the class; else no more than all those of the next narrower classes.
* So the elements of each class have room in a hull of that size, those of narrower classes within theirs. In a class
  that has none within it, the elements are nested by their sets, so each set is a stretch from the start of the hull.
* Let N hold its hulls in some world. There put the elements of S in their places: each is in its own sets, and in
  those of N that its place is in. These are not apart from the hull, so not from anything that the element is in.

Uncrossing is that of Lovasz, Edmonds and Giles.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union
from reconcile.bounds.room import lying_within, room_needed
from reconcile.bounds.strands import strands_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reconcile.bounds.strands import Strands

_MOST_ROUNDS = 100
"""How often more is put in doubt, before one gives up."""


class Hulled(NamedTuple):
    """What is kept in every world, rivals aside, as strands with the hulls of the sets in doubt, which are a group."""

    strands: Strands
    doubted: int


def hulled(strands: Strands, small: int, tick: Callable[[], None]) -> Hulled | None:
    """Find sets in doubt, some that are known to be too small among them; None if hulls do not tell.

    There may be more of them than some world leaves out.
    """
    doubted = 0
    for _ in range(_MOST_ROUNDS):
        tick()
        doubted = _closed(strands, doubted | small)
        classes = None if doubted & strands.problem.firm else _classes(strands, doubted)
        if classes is None:
            return None
        small = _too_small(strands, classes, doubted)
        if not small:
            found = _with_hulls(strands, doubted, classes)
            small = found and _crowded(strands, found)
            if not found or small is None:
                return None
            if not small:
                return Hulled(found, doubted)
    return None


def _closed(strands: Strands, doubted: int) -> int:
    """Return sets with all that lies within them, and all their rivals."""
    within = strands.problem.within
    while True:
        found = doubted | gathered(one for one in bits(strands.sets & ~doubted) if within[one] & doubted)
        for strand in strands.strands:
            if strand.rivals and strand.sets & found:
                found |= union(others for one, others in strand.rivals.items() if found >> one & 1)
        if found == doubted:
            return found
        doubted = found


def _too_small(strands: Strands, classes: Iterable[_Class], doubted: int) -> int:
    """Return the sets, not in doubt, that are smaller than as much of a hull as lies within them."""
    hi, held = strands.problem.hi, [item for each in classes for item in each.held.items()]
    return gathered(one for size, around in held for one in bits(around & ~doubted) if hi[one] < size)


def _crowded(strands: Strands, found: Strands) -> int | None:
    """Find sets that have no room for all hulls within them; 0 if all have, None if it is not known."""
    sizes = StrandSizes(found)
    most = sizes.largest_needed(found.sets)
    if most is None:
        return None
    aim = Aim()
    if weave(found, most, aim, {**sizes.lo, **(sizes.of(found.sure, high=False) or {})}) is not None:
        return 0
    lo, hi = found.problem.lo, found.problem.hi
    tight = ((places, found.strands[at].sets & strands.sets) for at, places in aim.crowded)
    return gathered(one for places, sets in tight for one in bits(sets) if lo[one] <= places <= hi[one]) or None


def _with_hulls(strands: Strands, doubted: int, classes: Sequence[_Class]) -> Strands | None:
    """Return the sets that are not in doubt with the hulls of those that are; None where they are no strands."""
    problem, others = strands.problem, strands.sets & ~doubted
    lo, hi, within, apart = list(problem.lo), list(problem.hi), list(problem.within), list(problem.apart)
    kinds = [*(problem.kinds or range(problem.size))]
    hulls: list[int] = []  # of each class, as a group
    for each in classes:
        kinds += [max(kinds) + 1] * len(each.held)
        hulls.append(0)
        for size, around in sorted(each.held.items(), reverse=True):
            within.append(around & others | hulls[-1])
            hulls[-1] |= 1 << len(lo)
            lo.append(size)
            hi.append(size)
    for each, hull in zip(classes, hulls, strict=True):
        away = each.away & others | union(hulls[at] for at in each.apart)
        apart += [away] * hull.bit_count()
        for one in bits(away & others):
            apart[one] |= hull
        for at in each.inner:
            within[(hulls[at] & -hulls[at]).bit_length() - 1] |= hull & -hull
    changed = replace(
        problem, lo=tuple(lo), hi=tuple(hi), within=tuple(within), apart=tuple(apart), kinds=tuple(kinds)
    )
    return strands_of(changed, others | union(hulls), union(hulls))


@dataclass(slots=True)
class _Class:
    """Sets in doubt that are apart from the same.

    Attributes
    ----------
    sets, away
        The sets, and what they are apart from, as groups.
    inner, apart
        The next narrower classes, and the classes that are apart from this one, by number.
    held
        How many elements are in the hull, and for how many of its first places which sets these lie within.
    """

    sets: int
    away: int
    inner: list[int] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    held: dict[int, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many elements are in the hull."""
        return max(self.held)


def _classes(strands: Strands, doubted: int) -> list[_Class] | None:
    """Return the classes of sets in doubt, narrower ones first; None if they are no forest."""
    problem = strands.problem
    groups: dict[int, int] = {}
    for one in bits(doubted):
        away = problem.apart[one] & strands.sets
        groups[away] = groups.get(away, 0) | 1 << one
    found = [_Class(groups[away], away) for away in sorted(groups, key=int.bit_count, reverse=True)]
    for at, each in enumerate(found):
        wider = None
        for other in range(at + 1, len(found)):
            if each.away & found[other].sets:
                each.apart.append(other)
                found[other].apart.append(at)
            elif found[other].away & ~each.away:
                return None
            elif wider is None:
                wider = other
        if wider is not None:
            found[wider].inner.append(at)
        _hold(strands, each, sum(found[other].size for other in each.inner))
    return found


def _hold(strands: Strands, each: _Class, inner: int) -> None:
    """Note how large the hull of a class is, and what lies within what; `inner` is the room for narrower classes."""
    lo, hi, within = strands.problem.lo, strands.problem.hi, strands.problem.within
    ones = list(bits(each.sets))
    size = max(inner, *(lo[one] for one in ones))
    each.held[size] = 0
    for one in ones:
        around = within[one] & strands.sets
        if around & ~each.sets:
            held = size
            if not each.inner:
                held = lo[one] if lo[one] == hi[one] else max(lo[other] for other in ones if lo[other] <= hi[one])
            each.held[held] = each.held.get(held, 0) | around


def aside(strands: Strands, doubted: int, tick: Callable[[], None]) -> int:
    """Return sets in doubt that cannot be kept with the others, which seem to fit together."""
    problem, kept = strands.problem, 0
    rank = {one: (strands.rank[strands.strand_of[one]], problem.hi[one], -problem.lo[one]) for one in bits(doubted)}
    for one in sorted(bits(doubted), key=rank.__getitem__):  # what lies within a set comes before it
        if not strands.strands[strands.strand_of[one]].rivals.get(one, 0) & kept:
            inside, _ = lying_within(strands, one, kept | 1 << one)
            if room_needed(strands, inside, tick)[0] <= problem.hi[one]:
                kept |= 1 << one
    return doubted & ~kept
