"""Bounds of strands: a sum of sizes proves them, and a woven world attains them.

Strands that are apart from each other hold at least the sum of what each surely holds; a union holds at most what
each strand can hold, less those of it who surely stand in another strand of the union too.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.attained import Attained
from reconcile.bounds.choosing import lowest
from reconcile.bounds.ends import Term
from reconcile.bounds.overfull import overfull
from reconcile.bounds.piling import Piled, Piling
from reconcile.bounds.problem import World
from reconcile.bounds.room import heaviest_apart
from reconcile.bounds.seating import Seating
from reconcile.bounds.spreading import Spreading
from reconcile.bounds.strands import pairs_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.summing import SumBound, Summing
from reconcile.bounds.weaving import Aim, weave
from reconcile.bounds.woven import regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.overfull import Overfull
    from reconcile.bounds.strands import Strand, Strands
    from reconcile.bounds.woven import Woven


class StrandBounds:
    """The bounds of unions of strands, as far as they are `sound`.

    Parameters
    ----------
    aside
        Further sets of the kinds of these, as a group, that a world may keep in place of some that are unsure.
    wide
        Whether unions of many strands are gone into, part by part and at once, where sums do not prove them.
    loose
        Whether the unsure are hulls, in which there is room for whatever of the sets aside a world keeps (see `hulls`).
        A world that is made shows only what is sure then: what it keeps is no maximal group.

    Attributes
    ----------
    crowded
        Filled in as small worlds are woven: the strands, and how many of their first places, that were too few.
    """

    def __init__(
        self, strands: Strands, clock: Clock, aside: int = 0, *, wide: bool = True, loose: bool = False
    ) -> None:
        self.strands, self.tick, self._aside, self.loose = strands, clock.tick, aside, loose
        self.sizes = StrandSizes(strands)
        self._summing = Summing(strands, self.sizes, clock.tick)
        self._spreading = Spreading(self._summing, clock, wide=wide)
        self.crowded: set[tuple[int, int]] = set()
        self._families: dict[int, tuple[int, int]] = {}
        self._least = {**self.sizes.lo, **(self.sizes.of(strands.sure, high=False) or {})}
        chosen = [lowest(strand.sets, strand.rivals, self._sized(strand), 0, clock.tick) for strand in strands.strands]
        self._reach = [reach for reach, _ in chosen]
        self._lowest = [kept for _, kept in chosen]

    @cached_property
    def sound(self) -> bool:
        """Whether all sets fit into one world but for the rivals in each strand.

        Then these are all that conflict, and what is kept of one strand is kept whatever is of another. Nothing that is
        asked of bounds holds where this does not.
        """
        return self._all_piled is not None

    @cached_property
    def _all_piled(self) -> Woven | None:
        """A small world of all sets, rivals and all."""
        return self._piled(self.strands.sets) if self.strands.doubted else self._pile

    @cached_property
    def _pile(self) -> Woven | None:
        """A small world, of what reaches no further than each strand need reach."""
        return self._piled(self._within_reach(self._reach))

    @cached_property
    def _piled_world(self) -> Attained:
        """The pile as a world."""
        strands, sizes, pile, kept = self.strands, self.sizes, self._pile, sum(self._lowest)
        assert pile is not None, "asked for only where there is one"

        def make() -> World:
            least = sizes.of(kept, high=False)
            assert least is not None, "the pile fits whatever is kept"
            return World(kept, regions(strands, least, pile))

        return Attained(kept, make)

    @cached_property
    def _counts(self) -> dict[int, int]:
        """How many elements of the pile are in exactly which strands."""
        counts: dict[int, int] = {}
        for run in self._pile or ():
            counts[run.strands] = counts.get(run.strands, 0) + run.count
        return counts

    @cached_property
    def rivalled(self) -> int:
        """The sets that have rivals, as a group."""
        return gathered(one for strand in self.strands.strands for one in strand.rivals)

    def conflicts(self) -> list[int]:
        """Return the pairs of rivals, as groups."""
        return [pair for strand in self.strands.strands for pair in pairs_of(strand.rivals)]

    def overfull(self, group: int) -> Overfull | None:
        """Find a set of a group that is too small for what lies within it; None where none is in the way."""
        sizes = self.sizes.largest_needed(group)
        return None if sizes is None else overfull(self.strands, group, sizes, self._least, self.tick)

    def together(self) -> World | None:
        """Return a world of all sets, in which only rivals may fail to lie within each other; None if unknown."""
        sizes, pile = self.sizes.largest_needed(self.strands.sets), self._piled(self.strands.sets)
        if sizes is None or pile is None:
            return None
        return World(self.strands.sets, regions(self.strands, sizes, pile))

    def at_least(self, query: int) -> SumBound:
        """Return a lower bound of the union: what mutually apart strands surely hold, or what is known beyond that."""
        return self._small(query).bound

    def _apart_least(self, asked: int) -> SumBound:
        """Return what strands of a union that are apart from each other hold at least."""
        value, family = self._family(asked)
        surely = (self._lowest[at] & ~self.strands.unsure for at in bits(family))
        longest = (self._longest(kept) for kept in surely if kept)
        return SumBound(value, tuple(Term(1 << one, at_lo=True, weight=Fraction(1)) for one in longest))

    def at_least_alone(self, query: int) -> int:
        """Return what a single strand surely holds: a lower bound that takes no search."""
        return max((self._reach[at] for at in bits(self.strands.asked(query))), default=0)

    def at_most(self, query: int) -> SumBound:
        """Return an upper bound of the union: what each strand can hold beyond what surely stands in later ones.

        Weaving a world shows where it gets crowded, which may lower the bound; so may going through the cases of which
        rivals are kept.
        """
        asked = self.strands.asked(query)
        self._spreading.of(asked)
        bound, further = self._spreading.at_most(asked), self._further(query)
        return replace(bound, value=bound.value + further) if further else bound

    def _further(self, query: int) -> int:
        """Return how many more there may be in a union of what is aside: in what nothing sure of its kind holds."""
        problem, sure = self.strands.problem, self.strands.sure
        return sum(
            problem.hi[one]
            for one in bits(query & self._aside)
            if not any(problem.kinds[other] == problem.kinds[one] for other in bits(problem.within[one] & sure))
        )

    def foresee(self, queries: Iterable[int]) -> None:
        """Make ready for queries to come: one world serves several."""
        self._spreading.foresee(self.strands.asked(query) for query in queries)

    def least_world(self, query: int) -> Attained | None:
        """Return a world whose union is as small as `at_least` says; None if none was found."""
        world = self._small(query).world
        return world and self._bare(world)

    def _small(self, query: int) -> Piled:
        """Return how small the union is at least, and a world in which it is: the pile, or one woven for it alone."""
        asked = self.strands.asked(query)
        bound = self._apart_least(asked)
        if self._pile is None or (self.loose and self._further(query)):
            return Piled(bound, None)
        if self._in_pile(asked) == bound.value:
            return Piled(bound, self._piled_world)
        return self._piling.of(asked)

    def _pile_attains(self, query: int) -> bool:
        """Whether the union is as small as it can be in the pile, which fits whatever is kept."""
        world = self._small(query).world
        return world is not None and world is self._piled_world

    def _in_pile(self, asked: int) -> int:
        """Return how many elements some strands hold in the pile."""
        return sum(count for strands, count in self._counts.items() if strands & asked)

    @cached_property
    def _piling(self) -> Piling:
        return Piling(self._spreading, sum(self._lowest), self._in_pile, self._apart_least)

    def most_world(self, query: int) -> Attained | None:
        """Return a world whose union is as large as `at_most` says; None if none was found."""
        spread = self._spreading.of(self.strands.asked(query))
        if spread is None or spread.union != self.at_most(query).value:
            return None
        return self._bare(self._spreading.world(spread))

    def _bare(self, attained: Attained) -> Attained:
        """Return a world without hulls."""
        hulls = self.strands.unsure if self.loose else 0
        if not hulls:
            return attained

        def make() -> World:
            left: dict[int, int] = {}
            for region, count in attained.world.regions.items():
                if region & ~hulls:
                    left[region & ~hulls] = left.get(region & ~hulls, 0) + count
            return World(attained.kept & ~hulls, left)

        return Attained(attained.kept & ~hulls, make)

    def range(self, asked: int) -> tuple[int, int] | None:
        """Return the least and the greatest union of some strands; None if sums alone do not prove them."""
        query = self.strands.sets_of(asked)
        spread, most = self._spreading.of(asked), self._summing.at_most(asked).value
        if not self._pile_attains(query) or spread is None or spread.union != most:
            return None
        return self._family(asked)[0], most

    @cached_property
    def seated(self) -> Seating:
        """A small world that fits whatever is kept, with all sets in it."""
        return self._seating(self.strands.sets, self._all_piled)

    @cached_property
    def seated_least(self) -> Seating:
        """The world in which unions are least."""
        return self._seating(self._within_reach(self._reach), self._pile)

    def seated_most(self, asked: int) -> Seating:
        """Return a world in which a union of some strands is greatest, of those of which that is proven."""
        return self._spreading.seated(asked)

    def _seating(self, group: int, woven: Woven | None) -> Seating:
        sizes = self.sizes.largest_needed(group)
        assert sizes is not None, "asked for only where there is such a world"
        assert woven is not None, "asked for only where there is such a world"
        return Seating(self.strands, sizes, woven, self._least)

    def most_if_within(self, asked: int, one: int, other: int) -> int:
        """Return an upper bound of the union of some strands if one set lay within another."""
        around = self.strands.strand_of[other]
        if self.strands.doubted >> other & 1 or not (
            self._summing.counts(asked, one) or self._summing.stands_between(asked, one, around)
        ):
            return self._summing.at_most(asked).value
        return self._summing.tied(asked, one, other)

    def may_move(self, asked: int, one: int, other: int) -> bool:
        """Whether the range of a union may be another if a set lay within some set of a strand, or apart from it.

        `other` is the largest set of that strand; what is not so for one set is not so for a smaller one of its strand.
        Not looked at is what of the set stands in strands between, which may count less (see `Reaching.choices_tied`).
        """
        if self._summing.counts(asked, one):
            return True
        least = self._family(asked)[0]
        return self._side_by_side(asked, one, other) > least or self._apart_from_more(asked, one, other) > least

    def least_if_within(self, asked: int, one: int, other: int) -> int:
        """Return a lower bound of the union of some strands if one set lay within another, and so apart from more."""
        found, _ = self._family(asked)
        at, doubted = self.strands.strand_of[one], self.strands.doubted
        if asked >> at & 1 and not (doubted >> one | doubted >> other) & 1:
            found = max(found, self._apart_from_more(asked, one, other))
        return found

    def _apart_from_more(self, asked: int, one: int, other: int) -> int:
        """Return how many a set within another holds at least, with those of a union that are apart from either."""
        at, around = (self.strands.strands[self.strands.strand_of[each]].shares for each in (one, other))
        return self._least[one] + self._family(asked & ~(at & around))[0]

    def least_if_apart(self, asked: int, one: int, other: int) -> int:
        """Return a lower bound of the union of some strands if two sets shared nothing."""
        found, _ = self._family(asked)
        at, around = self.strands.strand_of[one], self.strands.strand_of[other]
        if asked >> at & asked >> around & 1 and not (self.strands.doubted >> one | self.strands.doubted >> other) & 1:
            found = max(found, self._side_by_side(asked, one, other))
        return found

    def _side_by_side(self, asked: int, one: int, other: int) -> int:
        """Return how many elements two sets that share nothing hold at least, with those of a union apart from both."""
        at, around = (self.strands.strands[self.strands.strand_of[each]].shares for each in (one, other))
        return self._least[one] + self._least[other] + self._family(asked & ~(at | around))[0]

    def apart_at_least(self, asked: int, held: Mapping[int, int]) -> int:
        """Return how many mutually apart strands hold at least, if of some only so many count: those are `held`."""
        reach = [held.get(at, reach) for at, reach in enumerate(self._reach)]
        return heaviest_apart(self.strands, asked, reach, self.tick, {})[0]

    def least_without(self, query: int, gone: int) -> int | None:
        """Return the least union without one set that has rivals; None if it is not proven."""
        asked = self.strands.asked(query)
        at = self.strands.strand_of[gone]
        strand = self.strands.strands[at].without(gone)
        if not strand.sets or (self.loose and self._further(query)):
            return None
        reach, _ = lowest(strand.sets, strand.rivals, self._sized(strand), 0, self.tick)
        if reach == self._reach[at]:
            return self._family(asked)[0] if self._pile_attains(query) else None
        reaches = [*self._reach[:at], reach, *self._reach[at + 1 :]]
        value, _ = heaviest_apart(self.strands, asked, reaches, self.tick, {})
        pile = self._piled(self._within_reach(reaches) & ~(1 << gone))
        return value if pile is not None and sum(run.count for run in pile if run.strands & asked) == value else None

    def most_without(self, query: int, gone: int) -> int | None:
        """Return the greatest union without one set that has rivals; None if it is not proven."""
        asked = self.strands.asked(query)
        if self.most_world(query) is None or self.strands.strands[self.strands.strand_of[gone]].sets == 1 << gone:
            return None
        if self._further(query):
            return None
        value, with_it = self._summing.without(asked, gone), self._spreading.at_most(asked)
        if value > with_it.value:  # it was found case by case: so it stays, or what it would be is not known
            if with_it.rests_on >> gone & 1:
                return None
            value = with_it.value
        return value if self._spreading.without(asked, gone, value) else None

    def _sized(self, strand: Strand) -> Mapping[int, int]:
        """Return the least sizes of the sets of a strand that only rivals can keep out."""
        return {one: self._least[one] for one in bits(strand.sets & ~strand.unsure)}

    def _within_reach(self, reach: Sequence[int]) -> int:
        """Return the sets, rivals too, that reach no further than their strand need, and the unsure."""
        within = sum(1 << one for one, size in self._least.items() if size <= reach[self.strands.strand_of[one]])
        return within | self.strands.unsure

    def _piled(self, group: int) -> Woven | None:
        """Weave a small world that fits whatever is kept of a group, rivals and all; None if none was found."""
        high = self.sizes.largest_needed(group)
        return None if high is None else weave(self.strands, high, Aim(crowded=self.crowded), self._least)

    def _longest(self, kept: int) -> int:
        return max(bits(kept), key=lambda one: (self._least[one], -one))

    def _family(self, group: int) -> tuple[int, int]:
        """Return the mutually apart strands of a group that hold most at least, and what they hold."""
        return heaviest_apart(self.strands, group, self._reach, self.tick, self._families)
