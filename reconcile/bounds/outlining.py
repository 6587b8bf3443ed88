"""How large a union of strands can be, by the few of their sets that tell: a small problem of its own.

All that a strand can hold lies under a roof, a set of so many elements at most, and so does what is known of several
strands together. Under the roofs are only sets that surely are kept and lie within others, or hold others. To leave
the other sets out makes no union smaller.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.ends import terms_of
from reconcile.bounds.optimum import optimise
from reconcile.bounds.problem import Problem, union
from reconcile.bounds.reduction import reduce
from reconcile.bounds.sense import Sense
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.summing import SumBound
from reconcile.bounds.weighing import relaxed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.ends import Term
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.weaving import Seats


@dataclass(frozen=True, slots=True)
class Roof:
    """The union of some sets, as far as they are kept; or something larger, of a known size, if it is `beside`.

    Attributes
    ----------
    sets, apart
        The sets, and those that are apart from all of them, as groups.
    bound
        What it holds at most.
    counts
        Whether it is part of the union that is asked for.
    beside
        Whether who is in these sets is not to count: it is of a fixed size. Who is under two of these counts off.
    shared
        If it is beside, and surely lies within several others that are, within how many beyond one: who is under it
        counts once more for each. Else 0.
    """

    sets: int
    apart: int
    bound: SumBound
    counts: bool = False
    beside: bool = False
    shared: int = 0

    @property
    def times(self) -> int:
        """How often its size, as one that is beside, is part of the union."""
        return -self.shared if self.shared else int(self.beside)


class Outlined(NamedTuple):
    """The greatest or least union: what proves it, and how many elements a world of the outline has in just which sets.

    Roofs are numbered on from the problem's sets there.
    """

    bound: SumBound
    regions: Mapping[int, int]

    def sizes(self, sets: int) -> dict[int, int]:
        """Return how many elements each of some sets holds."""
        found = dict.fromkeys(bits(sets), 0)
        for region, count in self.regions.items():
            for one in bits(region & sets):
                found[one] += count
        return found


class Outline(NamedTuple):
    """What is looked at of a problem.

    Attributes
    ----------
    sets, query
        The sets that are kept and tell something, and those of them that count, besides the roofs that do, as groups.
    seen
        Regions of which a good world may be made, with a set of each strand that they are in.
    """

    problem: Problem
    sets: int
    query: int
    roofs: Sequence[Roof] = ()
    seen: Iterable[int] = ()


def outlined(outline: Outline, clock: Clock, sense: Sense = Sense.GREATEST) -> Outlined | None:
    """Find the greatest union of some sets and roofs, or the least of some sets; None where no world keeps all sets."""
    problem, sets, query, roofs, seen = outline
    frame = relaxed(problem, sets, 0)
    first = frame.problem.size
    small = _under(frame.problem, [(frame.inside(roof.sets), frame.inside(roof.apart)) for roof in roofs], roofs)
    asked = frame.inside(query) | sum(1 << at for at, roof in enumerate(roofs, first) if roof.counts or roof.beside)
    reduction = reduce(small, small.everything, asked)
    if reduction is None:
        return None
    over = _over(roofs, first)
    known = {frame.inside(region) | union(over.get(one, 0) for one in bits(region)) for region in seen}
    optimum = optimise(reduction.problem, reduction.query, sense, clock, map(reduction.reduced, known))
    if optimum is None:
        return None
    taken_off = sum(roof.bound.value * roof.times for roof in roofs)
    found: list[Term] = []
    for term in terms_of(small, small.everything, reduction, optimum, sense):
        one = term.sets.bit_length() - 1
        if one < first:
            found.append(replace(term, sets=frame.outside(term.sets)))
        elif not term.at_lo:  # at least, nothing need be under a roof
            found += [replace(each, weight=each.weight * term.weight) for each in roofs[one - first].bound.terms]
    world = reduction.invert(optimum.regions)
    regions = {
        frame.outside(region & (1 << first) - 1) | region >> first << problem.size: number
        for region, number in world.regions.items()
    }
    rests_on = union(roof.bound.rests_on for roof in roofs)
    return Outlined(SumBound(optimum.value - taken_off, tuple(found), rests_on), regions)


def _over(roofs: Sequence[Roof], first: int) -> dict[int, int]:
    """Return for each set the roofs over it, numbered on from the first, as a group."""
    found: dict[int, int] = {}
    for at, roof in enumerate(roofs, first):
        for one in bits(roof.sets):
            found[one] = found.get(one, 0) | 1 << at
    return found


def _under(problem: Problem, covered: Sequence[tuple[int, int]], roofs: Sequence[Roof]) -> Problem:
    """Add roofs to a problem; `covered` has for each the sets of the problem under it, and those apart from it."""
    within, apart, first = list(problem.within), list(problem.apart), problem.size
    over = list(enumerate((roof.sets for roof in roofs), first))
    beyond = [(number, ~sets) for number, sets in over]
    for at, (roof, (inside, strangers)) in enumerate(zip(roofs, covered, strict=True), first):
        for one in bits(inside):
            within[one] |= 1 << at
        for one in bits(strangers):
            apart[one] |= 1 << at
        mine, free = roof.sets, ~roof.apart
        wider = [number for number, others in beyond if not mine & others and number != at]
        within.append(gathered(number for number in wider if _holds(roofs[number - first], roof)))
        apart.append(strangers | gathered(number for number, sets in over if not sets & free and number != at))
    lo = (*problem.lo, *(roof.bound.value if roof.beside else 0 for roof in roofs))
    hi = (*problem.hi, *(roof.bound.value for roof in roofs))
    return Problem(lo, hi, tuple(within), tuple(apart))


def _holds(roof: Roof, other: Roof) -> bool:
    """Whether a roof holds all that is under another one, which is over some of its sets."""
    if other.shared:
        return roof.beside and not roof.shared
    return not other.beside


def telling(strands: Strands) -> int:
    """Return, of each strand and each other, the largest set that lies within one of it, and that one, as a group."""
    return union(_largest_within(strands, pairs) for ties in strands.ties for pairs in ties.values())


def _largest_within(strands: Strands, pairs: Iterable[tuple[int, int]]) -> int:
    """Return the largest first of pairs that surely are kept, with its second, as a group; 0 if there is none."""
    lo, hi, sure = strands.problem.lo, strands.problem.hi, strands.sure
    both = [(lo[one], -hi[outer], one, outer) for one, outer in pairs if sure >> one & sure >> outer & 1]
    if not both:
        return 0
    *_, one, outer = max(both)
    return 1 << one | 1 << outer


def in_line(strands: Strands, sets: int) -> Problem | None:
    """Return the problem in which some sets stand in line as they do among all sets of strands without rivals.

    Each whose size is known lies within the larger ones of its strand, and no other has a size that any set forbids.

    Returns
    -------
    Problem or None
        None where the sizes cannot be.
    """
    problem, sizes = strands.problem, StrandSizes(strands)
    least = sizes.of(strands.sets, high=False)
    if least is None:
        return None
    within, lo, hi = list(problem.within), list(problem.lo), list(problem.hi)
    for strand in strands.strands:
        around = 0
        for one in sorted(bits(strand.sets & sets), key=lambda one: (-problem.lo[one], one)):
            if problem.lo[one] == problem.hi[one]:
                within[one] |= around
                around |= 1 << one
            else:
                lo[one], hi[one] = least[one], sizes.most(one)
    return replace(problem, within=tuple(within), lo=tuple(lo), hi=tuple(hi))


def in_line_anyway(strands: Strands, sets: int) -> bool:
    """Whether some sets of strands without rivals stand in line as `in_line` says in every world."""
    problem = strands.problem
    for strand in strands.strands:
        around = 0
        for one in sorted(bits(strand.sets & sets), key=lambda one: (-problem.lo[one], one)):
            if problem.lo[one] == problem.hi[one]:
                others = bits(around & ~problem.within[one])  # one of the same size may lie within this one as well
                if any(problem.lo[each] > problem.lo[one] or not problem.within[each] >> one & 1 for each in others):
                    return False
                around |= 1 << one
    return True


def seats_of(strands: Strands, sets: int, regions: Mapping[int, int]) -> Seats | None:
    """Let the elements of a world of some sets stand in strands; None where not all of a strand are nested in it."""
    found: list[dict[int, int]] = [{} for _ in regions]
    for at, strand in enumerate(strands.strands):
        mine = strand.sets & sets
        inside = [(region & mine, ranks) for region, ranks in zip(regions, found, strict=True) if region & mine]
        inside.sort(key=lambda one: -one[0].bit_count())
        if any(after & ~before for (before, _), (after, _) in pairwise(inside)):
            return None
        for group, ranks in inside:
            ranks[at] = (mine & ~group).bit_count()
    return tuple((count, tuple(ranks.items())) for count, ranks in zip(regions.values(), found, strict=True) if ranks)
