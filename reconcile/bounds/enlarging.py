"""Worlds in which sets that are too small are as large as they would have to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.room import lying_within, room_needed
from reconcile.bounds.strands import strands_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.strands import Strands
    from reconcile.bounds.woven import Woven

Chain = dict[int, tuple[int, int]]
"""Sets of a strand, each with its size and the size that it is enlarged to."""


def chains_of(strands: Strands, given: Mapping[int, int], small: Mapping[int, int]) -> list[Chain]:
    """Return, by strand, the sets that are too small and those near above them, and how large they are made.

    None grows by less than a larger one that is too small. Near are those that one grows beyond.
    """
    hi = strands.problem.hi
    by_strand: dict[int, list[int]] = {}
    for one in sorted(small, key=lambda one: (-hi[one], -small[one])):
        by_strand.setdefault(strands.strand_of[one], []).append(one)
    found = []
    for at, ones in by_strand.items():
        others = [(given[one], one) for one in bits(strands.strands[at].sets) if one not in small]
        chain: Chain = {}
        more = 0
        for one in ones:
            more = max(more, small[one] - hi[one])
            chain[one] = hi[one], hi[one] + more
        for size, one in sorted(others, reverse=True):
            larger = [enlarged - least for least, enlarged in chain.values() if least >= size]
            if larger and any(least <= size < enlarged for least, enlarged in chain.values()):
                chain[one] = size, size + max(larger)
        found.append(chain)
    return found


def within_each_other(strands: Strands, given: Mapping[int, int], chains: Sequence[Chain]) -> bool:
    """Whether something of the strand of one chain lies within a chain of another, or within what that may hold."""
    lined = {strands.strand_of[next(iter(chain))] for chain in chains}
    for chain in chains:
        at = strands.strand_of[next(iter(chain))]
        most = max(size for size, _ in chain.values())
        mine = gathered(one for one in bits(strands.strands[at].sets) if one in chain or given[one] <= most)
        if any(around & mine and strands.strand_of[one] in lined for one, around in strands.entering(at).items()):
            return True
    return False


class Enlarged(NamedTuple):
    """A world in which some sets are enlarged: the strands, the size of each set, and who stands where.

    None stands where it could not be woven; then `tight` are the strands, and how many of their places were too few.
    """

    strands: Strands
    sizes: Mapping[int, int]
    woven: Woven | None
    tight: frozenset[tuple[int, int]]

    def crowded(self, strands: Strands, known: Iterable[int]) -> Iterator[int]:
        """Return the sets, as they are without being enlarged, that are of a size of which places were too few."""
        problem, known = strands.problem, set(known)
        for at, places in sorted(self.tight):
            for one in bits(self.strands.strands[at].sets & strands.sets):
                if problem.lo[one] <= places <= problem.hi[one] and one not in known:
                    yield one

    def stretch(self, one: int, others: int) -> int:
        """Return how large a set must be at least for what lies within it, but for some others of its strand."""
        lo = self.strands.problem.lo[one]
        if self.sizes[one] == lo:
            return lo
        at, found = self.strands.strand_of[one], lo
        for inner in bits(self.strands.strands[at].sets & ~others):
            if self.strands.problem.within[inner] >> one & 1:
                found = max(found, min(self.sizes[inner], self.sizes[one]))
        for other, ties in enumerate(self.strands.ties):
            for inner, outer in ties.get(at, ()):
                if outer == one:
                    found = max([found, *self._ends(other, self.sizes[inner], at)])
        return found

    def _ends(self, strand: int, size: int, other: int) -> Iterator[int]:
        """Return up to which places of another strand the first elements of a strand stand."""
        for run in self.woven or ():
            if strand in run.places and (count := min(run.count, size - run.places[strand])) > 0:
                yield run.places[other] + count


def weave_enlarged(
    strands: Strands,
    given: Mapping[int, int],
    chains: Iterable[Chain],
    ahead: Mapping[int, int],
    tick: Callable[[], None],
) -> Enlarged | None:
    """Weave a small world of all sets, some of them enlarged; None where they are no strands then."""
    larger = _enlarged(strands, given, {one: size for chain in chains for one, (_, size) in chain.items()}, ahead)
    sizes = larger and StrandSizes(larger)
    most = larger and sizes and sizes.largest_needed(larger.sets)
    if not larger or not sizes or not most:
        return None
    lo = strands.problem.lo
    core = {}
    for chain in chains:
        outer = min(chain, key=lambda one: chain[one])
        excess = chain[outer][1] - chain[outer][0]
        for one in bits(room_needed(strands, lying_within(strands, outer, strands.sets)[0], tick)[1]):
            core[larger.strand_of[one]] = max(0, lo[one] - excess)
    aim = Aim(core=core)
    woven = weave(larger, most, aim, {**sizes.lo, **(sizes.of(larger.sure, high=False) or {})})
    return Enlarged(larger, most, woven, frozenset(aim.crowded))


def _enlarged(
    strands: Strands, given: Mapping[int, int], sizes: Mapping[int, int], ahead: Mapping[int, int]
) -> Strands | None:
    """Return strands with sets of other sizes, and with more of their first places where a set's must lie.

    Parameters
    ----------
    given
        How large each set is at most, as a world of all of them is woven.
    sizes
        The sets that are to have another size.
    ahead
        For sets how many of the first places of their strand must lie within all that the set lies within.

    Returns
    -------
    Strands or None
        None where that makes them no strands any more.
    """
    problem = strands.problem
    lo, hi, within, apart = list(problem.lo), list(problem.hi), list(problem.within), list(problem.apart)
    kinds = list(problem.kinds) or list(range(problem.size))
    for one, size in sizes.items():
        lo[one] = hi[one] = size
    sets = strands.sets
    added: list[tuple[int, int]] = []
    for one, size in sorted(ahead.items(), key=lambda each: (each[1], each[0])):
        new, mine = len(lo), strands.strands[strands.strand_of[one]].sets
        larger = 0
        for other in bits(mine):
            if sizes.get(other, given[other]) >= size:
                larger |= 1 << other
            else:
                within[other] |= 1 << new
        for other, at in added:
            if mine >> at & 1:
                within[other] |= 1 << new
        for other in bits(apart[one]):
            apart[other] |= 1 << new
        lo.append(size)
        hi.append(size)
        within.append(within[one] & ~mine & ~(1 << new) | larger)
        apart.append(apart[one])
        kinds.append(kinds[one])
        added.append((new, one))
        sets |= 1 << new
    changed = replace(
        problem,
        lo=tuple(lo),
        hi=tuple(hi),
        within=tuple(within),
        apart=tuple(apart),
        kinds=tuple(kinds),
    )
    return strands_of(changed, sets)
