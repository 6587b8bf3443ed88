"""Claims that cannot all be right, and pairs that the scopes would nest and the counts do not let nest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds import union
from reconcile.bounds.parting import bound_together
from reconcile.findings.aside import set_aside, speaks_for_itself
from reconcile.findings.sensitivity import small_enough

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.findings.tolls import Range, Tolls
    from reconcile.model import Link


_SHARE = 0.5
"""How much of the time that is left may be taken to set claims that disagree aside; what is open is sought next."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A smallest set of claims, by number, that cannot all be right.

    `questions` are those that some of them answer, and in small cases others that one of them moves. `without` maps
    each of them to the range of every such question, were that claim set aside, as far as the time sufficed to prove
    it; None where no claim is left to answer.
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
    small = small_enough(tolls)
    if chosen or small:
        within_reach = _Reach(tolls)
        of_each = zip(about, conflicts, strict=True)
        bearing = [mine if mine and not small else within_reach.of(conflict) for mine, conflict in of_each]
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
        moved = _moved(tolls, claims, questions, aside, unsure=chosen and not mine)
        touched = tuple(sorted({*mine, *moved}))
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
    tolls: Tolls,
    claims: Sequence[int],
    questions: Sequence[int],
    aside: Mapping[int, Mapping[int, Range | None]],
    *,
    unsure: bool,
) -> Iterator[int]:
    """Iterate over those of some questions that one of some claims moves, set aside; or `unsure`, perhaps does."""
    for at in questions:
        now = tolls.tolls[at].range
        if any(aside[claim][at] != now if at in aside[claim] else unsure for claim in claims):
            yield at


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
