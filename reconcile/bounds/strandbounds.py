"""Bounds of strands: a sum of sizes proves them, and a woven world attains them.

Strands that are apart from each other hold at least the sum of what each surely holds; a union holds at most what
each strand can hold, less those of it who surely stand in another strand of the union too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.bounds.attained import Attained
from reconcile.bounds.choosing import leaving_out, lowest
from reconcile.bounds.problem import World, bits
from reconcile.bounds.weaving import regions, stands_in_time, weave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from reconcile.bounds.strands import Strand, Strands
    from reconcile.bounds.weaving import Woven


@dataclass(frozen=True, slots=True)
class Sum:
    """The sets whose least or greatest sizes add up to a bound, and those whose least sizes are taken off."""

    value: int
    added: int
    taken_off: int = 0


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is kept of a strand, how far it reaches, how much of that surely stands elsewhere, and what tells so."""

    kept: int
    reach: int
    elsewhere: int = 0
    tellers: int = 0


@dataclass(frozen=True, slots=True)
class _Woven:
    """A world: what is kept, the sizes, the runs."""

    kept: int
    sizes: Mapping[int, int]
    runs: Woven

    def union(self, strands: int) -> int:
        return sum(run.count for run in self.runs if run.strands & strands)


class StrandBounds:
    """The bounds of unions of strands.

    Attributes
    ----------
    sound
        Whether all sets fit into one world but for the rivals in each strand. Then these are all that conflict, and
        what is kept of one strand is kept whatever is of another. Nothing is bounded where this does not hold.
    """

    def __init__(self, strands: Strands, tick: Callable[[], None]) -> None:
        self.strands, self.tick = strands, tick
        problem = strands.problem
        self._lo = {one: problem.lo[one] for one in bits(strands.sets)}
        self._hi = {one: problem.hi[one] for one in bits(strands.sets)}
        self._loose = any(low != self._hi[one] for one, low in self._lo.items())
        self._strand_of = {one: at for at, strand in enumerate(strands.strands) for one in bits(strand.sets)}
        self._rank = {at: rank for rank, at in enumerate(strands.order)}
        self._sure = [self._surest(at) for at in range(len(strands.strands))]
        self._feeders: list[list[int]] = [[] for _ in strands.strands]
        self._doubtful: list[list[tuple[int, int]]] = [[] for _ in strands.strands]
        for at, ties in enumerate(strands.ties):
            for other, pairs in ties.items():
                doubted = strands.strands[other].doubted
                self._doubtful[other] += [(at, outer) for _, outer in pairs if doubted >> outer & 1]
                if other in self._sure[at]:
                    self._feeders[other].append(at)
        self._families: dict[int, tuple[int, int]] = {}
        self._highest: dict[tuple[int, int, int, tuple[int, int]], _Choice] = {}
        self._spread: dict[int, _Woven | None] = {}
        self._doubted = sum(strand.doubted for strand in strands.strands)
        self._least = {**self._lo, **(self._sizes(strands.sets & ~self._doubted, high=False) or {})}
        self.sound = self._piled(strands.sets) is not None
        if self.sound:
            size = self._least.__getitem__
            chosen = [lowest(strand.sets, strand.rivals, size, 0, tick) for strand in strands.strands]
            self._reach = [reach for reach, _ in chosen]
            self._lowest = [kept for _, kept in chosen]
            self._pile = self._piled(self._within_reach(self._reach))
            self._counts: dict[int, int] = {}
            for run in self._pile or ():
                self._counts[run.strands] = self._counts.get(run.strands, 0) + run.count

    def doubts(self, one: int) -> bool:
        """Whether a set has rivals."""
        return one in self.strands.strands[self._strand_of[one]].rivals

    def conflicts(self) -> list[int]:
        """Return the pairs of rivals, as groups."""
        return [
            1 << one | 1 << other
            for strand in self.strands.strands
            for one, rivals in sorted(strand.rivals.items())
            for other in bits(rivals >> one << one)
        ]

    def at_least(self, query: int) -> Sum:
        """Return a lower bound of the union: what mutually apart strands surely hold."""
        asked = self.strands.asked(query)
        value, family = self._family(asked)
        return Sum(value, sum(1 << self._longest(self._lowest[at], self._least) for at in bits(family)))

    def at_most(self, query: int) -> Sum:
        """Return an upper bound of the union: what each strand can hold beyond what surely stands in later ones."""
        return self._most_of(self.strands.asked(query))

    def _most_of(self, asked: int) -> Sum:
        value = added = taken_off = 0
        for at in bits(asked):
            choice = self._chosen_highest(at, asked)
            value += choice.reach - choice.elsewhere
            added |= 1 << self._longest(choice.kept, self._hi)
            taken_off |= choice.tellers
        return Sum(value, added, taken_off)

    def foresee(self, queries: Iterable[int]) -> None:
        """Weave worlds with great unions for queries to come: for those that are apart from each other, one world."""
        batches: list[tuple[int, list[int]]] = []  # what shares with the strands asked for, and these
        for asked in sorted(
            {self.strands.asked(query) for query in queries} - {0}, key=lambda one: (one.bit_count(), one)
        ):
            shares = 0
            for at in bits(asked):
                shares |= self.strands.strands[at].shares
            for number, (near, members) in enumerate(batches):
                if not near & asked:
                    batches[number] = near | shares, [*members, asked]
                    break
            else:
                batches.append((shares, [asked]))
        for _, members in batches:
            if len(members) > 1:
                self._weave_together(members)

    def _weave_together(self, members: Sequence[int]) -> None:
        together = sum(members)
        kept = 0
        for at in range(len(self.strands.strands)):
            asked = next((one for one in members if one >> at & 1), 0)
            kept |= self._chosen_highest(at, asked).kept
        woven = self._weave(kept, together, high=True)
        for asked in members if woven else ():
            assert woven is not None, "woven"
            if woven.union(asked) == self._most_of(asked).value:
                self._spread[asked] = woven

    def least_world(self, query: int) -> Attained | None:
        """Return a world whose union is as small as `at_least` says; None if none was found."""
        asked = self.strands.asked(query)
        pile = self._pile
        union = sum(count for strands, count in self._counts.items() if strands & asked)
        if pile is None or union != self._family(asked)[0]:
            return None

        kept = sum(self._lowest)

        def make() -> World:
            sizes = self._sizes(kept, high=False)
            assert sizes is not None, "the pile fits whatever is kept"
            return World(kept, regions(self.strands, sizes, pile))

        return Attained(kept, make)

    def most_world(self, query: int) -> Attained | None:
        """Return a world whose union is as large as `at_most` says; None if none was found."""
        asked = self.strands.asked(query)
        spread = self._spread_for(asked)
        if spread is None or spread.union(asked) != self.at_most(query).value:
            return None
        return Attained(spread.kept, lambda: World(spread.kept, regions(self.strands, spread.sizes, spread.runs)))

    def least_without(self, query: int, gone: int) -> int | None:
        """Return the least union without one set that has rivals; None if it is not proven."""
        asked = self.strands.asked(query)
        at = self._strand_of[gone]
        strand = _without(self.strands.strands[at], gone)
        if not strand.sets:
            return None
        reach, _ = lowest(strand.sets, strand.rivals, self._least.__getitem__, 0, self.tick)
        if reach == self._reach[at]:
            return self._family(asked)[0] if self.least_world(query) else None
        reaches = [*self._reach[:at], reach, *self._reach[at + 1 :]]
        value, _ = heaviest_apart(self.strands, asked, reaches, self.tick, {})
        pile = self._piled(self._within_reach(reaches) & ~(1 << gone))
        return value if pile is not None and sum(run.count for run in pile if run.strands & asked) == value else None

    def most_without(self, query: int, gone: int) -> int | None:
        """Return the greatest union without one set that has rivals; None if it is not proven.

        Where what the strand adds stays the same, the world with the set mostly still serves: without it if it was not
        kept, else with those kept that it kept out.
        """
        asked = self.strands.asked(query)
        at = self._strand_of[gone]
        old = self._chosen_highest(at, asked)
        spread = self._spread_for(asked)
        before = self.at_most(query).value
        strand = _without(self.strands.strands[at], gone)
        if not strand.sets or spread is None or spread.union(asked) != before:
            return None
        new = self._chosen_highest(at, asked, gone)
        value = before - (old.reach - old.elsewhere) + new.reach - new.elsewhere
        if value == before and not spread.kept >> gone & 1:
            return value
        kept = spread.kept & ~strand.sets & ~(1 << gone) | new.kept
        if value == before and all(self._lo[one] == self._hi[one] for one in bits(strand.sets)):
            kept = spread.kept & ~(1 << gone)
            for one in bits(self.strands.strands[at].rivals.get(gone, 0)):
                if not strand.rivals.get(one, 0) & kept:
                    kept |= 1 << one
            if stands_in_time(self.strands, {**self._lo, **spread.sizes}, spread.runs, kept & ~spread.kept, kept):
                return value
        woven = self._weave(kept, asked, high=True)
        return value if woven is not None and woven.union(asked) == value else None

    def _within_reach(self, reach: Sequence[int]) -> int:
        """Return the sets, rivals too, that reach no further than their strand need."""
        return sum(1 << one for one, size in self._least.items() if size <= reach[self._strand_of[one]])

    def _piled(self, group: int) -> Woven | None:
        """Weave a small world that fits whatever is kept of a group, rivals and all; None if none was found."""
        high = self._largest_needed(group)
        return None if high is None else weave(self.strands, high, 0, self._lo)

    def _largest_needed(self, group: int) -> dict[int, int] | None:
        """Return for each set how large it must be at most, whatever else of a group is kept.

        None where more than the rivals of a strand may be in each other's way.
        """
        problem = self.strands.problem
        sizes = {one: self._lo[one] for one in bits(group)}
        for at in self.strands.order:
            strand = self.strands.strands[at]
            members = strand.sets & group
            for outer in [one for one in bits(members) if self._lo[one] != self._hi[one]]:
                beyond = problem.within[outer] & members & ~strand.rivals.get(outer, 0)
                for one in bits(members & ~strand.rivals.get(outer, 0)):
                    if problem.within[one] >> outer & 1:
                        in_the_way = beyond & ~strand.rivals.get(one, 0) & ~(1 << one)
                        if any(self._hi[other] < self._lo[one] for other in bits(in_the_way)):
                            return None
                        sizes[outer] = max(sizes[outer], min(self._lo[one], self._hi[outer]))
            for pairs in self.strands.ties[at].values():
                for one, outer in pairs:
                    if one in sizes and outer in sizes and sizes[one] > sizes[outer]:
                        if not self._raisable(outer, sizes[one], group):
                            return None
                        sizes[outer] = sizes[one]
        return sizes

    def _raisable(self, one: int, size: int, group: int) -> bool:
        """Whether a set, and all of its strand that it lies within, can have a size."""
        strand = self.strands.strands[self._strand_of[one]]
        outer = self.strands.problem.within[one] & strand.sets & group & ~strand.rivals.get(one, 0)
        return all(size <= self._lo[other] for other in bits(outer)) and size <= self._hi[one]

    def _weave(self, kept: int, spread: int, *, high: bool) -> _Woven | None:
        sizes = self._sizes(kept, high=high)
        runs = None if sizes is None else weave(self.strands, sizes, spread)
        return None if sizes is None or runs is None else _Woven(kept, sizes, runs)

    def _spread_for(self, asked: int) -> _Woven | None:
        if asked not in self._spread:
            kept = 0
            for at in range(len(self.strands.strands)):
                kept |= self._chosen_highest(at, asked).kept
            self._spread[asked] = self._weave(kept, asked, high=True)
        return self._spread[asked]

    def _longest(self, kept: int, sizes: Mapping[int, int]) -> int:
        return max(bits(kept), key=lambda one: (sizes[one], -one))

    def _family(self, group: int) -> tuple[int, int]:
        """Return the mutually apart strands of a group that hold most at least, and what they hold."""
        return heaviest_apart(self.strands, group, self._reach, self.tick, self._families)

    def _surest(self, at: int) -> dict[int, tuple[int, int]]:
        """Find for each strand that a strand is tied to the largest set that lies within it in every world.

        Of sets as large the first; as size and set, the set negated, so that the greatest of these is that.
        """
        mine = self.strands.strands[at].doubted
        found = {}
        for other, pairs in self.strands.ties[at].items():
            theirs = self.strands.strands[other].doubted
            sure = [(self._lo[one], -one) for one, outer in pairs if not (theirs >> outer | mine >> one) & 1]
            if sure:
                found[other] = max(sure)
        return found

    def _chosen_highest(self, at: int, asked: int, gone: int | None = None) -> _Choice:
        """Choose what to keep of a strand so that it reaches furthest beyond what surely stands in others asked for."""
        if not asked >> at & 1:
            asked = 0
        shared = self._surely_shared(at, asked)
        others = sum(1 << other for other in self.strands.ties[at] if asked >> other & 1)
        burden = 0
        for inner, outer in self._doubtful[at]:
            if asked >> inner & 1:
                burden |= 1 << outer
        if gone is not None:
            return self._choice(at, others, burden & ~(1 << gone), shared, _without(self.strands.strands[at], gone))
        key = at, others, burden, shared
        if key not in self._highest:
            self._highest[key] = self._choice(at, others, burden, shared, self.strands.strands[at])
        return self._highest[key]

    def _surely_shared(self, at: int, asked: int) -> tuple[int, int]:
        """Find sets, apart from each other, that lie within a strand and within later strands that are asked for too.

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
                for other, found in self._sure[feeder].items()
                if asked >> other & 1 and self._rank[other] > self._rank[at] and self._one_holds_other(here, found)
            ]
            if onwards:
                reach[feeder] = max(onwards)
        if not reach:
            return 0, 0
        weights = {feeder: size for feeder, (size, _) in reach.items()}
        value, family = heaviest_apart(self.strands, sum(1 << feeder for feeder in reach), weights, self.tick, {})
        return value, sum(1 << -reach[feeder][1] for feeder in bits(family))

    def _one_holds_other(self, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """Whether the smaller of two sets, as size and set negated, lies within the larger."""
        (_, inner), (_, outer) = sorted((one, other))
        return inner == outer or bool(self.strands.problem.within[-inner] >> -outer & 1)

    def _choice(self, at: int, others: int, burden: int, shared: tuple[int, int], strand: Strand) -> _Choice:
        tied = {
            one
            for other in bits(others)
            for one, outer in self.strands.ties[at][other]
            if not self.strands.strands[other].doubted >> outer & 1 and strand.sets >> one & 1
        }
        if not strand.rivals:
            teller = max(tied, key=lambda one: (self._lo[one], -one), default=None)
            reach = max(self._most(one) for one in bits(strand.sets))
            elsewhere = self._lo[teller] if teller is not None else 0
            best = _Choice(strand.sets, reach, elsewhere, 1 << teller if teller is not None else 0)
        else:
            best = self._best_of_rivals(strand, tied, burden)
        if shared[0] > best.elsewhere:
            best = _Choice(best.kept, best.reach, *shared)
        return best

    def _best_of_rivals(self, strand: Strand, tied: set[int], burden: int) -> _Choice:
        """Choose among rivals; of choices as good, one that keeps as little as can be of a burden.

        A burden are the sets in doubt that others must lie within, as long as they are kept.
        """
        best: _Choice | None = None
        first = 0
        for one in sorted(bits(strand.sets), key=lambda one: (-self._most(one), one)):
            if best is not None and self._most(one) <= best.reach - best.elsewhere:
                break
            elsewhere, kept = lowest(
                strand.sets,
                strand.rivals,
                lambda other: self._lo[other] if other in tied else 0,
                1 << one,
                self.tick,
            )
            if best is None or self._most(one) - elsewhere > best.reach - best.elsewhere:
                tellers = (1 << other for other in bits(kept) if other in tied and self._lo[other] == elsewhere)
                best = _Choice(kept, self._most(one), elsewhere, next(tellers, 0))
                first = one
        assert best is not None, "a strand has sets"
        out = sum(1 << one for one in tied if self._lo[one] > best.elsewhere)
        for one in sorted(bits(burden), key=lambda one: (self._lo[one], one)):
            lighter = leaving_out(strand.sets, strand.rivals, out | 1 << one, 1 << first, self.tick)
            if lighter is not None:
                out |= 1 << one
                best = replace(best, kept=lighter)
        return best

    def _most(self, one: int) -> int:
        """Return the greatest size of a set within all that it lies within and that is always kept."""
        if self._lo[one] == self._hi[one]:
            return self._hi[one]
        outer = self.strands.problem.within[one] & self.strands.sets & ~self._doubted
        return min([self._hi[one], *(self._hi[other] for other in bits(outer))])

    def _sizes(self, kept: int, *, high: bool) -> dict[int, int] | None:
        """Return a size for each kept set, no set smaller than what lies within it; None if that cannot be.

        The least sizes or, if `high`, such that each strand reaches as far as it can.
        """
        sizes = {one: size for one, size in self._lo.items() if kept >> one & 1}
        if not self._loose:
            return sizes
        for at in self.strands.order:
            group = self.strands.strands[at].sets & kept
            if high:
                self._stretch(group, sizes)
            self._raise(group, sizes)
            for pairs in self.strands.ties[at].values():
                for one, outer in pairs:
                    if one in sizes and outer in sizes and sizes[one] > sizes[outer]:
                        sizes[outer] = sizes[one]
        if any(size > self._hi[one] for one, size in sizes.items()) or not self._nested(kept, sizes):
            return None
        return sizes

    def _nested(self, kept: int, sizes: Mapping[int, int]) -> bool:
        """Whether no set that was raised is larger than one of its strand, not its rival, that it lies within."""
        for one in bits(kept):
            if sizes[one] > self._lo[one]:
                strand = self.strands.strands[self._strand_of[one]]
                outer = self.strands.problem.within[one] & strand.sets & kept & ~strand.rivals.get(one, 0)
                if any(sizes[other] < sizes[one] for other in bits(outer)):
                    return False
        return True

    def _stretch(self, group: int, sizes: dict[int, int]) -> None:
        """Let the set of a strand that can be largest, and those around it, be as large as that."""
        top = max(bits(group), key=lambda one: (self._most(one), one), default=None)
        if top is not None and self._most(top) > self._lo[top]:
            for one in bits(self.strands.problem.within[top] & group | 1 << top):
                sizes[one] = max(sizes[one], self._most(top))

    def _raise(self, group: int, sizes: dict[int, int]) -> None:
        """Let no set of a strand be smaller than what lies within it."""
        within = self.strands.problem.within
        loose = [one for one in bits(group) if self._lo[one] != self._hi[one]]
        changed = bool(loose)
        while changed:
            changed = False
            for outer in loose:
                most = max((sizes[one] for one in bits(group) if within[one] >> outer & 1), default=0)
                if most > sizes[outer]:
                    sizes[outer], changed = most, True


def _without(strand: Strand, gone: int) -> Strand:
    rivals = {one: others & ~(1 << gone) for one, others in strand.rivals.items() if one != gone}
    return replace(
        strand, sets=strand.sets & ~(1 << gone), rivals={one: others for one, others in rivals.items() if others}
    )


def heaviest_apart(
    strands: Strands,
    group: int,
    weights: Mapping[int, int] | Sequence[int],
    tick: Callable[[], None],
    known: dict[int, tuple[int, int]],
) -> tuple[int, int]:
    """Find mutually apart strands of a group with the greatest sum of weights.

    Strands that share nothing with the others of a group add up; of those that may, one that may share with most is
    taken, or not.

    Parameters
    ----------
    known
        What was found before with these weights, by group; extended in place.

    Returns
    -------
    tuple of int
        The sum and the strands.
    """

    def best(group: int) -> tuple[int, int]:
        if not group:
            return 0, 0
        if group not in known:
            tick()
            part = connected(group & -group, group)
            known[group] = chosen(group) if part == group else added(best(part), best(group & ~part))
        return known[group]

    def connected(start: int, group: int) -> int:
        found = fresh = start
        while fresh:
            reached = 0
            for at in bits(fresh):
                reached |= strands.strands[at].shares
            fresh = reached & group & ~found
            found |= fresh
        return found

    def chosen(group: int) -> tuple[int, int]:
        broadest = max(bits(group), key=lambda at: ((strands.strands[at].shares & group).bit_count(), -at))
        with_it = added(best(group & ~strands.strands[broadest].shares), (weights[broadest], 1 << broadest))
        without = best(group & ~(1 << broadest))
        return with_it if with_it[0] >= without[0] else without

    def added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
        return one[0] + other[0], one[1] | other[1]

    return best(group)
