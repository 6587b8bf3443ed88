"""The pairs whose answer would move a bound: the questions worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, OutOfTimeError, bits, nesting, union
from reconcile.graph import SCOPE, Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reconcile.bounds import Bundle, End, Problem
    from reconcile.findings.tolls import Range, Tolls
    from reconcile.graph import Edge


@dataclass(frozen=True, slots=True)
class Effect:
    """What the answers make of one question (by index); `settles` is by how much the range narrows either way."""

    question: int
    if_within: Range
    if_apart: Range
    settles: int


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """An open pair, by number in the graph: is `claim` within `other`? If they may overlap, `claim` is the smaller."""

    edge: Edge
    claim: int
    other: int
    effects: tuple[Effect, ...]

    @property
    def settles(self) -> int:
        """By how much the answer is sure to narrow the range that it narrows most."""
        return max(effect.settles for effect in self.effects)


def ambiguities(tolls: Tolls) -> list[Ambiguity]:
    """Find the open pairs, both of whose answers are possible, that move a bound; the most settling first.

    A pair is left out where another says more: one of the same people, or of larger figures that hold both claims
    and whose answers narrow every range at least as far. Among the claims of a component so large that it is bounded
    as strands, or of two components that no question asks about together, no pairs are looked at; if there are any, the
    tolls are not complete.
    """
    closed = sum(tolls.sets(at) for at in range(len(tolls.structure.components)) if not _searchable(tolls, at))
    if next(tolls.graph.open_pairs(closed), None):
        tolls.complete = False
    looked_at = tolls.structure.problem.everything & ~closed
    if not looked_at:
        return []
    pairs = _Pairs(tolls)
    found = []

    def promise(edge: Edge) -> tuple[bool, int, int, int]:
        """Say how soon to ask: what somebody spoke of first, then by how many people it may be about."""
        most = min(tolls.structure.problem.hi[edge.claim], tolls.structure.problem.hi[edge.other])
        return edge.basis == SCOPE, -most, edge.claim, edge.other

    for edge in sorted(tolls.graph.open_pairs(looked_at), key=promise):
        if pairs.asunder(edge):
            tolls.complete = False
            continue
        try:
            ambiguity = pairs.ask(edge)
        except OutOfTimeError:
            tolls.complete = False
            break
        if ambiguity is not None:
            found.append(ambiguity)
    left = [one for at, one in enumerate(found) if not pairs.said_by_another(at, found)]
    return sorted(
        left, key=lambda one: (-one.settles, -sum(effect.settles for effect in one.effects), one.claim, one.other)
    )


def _searchable(tolls: Tolls, component: int) -> bool:
    """Whether it is known in so many words what can be kept of a component."""
    return all(bundle.groups is not None for bundle in tolls.bundles(component))


@dataclass(frozen=True, slots=True)
class _Answered:
    """The problem under an answer: the component of the pair, its bundles now, and those that are no more.

    `same_kept` says whether the same can be kept as without the answer.
    """

    problem: Problem
    component: int
    bundles: tuple[Bundle, ...]
    gone: frozenset[int]
    fresh: tuple[Bundle, ...]
    same_kept: bool


class _Pairs:
    """Asks what the answers to open pairs would make of the tolls."""

    def __init__(self, tolls: Tolls) -> None:
        self.tolls = tolls
        self.bundle_of: dict[int, int] = {}
        for at, bundle in enumerate(tolls.structure.bundles):
            self.bundle_of.update(dict.fromkeys(bits(bundle.sets), at))
        self.component_of = {
            at: component for component, numbers in enumerate(tolls.structure.components) for at in numbers
        }
        self.nested = _nesting(tolls)
        self.seen: dict[tuple[int, int | frozenset[int]], list[_Seen]] = {}

    def ask(self, edge: Edge) -> Ambiguity | None:
        """Return what the answers to a pair would make of the tolls; None where it is not worth asking."""
        claim, other = edge.claim, edge.other
        if edge.relation is Relation.MAY_OVERLAP:
            claim, other = sorted((claim, other), key=self._figure)
        asked = self._asked(claim)
        if not asked or self._follows(claim, other, asked):
            return None
        if_within = self._if(claim, other, Relation.WITHIN, asked)
        if_apart = if_within and self._if(claim, other, Relation.APART, asked)
        if if_within is None or if_apart is None:
            return None
        effects = tuple(self._effects(if_within, if_apart))
        return Ambiguity(edge, claim, other, effects) if effects else None

    def asunder(self, edge: Edge) -> bool:
        """Whether the two claims are of different components, although they may share people."""
        one, other = (self.component_of[self.bundle_of[claim]] for claim in (edge.claim, edge.other))
        return one != other

    def said_by_another(self, at: int, found: list[Ambiguity]) -> bool:
        """Whether another pair found says all that one does."""
        one = found[at]
        return any(
            self._covers(other, one) and (other_at < at or not self._covers(one, other))
            for other_at, other in enumerate(found)
            if other_at != at
        )

    def _asked(self, claim: int) -> list[int]:
        """Return the questions that some claim of a claim's component answers."""
        component = self.component_of[self.bundle_of[claim]]
        return [at for at, shares in enumerate(self.tolls.shares) if component in shares.lower]

    def _follows(self, one: int, two: int, asked: list[int]) -> bool:
        """Whether the answer is known already, or every range it could narrow is a single number.

        Where no claim is in doubt, an answer never widens a range.
        """
        if self._inside(one, two) and self.tolls.structure.problem.lo[one]:
            return True
        component = self.tolls.structure.components[self.component_of[self.bundle_of[one]]]
        certain = all(not self.tolls.structure.bundles[at].conflicts for at in component)
        ranges = (self.tolls.tolls[question].range for question in asked)
        return certain and all(found is not None and found[0] == found[1] for found in ranges)

    def _if(self, one: int, two: int, answer: Relation, asked: list[int]) -> Mapping[int, Range] | None:
        """Return the ranges under an answer; None where no world of the case gives that answer."""
        answered = self._answered(one, two, answer)
        if answered is None:
            return None
        ranges = {}
        for question in asked:
            bounds = self.tolls.tolls[question].bounds
            assert bounds is not None, "a question with shares has bounds"
            lower, upper = self._ends(question, answered, one, two, answer)
            ranges[question] = bounds.lower.value + lower, bounds.upper.value + upper
        return ranges

    def _answered(self, one: int, two: int, answer: Relation) -> _Answered | None:
        """Put an answer into the problem; None where no world of the case gives it."""
        structure, solver = self.tolls.structure, self.tolls.solver
        numbers = frozenset((self.bundle_of[one], self.bundle_of[two]))
        olds = [structure.bundles[at] for at in sorted(numbers)]
        if any(not any(group >> claim & 1 for old in olds for group in old.groups or ()) for claim in (one, two)):
            return None
        if answer is Relation.WITHIN:
            problem = structure.problem.with_within(one, two)
        else:
            problem = structure.problem.with_apart(one, two)
        fresh: tuple[Bundle, ...] = ()
        same_kept = True
        if answer is Relation.APART and len(numbers) > 1:
            numbers = frozenset()
        else:
            known = [conflict for old in olds for conflict in old.conflicts]
            bundle = solver.bundle(problem, sum(old.sets for old in olds), known)
            if bundle.groups is None:
                raise OutOfTimeError
            both = 1 << one | 1 << two
            before = {sum(groups) for groups in product(*(old.groups or () for old in olds))}
            if not any(group & both == both and group in before for group in bundle.groups):
                return None
            fresh, same_kept = (bundle,), before == set(bundle.groups)
        component = self.component_of[self.bundle_of[one]]
        stay = tuple(structure.bundles[at] for at in structure.components[component] if at not in numbers)
        return _Answered(problem, component, (*stay, *fresh), numbers, fresh, same_kept)

    def _ends(self, question: int, answered: _Answered, one: int, two: int, answer: Relation) -> tuple[int, int]:
        """Return by how much an answer moves the lower and the upper bound of a question."""
        query = self.tolls.tolls[question].claims
        shares = self.tolls.shares[question]
        if not self._touches(query, answered, one, two):
            return 0, 0
        asked = one, two, answer
        solver, bundles = self.tolls.solver, self.tolls.structure.bundles
        lower = self._moved(
            (question, answered.component),
            _Seen(shares.lower[answered.component], self.tolls.bundles(answered.component), query),
            answered,
            asked,
            lambda: _Seen(solver.least(answered.problem, answered.bundles, query), answered.bundles, query),
        )
        upper = 0
        if answered.fresh:
            gone = sorted(answered.gone)
            before = sum((shares.upper[at] for at in gone if at in shares.upper), NOTHING)
            upper = self._moved(
                (question, answered.gone),
                _Seen(before, [bundles[at] for at in gone], query),
                answered,
                asked,
                lambda: _Seen(
                    sum((solver.most(answered.problem, one, query) for one in answered.fresh), NOTHING),
                    answered.fresh,
                    query,
                ),
            )
        return lower, upper

    def _touches(self, query: int, answered: _Answered, one: int, two: int) -> bool:
        """Whether an answer binds claims that a question asks about to anything it did not bind them to before."""
        if answered.fresh:
            return any(bundle.sets & query for bundle in answered.fresh)
        bundles = (self.tolls.structure.bundles[self.bundle_of[claim]] for claim in (one, two))
        return all(bundle.sets & query for bundle in bundles)

    def _moved(
        self,
        key: tuple[int, int | frozenset[int]],
        before: _Seen,
        answered: _Answered,
        asked: tuple[int, int, Relation],
        solve: Callable[[], _Seen],
    ) -> int:
        """Return by how much an answer moves an end.

        As long as the same sets can be kept, an answer that some best world gives already moves nothing; so the best
        worlds that were seen are remembered.
        """
        if not before.end.proven:
            raise OutOfTimeError
        known = self.seen.setdefault(key, [before])
        if answered.same_kept and any(seen.gives(*asked) for seen in known):
            return 0
        after = solve()
        if not after.end.proven:
            raise OutOfTimeError
        if answered.same_kept and after.end.value == before.end.value:
            known.insert(0, after)
        return after.end.value - before.end.value

    def _effects(self, if_within: Mapping[int, Range], if_apart: Mapping[int, Range]) -> Iterator[Effect]:
        for question, within in if_within.items():
            apart = if_apart[question]
            now = self.tolls.tolls[question].range
            assert now is not None
            if within != now or apart != now:
                left = max(within[1] - within[0], apart[1] - apart[0])
                yield Effect(question, within, apart, max(0, now[1] - now[0] - left))

    def _figure(self, claim: int) -> tuple[int, int, int]:
        count = self.tolls.graph.claims[claim].count
        return count.hi, count.lo, claim

    def _covers(self, larger: Ambiguity, smaller: Ambiguity) -> bool:
        """Whether one pair's answers narrow all that another's do, whose claims lie within its own."""
        held = (self._inside(smaller.claim, larger.claim) and self._inside(smaller.other, larger.other)) or (
            larger.edge.relation is Relation.MAY_OVERLAP
            and self._inside(smaller.claim, larger.other)
            and self._inside(smaller.other, larger.claim)
        )
        return held and all(
            _as_narrow(_effect_on(effect.question, larger, self.tolls), effect) for effect in smaller.effects
        )

    def _inside(self, one: int, other: int) -> bool:
        return one == other or bool(self.nested[one] >> other & 1)


