"""What a wide union's trunk holds at most, and what its parts hold beside it.

Each strand of the trunk counts as much as it can hold, less what some sets hold that surely lie within several strands.
Beside that, who is in a part counts as often less as they are in strands of the trunk, and once more for each further
strand that such a set of theirs lies within. So the trunk and the parts come to a bound one by one: these are prices of
the rows of a linear program that its parts have in common (Dantzig and Wolfe 1960).
"""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Roof
from reconcile.bounds.summing import SumBound
from reconcile.bounds.weighing import closed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.recipe import WovenWorld
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.strandsizes import StrandSizes
    from reconcile.bounds.weaving import Seats
    from reconcile.bounds.woven import Run


class Shared(NamedTuple):
    """A set of the trunk that surely lies within several strands of it: its own, and all of them, as a group."""

    one: int
    strand: int
    around: int

    @property
    def beyond_one(self) -> int:
        """Within how many strands it lies, but one."""
        return self.around.bit_count() - 1


class Trunk(NamedTuple):
    """The strands of a trunk, as a group, what they hold at most, and the sets that are counted off for that."""

    strands: int
    bound: SumBound
    shared: Sequence[Shared]

    def counted(self, world: WovenWorld, run: Run) -> int:
        """Return how much a run of a world counts beside the trunk."""
        found = run.count * (1 - (run.strands & self.strands).bit_count())
        for each in self.shared:
            if each.strand in run.places:
                inside = min(run.count, world.sizes.get(each.one, 0) - run.places[each.strand])
                found += max(0, inside) * each.beyond_one
        return found

    def roofs(self, strands: Strands, sizes: StrandSizes, part: int, around: int) -> list[Roof]:
        """Return roofs over what of a part lies within sets of a trunk, strand by strand; none if nothing does.

        Parameters
        ----------
        part
            The strands of the part, as a group.
        around
            The sets of the trunk that are surely kept, as a group.
        """
        within = {at: _inside(strands, part, around & strands.strands[at].sets) for at in bits(self.strands)}
        if not any(within.values()):
            return []
        ample = 1 + sum(max(sizes.hi[one] for one in strands.members[at]) for at in bits(part))
        found = []
        for each in self.shared:
            mine = around & strands.strands[each.strand].sets
            smaller = gathered(one for one in bits(mine) if strands.problem.within[one] >> each.one & 1)
            inside = 1 << each.one | _inside(strands, part, smaller | 1 << each.one)  # no other roof is over just that
            for at in bits(each.around):
                within[at] |= inside
            found.append(Roof(inside, 0, SumBound(ample, ()), beside=True, shared=each.beyond_one))
        size = ample * (1 + len(found))
        return [*found, *(Roof(sets, 0, SumBound(size, ()), beside=True) for sets in within.values() if sets)]


class Part:
    """A part of a wide union, and how much it holds beside the trunk, in a world of all or seated alone."""

    def __init__(
        self, strands: Strands, asked: int, trunk: Trunk, whole: WovenWorld | None, known: WovenWorld | None
    ) -> None:
        self.strands, self.asked, self._known = strands, asked, known
        self.kept = whole.kept & strands.sets if whole else 0
        runs = [run for run in whole.runs if run.strands & asked] if whole else []
        self.union = sum(trunk.counted(whole, run) for run in runs) if whole and runs else -1
        places = (tuple((at, run.places[at]) for at in bits(run.strands & asked)) for run in runs)
        self.seats: Seats = tuple(zip((run.count for run in runs), places, strict=True))
        sizes = whole.sizes.items() if whole else ()
        self.sizes: Mapping[int, int] = {one: size for one, size in sizes if strands.sets >> one & 1}

    def traces(self, sets: int) -> list[int]:
        """Return how a world is made (see `Attempts`)."""
        return self._known.traces(self.strands, self.asked, sets) if self._known else []

    def attempt(
        self, kept: int, most: int, seats: Seats = (), sizes: Mapping[int, int] = MappingProxyType({})
    ) -> list[Roof]:
        """Note who is to stand where (see `Attempts`)."""
        if seats and most > self.union:
            self.union, self.kept, self.seats, self.sizes = most, kept, seats, sizes
        return []


def trunk_of(strands: Strands, sizes: StrandSizes, bound: SumBound) -> Trunk:
    """Return what a trunk holds at most by a bound that is made up like that, else by the strands alone.

    Parameters
    ----------
    strands
        Those of the trunk; others have no sets.
    """
    mine = [at for at, strand in enumerate(strands.strands) if strand.sets]
    shared = _counted_off(strands, mine, bound)
    trunk = sum(1 << at for at in mine)
    if shared is not None:
        return Trunk(trunk, bound, shared)
    tops = [max(bits(strands.strands[at].sets), key=lambda one: (sizes.most(one), -one)) for at in mine]
    terms = tuple(Term(1 << sizes.teller(one), at_lo=False, weight=Fraction(1)) for one in tops)
    return Trunk(trunk, SumBound(sum(map(sizes.most, tops)), terms), ())


def _counted_off(strands: Strands, mine: Sequence[int], bound: SumBound) -> list[Shared] | None:
    """Return the sets that a bound counts off; None if it does more than that.

    It has to count the size of each strand once, and to count off each of these sets, that surely are kept, as often as
    it lies in strands beyond one. And nobody may be counted off too often, whichever of these sets they are in: so no
    two may lie within the same two strands, nor several in a ring.
    """
    weights: dict[tuple[int, bool], Fraction] = {}
    for term in bound.terms:
        key = term.sets.bit_length() - 1, term.at_lo
        weights[key] = weights.get(key, Fraction(0)) + term.weight
    problem = strands.problem
    total = sum(weight * (problem.lo if at_lo else problem.hi)[one] for (one, at_lo), weight in weights.items())
    tops = {one: weight for (one, at_lo), weight in weights.items() if not at_lo}
    plain = total == bound.value and set(tops.values()) == {Fraction(1)}
    if not plain or sorted(strands.strand_of.get(one, -1) for one in tops) != mine:
        return None
    found = []
    groups = [1 << at for at in mine]
    for (one, at_lo), weight in weights.items():
        if at_lo:
            outer = bits(closed(problem, 1 << one, strands.sure))
            each = Shared(one, strands.strand_of[one], gathered({strands.strand_of[other] for other in outer}))
            joined = [group for group in groups if group & each.around]
            if not strands.sure >> one & 1 or -weight != each.beyond_one or len(joined) != each.around.bit_count():
                return None
            found.append(each)
            groups = [group for group in groups if group not in joined] + [sum(joined)]
    return found


def _inside(strands: Strands, part: int, around: int) -> int:
    """Return the largest set of each strand of a part that lies within some sets, and those in doubt that do."""
    lo, found = strands.problem.lo, 0
    for at in bits(part):
        for pairs in strands.ties[at].values():
            inside = gathered(one for one, outer in pairs if around >> outer & 1)
            surely = max(bits(inside & strands.sure), key=lambda one: (lo[one], one), default=None)
            found |= inside & ~strands.sure | (0 if surely is None else 1 << surely)
    return found
