"""Exact bounds of a union: components apart, kept groups in turn, each bound with its world."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.clock import Clock, OutOfTimeError
from reconcile.bounds.combining import least_of
from reconcile.bounds.ends import NOTHING, Bounds, End, terms_of
from reconcile.bounds.kept import conflicts, kept_groups, shrink
from reconcile.bounds.optimum import Optimum, optimise
from reconcile.bounds.parting import bound_together, chains, strangers, touching
from reconcile.bounds.problem import holds, union
from reconcile.bounds.reduction import reduce
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.strandbounds import StrandBounds

LARGE = 150
"""From so many sets on, a component is looked at as strands first."""

TOO_LARGE = 400
"""From so many sets on, a bundle that is no strands is not searched: that would take hours and gigabytes."""

MOST_BLOCKING = 10
"""How many sets are found that are too small for what lies within them, before one gives up."""

MOST_LISTED = 20
"""Among more sets in doubt the conflicts are not listed: there may be millions."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sets that rules bind together: what can be kept, and how many there are at most, is found bundle by bundle.

    `groups` are the maximal kept groups; None if the time did not suffice to find them, or if there is no need to, as
    the sets are `strands`. Where it is not known what can be kept, `conflicts` are some that were found, and `blocking`
    is the group of the sets that were found too small for what lies within them: without these, it may be known.
    If it is known what is in doubt, the sets `doubted`, the `strands` are all sets but some of these, and if those in
    doubt are few, all conflicts are `listed`; or, with hulls for them, none of these, and conflicts are not listed.
    """

    sets: int
    conflicts: tuple[int, ...] = ()
    groups: tuple[int, ...] | None = None
    strands: StrandBounds | None = None
    blocking: int = 0
    doubted: int = 0
    listed: bool = False

    @property
    def known(self) -> bool:
        """Whether it is known what can be kept."""
        return self.groups is not None or (self.strands is not None and not self.doubted)


@dataclass(frozen=True, slots=True)
class Structure:
    """A problem taken apart: its bundles, and the components, bundles that may share elements, by their numbers."""

    problem: Problem
    bundles: tuple[Bundle, ...]
    components: tuple[tuple[int, ...], ...]


class Solver:
    """Solves under one limit of time, and remembers reduced problems: what-ifs mostly reduce to the same few."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self._optima: dict[tuple[Problem, int, Sense], Optimum | None] = {}
        self._wide = True

    @contextmanager
    def in_brief(self) -> Iterator[None]:
        """Meanwhile, do not go into wide unions: what is asked for many times must not take long."""
        wide, self._wide = self._wide, False
        try:
            yield
        finally:
            self._wide = wide

    def structure(self, problem: Problem, sets: int | None = None, queries: Sequence[int] | None = None) -> Structure:
        """Take a problem, or some sets of it, apart, and find what can be kept.

        A large component that is made of strands is one bundle. If all queries are given that will be asked, a large
        component ends where none of them reaches further.
        """
        together = bound_together(problem, problem.everything if sets is None else sets)
        bundles: list[Bundle] = []
        components = []
        for numbers in self._gathered(problem, together, queries):
            sets = sum(together[at] for at in numbers)
            bounds = self._strand_bounds(problem, sets) if sets.bit_count() > LARGE else None
            strands = self._bundled(sets, bounds)
            found = [strands] if strands else [self.bundle(problem, together[at]) for at in numbers]
            if not strands and not all(bundle.known for bundle in found):
                bounds = bounds or self._strand_bounds(problem, sets)
                strands = self._bundled(sets, bounds) or self._blocked(problem, sets, bounds)
                found = [strands] if strands else found
            components.append(tuple(range(len(bundles), len(bundles) + len(found))))
            bundles += found
        return Structure(problem, tuple(bundles), tuple(components))

    def _gathered(
        self, problem: Problem, together: Sequence[int], queries: Sequence[int] | None
    ) -> Iterator[tuple[int, ...]]:
        for numbers in touching(problem, together):
            groups = [together[at] for at in numbers]
            if queries is None or len(groups) == 1 or sum(groups).bit_count() <= LARGE:
                yield numbers
            else:
                for nearer in touching(problem, groups, queries):
                    yield tuple(numbers[at] for at in nearer)

    def strands(self, problem: Problem, sets: int, *, fit: bool = False) -> Bundle | None:
        """Return some sets as a bundle of strands, in brief; None where they are not of that form, or time is over.

        Parameters
        ----------
        fit
            Whether it is known that all of the sets fit into one world.
        """
        with self.in_brief():
            return self._bundled(sets, self._strand_bounds(problem, sets), fit=fit)

    def _strand_bounds(self, problem: Problem, sets: int, unsure: int = 0, aside: int = 0) -> StrandBounds | None:
        from reconcile.bounds.strandbounds import StrandBounds  # noqa: PLC0415 - only large cases need it
        from reconcile.bounds.strands import strands_of  # noqa: PLC0415

        try:
            strands = strands_of(problem, sets, unsure)
            return None if strands is None else StrandBounds(strands, self.clock, aside, wide=self._wide)
        except OutOfTimeError:
            return None

    def _bundled(self, sets: int, bounds: StrandBounds | None, *, fit: bool = False) -> Bundle | None:
        """Return strands as a bundle; None where they do not fit into one world."""
        try:
            sound = bounds and (fit or bounds.sound)
        except OutOfTimeError:
            return None
        return Bundle(sets, tuple(bounds.conflicts()), None, bounds) if bounds and sound else None

    def _blocked(self, problem: Problem, sets: int, bounds: StrandBounds | None) -> Bundle | None:
        """Return strands that do not fit into one world as a bundle, with conflicts that show why they do not."""
        if bounds is None:
            bundle = self._hulled(problem, Bundle(sets))
            return bundle if bundle.doubted else None
        bundle = Bundle(sets, tuple(bounds.conflicts()))
        with suppress(OutOfTimeError):
            while (full := bounds.overfull(sets & ~bundle.blocking)) and bundle.blocking.bit_count() < MOST_BLOCKING:
                found = shrink(problem, self.feasible, full.conflict)
                bundle = replace(
                    bundle, conflicts=(*bundle.conflicts, found), blocking=bundle.blocking | 1 << full.outer
                )
            bundle = self._doubted(problem, bounds, bundle) or self._hulled(problem, bundle)
            bundle = self._listed(problem, bundle)
        return bundle

    def _doubted(self, problem: Problem, bounds: StrandBounds, bundle: Bundle) -> Bundle | None:
        """Return a bundle of strands that do not fit into one world with what is in doubt for that; None if unknown."""
        from reconcile.bounds.doubting import doubt  # noqa: PLC0415 - only large cases need it

        found = doubt(bounds.strands, self.clock.tick) if problem.kinds else None
        if found is None:
            return None
        sets, unsure = bundle.sets & ~found.aside, found.sets & ~found.aside
        around = self._strand_bounds(problem, sets, unsure, found.aside)
        return replace(bundle, strands=around, doubted=found.sets) if around and around.sound else None

    def _hulled(self, problem: Problem, bundle: Bundle) -> Bundle:
        """Return the bundle with those of its sets that are kept whatever is of all others, if that is known."""
        from reconcile.bounds.hulls import hulled  # noqa: PLC0415 - only large cases need it
        from reconcile.bounds.strands import pairs_of, rivals_of  # noqa: PLC0415 - as above

        with suppress(OutOfTimeError):
            if found := hulled(problem, bundle.sets, self.clock, wide=self._wide):
                pairs = bundle.conflicts or tuple(pairs_of(rivals_of(problem, bundle.sets)))
                bundle = replace(bundle, strands=found.bounds, doubted=found.doubted, conflicts=pairs)
        return bundle

    def _listed(self, problem: Problem, bundle: Bundle) -> Bundle:
        """Return a bundle with all its conflicts, if few of its sets are in doubt: all but rivals are among these."""
        if not (bundle.strands and 0 < bundle.doubted.bit_count() <= MOST_LISTED) or bundle.strands.loose:
            return bundle
        known = [conflict for conflict in bundle.conflicts if not conflict & ~bundle.doubted]
        found = conflicts(problem, bundle.doubted, self.feasible, self.clock, known)
        return replace(bundle, conflicts=tuple(dict.fromkeys([*bundle.conflicts, *found])), listed=True)

    def lacks_room(self, problem: Problem, sets: int, inside: Mapping[int, int]) -> bool:
        """Whether there is no room, among some sets that are strands, for all that lies within one of them.

        `inside` are sets with the group of those that lie within them. It is enough that some of these are apart from
        each other; True means that not all of them can be kept.
        """
        from reconcile.bounds.room import room_needed  # noqa: PLC0415 - only large cases need it
        from reconcile.bounds.strands import strands_of  # noqa: PLC0415

        strands = strands_of(problem, sets)
        if strands is None:
            return False
        return any(
            room_needed(strands, inner, self.clock.tick)[0] > problem.hi[outer] for outer, inner in inside.items()
        )

    def bundle(self, problem: Problem, sets: int, known: Iterable[int] = ()) -> Bundle:
        """Find what can be kept of some sets that no rule binds to others; `known` are groups known to conflict."""
        if sets.bit_count() > TOO_LARGE:
            return Bundle(sets)
        try:
            if not known and self.feasible(problem, sets):
                return Bundle(sets, (), (sets,))
            found = conflicts(problem, sets, self.feasible, self.clock, known)
            return Bundle(sets, tuple(found), tuple(kept_groups(problem, sets, found, self.clock)))
        except OutOfTimeError:
            return Bundle(sets)

    def foresee(self, bundles: Iterable[Bundle], queries: Iterable[int]) -> None:
        """Make ready for the greatest unions that will be asked for: worlds that serve several are made once."""
        queries = list(queries)
        for bundle in bundles:
            if bundle.strands:
                with suppress(OutOfTimeError):
                    bundle.strands.foresee([query & bundle.sets for query in queries])

    def feasible(self, problem: Problem, keep: int) -> bool:
        """Whether some world keeps all of these sets."""
        self.clock.tick()
        reduction = reduce(problem, keep, 0)
        return reduction is not None and self._optimum(reduction.problem, 0, Sense.ANY) is not None

    def most(self, problem: Problem, bundle: Bundle, query: int) -> End:
        """Return the greatest union of a bundle's query sets. Bundles add up, as they need share nothing."""
        return self._best(problem, [bundle], query, Sense.GREATEST)

    def least(self, problem: Problem, bundles: Sequence[Bundle], query: int) -> End:
        """Return the least union of the query sets of a component's bundles. Those of several components add up."""
        return self._best(problem, [bundle for bundle in bundles if bundle.sets & query], query, Sense.LEAST)

    def solve(self, problem: Problem, query: int) -> Bounds:
        """Return the exact bounds of the union of the query's sets over all worlds."""
        structure = self.structure(problem)
        lower, upper = NOTHING, NOTHING
        for component in structure.components:
            bundles = [structure.bundles[at] for at in component]
            lower += self.least(problem, bundles, query)
            for bundle in bundles:
                upper += self.most(problem, bundle, query)
        return Bounds(lower, upper)

    def _best(self, problem: Problem, bundles: Sequence[Bundle], query: int, sense: Sense) -> End:
        query &= union(bundle.sets for bundle in bundles)
        if not query:
            return NOTHING
        if bundles[0].strands:
            try:
                end = _strand_end(bundles[0].strands, query, sense)
            except OutOfTimeError:
                return _outer(problem, bundles, query, sense)
            if end.proven or not bundles[0].doubted:
                return end
            return max(end, _outer(problem, bundles, query, sense), key=lambda each: each.value * sense)
        if all(bundle.groups is not None for bundle in bundles):
            with suppress(OutOfTimeError):
                return self._best_kept(problem, bundles, query, sense)
        return _outer(problem, bundles, query, sense)

    def _best_kept(self, problem: Problem, bundles: Sequence[Bundle], query: int, sense: Sense) -> End:
        """Return the best union over all that can be kept of some bundles, of one for the greatest."""
        choices = [self._worth_trying(problem, bundle, query, sense) for bundle in bundles]
        if sense is Sense.LEAST:
            return least_of(choices, lambda keep: self._end(problem, keep, query, sense))
        (groups,) = choices
        return max((self._end(problem, keep, query, sense) for keep in groups), key=lambda end: end.value)

    def _worth_trying(self, problem: Problem, bundle: Bundle, query: int, sense: Sense) -> Sequence[int]:
        """Return the kept groups of a bundle among which a best one is.

        Where all sets of a bundle share with the same others, and each kept group comes down to a single set, the one
        of least size gives the least union, and the one of greatest size the greatest.
        """
        groups = bundle.groups or ()
        if len(groups) == 1 or len({problem.apart[one] & ~bundle.sets for one in bits(bundle.sets)}) > 1:
            return groups
        sizes = []
        for group in groups:
            self.clock.tick()
            reduction = reduce(problem, group, query)
            assert reduction is not None, "a kept group can be kept"
            if reduction.problem.size > 1 or not reduction.query:
                return groups
            sizes.append(reduction.problem.lo[0] if sense is Sense.LEAST else -reduction.problem.hi[0])
        return [groups[sizes.index(min(sizes))]]

    def _optimum(self, problem: Problem, query: int, sense: Sense) -> Optimum | None:
        key = (problem, query, sense)
        if key not in self._optima:
            self._optima[key] = optimise(problem, query, sense, self.clock)
        return self._optima[key]

    def _end(self, problem: Problem, keep: int, query: int, sense: Sense) -> End:
        self.clock.tick()
        reduction = reduce(problem, keep, query)
        assert reduction is not None, "a kept group can be kept"
        optimum = self._optimum(reduction.problem, reduction.query, sense if reduction.query else Sense.ANY)
        assert optimum is not None, "a kept group can be kept"
        value = optimum.value if reduction.query else 0
        world = reduction.invert(optimum.regions)
        assert holds(problem, world), "a witness keeps every rule"
        assert world.union(query) == value, "a witness attains its bound"
        return End(value, world, terms_of(problem, keep, reduction, optimum, sense) if value else ())


