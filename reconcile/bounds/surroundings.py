"""Which sets of strands surely lie within which, and which surely share elements: through sets that are always kept."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.bounds.strands import Strands


class _Ties(NamedTuple):
    """Ties from one strand to another: by the sizes of the inner sets if all sizes are known, and the others."""

    sizes: list[int]
    exact: list[tuple[int, int]]
    vague: list[tuple[int, int]]


class Surroundings:
    """Looks from a set onwards, strand by strand."""

    def __init__(self, strands: Strands) -> None:
        self.strands = strands
        self._lo, self._hi = strands.problem.lo, strands.problem.hi
        self._ties = [{other: self._sorted(pairs) for other, pairs in ties.items()} for ties in strands.ties]
        self._around: dict[int, dict[int, int]] = {}
        self._shared: dict[tuple[int, int], list[tuple[int, int]]] = {}
        least = [
            min(
                (one for one in members if self._lo[one] and strands.sure >> one & 1),
                key=lambda one: (self._hi[one], one),
                default=None,
            )
            for members in strands.members
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

    def surely_share(self, one: int, two: int) -> bool:
        """Whether some elements surely lie within both of two sets.

        If so, the smallest set of some strand does.
        """
        at, other = self.strands.strand_of[one], self.strands.strand_of[two]
        if (at, other) not in self._shared:
            both = [(around[at], around[other]) for around in self._holders if at in around and other in around]
            self._shared[at, other] = both
        return any(self._holds(one, mine) and self._holds(two, theirs) for mine, theirs in self._shared[at, other])

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
