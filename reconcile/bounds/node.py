"""One case of which rivals of strands are kept: how large the union is at most, and on what more depends."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.ends import Term
from reconcile.bounds.outlining import Outline, Roof, outlined, telling
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.summing import SumBound, Summing

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.recipe import Attempts
    from reconcile.bounds.strands import Strand, Strands


class Node:
    """A case, not yet decided: the sets that may still be kept, as strands, and what the union is at most."""

    def __init__(self, strands: Strands, clock: Clock, above: SumBound | None) -> None:
        self.strands, self.problem, self.clock = strands, strands.problem, clock
        self.everything = sum(1 << at for at, strand in enumerate(strands.strands) if strand.sets)
        self.sizes = StrandSizes(strands)
        self.summing = Summing(strands, self.sizes, clock.tick)
        bounds = [self.summing.at_most(self.everything), *([above] if above else [])]
        self.bound = min(bounds, key=lambda bound: bound.value)
        self.telling = self.roofs = 0
        self.regions: Mapping[int, int] | None = None
        self.misplaced: Mapping[int, int] = {}
        self._places: Mapping[int, int] = {}  # for each set and roof, the regions in it, as a group of their numbers
        self._shared: dict[int, int] = {}

    def outline(self, roofs: Sequence[Roof], also: int, attempts: Attempts | None = None) -> None:
        """Bound the case by the linear program, too.

        Parameters
        ----------
        also
            Sets that may tell something besides the largest, as far as they surely are kept.
        """
        self.telling = (telling(self.strands) | also) & self.strands.sure
        self.roofs = len(roofs)
        mine = [self._roof(self.strands.strands[at]) for at in bits(self.everything)]
        seen = attempts.traces(self.telling) if attempts else ()
        found = outlined(Outline(self.problem, self.telling, 0, [*mine, *roofs], seen), self.clock)
        assert found is not None, "what surely is kept fits together"
        self.regions, self._places, self._shared = found.regions, _places(found.regions), {}
        self.misplaced = self._misplaced()
        if found.bound.value < self.bound.value:
            self.bound = found.bound

    def _roof(self, strand: Strand) -> Roof:
        """Return what a strand holds at most."""
        problem = self.problem

        def outermost(one: int) -> tuple[int, int, int]:
            return self.sizes.most(one), -(problem.within[one] & strand.sets).bit_count(), -one

        longest = max(bits(strand.sets), key=outermost)
        terms = (Term(1 << self.sizes.teller(longest), at_lo=False, weight=Fraction(1)),)
        bound = SumBound(self.sizes.most(longest), terms)
        return Roof(strand.sets, problem.apart[longest], bound, counts=True)

    def _misplaced(self) -> dict[int, int]:
        """Find for each set with rivals how many elements would stand elsewhere than in the outline if it were kept."""
        problem, strands = self.problem, self.strands
        found = dict.fromkeys(bits(strands.doubted & ~strands.unsure), 0)
        for one in found:
            at = strands.strand_of[one]
            for outer in bits(problem.within[one] & strands.sure & ~strands.strands[at].sets):
                found[one] += max(0, problem.lo[one] - min(problem.hi[outer], self._within_both(at, outer)))
            for inner, around in strands.entering(at).items():
                if around >> one & 1 and strands.sure >> inner & 1:
                    found[one] += max(0, problem.lo[inner] - self._within_both(at, inner))
        return found

    def held(self, at: int) -> int:
        """Return how many elements of a strand there are in the outline."""
        return self._count(self._roof_of(at))

    def _within_both(self, at: int, one: int) -> int:
        """Return how many elements of a strand are in a set of another as well, or in its strand at least."""
        other = 1 << one if self.telling >> one & 1 else self._roof_of(self.strands.strand_of[one])
        return self._count(self._roof_of(at) | other)

    def _roof_of(self, at: int) -> int:
        return 1 << self.problem.size + (self.everything & (1 << at) - 1).bit_count()

    def _count(self, region: int) -> int:
        if region not in self._shared:
            held, counts = -1, list((self.regions or {}).values())
            for one in bits(region):
                held &= self._places.get(one, 0)
            self._shared[region] = sum(counts[at] for at in bits(held))
        return self._shared[region]

    def _tied(self, kept: int) -> Iterator[tuple[int, int, int]]:
        """Iterate over pairs of some sets, the first to lie within the second if both are kept, of another strand.

        With how many elements of the first would stand elsewhere than in the outline then.
        """
        for at in sorted({self.strands.strand_of[one] for one in bits(kept)}):
            for inner, around in self.strands.entering(at).items():
                if kept >> inner & 1:
                    elsewhere = max(0, self.problem.lo[inner] - self._within_both(at, inner))
                    for outer in bits(around & kept):
                        yield inner, outer, elsewhere

    def deciding(self, kept: int, proof: SumBound | None) -> int | None:
        """Return a set with rivals on which much depends; None if all is decided.

        Parameters
        ----------
        kept
            What was kept for a large union.
        proof
            Why that was no larger: it rests on sets that might be left out, or others might reach further.
        """
        problem, rivalled = self.problem, self.strands.doubted & ~self.strands.unsure
        gains = dict.fromkeys(bits(rivalled), Fraction(0))
        anyway, shown = self._by_strand(self.bound.terms), self._by_strand(proof.terms if proof else ())
        for about in anyway.keys() - shown.keys():
            one = anyway[about].sets.bit_length() - 1
            if one in gains:
                gains[one] += abs(anyway[about].weight) * problem.lo[one]
        for about in shown.keys() - anyway.keys():  # what holds in any case decides nothing
            term = shown[about]
            one = term.sets.bit_length() - 1
            if term.at_lo:
                for each in bits((problem.within[one] & kept | 1 << one) & rivalled):
                    gains[each] += abs(term.weight) * problem.lo[one]
            elif one in self.strands.strand_of:
                strand = self.strands.strands[self.strands.strand_of[one]]
                longest = max(bits(strand.sets), key=lambda one: (self.sizes.most(one), -one))
                if longest in gains:
                    gains[longest] += term.weight * max(0, self.sizes.most(longest) - problem.hi[one])

        tied = dict.fromkeys(gains, 0)
        for inner, outer, elsewhere in self._tied(kept & rivalled):
            tied[inner] += elsewhere
            tied[outer] += elsewhere

        def promise(one: int) -> tuple[bool, int, Fraction, int, int]:
            return bool(kept >> one & 1), self.misplaced[one], gains[one], tied[one], -one

        return max(gains, key=promise, default=None)

    def _by_strand(self, terms: Iterable[Term]) -> dict[Hashable, Term]:
        """Return terms by what they say: two sets of one strand that are as large say the same."""
        found: dict[Hashable, Term] = {}
        for term in terms:
            one = term.sets.bit_length() - 1
            size = (self.problem.lo if term.at_lo else self.problem.hi)[one]
            found[self.strands.strand_of.get(one, ~one), term.at_lo, term.weight, size] = term
        return found


def _places(regions: Iterable[int]) -> dict[int, int]:
    """Return for each set the regions in it, as a group of their numbers."""
    found: dict[int, int] = {}
    for number, region in enumerate(regions):
        for one in bits(region):
            found[one] = found.get(one, 0) | 1 << number
    return found
