"""What to keep of strands so that their union is great: how far each reaches beyond what surely stands in others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.choosing import leaving_out, lowest
from reconcile.bounds.room import heaviest_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reconcile.bounds.strands import Strand, Strands
    from reconcile.bounds.strandsizes import StrandSizes


@dataclass(frozen=True, slots=True)
class Choice:
    """What is kept of a strand, how far it reaches, how much of that surely stands elsewhere, and what tells so.

    A strand all of which stands elsewhere, however large it is, has no reach. Of a strand with rivals, `telling` are
    all sets that would tell how much stands elsewhere, as a group.
    """

    kept: int
    reach: int
    elsewhere: int = 0
    tellers: int = 0
    telling: int = 0


class Reaching:
    """Chooses what to keep of each strand for a great union of those that are asked for."""

    def __init__(self, strands: Strands, sizes: StrandSizes, tick: Callable[[], None]) -> None:
        self.strands, self.sizes, self.tick = strands, sizes, tick
        self._furthest = [max(map(sizes.most, members), default=0) for members in strands.members]
        self._tied = [{other: self._tied_to(pairs) for other, pairs in ties.items()} for ties in strands.ties]
        self._sure = [self._surest(at) for at in range(len(strands.strands))]
        self._feeders: list[list[int]] = [[] for _ in strands.strands]
        self._doubtful: list[list[tuple[int, int]]] = [[] for _ in strands.strands]
        for at, ties in enumerate(strands.ties):
            for other, pairs in ties.items():
                doubted = strands.strands[other].doubted
                self._doubtful[other] += [(at, outer) for _, outer in pairs if doubted >> outer & 1]
                if other in self._sure[at]:
                    self._feeders[other].append(at)
        self._near = [self._neighbours(at) for at in range(len(strands.strands))]
        self._known: dict[tuple[int, int, int | None, bool], Choice] = {}

    def choice(self, at: int, asked: int, gone: int | None = None, *, light: bool = True) -> Choice:
        """Choose what to keep of a strand so that it reaches furthest beyond what surely stands in others asked for.

        Parameters
        ----------
        gone
            A set that has rivals and is not there.
        light
            Whether as little as can be is kept in which others have to lie.
        """
        asked = asked & self._near[at] if asked >> at & 1 else 0
        key = at, asked, gone, light
        if key not in self._known:
            strand, burden = self.strands.strands[at], self._burden(at, asked) if light else 0
            if gone is not None:
                strand, burden = strand.without(gone), burden & ~(1 << gone)
            telling, shared = self._telling(at, asked, strand), self._surely_shared(at, asked)
            self._known[key] = self._chosen(at, strand, telling, burden, shared)
        return self._known[key]

    def _burden(self, at: int, asked: int) -> int:
        """Return the sets in doubt of a strand that sets of others asked for must lie within, as a group."""
        return gathered(outer for inner, outer in self._doubtful[at] if asked >> inner & 1)

    def choices_tied(self, at: int, asked: int, one: int, around: int) -> Mapping[int, Choice]:
        """Choose as `choice` does, if a set of a strand asked for stands in another strand asked for as well.

        Returned are the choices for its own strand, and for earlier ones than that other in which some of it stands.
        """
        near, strand = asked & self._near[at], self.strands.strands[at]
        telling = self._telling(at, near, strand) | {one}
        found = {at: self._chosen(at, strand, telling, 0, self._surely_shared(at, near))}
        if strand.doubted >> one & 1:
            return found
        more = at, around, (self.sizes.lo[one], -one)
        for other in self.between(at, asked, around):
            near, strand = asked & self._near[other], self.strands.strands[other]
            shared = self._surely_shared(other, near | 1 << around, more)
            found[other] = self._chosen(other, strand, self._telling(other, near, strand), 0, shared)
        return found

    def between(self, at: int, asked: int, around: int) -> Sequence[int]:
        """Return the strands asked for in which some of a strand surely stands, and that are earlier than another."""
        rank = self.strands.rank
        return [other for other in self._sure[at] if asked >> other & 1 and rank[other] < rank[around]]

    def reach(self, at: int, sets: int) -> int:
        """Return how far a strand reaches at most, if these are its sets."""
        if sets == self.strands.strands[at].sets:
            return self._furthest[at]
        return max((self.sizes.most(one) for one in bits(sets)), default=0)

    def _tied_to(self, pairs: Iterable[tuple[int, int]]) -> set[int]:
        """Return the sets that, if they are kept, lie within others that always are: by ties, or within one that does.

        What lies within a set of unknown size may tell more than that.
        """
        sure = self.strands.sure
        tied = {one for one, outer in pairs if sure >> outer & 1}
        return tied.union(*(self.sizes.inside(one) for one in tied if sure >> one & 1))

    def _neighbours(self, at: int) -> int:
        """Return the strands on which it depends what to keep of a strand, if they are asked for."""
        near = {at, *self.strands.ties[at], *(inner for inner, _ in self._doubtful[at])}
        near.update(other for feeder in self._feeders[at] for other in self._sure[feeder])
        return sum(1 << other for other in near)

    def _surest(self, at: int) -> dict[int, tuple[int, int]]:
        """Find for each strand that a strand is tied to the largest set that lies within it in every world.

        Of sets as large the first; as size and set, the set negated, so that the greatest of these is that.
        """
        mine = self.strands.strands[at].doubted
        found = {}
        for other, pairs in self.strands.ties[at].items():
            theirs = self.strands.strands[other].doubted
            sure = [(self.sizes.lo[one], -one) for one, outer in pairs if not (theirs >> outer | mine >> one) & 1]
            if sure:
                found[other] = max(sure)
        return found

    def _surely_shared(
        self, at: int, asked: int, more: tuple[int, int, tuple[int, int]] | None = None
    ) -> tuple[int, int]:
        """Find sets, apart from each other, that lie within a strand and within later strands that are asked for too.

        Parameters
        ----------
        more
            A strand, another one, and the set of the first that lies within that, too, as `_surest` returns it.

        Returns
        -------
        tuple of int
            How many elements these sets hold at least, and the sets.
        """
        reach = {}
        for feeder in self._feeders[at]:
            here = self._sure[feeder][at]
            onwards = [
                min(here, found)
                for other, found in (*self._sure[feeder].items(), *([more[1:]] if more and more[0] == feeder else []))
                if asked >> other & 1
                and self.strands.rank[other] > self.strands.rank[at]
                and self._one_holds_other(here, found)
            ]
            if onwards:
                reach[feeder] = max(onwards)
        if not reach:
            return 0, 0
        weights = {feeder: size for feeder, (size, _) in reach.items()}
        value, family = heaviest_apart(self.strands, sum(1 << feeder for feeder in reach), weights, self.tick, {})
        return value, sum(1 << -reach[feeder][1] for feeder in bits(family))

    def _one_holds_other(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether one of two sets, as size and set negated, lies within the other."""
        within = self.strands.problem.within
        return one == other or bool(within[-one[1]] >> -other[1] & 1 or within[-other[1]] >> -one[1] & 1)

    def _telling(self, at: int, asked: int, strand: Strand) -> set[int]:
        """Return the sets of a strand that lie within others asked for, as long as they are kept."""
        others = (other for other in self.strands.ties[at] if asked >> other & 1)
        return {one for other in others for one in self._tied[at][other] if strand.sets >> one & 1}

    def _chosen(self, at: int, strand: Strand, telling: set[int], burden: int, shared: tuple[int, int]) -> Choice:
        """Choose what to keep of a strand to reach furthest beyond what stands elsewhere.

        `shared` is how much of it stands elsewhere whatever is kept, and the sets that tell so.
        """
        surely = {one for one in telling if not strand.unsure >> one & 1} if strand.unsure else telling
        if strand.rivals:
            return self._best_of_rivals(strand, surely, burden, shared)
        if any(self._holds_all(one, strand) for one in surely):
            return Choice(strand.sets, 0)
        teller = max(surely, key=lambda one: (self.sizes.lo[one], -one), default=None)
        reach = self.reach(at, strand.sets & ~strand.unsure)
        best = Choice(strand.sets, reach)
        if teller is not None:
            best = replace(best, elsewhere=self.sizes.lo[teller], tellers=1 << teller)
        best = self._or_shared(best, shared)
        return self._or_unsure(best, strand, telling) if strand.unsure else best

    @staticmethod
    def _or_shared(choice: Choice, shared: tuple[int, int]) -> Choice:
        """Return a choice, with more of it elsewhere if that is so whatever is kept."""
        more, tellers = shared
        return replace(choice, elsewhere=more, tellers=tellers) if choice.reach and more > choice.elsewhere else choice

    def _or_unsure(self, surely: Choice, strand: Strand, telling: set[int]) -> Choice:
        """Return a choice, or what counts if the largest set that is kept is unsure, where that is more."""
        best = surely
        for one in bits(strand.unsure):
            if (most := self.sizes.most(one)) > surely.reach:
                found = replace(surely, reach=most)
                if one in telling and self.sizes.lo[one] > surely.elsewhere:
                    found = replace(found, elsewhere=self.sizes.lo[one], tellers=1 << one)
                if found.reach - found.elsewhere > best.reach - best.elsewhere:
                    best = found
        return best

    def _holds_all(self, one: int, strand: Strand) -> bool:
        """Whether all other sets of a strand lie within one whose size is not known."""
        if self.sizes.lo[one] == self.sizes.hi[one]:
            return False
        within = self.strands.problem.within
        return all(other == one or within[other] >> one & 1 for other in bits(strand.sets))

    def _best_of_rivals(self, strand: Strand, tied: set[int], burden: int, shared: tuple[int, int]) -> Choice:
        """Choose among rivals; of choices as good, one that keeps as little as can be of a burden.

        A burden are the sets in doubt that others must lie within, as long as they are kept.
        """
        best: Choice | None = None
        first = 0
        sizes = {one: self.sizes.lo[one] for one in tied}
        for one in sorted(bits(strand.sets), key=lambda one: (-self.sizes.most(one), one)):
            reach = self.sizes.most(one)
            if best is not None and reach - shared[0] <= best.reach - best.elsewhere:
                break
            elsewhere, kept = lowest(strand.sets, strand.rivals, sizes, 1 << one, self.tick)
            if best is None or reach - max(elsewhere, shared[0]) > best.reach - best.elsewhere:
                tellers = (1 << other for other in bits(kept) if sizes.get(other) == elsewhere)
                best = self._or_shared(Choice(kept, reach, elsewhere, next(tellers, 0), gathered(tied)), shared)
                first = one
        assert best is not None, "a strand has sets"
        out = sum(1 << one for one in tied if self.sizes.lo[one] > best.elsewhere)
        for one in sorted(bits(burden), key=lambda one: (self.sizes.lo[one], one)):
            lighter = leaving_out(strand.sets, strand.rivals, out | 1 << one, 1 << first, self.tick)
            if lighter is not None:
                out |= 1 << one
                best = replace(best, kept=lighter)
        return best
