"""What sets put in doubt that are too small for all that lies within them: everything else is kept in every world.

Where the towns of a region hold more than a figure of the region, that figure is left out, or enough of the towns' are,
in any of what may be millions of ways. They need not be gone through. A world is woven in which such a set is as
large as it would have to be. Whatever is kept with it, the set shrinks to its size by giving up elements that nothing
kept needs in it. So it is if what is kept of each part of it holds no more in that world than it must in any.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.enlarging import enlarged
from reconcile.bounds.problem import union
from reconcile.bounds.strands import heaviest_apart, room_needed
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import Aim, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.strands import Strands
    from reconcile.bounds.woven import Woven

_MOST_ROUNDS = 12
"""How often a world is woven anew, with more sets enlarged, before one gives up."""

_MOST_CHAINED = 200
"""Of more sets in chains one gives up."""

_MOST_CHOICES = 5_000
"""How many choices of what is kept of a part of a set are gone through."""


class Doubt(NamedTuple):
    """What too small sets put in doubt.

    Attributes
    ----------
    sets
        The sets that some world may leave out, with all their rivals, as a group. All others are kept in every world,
        but for rivals, of which every world keeps as many as can be, whatever it keeps of these sets.
    aside
        Some of them: without these all sets fit into one world, but for rivals, and none of these can be kept as well.
    """

    sets: int
    aside: int


def doubt(strands: Strands, tick: Callable[[], None]) -> Doubt | None:
    """Find what sets that are too small put in doubt; None where that is not found out."""
    given = StrandSizes(strands).largest_needed(strands.sets)
    if given is None:
        return None
    small: dict[int, int] = {}
    ahead: dict[int, int] = {}
    for _ in range(_MOST_ROUNDS):
        tick()
        chains = _chains(strands, given, small)
        few = sum(map(len, chains)) <= _MOST_CHAINED and not _within_each_other(strands, given, chains)
        world = _weave(strands, given, chains, ahead, tick) if few else None
        if world is None:
            return None
        if world.woven is None:
            more = _too_small(strands, world.crowded(strands, small), tick)
            if not more:
                return None
            small |= more
            continue
        lines = [_Line(strands, world, chain, tick) for chain in chains]
        if not all(line.gives_up for line in lines):
            return None
        wanted = {one: places for line in lines for one, places in line.ahead() if places > ahead.get(one, 0)}
        if not wanted:
            return _doubt(strands, small, union(line.doubted for line in lines), tick)
        ahead |= wanted
    return None


def _doubt(strands: Strands, small: Iterable[int], doubted: int, tick: Callable[[], None]) -> Doubt | None:
    """Return what is in doubt, with all rivals.

    None where nothing that is surely kept holds a set that is aside, or one of a strand with rivals.
    """
    problem = strands.problem
    doubted |= gathered(small)
    fresh = doubted
    while fresh:
        rivals = union(strands.strands[strands.strand_of[one]].rivals.get(one, 0) for one in bits(fresh))
        fresh = rivals & ~doubted
        doubted |= fresh
    aside = _aside(strands, small, tick)
    if aside is None or doubted & problem.firm:
        return None
    sure = strands.sure & ~doubted
    for one in bits(doubted):
        strand = strands.strands[strands.strand_of[one]]
        if (strand.rivals or aside >> one & 1) and not problem.within[one] & strand.sets & sure:
            return None
    return Doubt(doubted, aside)


def _aside(strands: Strands, small: Iterable[int], tick: Callable[[], None]) -> int | None:
    """Find sets without which all others fit together, and none of which fits in with what surely is kept then."""
    problem, others = strands.problem, strands.sets & ~gathered(small)
    aside = inflated = 0
    for outer in small:
        if room_needed(strands, _inside(strands, outer, strands.sure & others)[0], tick)[0] > problem.hi[outer]:
            aside |= 1 << outer
            continue
        inside, _ = _inside(strands, outer, others)
        needed, family = room_needed(strands, inside & ~inflated, tick)
        while needed > problem.hi[outer]:
            inflated |= family & strands.doubted
            if not family & strands.doubted:
                return None
            needed, family = room_needed(strands, inside & ~inflated, tick)
    for one in bits(inflated):
        rivals = strands.strands[strands.strand_of[one]].rivals
        if all(rivals[other] & ~(aside | inflated) for other in bits(rivals[one] & ~(aside | inflated))):
            return None
    return aside | inflated


def _inside(strands: Strands, outer: int, among: int) -> tuple[int, int]:
    """Return which of some sets of other strands lie within a set, straight or by one of its own strand.

    Returns
    -------
    tuple of int
        The sets that do, and those of the strand by which some do that do not so without them, as groups.
    """
    at, within = strands.strand_of[outer], strands.problem.within
    mine = strands.strands[at].sets & among & ~(1 << outer)
    between = gathered(one for one in bits(mine) if within[one] >> outer & 1)
    entering = strands.entering(at).items()
    found = {one: around for one, around in entering if among >> one & 1 and around & (between | 1 << outer)}
    return gathered(found), union(around for around in found.values() if not around >> outer & 1) & between


def _too_small(strands: Strands, sets: Iterable[int], tick: Callable[[], None]) -> dict[int, int]:
    """Find among sets, and larger ones of their strands, those too small for what lies within them.

    Returns
    -------
    mapping
        The room that each of them would need.
    """
    hi = strands.problem.hi
    found: dict[int, int] = {}
    least: dict[int, int] = {}
    for one in sets:
        at = strands.strand_of[one]
        least[at] = min(hi[one], least.get(at, hi[one]))
    for at, size in least.items():
        most = size
        for one in sorted(bits(strands.strands[at].sets), key=lambda one: hi[one]):
            if size <= hi[one] <= most:
                needed, _ = room_needed(strands, _inside(strands, one, strands.sets)[0], tick)
                if needed > hi[one]:
                    found[one], most = needed, max(most, needed)
    return found


_Chain = dict[int, tuple[int, int]]
"""Sets of a strand, each with its size and the size that it is enlarged to."""


def _chains(strands: Strands, given: Mapping[int, int], small: Mapping[int, int]) -> list[_Chain]:
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
        chain: _Chain = {}
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


def _within_each_other(strands: Strands, given: Mapping[int, int], chains: Sequence[_Chain]) -> bool:
    """Whether something of the strand of one chain lies within a chain of another, or within what that may hold."""
    lined = {strands.strand_of[next(iter(chain))] for chain in chains}
    for chain in chains:
        at = strands.strand_of[next(iter(chain))]
        most = max(size for size, _ in chain.values())
        mine = gathered(one for one in bits(strands.strands[at].sets) if one in chain or given[one] <= most)
        if any(around & mine and strands.strand_of[one] in lined for one, around in strands.entering(at).items()):
            return True
    return False


class _World(NamedTuple):
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

    def stretch(self, one: int) -> int:
        """Return how large a set must be at least if sets of its strand may be left out."""
        lo = self.strands.problem.lo[one]
        if self.sizes[one] == lo:
            return lo
        at, found = self.strands.strand_of[one], lo
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


def _weave(
    strands: Strands,
    given: Mapping[int, int],
    chains: Iterable[_Chain],
    ahead: Mapping[int, int],
    tick: Callable[[], None],
) -> _World | None:
    """Weave a small world of all sets, some of them enlarged; None where they are no strands then."""
    larger = enlarged(strands, given, {one: size for chain in chains for one, (_, size) in chain.items()}, ahead)
    sizes = larger and StrandSizes(larger)
    most = larger and sizes and sizes.largest_needed(larger.sets)
    if not larger or not sizes or not most:
        return None
    lo = strands.problem.lo
    core = {}
    for chain in chains:
        outer = min(chain, key=lambda one: chain[one])
        excess = chain[outer][1] - chain[outer][0]
        for one in bits(room_needed(strands, _inside(strands, outer, strands.sets)[0], tick)[1]):
            core[larger.strand_of[one]] = max(0, lo[one] - excess)
    aim = Aim(core=core)
    woven = weave(larger, most, aim, {**sizes.lo, **(sizes.of(larger.sure, high=False) or {})})
    return _World(larger, most, woven, frozenset(aim.crowded))


class _Line:
    """The first places of a strand, as many as the largest of a chain of its sets has, enlarged.

    Who stands in which of these places is noted in whole numbers whose bit i stands for place i. `fillings` are the
    sets of the chain, the smallest first.
    """

    def __init__(self, strands: Strands, world: _World, chain: _Chain, tick: Callable[[], None]) -> None:
        self.strands, self.world, self.tick, self.chain = strands, world, tick, gathered(chain)
        first = next(iter(chain))
        self.strand = strands.strands[strands.strand_of[first]]
        self.at = world.strands.strand_of[first]
        self.length = max(enlarged for _, enlarged in chain.values())
        self._runs = [run for run in world.woven or () if run.places.get(self.at, self.length) < self.length]
        self._known: dict[tuple[int, int], int] = {}
        fillings = (_Filling(self, one, *sizes) for one, sizes in chain.items())
        self.fillings = sorted(fillings, key=lambda filling: (filling.size, filling.inside.bit_count()))

    @property
    def doubted(self) -> int:
        """The sets that may be left out for one of the too small sets to be kept."""
        return union(gathered(filling.reaching) | filling.between for filling in self.fillings)

    @cached_property
    def gives_up(self) -> bool:
        """Whether each set of the chain can give up elements, whatever is kept with it."""
        return self._nested() and all(filling.in_order for filling in self.fillings)

    def _nested(self) -> bool:
        """Whether all that lies within a set of the strand lies within larger ones of the chain that are kept with it.

        Whatever is not of the chain holds no more than a set of it, or all of it enlarged.
        """
        outside = {one: self.world.sizes[one] for one in bits(self.strand.sets & ~self.chain)}
        entering = self.strands.entering(self.strands.strand_of[self.fillings[0].outer])
        for at, filling in enumerate(self.fillings):
            rivals = self.strand.rivals.get(filling.outer, 0)
            if any(filling.size < size < filling.enlarged for one, size in outside.items() if not rivals >> one & 1):
                return False
            if not all(filling.nests(other) for other in self.fillings[at + 1 :] if not rivals >> other.outer & 1):
                return False
            smaller = gathered(one for one, size in outside.items() if size <= filling.size) & ~rivals
            if any(around & smaller and not filling.inside >> one & 1 for one, around in entering.items()):
                return False
        return True

    def ahead(self) -> Iterator[tuple[int, int]]:
        """Find smaller sets of the strand in whose places others may come to stand that do not lie where these must.

        With how many of the first places that concerns.
        """
        ties: dict[int, list[tuple[int, int]]] = {}
        for at, pairs in self.world.strands.ties[self.at].items():
            for one, outer in pairs:
                ties.setdefault(one, []).append((at, self.world.sizes[outer]))
        for one in bits(self.strand.sets & ~self.chain):
            size = self.world.sizes[one]
            larger = [filling for filling in self.fillings if filling.size >= size]
            if larger and one in ties:
                reach = size + max(filling.given_up(size) for filling in larger)
                first = (1 << reach) - 1
                if reach > size and any(first & ~self.places(*outer) for outer in ties[one]):
                    yield one, reach

    def places(self, strand: int, size: int) -> int:
        """Return where on the line those stand who are in the first places of a strand, numbered as in the world."""
        if (strand, size) not in self._known:
            found = 0
            for run in self._runs:
                if strand in run.places:
                    first = run.places[self.at]
                    count = min(run.count, size - run.places[strand], self.length - first)
                    if count > 0:
                        found |= ((1 << count) - 1) << first
            self._known[strand, size] = found
        return self._known[strand, size]

    def taken(self, one: int, size: int | None = None) -> int:
        """Return where on the line the elements of a set stand."""
        return self.places(self.world.strands.strand_of[one], self.world.sizes[one] if size is None else size)


class _Filling:
    """What lies within one too small set.

    Attributes
    ----------
    outer, inside, between
        The set, those of other strands that lie within it, and those of its own by which some of them do, as groups.
    size, enlarged
        How large the set is, and how large as enlarged.
    core
        Where on the line, in all its parts, those stand who can always be kept: were no more kept of a part, there
        would be room for all of the others.
    reaching
        The sets that reach beyond the core, each with where its elements stand.
    """

    def __init__(self, line: _Line, outer: int, size: int, enlarged: int) -> None:
        self.line, self.outer, self.size, self.enlarged = line, outer, size, enlarged
        self.strands = strands = line.strands
        lo = strands.problem.lo
        self.inside, self.between = _inside(strands, outer, strands.sets)
        _, family = room_needed(strands, self.inside, line.tick)
        self.heads = {one: line.taken(one, lo[one]) for one in bits(family)}
        self.core = union(line.taken(one, max(0, lo[one] - self.excess)) for one in self.heads)
        stretched = ((one, line.taken(one, line.world.stretch(one))) for one in bits(self.inside))
        self.reaching = {one: places for one, places in stretched if places & ~self.core}

    @property
    def excess(self) -> int:
        """By how much the set is enlarged."""
        return self.enlarged - self.size

    def nests(self, larger: _Filling) -> bool:
        """Whether the set lies within a larger one, whatever both give up.

        Each may give up as many elements as it was enlarged by. So the larger one must give up no more than this one,
        or must need all but so many of those who stand where this one may.
        """
        if self.inside & ~larger.inside or self.core & ~larger.core:
            return False
        here = (1 << self.enlarged) - 1
        return self.excess >= larger.excess or (here & ~larger.core).bit_count() <= self.excess

    def given_up(self, size: int) -> int:
        """Return how many elements at most are given up before so many, in the order of the line, are left."""
        more = 0
        while more < min(self.excess, size + more - (self.core & ((1 << size + more) - 1)).bit_count()):
            more += 1
        return more

    @property
    def in_order(self) -> bool:
        """Whether what is kept of each part, whatever it is, holds no more on the line than it must in any world."""
        parts = self._parts()
        return parts is not None and self._apart(parts) and all(self._holds_no_more(*part) for part in parts)

    def _apart(self, parts: Sequence[tuple[int, int]]) -> bool:
        """Whether whatever reaches beyond the core in a part is apart from all of any other part."""
        taken = 0
        for heads, sets in parts:
            mine = {self.strands.strand_of[one] for one in bits(heads | sets)}
            if taken & union(self.strands.strands[at].shares for at in mine):
                return False
            taken |= sum(1 << at for at in mine)
        return True

    def _parts(self) -> Sequence[tuple[int, int]] | None:
        """Take apart what reaches beyond the core: the heads of the parts and what lies there, as groups."""
        parts: list[tuple[int, int]] = [(1 << one, 0) for one in self.heads]
        for one, places in self.reaching.items():
            beyond = places & ~self.core
            if beyond & ~union(self.heads.values()):
                return None
            near = [(heads, sets) for heads, sets in parts if any(self.heads[head] & beyond for head in bits(heads))]
            merged = union(heads for heads, _ in near), union(sets for _, sets in near) | 1 << one
            parts = [merged, *(part for part in parts if part not in near)]
        return parts

    def _holds_no_more(self, heads: int, sets: int) -> bool:
        """Whether what is kept of a part never holds more than it must, or than leaves room for all else."""
        lo, strand_of = self.strands.problem.lo, self.strands.strand_of
        most = max(0, sum(lo[head] for head in bits(heads)) - self.excess)
        core = self.core & union(self.heads[head] for head in bits(heads))
        levels: dict[int, dict[int, int]] = {}
        for one in sorted(bits(sets), key=lambda one: lo[one]):
            mine = levels.setdefault(strand_of[one], {0: 0})
            mine[lo[one]] = mine[next(reversed(mine))] | self.reaching[one]
        if prod(map(len, levels.values())) > _MOST_CHOICES:
            return False
        group = sum(1 << at for at in levels)
        for choice in product(*(mine.items() for mine in levels.values())):
            self.line.tick()
            held = union(places for _, places in choice) | core
            if held.bit_count() > most:
                weights = {at: size for at, (size, _) in zip(levels, choice, strict=True)}
                if held.bit_count() > heaviest_apart(self.strands, group, weights, self.line.tick, {})[0]:
                    return False
        return True
