"""What lies within sets that are too small, part by part: whether each can give up what nothing kept needs in it.

All sets are in one world, but for rivals, and those of a chain are enlarged in it. Let some sets in doubt be kept
that fit together, and all others but rivals. Then there is a world of these as well, made of that one:

* A set of the chain, of size y, holds in the enlarged world y + e elements. Of these it must hold those of all that is
  kept and lies within it. Take the parts of it, apart from each other, whose largest sets (heads) need most room. If of
  some part no more is kept than its core, all the other parts have room even if all of them is kept, since the core of
  a part is less than its heads by e. If of no part so little is kept, each part holds no more on the line than it must
  in any world (`in_order` goes through all choices), and as what is kept fits together, that is y at most in all.
* So there are y elements to choose that hold what must be held. For several sets of the chain that are kept, begin with
  the smallest, and take first what the next larger must hold. That fits into the next: either this one takes nothing
  but what the larger must hold anyway, or it takes all of it that stands here, and the larger one, which gives up no
  more elements than this one (`nests`), has room for the rest.
* A smaller set of the strand that is no chain's keeps the first places of what is left of the line. What must be in it
  moves forward only. Others move into its places, no more than are given up before: these must lie within all that the
  set lies within, which is made so (`ahead`).
* A larger set of the strand held all of the line, and does so still. Nothing else changes.

So whatever is not in doubt, rivals aside, can be added to whatever fits together: it is kept in every world.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.problem import union
from reconcile.bounds.room import heaviest_apart, lying_within, room_needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reconcile.bounds.enlarging import Chain, Enlarged
    from reconcile.bounds.strands import Strands

_MOST_CHOICES = 5_000
"""How many choices of what is kept of a part of a set are gone through."""


class Line:
    """The first places of a strand, as many as the largest of a chain of its sets has, enlarged.

    Who stands in which of these places is noted in whole numbers whose bit i stands for place i. `fillings` are the
    sets of the chain, the smallest first.
    """

    def __init__(self, strands: Strands, world: Enlarged, chain: Chain, tick: Callable[[], None]) -> None:
        self.strands, self.world, self.tick, self.chain = strands, world, tick, gathered(chain)
        first = next(iter(chain))
        self.strand = strands.strands[strands.strand_of[first]]
        self.at = world.strands.strand_of[first]
        self.length = max(enlarged for _, enlarged in chain.values())
        self._runs = [run for run in world.woven or () if run.places.get(self.at, self.length) < self.length]
        self._known: dict[tuple[int, int], int] = {}
        fillings = (Filling(self, one, *sizes) for one, sizes in chain.items())
        self.fillings = sorted(fillings, key=lambda filling: (filling.size, filling.inside.bit_count()))

    @property
    def doubted(self) -> int:
        """The sets that may be left out for one of the too small sets to be kept."""
        return union(gathered(filling.reaching) | filling.between for filling in self.fillings)

    @property
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


class Filling:
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

    def __init__(self, line: Line, outer: int, size: int, enlarged: int) -> None:
        self.line, self.outer, self.size, self.enlarged = line, outer, size, enlarged
        self.strands = strands = line.strands
        lo = strands.problem.lo
        self.inside, self.between = lying_within(strands, outer, strands.sets)
        _, family = room_needed(strands, self.inside, line.tick)
        self.heads = {one: line.taken(one, lo[one]) for one in bits(family)}
        self.core = union(line.taken(one, max(0, lo[one] - self.excess)) for one in self.heads)
        stretched = ((one, line.taken(one, line.world.stretch(one, self.inside))) for one in bits(self.inside))
        self.reaching = {one: places for one, places in stretched if places & ~self.core}

    @property
    def excess(self) -> int:
        """By how much the set is enlarged."""
        return self.enlarged - self.size

    def nests(self, larger: Filling) -> bool:
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
