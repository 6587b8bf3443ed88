"""What answers make of one component of the tolls: its problem, what can be kept, how wide a range is left."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, OutOfTimeError, nesting, union
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
    """What answers make of one component of the tolls; everything is found out once.

    Attributes
    ----------
    sets
        Its claims, as a group.
    large
        Whether they are too many to look at more than one answer.
    searched
        Whether all that can be kept of them is found by a search.
    certain
        Whether all of them are kept in every world.
    """

    def __init__(self, tolls: Tolls, component: int) -> None:
        self.tolls, self.number = tolls, component
        bundles = tuple(tolls.bundles(component))
        self.sets = sum(bundle.sets for bundle in bundles)
        self.large = self.sets.bit_count() > MOST_CLAIMS
        self.searched = all(bundle.groups is not None for bundle in bundles)
        doubted = self.sets & union(conflict for bundle in bundles for conflict in bundle.conflicts)
        self.certain, self._sure = not doubted, self.sets & ~doubted
        self._nothing = State(tolls.structure.problem, bundles)
        self._found: dict[Replies, State | None] = {NO_REPLIES: self._nothing}
        self._strands: dict[Replies, State | None] = {} if self.searched else {NO_REPLIES: self._nothing}
        self._greatest: dict[tuple[int, int], tuple[Bundle, End]] = {}

    def now(self, question: int) -> tuple[End, End]:
        """Return the ends of a toll, by index, within the component without any reply."""
        shares, numbers = self.tolls.shares[question], self.tolls.structure.components[self.number]
        upper = sum((shares.upper[at] for at in numbers if at in shares.upper), NOTHING)
        return shares.lower.get(self.number, NOTHING), upper

    def as_strands(self, replies: Replies, *, fits: bool = False) -> State | None:
        """Look at the component under some replies as strands; None where it is not known that the same is kept.

        It is not done where all is kept and all can be searched, which is faster.

        Parameters
        ----------
        fits
            Whether it is known that all of its claims fit into one world that gives the replies.
        """
        if replies not in self._strands:
            self._strands[replies] = self._as_strands(replies, fits=fits)
            if len(self._strands) > HELD:
                del self._strands[next(one for one in self._strands if one)]
        return self._strands[replies]

    def _as_strands(self, replies: Replies, *, fits: bool) -> State | None:
        if (self.searched and self.certain) or (replies and self.as_strands(NO_REPLIES) is None):
            return None
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

    def most(self, problem: Problem, bundle: Bundle, query: int) -> End:
        """Return the greatest union of a bundle's query sets; what is answered elsewhere does not change it.

        Bundles are told apart by identity, as the same sets, kept alike, may be nested otherwise after another answer.
        """
        if bundle.strands:  # new with each answer and too large to be held on to
            return self.tolls.solver.most(problem, bundle, query)
        key = id(bundle), query & bundle.sets
        if key not in self._greatest:
            self._greatest[key] = bundle, self.tolls.solver.most(problem, bundle, query)
        return self._greatest[key][1]

    def search(self, replies: Replies) -> State | None:
        """Search what the replies make of the component; None where no world gives them all.

        Raises
        ------
        OutOfTimeError
            If the time is over.
        """
        if replies not in self._found:
            last = max(replies)
            before = self.search(replies - {last})
            after = before and self._answered(before, *last)
            self._found[replies] = after if after and self._possible(after, replies) else None
        return self._found[replies]

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
