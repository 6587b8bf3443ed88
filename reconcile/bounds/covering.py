"""Covers: sets outside a question that leave little room for what is asked for, since others need most of them.

Where parts of a union must lie within a set of so many elements, and sets that are apart from these parts must
too, all of the parts together hold no more of it than the others leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits
from reconcile.bounds.problem import union
from reconcile.bounds.room import heaviest_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.strands import Strands
    from reconcile.bounds.strandsizes import StrandSizes


class Excess(NamedTuple):
    """How far a strand reaches at most, and how much of its reach counts so far."""

    reach: int
    counted: int


class Cover(NamedTuple):
    """A set of a strand: its room, by how much it lowers a bound, what is asked for and what else lies within it."""

    strand: int
    cover: int
    room: int
    gain: int
    inside: Mapping[int, int]
    others: tuple[int, ...]


class Covering:
    """Finds covers among sets that are always kept."""

    def __init__(self, strands: Strands, sizes: StrandSizes, tick: Callable[[], None]) -> None:
        self.strands, self.sizes, self.tick = strands, sizes, tick
        self._ties = [
            {
                other: [(one, outer) for one, outer in pairs if strands.sure >> one & strands.sure >> outer & 1]
                for other, pairs in ties.items()
            }
            for ties in strands.ties
        ]
        self._found: dict[tuple[int, int], dict[int, int]] = {}
        self._others: dict[tuple[int, int, int], tuple[int, int]] = {}
        self._families: dict[tuple[int, int], dict[int, tuple[int, int]]] = {}

    def cover(self, strand: int, size: int, asked: Mapping[int, Excess]) -> Cover | None:
        """Return how a set of some size of a strand lowers the sum of what strands asked for count; None if not."""
        inside, covered = self.inside(strand, size), self._covered(strand, size, asked)
        saved, near = sum(covered.values()), 0
        if not covered or saved <= self._most_room(strand, size):
            return None
        for at in covered:
            near |= self.strands.strands[at].shares
        room = self.sizes.hi[inside[strand]]
        needed, family = self._needed(strand, size, near)
        gain = saved - (room - needed)
        if gain <= 0:
            return None
        others = tuple(inside[at] for at in bits(family))
        return Cover(strand, inside[strand], room, gain, {at: inside[at] for at in covered}, others)

    def may_lower(self, strand: int, size: int, asked: Mapping[int, Excess]) -> bool:
        """Whether `cover` may find something, for these or for such of which no more counts."""
        covered = self._covered(strand, size, asked)
        return bool(covered) and sum(covered.values()) > self._most_room(strand, size)

    def _covered(self, strand: int, size: int, asked: Mapping[int, Excess]) -> dict[int, int]:
        """Return for the strands asked for how much of what counts lies within a set of a strand that is not."""
        inside = self.inside(strand, size)
        if strand in asked or strand not in inside:
            return {}
        low, found = self.sizes.lo, {}
        for at, excess in asked.items():
            if at in inside and (less := excess.counted - max(0, excess.reach - low[inside[at]])) > 0:
                found[at] = less
        return found

    def _most_room(self, strand: int, size: int) -> int:
        """Return the room that a set of a strand has at most for what is asked for."""
        return self.sizes.hi[self.inside(strand, size)[strand]] - self._needed(strand, size, 0)[0]

    def around(self, strand: int, size: int, asked: int) -> Cover | None:
        """Return a set of some size of a strand as a cover of what lies within it; None where it has room for all.

        Parameters
        ----------
        asked
            The strands that it is to have room for, as a group.
        """
        inside = self.inside(strand, size)
        mine = {at: one for at, one in inside.items() if asked >> at & 1}
        if not mine or strand in mine:
            return None
        needed, family = self._needed(strand, size, union(self.strands.strands[at].shares for at in mine))
        room = self.sizes.hi[inside[strand]]
        gain = sum(self.sizes.hi[one] for one in mine.values()) - (room - needed)
        if gain <= 0:
            return None
        return Cover(strand, inside[strand], room, gain, mine, tuple(inside[at] for at in bits(family)))

    def places(self, covers: Iterable[tuple[int, int]]) -> dict[int, int]:
        """Return for each strand how many of its first places surely lie within some sets, given by strand and size."""
        found: dict[int, int] = {}
        for cover in covers:
            for at, one in self.inside(*cover).items():
                found[at] = max(found.get(at, 0), self.sizes.lo[one])
        return found

    def _needed(self, strand: int, size: int, near: int) -> tuple[int, int]:
        """Return how much of a set those need who are apart from some strands and each other, and their strands."""
        key = strand, size, near
        if key not in self._others:
            weights = {at: self.sizes.lo[one] for at, one in self.inside(strand, size).items() if at != strand}
            apart = sum(1 << at for at in weights if not near >> at & 1)
            known = self._families.setdefault((strand, size), {})
            self._others[key] = heaviest_apart(self.strands, apart, weights, self.tick, known)
        return self._others[key]

    def inside(self, strand: int, size: int) -> dict[int, int]:
        """Find for each strand the largest set that lies within a set of some size of one, and that set itself."""
        key = strand, size
        if key not in self._found:
            self.tick()
            ours = self.strands.strands[strand].sets & self.strands.sure
            covers = [one for one in bits(ours) if self.sizes.hi[one] == size]
            found = {strand: covers[-1]} if covers else {}
            for at in reversed(self.strands.order[: self.strands.rank[strand]]):
                within = [one for one, _ in self.tied_into(self._ties[at], found)]
                if within:
                    found[at] = max(within, key=lambda one: (self.sizes.lo[one], -one))
            self._found[key] = found
        return self._found[key]

    def tied_into(
        self, ties: Mapping[int, Sequence[tuple[int, int]]], largest: Mapping[int, int]
    ) -> Iterator[tuple[int, int]]:
        """Find the ties of a strand to sets that surely lie within the one named of their strand."""
        for other, pairs in ties.items():
            if other in largest:
                yield from ((one, outer) for one, outer in pairs if self._lies_within(outer, largest[other]))

    def _lies_within(self, one: int, other: int) -> bool:
        """Whether a set surely lies within one of the same strand: it does if it should, or if it holds as few."""
        within = self.strands.problem.within
        if self.sizes.hi[one] <= self.sizes.lo[other] and within[other] >> one & 1:
            return True
        return one == other or bool(within[one] >> other & 1)
