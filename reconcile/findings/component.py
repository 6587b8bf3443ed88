"""What replies make of one component of the tolls: its problem, what can be kept, how large unions are then."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, OutOfTimeError, Sense, nesting, union
from reconcile.findings.ambiguities import MOST_CLAIMS
from reconcile.findings.answer import Answer, as_strands, with_answer
from reconcile.graph import Relation

if TYPE_CHECKING:
    from reconcile.bounds import Bundle, End, Problem
    from reconcile.findings.tolls import Tolls

HELD = 25
"""How many states of a component that is looked at as strands are held in memory: each is as large as the component."""

Replies = frozenset[Answer]
"""The answers to some open pairs, all at once."""

NO_REPLIES: Replies = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """The problem and the bundles of a component after some replies."""

    problem: Problem
    bundles: tuple[Bundle, ...]


class Component:
    """What replies make of one component of the tolls, by number.

    Attributes
    ----------
    tolls, number
        Which component.
    sets
        Its claims, as a group.
    large
        Whether they are too many to look at more than one answer.
    searched
        Whether all that can be kept of them is found by a search.
    certain
        Whether all of them are kept in every world.
    """

    def __init__(self, tolls: Tolls, number: int) -> None:
        self.tolls, self.number = tolls, number
        bundles = tuple(tolls.bundles(number))
        self.sets = sum(bundle.sets for bundle in bundles)
        self.large = self.sets.bit_count() > MOST_CLAIMS
        self.searched = all(bundle.groups is not None for bundle in bundles)
        doubted = self.sets & union(conflict for bundle in bundles for conflict in bundle.conflicts)
        self.certain, self._sure = not doubted, self.sets & ~doubted
        self._now = State(tolls.structure.problem, bundles)
        self._found: dict[Replies, State | None] = {NO_REPLIES: self._now}
        self._strands: dict[Replies, State | None] = {}
        self._greatest: dict[tuple[int, int], tuple[Bundle, End]] = {}

    def as_strands(self, replies: Replies) -> State | None:
        """Look at the component after some replies as strands; None where it is not known that the same is kept.

        It is not done where all is kept and all can be searched, which is faster.
        """
        if self.searched and self.certain:
            return None
        if replies not in self._strands:
            self._strands[replies] = self._as_strands(replies)
            if len(self._strands) > HELD:
                del self._strands[next(iter(self._strands))]
        return self._strands[replies]

    def _as_strands(self, replies: Replies) -> State | None:
        now, problem = self.tolls.as_strands(self.number), self._now.problem
        if now is None or not replies:
            return State(problem, (now,)) if now else None
        answers = sorted(replies)
        for one, other, answer in answers:  # what lies within what has to be known first
            problem = problem.with_within(one, other) if answer is Relation.WITHIN else problem
        nested = nesting(problem, self._sure)

        def below(claim: int) -> int:
            return union(1 << at for at, around in nested.items() if around >> claim & 1) | 1 << claim

        for reply in answers:
            problem = with_answer(problem, reply, below, self._sure, self.sets)
        bundle = as_strands(self.tolls.solver, problem, self._now.bundles)
        return State(problem, (bundle,)) if bundle else None

    def search(self, replies: Replies) -> State | None:
        """Search what the replies make of the component; None where no world gives them all.

        Raises
        ------
        OutOfTimeError
            If the time is over, or there are too many ways to keep what fits together.
        """
        if replies not in self._found:
            last = max(replies)
            before = self.search(replies - {last})
            after = before and self._answered(before, last)
            self._found[replies] = after if after and self._possible(after, replies) else None
        return self._found[replies]

    def _answered(self, state: State, reply: Answer) -> State:
        one, other, answer = reply
        within = answer is Relation.WITHIN
        problem = state.problem.with_within(one, other) if within else state.problem.with_apart(one, other)
        touched = [bundle for bundle in state.bundles if bundle.sets & (1 << one | 1 << other)]
        if not within and len(touched) > 1:
            return State(problem, state.bundles)
        known = [conflict for bundle in touched for conflict in bundle.conflicts]
        fresh = self.tolls.solver.bundle(problem, sum(bundle.sets for bundle in touched), known)
        if fresh.groups is None:
            raise OutOfTimeError
        return State(problem, (*(bundle for bundle in state.bundles if bundle not in touched), fresh))

    def _possible(self, state: State, replies: Replies) -> bool:
        """Whether, for each pair, both are still kept in some way in which all could be kept before."""
        if all(bundle.groups == (bundle.sets,) for bundle in state.bundles):
            return True
        kept = _kept(self._now) & _kept(state)
        return all(any(group >> one & group >> other & 1 for group in kept) for one, other, _ in replies)

    def end(self, state: State, query: int, sense: Sense) -> End:
        """Return the least or the greatest union of a query's sets in a state of the component."""
        if sense is Sense.LEAST:
            return self.tolls.solver.least(state.problem, state.bundles, query)
        return sum((self._most(state.problem, bundle, query) for bundle in state.bundles), NOTHING)

    def _most(self, problem: Problem, bundle: Bundle, query: int) -> End:
        """Return the greatest union of a bundle's query sets; what is answered elsewhere does not change it.

        Bundles are told apart by identity, as the same sets, kept alike, may be nested otherwise after another answer.
        """
        if bundle.strands:  # new with each answer and too large to be held on to
            return self.tolls.solver.most(problem, bundle, query)
        key = id(bundle), query & bundle.sets
        if key not in self._greatest:
            self._greatest[key] = bundle, self.tolls.solver.most(problem, bundle, query)
        return self._greatest[key][1]


def _kept(state: State) -> set[int]:
    """Return the maximal kept groups of a component."""
    return {sum(groups) for groups in product(*(bundle.groups or () for bundle in state.bundles))}
