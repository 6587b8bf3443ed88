"""Which sets can be kept together, for a peer that can only tell whether a given group can."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from reconcile.bounds import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from exchange import Question, Range

    from reconcile.bounds import Problem


class Model(Protocol):
    """The worlds that keep given sets, in a peer's own terms."""

    def extremes(self, query: int) -> Range | None:
        """Return the least and the greatest union of a query's sets, or None if there is no such world."""
        ...


def ranges(asked: Question, model: Callable[[Problem, int], Model]) -> list[Range]:
    """Answer a question over all maximal kept groups. Where everything fits together, none is looked for."""
    problem = asked.problem
    everything = model(problem, problem.everything)
    found = [everything.extremes(query) for query in asked.queries]
    if None in found:

        @cache
        def possible(keep: int) -> bool:
            return model(problem, keep).extremes(0) is not None

        kept = kept_groups(problem, possible)
        models = [(keep, model(problem, keep)) for keep in kept]
        found = [_hull(made.extremes(query & keep) for keep, made in models) for query in asked.queries]
    return [ends for ends in found if ends is not None]


def kept_groups(problem: Problem, possible: Callable[[int], bool]) -> list[int]:
    """Return the maximal groups that can be kept, firm sets first.

    A group that cannot be kept holds a smallest conflict, and each maximal kept group in it leaves out one of the
    conflict's sets: so each is tried in turn (Reiter 1987).
    """
    found: list[int] = []
    seen: set[int] = set()
    agenda = [problem.everything]
    while agenda:
        group = agenda.pop()
        if group in seen or any(group & ~kept == 0 for kept in found):
            continue
        seen.add(group)
        if possible(group):
            found.append(group)
        else:
            agenda += [group & ~(1 << one) for one in bits(_conflict(group, possible))]
    firm = problem.firm
    return sorted(
        group
        for group in found
        if not any(group != other and group & ~other == 0 for other in found)
        and not any(possible(group & firm | 1 << one) for one in bits(firm & ~group))
    )


def _conflict(group: int, possible: Callable[[int], bool]) -> int:
    for one in bits(group):
        if not possible(group & ~(1 << one)):
            group &= ~(1 << one)
    return group


def _hull(found: Iterable[Range | None]) -> Range | None:
    ends = [each for each in found if each is not None]
    return min(low for low, _ in ends), max(high for _, high in ends)
