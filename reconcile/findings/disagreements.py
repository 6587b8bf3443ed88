"""Claims that cannot all be right, and pairs that the scopes would nest and the counts do not let nest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds import union
from reconcile.bounds.parting import bound_together
from reconcile.findings.aside import set_aside, speaks_for_itself

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.findings.tolls import Range, Tolls
    from reconcile.model import Link


_SHARE = 0.5
"""How much of the time that is left may be taken to set claims that disagree aside; what is open is sought next."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A smallest set of claims, by number, that cannot all be right.

    `without` maps each of them to the range of every question the set bears on, were that claim set aside, as far
    as the time sufficed to prove it; None where no claim is left to answer.
    """

    claims: tuple[int, ...]
    questions: tuple[int, ...]
    without: Mapping[int, Mapping[int, Range | None]]


def disagreements(tolls: Tolls, assumed: Sequence[Link], *, chosen: bool = False) -> list[Disagreement]:
    """Find the smallest sets of claims that cannot all be right.

    Parameters
    ----------
    assumed
        The what-ifs that the graph was built with.
    chosen
        Whether only some questions are asked, so that what touches none of them is left out.
    """
    conflicts = [conflict for bundle in tolls.structure.bundles for conflict in bundle.conflicts]
    bearing = about = [_about(tolls, conflict) for conflict in conflicts]
    if chosen:
        within_reach = _Reach(tolls)
        bearing = [mine or within_reach.of(conflict) for mine, conflict in zip(about, conflicts, strict=True)]
    wanted: dict[int, set[int]] = {}
    for conflict, questions in zip(conflicts, bearing, strict=True):
        for claim in bits(conflict):
            wanted.setdefault(claim, set()).update(questions)
    in_vain = _in_vain(tolls)
    soon_found_first = sorted(wanted, key=lambda claim: not speaks_for_itself(tolls, claim))
    with tolls.solver.clock.part(_SHARE):
        aside = {
            claim: {} if in_vain >> claim & 1 else set_aside(tolls, claim, assumed, sorted(wanted[claim]))
            for claim in soon_found_first
        }
    found = []
    for conflict, mine, questions in zip(conflicts, about, bearing, strict=True):
        claims = tuple(bits(conflict))
        touched = questions if mine or not chosen else _moved(tolls, claims, questions, aside)
        if chosen and not touched:
            continue
        without = {claim: {at: aside[claim][at] for at in touched if at in aside[claim]} for claim in claims}
        tolls.complete &= all(len(ranges) == len(touched) for ranges in without.values())
        found.append(Disagreement(claims, touched, without))
    return sorted(found, key=lambda one: (len(one.claims), one.claims))


def _about(tolls: Tolls, conflict: int) -> tuple[int, ...]:
    """Return the questions, by index, that some claims of a group answer."""
    return tuple(at for at, toll in enumerate(tolls.tolls) if toll.claims & conflict)


class _Reach:
    """Finds the questions that claims may touch though they answer none of them."""

    def __init__(self, tolls: Tolls) -> None:
        self._tolls = tolls
        problem = tolls.structure.problem
        self._bound = bound_together(problem, problem.everything)

    def of(self, conflict: int) -> tuple[int, ...]:
        """Return the questions, by index, whose claims are bound to some of a group, or that need a graph anew."""
        if not all(speaks_for_itself(self._tolls, claim) for claim in bits(conflict)):
            return tuple(range(len(self._tolls.tolls)))
        return _about(self._tolls, union(group for group in self._bound if group & conflict))


def _moved(
    tolls: Tolls, claims: Sequence[int], questions: Sequence[int], aside: Mapping[int, Mapping[int, Range | None]]
) -> tuple[int, ...]:
    """Return those of some questions that are not proven to stay as they are whichever of some claims is set aside."""
    return tuple(
        at
        for at in questions
        if any(at not in aside[claim] or aside[claim][at] != tolls.tolls[at].range for claim in claims)
    )


def _in_vain(tolls: Tolls) -> int:
    """Return the claims that need not be set aside: it would still not be known what can be kept, or not soon."""
    found = 0
    for bundle in tolls.structure.bundles:
        if not bundle.known and not bundle.listed:
            alone = bundle.blocking if bundle.blocking.bit_count() == 1 else 0
            rivals = bits(bundle.strands.rivalled) if bundle.strands else ()
            soon = gathered(claim for claim in rivals if speaks_for_itself(tolls, claim))
            found |= bundle.sets & ~(alone | soon)
    return found