def _strand_end(strands: StrandBounds, query: int, sense: Sense) -> End:
    if sense is Sense.LEAST:
        bound, attain = strands.at_least(query), strands.least_world(query)
    else:
        bound, attain = strands.at_most(query), strands.most_world(query)
    return End(bound.value, None, bound.terms, attain is not None, attain)


def _outer(problem: Problem, bundles: Sequence[Bundle], query: int, sense: Sense) -> End:
    """Return a bound that holds without a search: the largest set that is surely kept, or a sum that covers all.

    Sets of one kind that are nested, as far as they are kept, hold no more than the largest of them.
    """
    if sense is Sense.GREATEST:
        alike: dict[int, int] = {}
        for one in bits(query):
            kind = problem.kinds[one] if problem.kinds else one
            alike[kind] = alike.get(kind, 0) | 1 << one
        nested = (chain for group in alike.values() for chain in chains(group, strangers(problem, group)))
        value = sum(max(problem.hi[one] for one in bits(chain)) for chain in nested)
    elif bundles[0].strands:
        value = bundles[0].strands.at_least_alone(query)
    else:
        certain = sum(bundle.sets for bundle in bundles if bundle.groups == (bundle.sets,))
        value = max((problem.lo[one] for one in bits(query & certain)), default=0)
    return End(value, None, (), proven=False)
