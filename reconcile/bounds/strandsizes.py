"""How large the sets of strands are, where their sizes are not given as one number."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.strands import Strands

_MOST_LEVELS = 1_000
"""How many sizes a set within another may have, if both are vague: each of them is a deadline of its own."""


class StrandSizes:
    """The sizes that sets of strands can have.

    Attributes
    ----------
    lo, hi
        The least and the greatest size of each set, as given.
    """

    def __init__(self, strands: Strands) -> None:
        problem = strands.problem
        self.strands = strands
        self.lo = {one: problem.lo[one] for one in bits(strands.sets)}
        self.hi = {one: problem.hi[one] for one in bits(strands.sets)}
        self._loose = any(low != self.hi[one] for one, low in self.lo.items())
        self._strand_of = {
            one: strand for strand, ones in zip(strands.strands, strands.members, strict=True) for one in ones
        }
        self._most = dict(self.hi)
        for one, low in self.lo.items():
            if low != self.hi[one]:
                self._most[one] = min(
                    [self.hi[one], *(self.hi[other] for other in bits(problem.within[one] & strands.sure))]
                )
        self._vague = [[one for one in ones if self.lo[one] != self.hi[one]] for ones in strands.members]
        self._inside = {
            outer: [one for one in bits(self._strand_of[outer].sets) if problem.within[one] >> outer & 1]
            for each in self._vague
            for outer in each
        }
        vague = sum(1 << one for each in self._vague for one in each)
        self._vague_ties = [
            [(one, outer) for pairs in ties.values() for one, outer in pairs if (vague >> one | vague >> outer) & 1]
            for ties in strands.ties
        ]

    def most(self, one: int) -> int:
        """Return the greatest size of a set within all that it lies within and that is always kept."""
        return self._most[one]

    def teller(self, one: int) -> int:
        """Return the set whose greatest size says how large a set can be: itself, or one that it lies within."""
        if self._most[one] == self.hi[one]:
            return one
        around = bits(self.strands.problem.within[one] & self.strands.sure)
        return next(other for other in around if self.hi[other] == self._most[one])

    def inside(self, one: int) -> Sequence[int]:
        """Return the sets of a set's strand that lie within it, if its size is not known; else there is no need."""
        return self._inside.get(one, ())

    def of(self, kept: int, *, high: bool) -> dict[int, int] | None:
        """Return a size for each kept set, no set smaller than what lies within it; None if that cannot be.

        The least sizes or, if `high`, such that each strand reaches as far as it can.
        """
        sizes = dict(self.lo)
        for one in bits(self.strands.sets & ~kept):
            del sizes[one]
        if not self._loose:
            return sizes
        for at in self.strands.order:
            if self._vague[at]:
                group = self.strands.strands[at].sets & kept
                if high:
                    self._stretch(group, sizes)
                self._raise([one for one in self._vague[at] if kept >> one & 1], sizes)
            for one, outer in self._vague_ties[at]:
                if one in sizes and outer in sizes and sizes[one] > sizes[outer]:
                    sizes[outer] = sizes[one]
        return sizes if self._allowed(kept, sizes) else None

    def largest_needed(self, group: int) -> dict[int, int] | None:
        """Return for each set how large it must be at most, whatever else of a group is kept.

        None where more than the rivals of a strand may be in each other's way.
        """
        sizes = {one: self.lo[one] for one in bits(group)}
        for at in self.strands.order:
            if not self._room_within(at, group, sizes):
                return None
            for pairs in self.strands.ties[at].values():
                for one, outer in pairs:
                    if one in sizes and outer in sizes and sizes[one] > sizes[outer]:
                        if sizes[one] - self.lo[one] > _MOST_LEVELS or not self._raisable(outer, sizes[one], group):
                            return None
                        sizes[outer] = sizes[one]
        return sizes

    def _room_within(self, at: int, group: int, sizes: dict[int, int]) -> bool:
        """Let the vague sets of a strand hold what lies within them; False where one further out has no room for it."""
        rivals = self.strands.strands[at].rivals
        waiting = [outer for outer in self._vague[at] if outer in sizes]
        inside = {
            outer: [one for one in self._inside[outer] if one in sizes and not rivals.get(outer, 0) >> one & 1]
            for outer in waiting
        }
        beyond = {outer: self._beyond(at, group, outer) for outer in waiting}
        while waiting:  # what is raised may lie within others in turn
            raised = []
            for outer in waiting:
                for one in inside[outer]:
                    mine, size = rivals.get(one, 0) | 1 << one, sizes[one]
                    if size > self.hi[outer]:
                        return False
                    short = beyond[outer][: bisect_left(beyond[outer], (size, -1))]
                    if any(not mine >> other & 1 for _, other in short):
                        return False
                    if size > sizes[outer]:
                        sizes[outer] = size
                        raised.append(outer)
            waiting = [
                outer for outer in inside if any(self.strands.problem.within[one] >> outer & 1 for one in raised)
            ]
        return True

    def _beyond(self, at: int, group: int, outer: int) -> list[tuple[int, int]]:
        """Return the sets of a strand that one of them lies within, with how large each is at most, rivals aside."""
        strand = self.strands.strands[at]
        around = self.strands.problem.within[outer] & strand.sets & group & ~strand.rivals.get(outer, 0)
        return sorted((self.hi[other], other) for other in bits(around))

    def _allowed(self, kept: int, sizes: Mapping[int, int]) -> bool:
        """Whether no set that was raised is larger than it may be, or than one, not its rival, that it lies within."""
        for one, size in sizes.items():
            if size > self.lo[one]:
                if size > self.hi[one]:
                    return False
                strand = self._strand_of[one]
                outer = self.strands.problem.within[one] & strand.sets & kept & ~strand.rivals.get(one, 0)
                if any(sizes[other] < size for other in bits(outer)):
                    return False
        return True

    def _stretch(self, group: int, sizes: dict[int, int]) -> None:
        """Let the set of a strand that can be largest, and those around it, be as large as that."""
        top = max(bits(group), key=lambda one: (self.most(one), one), default=None)
        if top is not None and self.most(top) > self.lo[top]:
            for one in bits(self.strands.problem.within[top] & group | 1 << top):
                sizes[one] = max(sizes[one], self.most(top))

    def _raise(self, vague: Sequence[int], sizes: dict[int, int]) -> None:
        """Let no vague set of a strand be smaller than what lies within it."""
        changed = bool(vague)
        while changed:
            changed = False
            for outer in vague:
                most = max((sizes[one] for one in self._inside[outer] if one in sizes), default=0)
                if most > sizes[outer]:
                    sizes[outer], changed = most, True

    def _raisable(self, one: int, size: int, group: int) -> bool:
        """Whether a set, and all of its strand that it lies within, can have a size."""
        strand = self._strand_of[one]
        outer = self.strands.problem.within[one] & strand.sets & group & ~strand.rivals.get(one, 0)
        return all(size <= self.lo[other] for other in bits(outer)) and size <= self.hi[one]
