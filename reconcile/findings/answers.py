"""What the answer to an open pair would make of the tolls."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds import NOTHING, OutOfTimeError, Sense, bits, nesting, union
from reconcile.findings.answer import Answer, UnprovenError, as_strands, strand_answers, with_answer
from reconcile.findings.seen import Seen
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.bounds import Bundle, Problem
    from reconcile.bounds.strandanswers import StrandAnswers
    from reconcile.findings.tolls import Range, Tolls


MOST_SEEN = 6
"""How many worlds are remembered of an end: that of the case, and the latest."""


class Under(NamedTuple):
    """The ranges of questions, by index, under an answer, and whether the same claims can be kept as without it."""

    ranges: Mapping[int, Range]
    same_kept: bool


RangeEnd = tuple[int, Sense]
"""A question, by index, and which end of its range."""


@dataclass(frozen=True, slots=True)
class _Answered:
    """The problem under an answer: the bundles of the pair's component now, those that are no more, and the new ones.

    `same_kept` says whether the same can be kept as without the answer.
    """

    problem: Problem
    bundles: tuple[Bundle, ...]
    gone: frozenset[int]
    fresh: tuple[Bundle, ...]
    same_kept: bool


class Answers:
    """Finds the ranges of the tolls under answers.

    As long as the same claims can be kept, an answer that some best world gives already moves nothing; so the best
    worlds that were seen are remembered.
    """

    def __init__(self, tolls: Tolls) -> None:
        self.tolls = tolls
        self.bundle_of: dict[int, int] = {}
        for at, bundle in enumerate(tolls.structure.bundles):
            self.bundle_of.update(dict.fromkeys(bits(bundle.sets), at))
        self.component_of = {
            at: component for component, numbers in enumerate(tolls.structure.components) for at in numbers
        }
        self._seen: dict[tuple[int, RangeEnd], list[Seen]] = {}
        self._insides: dict[int, int] = {}
        self._in_strands: dict[int, StrandAnswers | None] = {}

    def component(self, claim: int) -> int:
        """Return the number of a claim's component."""
        return self.component_of[self.bundle_of[claim]]

    def asked(self, claim: int) -> list[int]:
        """Return the questions that some claim of a claim's component answers."""
        component = self.component(claim)
        return [at for at, shares in enumerate(self.tolls.shares) if component in shares.lower]

    def certain(self, claim: int) -> bool:
        """Whether all claims of a claim's component are kept in every world."""
        return not any(bundle.conflicts for bundle in self.tolls.bundles(self.component(claim)))

    def inside(self, one: int, other: int) -> bool:
        """Whether a claim lies within another, or is the same, in every world."""
        return one == other or bool(self.nested[one] >> other & 1)

    def around(self, one: int) -> int:
        """Return the claims that one is, or lies within in every world, as a group."""
        return self.nested[one] | 1 << one

    @cached_property
    def sure(self) -> int:
        """The claims that are kept in every world, as a group."""
        doubted = union(conflict for bundle in self.tolls.structure.bundles for conflict in bundle.conflicts)
        return self.tolls.structure.problem.everything & ~doubted

    @cached_property
    def nested(self) -> list[int]:
        """For each claim those that it lies within in every world: through claims that are always kept."""
        problem = self.tolls.structure.problem
        closed = nesting(problem, self.sure)
        return [closed.get(one, 0) for one in range(problem.size)]

    def under(self, pair: Answer, asked: Sequence[int]) -> Under | None:
        """Return the ranges of some questions under an answer; None where no world of the case gives that answer.

        Where the component is looked at as strands, a question is left out if it is not known what the answer makes
        of it.

        Raises
        ------
        UnprovenError
            If it is not known whether the answer is possible, or what it makes of a range.
        OutOfTimeError
            If the time is over.
        """
        asked = [question for question in asked if not self._out_of_reach(pair.one, question)]
        ends = list(self._met(pair, asked))
        known = self._in_known_worlds(pair, asked)
        if known and known.keys() >= set(ends):
            return Under(self._moved(known, asked), same_kept=True)
        given = {end for end in ends if self._gives(pair, end)}
        fits = bool(given or known) and self.certain(pair.one)
        if fits and len(given) == len(ends):
            return Under(self._moved({}, asked), same_kept=True)
        found = self._as_strands(pair, fits=fits)
        moving = [end for end in ends if end not in known and end not in given]
        in_brief = self._under(pair, found, asked, moving, known) if found else None
        if in_brief and len(in_brief.ranges) == len(asked):
            return in_brief
        try:
            searched = self._searched(pair)
        except UnprovenError:
            if in_brief:
                return in_brief
            raise
        if searched is None:
            return None
        moving = [end for end in ends if not (searched.same_kept and end in given)]
        under = self._under(pair, searched, asked, moving, {})
        if len(under.ranges) < len(asked):
            raise UnprovenError
        return under

    def _strands(self, component: int) -> StrandAnswers | None:
        """Return what is known of answers in a component that can be looked at as strands; None in any other."""
        if component not in self._in_strands:
            bundle = self.tolls.as_strands(component)
            queries = (toll.claims for toll in self.tolls.tolls)
            found = strand_answers(bundle.strands, queries) if bundle and bundle.strands else None
            self._in_strands[component] = found
        return self._in_strands[component]

    def _out_of_reach(self, claim: int, question: int) -> bool:
        """Whether it takes too long to find out what answers about a claim make of a question."""
        component = self.component(claim)
        if not self.tolls.bundles(component)[0].strands:  # what can be searched is
            return False
        strands, query = self._strands(component), self.tolls.tolls[question].claims
        return strands is not None and strands.out_of_reach(strands.strands.asked(query))

    def _in_known_worlds(self, pair: Answer, asked: Sequence[int]) -> dict[RangeEnd, int]:
        """Return by how much ends move, as far as changing seats in known worlds of strands tells."""
        strands = self._strands(self.component(pair.one))
        if strands is None:
            return {}
        least, greatest = strands.given(pair.one, pair.two, apart=pair.answer is Relation.APART)
        moves: dict[RangeEnd, int] = {}
        for question in asked:
            union = strands.strands.asked(self.tolls.tolls[question].claims)
            if union in least:
                moves[question, Sense.LEAST] = least[union] - strands.now[union][0]
            if union in greatest:
                moves[question, Sense.GREATEST] = greatest[union] - strands.now[union][1]
        return moves

    def _under(
        self,
        pair: Answer,
        answered: _Answered,
        asked: Sequence[int],
        moving: Sequence[RangeEnd],
        known: Mapping[RangeEnd, int],
    ) -> Under:
        """Return the ranges under an answer: some ends are looked at, some known to move so far; the others stay.

        A question is left out if it is not known how far its ends move.
        """
        greatest = (self.tolls.tolls[question].claims for question, sense in moving if sense is Sense.GREATEST)
        self.tolls.solver.foresee(answered.fresh, greatest)
        found = {end: self._move(pair, answered, end) for end in moving}
        moves = {**known, **{end: move for end, move in found.items() if move is not None}}
        unknown = {question for question, sense in found if (question, sense) not in moves}
        return Under(self._moved(moves, [one for one in asked if one not in unknown]), answered.same_kept)

    def may_be(self, pair: Answer) -> bool:
        """Whether claims that are always kept leave an answer possible; True does not say that it is.

        It takes no search, so that it is worth asking of both answers before `under` is asked of either.
        """
        problem, strands = self.tolls.structure.problem, self._strands(self.component(pair.one))
        if strands and strands.never(pair.one, pair.two, apart=pair.answer is Relation.APART):
            return False
        if pair.answer is Relation.WITHIN:
            return problem.lo[pair.one] <= problem.hi[pair.two]
        together = problem.lo[pair.one] + problem.lo[pair.two]
        if any(together > problem.hi[outer] for outer in bits(self.nested[pair.one] & self.nested[pair.two])):
            return False
        return not any(problem.lo[inner] for inner in bits(self._below(pair.one) & self._below(pair.two)))

    def _below(self, claim: int) -> int:
        """Return the claims that surely lie within one, itself included, as a group."""
        if claim not in self._insides:
            self._insides[claim] = sum(1 << one for one, around in enumerate(self.nested) if around >> claim & 1)
        return self._insides[claim] | 1 << claim

    def _met(self, pair: Answer, asked: Sequence[int]) -> Iterator[RangeEnd]:
        """Find the ends that an answer may move: it binds claims that are asked about to others than before."""
        bundles = {self.bundle_of[pair.one], self.bundle_of[pair.two]}
        for question in asked:
            query = self.tolls.tolls[question].claims
            met = [bool(self.tolls.structure.bundles[at].sets & query) for at in bundles]
            if pair.answer is Relation.WITHIN or len(bundles) == 1:
                if any(met):
                    yield question, Sense.LEAST
                    yield question, Sense.GREATEST
            elif all(met):
                yield question, Sense.LEAST

    def _gives(self, pair: Answer, end: RangeEnd) -> bool:
        """Whether some world that attains an end, of those seen so far, gives an answer already."""
        component = self.component(pair.one)
        if (component, end) not in self._seen:
            question, sense = end
            least, greatest = self.tolls.ends(question, component)
            best, query = least if sense is Sense.LEAST else greatest, self.tolls.tolls[question].claims
            self._seen[component, end] = [Seen(best, self.tolls.bundles(component), query)]
        return any(seen.gives(pair) for seen in self._seen[component, end])

    def _as_strands(self, pair: Answer, *, fits: bool) -> _Answered | None:
        """Put an answer into a component looked at as strands; None where it is not known that the same is kept."""
        tolls, component = self.tolls, self.component(pair.one)
        problem = self._with(pair)
        bundle = as_strands(tolls.solver, problem, tolls.bundles(component), fits=fits)
        if bundle is None:
            return None
        gone = frozenset(tolls.structure.components[component])
        return _Answered(problem, (bundle,), gone, (bundle,), same_kept=True)

    def _with(self, pair: Answer) -> Problem:
        """Put an answer, and what surely follows from it, into the problem."""
        problem, sets = self.tolls.structure.problem, self.tolls.sets(self.component(pair.one))
        return with_answer(problem, pair, self._below, self.sure & sets, sets)

    def _lacks_room(self, pair: Answer) -> bool:
        """Whether some claim, that is always kept, has no room for all that lies within it, now that two are apart."""
        if pair.answer is not Relation.APART:
            return False
        inside = {outer: self._below(outer) for outer in bits(self.nested[pair.one] | self.nested[pair.two])}
        return self.tolls.solver.lacks_room(self._with(pair), self.tolls.sets(self.component(pair.one)), inside)

    def _searched(self, pair: Answer) -> _Answered | None:
        """Put an answer into the problem and search what can be kept; None where no world of the case gives it."""
        structure, solver = self.tolls.structure, self.tolls.solver
        numbers = frozenset((self.bundle_of[pair.one], self.bundle_of[pair.two]))
        olds = [structure.bundles[at] for at in sorted(numbers)]
        if any(old.groups is None for old in self.tolls.bundles(self.component(pair.one))):
            if self._lacks_room(pair):
                return None
            raise UnprovenError
        if any(not any(group >> claim & 1 for old in olds for group in old.groups or ()) for claim in pair[:2]):
            return None
        if pair.answer is Relation.WITHIN:
            problem = structure.problem.with_within(pair.one, pair.two)
        else:
            problem = structure.problem.with_apart(pair.one, pair.two)
        fresh: tuple[Bundle, ...] = ()
        same_kept = True
        if pair.answer is Relation.APART and len(numbers) > 1:
            numbers = frozenset()
        else:
            known = [conflict for old in olds for conflict in old.conflicts]
            bundle = solver.bundle(problem, sum(old.sets for old in olds), known)
            if bundle.groups is None:
                raise OutOfTimeError
            both = 1 << pair.one | 1 << pair.two
            before = {sum(groups) for groups in product(*(old.groups or () for old in olds))}
            if not any(group & both == both and group in before for group in bundle.groups):
                return None
            fresh, same_kept = (bundle,), before == set(bundle.groups)
        stay = (at for at in structure.components[self.component(pair.one)] if at not in numbers)
        return _Answered(problem, (*(structure.bundles[at] for at in stay), *fresh), numbers, fresh, same_kept)

    def _move(self, pair: Answer, answered: _Answered, end: RangeEnd) -> int | None:
        """Return by how much an answer moves an end; None if that is not known."""
        question, sense = end
        query, shares, solver = self.tolls.tolls[question].claims, self.tolls.shares[question], self.tolls.solver
        component = self.component(pair.one)
        if sense is Sense.LEAST:
            before, bundles = shares.lower[component], answered.bundles
            after = solver.least(answered.problem, bundles, query)
        else:
            before = sum((shares.upper[at] for at in sorted(answered.gone) if at in shares.upper), NOTHING)
            bundles = answered.fresh
            after = sum((solver.most(answered.problem, bundle, query) for bundle in bundles), NOTHING)
        if not (before.proven and after.proven):
            solver.clock.tick()
            return None
        if answered.same_kept and after.value == before.value:
            seen = self._seen[component, end]
            seen[1:MOST_SEEN] = [Seen(after, bundles, query), *seen[1 : MOST_SEEN - 1]]
        return after.value - before.value

    def _moved(self, moves: Mapping[RangeEnd, int], asked: Sequence[int]) -> Mapping[int, Range]:
        """Return the ranges of some questions after their ends have moved."""
        ranges = {}
        for question in asked:
            now = self.tolls.tolls[question].range
            assert now is not None, "a question that is asked has claims"
            lower, upper = (moves.get((question, sense), 0) for sense in (Sense.LEAST, Sense.GREATEST))
            ranges[question] = now[0] + lower, now[1] + upper
        return ranges