class _Seen:
    """An end of the range of a query's sets in some bundles; of its world: who holds all of a claim, who shares it."""

    def __init__(self, end: End, bundles: Iterable[Bundle], query: int) -> None:
        self.end = end
        self._sets = union(bundle.sets for bundle in bundles if bundle.sets & query)
        self._around: dict[int, tuple[int, int]] = {}

    def gives(self, one: int, two: int, answer: Relation) -> bool:
        """Whether the first set lies within the second, or, asked that, they are apart; so it is if one is left out."""
        both = 1 << one | 1 << two
        if self.end.world is None or self._sets & both & ~self.end.world.kept:
            return self.end.world is not None
        if self.end.world.kept & both != both:
            return False
        if one not in self._around:
            holders, sharers = self.end.world.kept, 0
            for region, number in self.end.world.regions.items():
                if number and region >> one & 1:
                    holders &= region
                    sharers |= region
            self._around[one] = holders, sharers
        holders, sharers = self._around[one]
        return bool(holders >> two & 1) if answer is Relation.WITHIN else not sharers >> two & 1


def _nesting(tolls: Tolls) -> list[int]:
    """Return for each claim the claims that it lies within in every world: through claims that are always kept."""
    problem = tolls.structure.problem
    doubted = 0
    for bundle in tolls.structure.bundles:
        for conflict in bundle.conflicts:
            doubted |= conflict
    closed = nesting(problem, problem.everything & ~doubted)
    return [closed.get(one, 0) for one in range(problem.size)]


def _effect_on(question: int, ambiguity: Ambiguity, tolls: Tolls) -> tuple[Range, Range]:
    for effect in ambiguity.effects:
        if effect.question == question:
            return effect.if_within, effect.if_apart
    now = tolls.tolls[question].range
    assert now is not None
    return now, now


def _as_narrow(mine: tuple[Range, Range], effect: Effect) -> bool:
    return all(
        theirs[0] <= range_[0] and range_[1] <= theirs[1]
        for range_, theirs in zip(mine, (effect.if_within, effect.if_apart), strict=True)
    )
