"""Rivals that decide for others: upper bounds of unions of strands, case by case of which rivals are kept.

What lies within a set that has rivals is there only where that set is kept. So a bound that takes nothing for granted
of sets in doubt is too large where one of two rivals is kept anyway, and others lie within either. The cases are gone
through by branch and bound, the greatest bound first (Land and Doig 1960). Each is bounded by a sum of sizes and, where
that is not enough, by the linear program of an outline (`outlining`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from heapq import heappop, heappush, heapreplace
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.choosing import lightest
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.node import Node
from reconcile.bounds.outlining import Outline, Roof, in_line, in_line_anyway, outlined, seats_of
from reconcile.bounds.problem import common, union
from reconcile.bounds.standing import out_of_place, to_look_at, tops_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.bounds.clock import Clock
    from reconcile.bounds.outlining import Outlined
    from reconcile.bounds.recipe import Attempts
    from reconcile.bounds.strands import Strand, Strands
    from reconcile.bounds.summing import SumBound


def cases(root: Strands, strands: Strands, one: int) -> Iterator[Strands]:
    """Return what remains of a case if a set in doubt is not kept, and if it is; without what cannot be.

    A set is left out where a rival is kept (see `_narrowed`).
    """
    rivals = strands.strands[strands.strand_of[one]].rivals[one]
    for left in (strands.sets & ~(1 << one), strands.sets & ~rivals):
        found = _narrowed(root, left)
        if found is not None:
            yield root.only(found, root.unsure)


def _narrowed(root: Strands, left: int) -> int | None:
    """Leave out what cannot be kept, as something is left out for a rival; None where that is for no reason.

    One of the rivals of a set that is left out is kept. So what is a rival of all of these is left out as well.
    """
    changed = True
    while changed:
        changed = False
        for strand in root.strands:
            for one in bits(strand.sets & ~left):
                reasons = strand.rivals[one] & left
                if not reasons:
                    return None
                if gone := left & common(strand.rivals, reasons):
                    left &= ~gone
                    changed = True
    return left


class _Search:
    """Goes through the cases; `bound` is what is known so far.

    Of the sets that lie within others only the largest are looked at, and others as soon as they are out of place.
    Where no world of all strands has what one of those asked for alone has, and nothing shows why, it is `stuck` there.
    """

    def __init__(self, strands: Strands, roofs: Sequence[Roof], attempts: Attempts, clock: Clock) -> None:
        self.root, self.attempts, self.clock = strands, attempts, clock
        self.roofs = [roof for roof in roofs if not roof.beside]
        self.nodes = [Node(self.root, clock, None)]
        self.waiting = [(-self.nodes[0].bound.value, 0)]
        self.bound = self.nodes[0].bound
        self.rooms = [roof for roof in roofs if roof.beside]
        self.also = union(room.sets for room in self.rooms)
        self.stuck = -1
        self.decided = 0

    @property
    def rests_on(self) -> int:
        """The sets in doubt on which the bound rests: on which it was decided, and those that are sure in some case.

        Without another one, no case has more to choose from. What is left out in it still has a rival that is kept, and
        what tells there how much lies within others does so still.
        """
        surely = union(node.strands.sure for node in self.nodes) & self.root.doubted
        return surely | self.decided | union(node.bound.rests_on for node in self.nodes)

    def go(self) -> None:
        """Go on until the bound is attained, or all is decided."""
        while True:
            self.clock.tick()
            number = self.waiting[0][1]
            node = self.nodes[number]
            self.bound = node.bound
            if node.bound.value <= self.attempts.union:
                return
            if node.regions is None or self._knows_more(node):
                node.outline([*self.roofs, *self.rooms], self.also, attempts=self.attempts)
                heapreplace(self.waiting, (-node.bound.value, number))
                continue
            kept = self._fitting(node)
            if kept is None:
                heappop(self.waiting)
                continue
            proof = self._try(kept)
            if proof and proof.value < node.bound.value and self._all_told(node):
                node.bound = proof
                heapreplace(self.waiting, (-proof.value, number))
                continue
            one = node.deciding(kept, proof)
            if self._knows_more(node):
                continue
            if one is None or self.stuck >= node.bound.value:
                return
            if node.bound.value > self.attempts.union:
                heappop(self.waiting)
                self.decided |= 1 << one
                for part in cases(self.root, node.strands, one):
                    self.nodes.append(Node(part, self.clock, node.bound))
                    heappush(self.waiting, (-self.nodes[-1].bound.value, len(self.nodes) - 1))

    def _all_told(self, node: Node) -> bool:
        """Whether in a case nothing is in doubt, and the sets that are looked at do not stand in line by choice."""
        return not node.strands.doubted and in_line_anyway(node.strands, self._looked_at(node.strands))

    def _knows_more(self, node: Node) -> bool:
        """Whether more is known by now than when a case was outlined."""
        return bool(self.also & node.strands.sure & ~node.telling) or node.roofs < len(self.roofs) + len(self.rooms)

    def _fitting(self, node: Node) -> int | None:
        """Return what to keep so that the world of an outline needs little change; None where the case cannot be."""
        kept = 0
        for strand in self.root.strands:
            group = self._fitting_of(strand, node) if strand.rivals else strand.sets
            if group is None:
                return None
            kept |= group
        return kept

    def _fitting_of(self, strand: Strand, node: Node) -> int | None:
        left, misplaced = strand.sets & node.strands.sets, node.misplaced

        def fits(one: int) -> tuple[bool, int, int, int]:
            most = node.sizes.most(one)
            return most < node.held(node.strands.strand_of[one]), misplaced.get(one, 0), -most, one

        burden = {one: number for one, number in misplaced.items() if number and left >> one & 1}
        return lightest(strand.sets, strand.rivals, sorted(bits(left), key=fits), burden, self.clock.tick)

    def _try(self, kept: int) -> SumBound | None:
        """Try to make a world in which these sets are kept of those asked for; return why the union is no larger."""
        strands, self.stuck = self.root.only(kept, 0), -1
        sets, found = self._lined(strands)
        if found is not None and found.bound.value > self.attempts.union:
            self.attempts.attempt(kept, found.bound.value)
        while found is not None and found.bound.value > self.attempts.union:
            if not self._learn(strands, sets, found):
                if found.bound.value > self.attempts.union:
                    self.stuck = found.bound.value
                break
            sets, found = self._lined(strands)
        return None if found is None else found.bound

    def _lined(self, strands: Strands) -> tuple[int, Outlined | None]:
        """Return the sets that are looked at of strands without rivals, and the greatest union that these allow."""
        sets = self._looked_at(strands)
        lined, seen = in_line(strands, sets), self.attempts.traces(sets)
        outline = Outline(lined, sets, sets, self.rooms, seen) if lined else None
        return sets, outlined(outline, self.clock) if outline else None

    def _looked_at(self, strands: Strands) -> int:
        return to_look_at(strands, self.also | tops_of(strands))

    def _learn(self, strands: Strands, sets: int, found: Outlined) -> bool:
        """Seat a world of some sets; return whether that showed something else to be looked at."""
        self.clock.tick()
        sizes = found.sizes(sets)
        seats = seats_of(strands, sets, found.regions)
        wrong = out_of_place(strands, sizes, seats)
        if wrong & ~sets:
            self.also |= wrong
            return True
        rooms = [] if seats is None else self.attempts.attempt(strands.sets, found.bound.value, seats, sizes)
        fresh = [room for room in rooms if room not in self.rooms]
        self.rooms += fresh
        self.also |= union(room.sets for room in fresh)
        return bool(fresh)


def outline_of(strands: Strands, roofs: Sequence[Roof], clock: Clock) -> SumBound:
    """Return how large the union of strands can be at most, without going through cases."""
    node = Node(strands, clock, None)
    node.outline(roofs, union(roof.sets for roof in roofs if roof.beside))
    return node.bound


def bound_of(strands: Strands, roofs: Sequence[Roof], attempts: Attempts, clock: Clock, share: float) -> SumBound:
    """Find how large the union of strands can be at most, until that is attained.

    Parameters
    ----------
    strands
        The strands; those that are not asked for have no sets.
    roofs
        What is known of unions of some of them.
    share
        What part of the time that is left this may take.

    Notes
    -----
    Who is left out in a case is not kept in it, and who is kept has no rivals left. A world keeps, of what remains, a
    maximal group without rivals, so what holds for these strands holds for it.
    """
    search = _Search(strands, roofs, attempts, clock)
    with suppress(OutOfTimeError), clock.part(share):
        search.go()
    clock.tick()
    return replace(search.bound, rests_on=search.rests_on)
