"""An answer to an open pair, and what it makes of a problem before anything is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reconcile.bounds import union
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reconcile.bounds import Bundle, Problem, Solver
    from reconcile.bounds.strandanswers import StrandAnswers
    from reconcile.bounds.strandbounds import StrandBounds


SEVERAL = 20
"""From so many claims on, a component under an answer, or without a claim, is looked at as strands before a search."""


class UnprovenError(Exception):
    """What an answer makes of a range could not be proven."""


class Answer(NamedTuple):
    """Two claims, by number, and an answer: the first is within the second, or they are apart."""

    one: int
    two: int
    answer: Relation


def with_answer(problem: Problem, pair: Answer, below: Callable[[int], int], sure: int, sets: int) -> Problem:
    """Put an answer, and what surely follows from it, into a problem.

    What lies within the one of two that are apart is apart from what lies within the other; and if one lies within the
    other, from what that is apart from.

    Parameters
    ----------
    below
        Returns all that surely lies within a claim, itself included, as a group.
    sure
        The claims of the pair's component that are always kept.
    sets
        All claims of the component.
    """
    if pair.answer is Relation.APART:
        return problem.with_groups_apart(below(pair.one), below(pair.two))
    if sure >> pair.one & sure >> pair.two & 1:
        problem = problem.with_groups_apart(below(pair.one), problem.apart[pair.two] & sets)
    return problem.with_within(pair.one, pair.two)


def as_strands(solver: Solver, problem: Problem, bundles: Sequence[Bundle], *, fits: bool = False) -> Bundle | None:
    """Look at a component under an answer as strands; None where it is not known that the same is kept.

    Parameters
    ----------
    bundles
        The component without the answer.
    fits
        Whether it is known that all of its sets fit into one world with the answer.
    """
    sets = union(bundle.sets for bundle in bundles)
    found = solver.strands(problem, sets, fit=fits) if sets.bit_count() >= SEVERAL else None
    conflicts = {conflict for bundle in bundles for conflict in bundle.conflicts}
    return found if found and set(found.conflicts) == conflicts else None


def strand_answers(bounds: StrandBounds, queries: Iterable[int]) -> StrandAnswers:
    """Return what is known of answers about strands, for the unions of some queries' sets."""
    from reconcile.bounds.strandanswers import StrandAnswers  # noqa: PLC0415 - only large cases need it

    return StrandAnswers(bounds, [bounds.strands.asked(query) for query in queries])
