"""Which sets of strands surely lie within which, and which surely share elements: through sets that are always kept."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union
from reconcile.bounds.room import heaviest_apart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reconcile.bounds.strands import Strands


_MOST_BESIDE = 40
"""Of more strands than this it is not worked out how much room they take within a set."""


class _Ties(NamedTuple):
    """Ties from one strand to another: by the sizes of the inner sets if all sizes are known, and the others."""

    sizes: list[int]
    exact: list[tuple[int, int]]
    vague: list[tuple[int, int]]


class Surroundings:
    """Looks from a set onwards, strand by strand."""

    def __init__(self, strands: Strands, tick: Callable[[], None]) -> None:
        self.strands, self._tick = strands, tick
        self._lo, self._hi = strands.problem.lo, strands.problem.hi
        self._ties = [{other: self._sorted(pairs) for other, pairs in ties.items()} for ties in strands.ties]
        self._around: dict[int, dict[int, int]] = {}
        self._shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._inner: dict[tuple[int, int], int | None] = {}
        self._besides: dict[tuple[int, int], int] = {}
        self._leading: dict[int, int] = {}
        self._sure = [
            sorted((one for one in members if strands.sure >> one & 1), key=self._by_size)
            for members in strands.members
        ]
        least = [
            min((one for one in sure if self._lo[one]), key=lambda one: (self._hi[one], one), default=None)
            for sure in self._sure
        ]
        self._holders: list[Mapping[int, int]] = [self.around(one) for one in least if one is not None]

    def around(self, one: int) -> Mapping[int, int]:
        """Return for each strand the smallest set, always kept, that a set surely lies within; the set for its own."""
        if one not in self._around:
            found = {self.strands.strand_of[one]: one}
            for at in self.strands.order[self.strands.rank[self.strands.strand_of[one]] :]:
                if at in found:
                    for other, ties in self._ties[at].items():
                        near = list(self._outer(ties, found[at]))
                        near += [found[other]] if other in found else []
                        if near:
                            found[other] = min(near, key=lambda outer: (self._hi[outer], outer))
            self._around[one] = found
        return self._around[one]

    def lies_within(self, one: int, other: int) -> bool:
        """Whether a set is another, or surely lies within it."""
        return self._holds(other, self.around(one).get(self.strands.strand_of[other]))

    def all_around(self, one: int) -> int:
        """Return the sets that one is, or surely lies within, as a group."""
        within, strands = self.strands.problem.within, self.strands.strands
        return union(1 << nearest | within[nearest] & strands[at].sets for at, nearest in self.around(one).items())

    def surely_share(self, one: int, two: int) -> bool:
        """Whether some elements surely lie within both of two sets.

        If so, the smallest set of some strand does.
        """
        at, other = self.strands.strand_of[one], self.strands.strand_of[two]
        if (at, other) not in self._shared:
            both = [(around[at], around[other]) for around in self._holders if at in around and other in around]
            self._shared[at, other] = both
        return any(self._holds(one, mine) and self._holds(two, theirs) for mine, theirs in self._shared[at, other])

    def never_within(self, one: int, other: int) -> bool:
        """Whether a set surely does not lie within another: some of it is apart from that, or there is no room."""
        home, host = self.strands.strand_of[one], self.strands.strand_of[other]
        inside = (self.largest_within(one, at) for at in bits(self._leading_to(home) & ~self.strands.shares[host]))
        if any(inner is not None and self._lo[inner] for inner in inside):
            return True
        return any(self._lo[one] + self._beside(outer, home) > self._hi[outer] for outer in self.around(other).values())

    def never_apart(self, one: int, two: int) -> bool:
        """Whether two sets surely share elements: some lie within both, or there is no room for them side by side."""
        return self.surely_share(one, two) or self._lack_room(one, two) or self._lack_room(two, one)

    def largest_within(self, one: int, strand: int) -> int | None:
        """Return the largest set of a strand, always kept, that surely lies within one; None if none does."""
        if (one, strand) not in self._inner:
            sure = self._sure[strand]
            count = bisect_left(sure, 1, key=lambda inner: int(not self.lies_within(inner, one)))
            self._inner[one, strand] = sure[count - 1] if count else None
        return self._inner[one, strand]

    def _lack_room(self, one: int, two: int) -> bool:
        """Whether some set around one has no room for it and for those of the other who surely lie there."""
        lo, hi, strand = self._lo, self._hi, self.strands.strand_of[two]
        together = lo[one] + lo[two]
        for at, nearest in self.around(one).items():
            if together <= hi[nearest]:  # so it is mostly
                continue
            sure = self._sure[at]
            for outer in sure[bisect_left(sure, self._by_size(nearest), key=self._by_size) :]:
                if together <= hi[outer]:
                    break
                inner = self.largest_within(outer, strand)
                if inner is None or not self.lies_within(one, outer):
                    continue
                least = lo[inner] if self._holds(two, inner) else lo[two] if self._holds(inner, two) else 0
                if lo[one] + least > hi[outer]:
                    return True
        return False

    def _beside(self, outer: int, strand: int) -> int:
        """Return how many of those who surely lie within a set are apart from a strand, at least."""
        if (outer, strand) not in self._besides:
            group = self._leading_to(self.strands.strand_of[outer]) & ~self.strands.shares[strand]
            value = 0
            if group.bit_count() <= _MOST_BESIDE:
                held = {at: self.largest_within(outer, at) for at in bits(group)}
                weights = {at: 0 if inner is None else self._lo[inner] for at, inner in held.items()}
                value, _ = heaviest_apart(self.strands, group, weights, self._tick, {})
            self._besides[outer, strand] = value
        return self._besides[outer, strand]

    def _leading_to(self, strand: int) -> int:
        """Return the other strands that lead on to one, as a group."""
        if strand not in self._leading:
            leading = gathered(at for at, onwards in enumerate(self.strands.onwards) if onwards >> strand & 1)
            self._leading[strand] = leading & ~(1 << strand)
        return self._leading[strand]

    def _by_size(self, one: int) -> tuple[int, int]:
        return self._lo[one], one

    def _holds(self, outer: int, one: int | None) -> bool:
        """Whether a set is, or lies within, another of its strand."""
        return one is not None and (outer == one or bool(self.strands.problem.within[one] >> outer & 1))

    def _sorted(self, pairs: Iterable[tuple[int, int]]) -> _Ties:
        """Sort ties between sets that are always kept: of known sizes, a larger one lies within a larger one."""
        lo, hi, sure = self._lo, self._hi, self.strands.sure
        pairs = [(one, outer) for one, outer in pairs if sure >> one & sure >> outer & 1]
        exact = sorted((lo[one], outer, one) for one, outer in pairs if lo[one] == hi[one] and lo[outer] == hi[outer])
        vague = [pair for pair in pairs if any(lo[each] != hi[each] for each in pair)]
        return _Ties([size for size, _, _ in exact], [(one, outer) for _, outer, one in exact], vague)

    def _outer(self, ties: _Ties, one: int) -> Iterator[int]:
        """Iterate over sets that one surely lies within by ties: the smallest of known size, and others."""
        for at in range(bisect_left(ties.sizes, self._lo[one]), len(ties.exact)):
            inner, outer = ties.exact[at]
            if self._holds(inner, one):
                yield outer
                break
        for inner, outer in ties.vague:
            if self._holds(inner, one):
                yield outer
