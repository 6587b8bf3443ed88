"""What answers make of one component of the tolls: its problem, what can be kept, how wide a range is left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError, nesting, union
from reconcile.findings.ambiguities import MOST_CLAIMS
from reconcile.findings.answer import Answer, as_strands, with_answer
from reconcile.graph import Relation

if TYPE_CHECKING:
    from reconcile.bounds import Bundle, End, Problem
    from reconcile.findings.tolls import Tolls

HELD = 25
"""How many states of a component that is looked at as strands are held in memory: each is as large as the component."""

Pair = tuple[int, int]
Replies = frozenset[tuple[Pair, bool]]
"""What was answered, yes or no, of pairs of claims."""

NO_REPLIES: Replies = frozenset()


@dataclass(frozen=True, slots=True)
class State:
    """The problem and the bundles of a component once some questions are answered."""

    problem: Problem
    bundles: tuple[Bundle, ...]


class Component:
    """What answers make of one component of the tolls; everything is found out once."""

    def __init__(self, tolls: Tolls, component: int) -> None:
        self.tolls = tolls
        bundles = tuple(tolls.bundles(component))
        self.sets = sum(bundle.sets for bundle in bundles)
        self.large = self.sets.bit_count() > MOST_CLAIMS
        self.searched = all(bundle.groups is not None for bundle in bundles)
        self._sure = self.sets & ~union(conflict for bundle in bundles for conflict in bundle.conflicts)
        self._nothing = State(tolls.structure.problem, bundles)
        self._states: dict[Replies, State | None] = {NO_REPLIES: self._nothing}
        self._greatest: dict[tuple[int, int], tuple[Bundle, End]] = {}

    def state(self, replies: Replies, *, fits: bool = False) -> State | None:
        """Return what the replies make of the component; None where no world gives them all, or it is not known.

        Parameters
        ----------
        fits
            Whether it is known that all of its claims fit into one world that gives the replies.
        """
        if replies not in self._states:
            self._states[replies] = self._search(replies) if self.searched else self._as_strands(replies, fits=fits)
            if not self.searched and len(self._states) > HELD:
                del self._states[next(one for one in self._states if one)]
        return self._states[replies]

    def most(self, problem: Problem, bundle: Bundle, query: int) -> End:
        """Return the greatest union of a bundle's query sets; what is answered elsewhere does not change it.

        Bundles are told apart by identity, as the same sets, kept alike, may be nested otherwise after another answer.
        """
        if not self.searched:  # one bundle, that is new with each answer and too large to be held on to
            return self.tolls.solver.most(problem, bundle, query)
        key = id(bundle), query & bundle.sets
        if key not in self._greatest:
            self._greatest[key] = bundle, self.tolls.solver.most(problem, bundle, query)
        return self._greatest[key][1]

    def _as_strands(self, replies: Replies, *, fits: bool) -> State | None:
        """Look at the component under some replies as strands; None where it is not known that the same is kept."""
        problem = self._nothing.problem
        for (one, other), within in sorted(replies):  # what lies within what has to be known first
            problem = problem.with_within(one, other) if within else problem
        nested = nesting(problem, self._sure)

        def below(claim: int) -> int:
            return union(1 << at for at, around in nested.items() if around >> claim & 1) | 1 << claim

        for (one, other), within in sorted(replies):
            answer = Relation.WITHIN if within else Relation.APART
            problem = with_answer(problem, Answer(one, other, answer), below, self._sure, self.sets)
        bundle = as_strands(self.tolls.solver, problem, self._nothing.bundles, fits=fits)
        return State(problem, (bundle,)) if bundle else None

    def _search(self, replies: Replies) -> State | None:
        """Search what the replies make of the component; None where no world gives them all."""
        last = max(replies)
        before = self.state(replies - {last})
        after = before and self._answered(before, *last)
        return after if after and self._possible(after, replies) else None

    def _answered(self, state: State, pair: Pair, within: bool) -> State:
        one, other = pair
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
        kept = _kept(self._nothing) & _kept(state)
        return all(any(group >> one & group >> other & 1 for group in kept) for (one, other), _ in replies)


def _kept(state: State) -> set[int]:
    """Return the maximal kept groups of a component."""
    return {sum(groups) for groups in product(*(bundle.groups or () for bundle in state.bundles))}
