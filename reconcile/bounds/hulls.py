"""What sets that are too small put in doubt: whatever lies within them; all else is kept in every world.

So do sets that are in the way of arranging the others as strands. Let D be some sets in doubt, with all that lies
within them, and N the others. Take any sets S of D that fit together. Then S and all of N fit together too, rivals
aside, if N does so with hulls: sets that have room for whatever of D may be kept, and that lie within the sets of N
that some of D lie within.

* Of all worlds of S take one with fewest memberships, and among these one whose elements are uncrossed: where no set
  of one element is apart from any of another's, one element is in all the sets of the other. For two that are not,
  one could be in the sets of both, and the other in those that they share; each set would keep its size, whatever
  lies within another still would, and nothing that is apart would touch.
* Sets of D that are apart from the same of D are of one class, and the classes are a forest: two are apart from each
  other, or what is apart from one is apart from the other too, and the other is the narrower. An element is of the
  narrowest class of its sets. If of a class, and of narrower ones, some elements are of this class itself, the one of
  these in fewest sets is in some set of the class, and all the others are in that too. As memberships are fewest, that
  set has its least size, or the one element is in a set within it, of this class or a wider one, and so are all. So
  they are no more than the largest least size of a set of the class, or of one within such; else no more than all
  those of the next narrower classes.
* So the elements of each class have room in a hull of that size, those of narrower classes within theirs. In a class
  that has none within it, the elements are nested by their sets, so each set is a stretch from the start of the hull.
* Let N hold its hulls in some world. There put the elements of S in their places: each is in its own sets, and in
  those of N that its place is in. A hull is apart from all of N that a set of its class, or of a wider one, is apart
  from, so these are not apart from anything that the element is in.

Uncrossing is that of Edmonds and Giles (1977).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import kindred, only_nested_or_apart, rivals_of, strands_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.problem import Problem
    from reconcile.bounds.strands import Strands

_MOST_ROUNDS = 100
"""How often more is put in doubt, before one gives up."""


class Hulled(NamedTuple):
    """The bounds of what is kept in every world, rivals aside, and all other sets, which are in doubt, as a group."""

    bounds: StrandBounds
    doubted: int


def hulled(problem: Problem, sets: int, clock: Clock, *, wide: bool) -> Hulled | None:
    """Find out which of some sets, that no rule binds to others, are kept in every world; None where that is not known.

    There may be more in doubt than some world leaves out. For `wide` see `StrandBounds`.
    """
    if not only_nested_or_apart(problem, sets):
        return None
    doubted, small = 0, _strays(problem, sets)
    for _ in range(_MOST_ROUNDS):
        clock.tick()
        doubted = _with_all_within(problem, sets, doubted | small)
        classes = _classes(problem, doubted)
        if classes is None or doubted == sets or doubted & problem.firm:
            return None
        small = _overfilled(problem, sets & ~doubted, classes)
        if small:
            continue
        strands = _with_hulls(problem, sets & ~doubted, classes)
        if strands is None:
            return None
        bounds = StrandBounds(strands, clock, doubted, wide=wide, loose=True)
        if bounds.sound:
            return Hulled(bounds, doubted)
        small = _crowded(bounds, sets)
        if not small:
            return None
    return None


def _strays(problem: Problem, sets: int) -> int:
    """Return sets that are in the way of arranging others as strands, as a group.

    Of each kind those that are not nested with most others of it, and of two sets that can never lie within each other,
    though they should, and are of different kinds, both.
    """
    found = 0
    while True:
        most: dict[tuple[int, int], int] = {}
        groups = list(kindred(problem, sets & ~found, 0))
        for group in sorted(groups, key=int.bit_count):
            one = next(bits(group))
            most[problem.kinds[one] if problem.kinds else one, problem.apart[one] & sets & ~found] = group
        more = sets & ~found & ~union(most.values())
        rivals = rivals_of(problem, union(most.values()))
        for group in most.values():
            more |= gathered(one for one in bits(group) if rivals.get(one, 0) & ~group)
        if not more:
            return found
        found |= more


def _with_all_within(problem: Problem, sets: int, doubted: int) -> int:
    """Return sets with all of some sets that lie within them."""
    fresh = doubted
    while fresh:
        fresh = gathered(one for one in bits(sets & ~doubted) if problem.within[one] & fresh)
        doubted |= fresh
    return doubted


def _overfilled(problem: Problem, others: int, classes: Iterable[_Class]) -> int:
    """Return those of the others that cannot be as large as what of a hull lies within them.

    Nor can a set be larger than another of its kind that it lies within.
    """
    lo, hi, within, kinds = problem.lo, problem.hi, problem.within, problem.kinds
    found = 0
    for each in classes:
        for size, around in each.held.items():
            for one in bits(around & others):
                alike = (lo[other] for other in bits(within[one] & others) if not kinds or kinds[other] == kinds[one])
                if hi[one] < size or (lo[one] < size and any(least < size for least in alike)):
                    found |= 1 << one
    return found


def _crowded(bounds: StrandBounds, sets: int) -> int:
    """Return those of some sets of such a size that so many of the first places were too few for all hulls in them.

    Where there are none, those of unknown size may be in the way.
    """
    lo, hi = bounds.strands.problem.lo, bounds.strands.problem.hi
    tight = [(places, bounds.strands.strands[at].sets & sets) for at, places in bounds.crowded]
    found = gathered(one for places, mine in tight for one in bits(mine) if lo[one] <= places <= hi[one])
    return found or gathered(one for one in bits(bounds.strands.sets & sets) if lo[one] < hi[one])


def _with_hulls(problem: Problem, others: int, classes: Sequence[_Class]) -> Strands | None:
    """Return the sets that are not in doubt with the hulls of those that are; None where they are no strands."""
    lo, hi, within, apart = list(problem.lo), list(problem.hi), list(problem.within), list(problem.apart)
    kinds = [*(problem.kinds or range(problem.size))]
    hulls: list[int] = []  # of each class, as a group
    for each in classes:
        held = {each.size: 0, **each.held}
        kinds += [max(kinds) + 1] * len(held)
        hulls.append(0)
        for size, around in sorted(held.items(), reverse=True):
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
            within[next(bits(hulls[at]))] |= hull & -hull  # the first of each is the largest
    changed = replace(problem, lo=tuple(lo), hi=tuple(hi), within=tuple(within), apart=tuple(apart), kinds=tuple(kinds))
    return strands_of(changed, others | union(hulls), union(hulls))


@dataclass(slots=True)
class _Class:
    """Sets in doubt that are apart from the same of those in doubt.

    Attributes
    ----------
    sets, away
        The sets, and what they or wider ones are apart from, as groups.
    inner, apart
        The next narrower classes, and the classes that are apart from this one, by number.
    size
        How many elements are in the hull.
    held
        For how many of its first places which sets these lie within.
    """

    sets: int
    away: int
    inner: list[int] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    size: int = 0
    held: dict[int, int] = field(default_factory=dict)


def _classes(problem: Problem, doubted: int) -> list[_Class] | None:
    """Return the classes of sets in doubt, narrower ones first; None if they are no forest."""
    apart, sizes = problem.apart, _needed(problem, doubted)
    groups: dict[int, int] = {}
    for one in bits(doubted):
        groups[apart[one] & doubted] = groups.get(apart[one] & doubted, 0) | 1 << one
    narrow_first = sorted(groups, key=int.bit_count, reverse=True)
    found = [_Class(groups[key], union(apart[one] for one in bits(groups[key]))) for key in narrow_first]
    for at, each in enumerate(found):
        wider = None
        for other in range(at + 1, len(found)):
            if each.away & found[other].sets:
                each.apart.append(other)
                found[other].apart.append(at)
            elif narrow_first[other] & ~narrow_first[at]:
                return None
            elif wider is None:
                wider = other
        if wider is not None:
            found[wider].inner.append(at)
        _hold(problem, each, sizes, sum(found[other].size for other in each.inner))
    for each in reversed(found):
        for at in each.inner:
            found[at].away |= each.away
    return found


def _hold(problem: Problem, each: _Class, sizes: Mapping[int, int], inner: int) -> None:
    """Note how large the hull of a class is, and what lies within what; `inner` is the room for narrower classes."""
    ones = list(bits(each.sets))
    each.size = max(inner, *(sizes[one] for one in ones))
    for one in ones:
        around = problem.within[one]
        if around & ~each.sets:
            held = each.size if each.inner else sizes[one]
            each.held[held] = each.held.get(held, 0) | around


def _needed(problem: Problem, doubted: int) -> dict[int, int]:
    """Return how large sets in doubt need be: those of unknown size as large as any that lies within, if at all."""
    found = {one: problem.lo[one] for one in bits(doubted)}
    vague = [one for one in found if problem.lo[one] < problem.hi[one]]
    inside = {one: [other for other in found if problem.within[other] >> one & 1] for one in vague}
    changed = bool(vague)
    while changed:
        changed = False
        for one in vague:
            most = min(problem.hi[one], max((found[other] for other in inside[one]), default=0))
            if most > found[one]:
                found[one], changed = most, True
    return found
