"""Claims that cannot all be right, and pairs that the scopes would nest and the counts do not let nest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
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


def disagreements(tolls: Tolls, assumed: Sequence[Link]) -> list[Disagreement]:
    """Find the smallest sets of claims that cannot all be right.

    `assumed` are the what-ifs that the graph was built with.
    """
    conflicts = [conflict for bundle in tolls.structure.bundles for conflict in bundle.conflicts]
    bearing = [tuple(at for at, toll in enumerate(tolls.tolls) if toll.claims & conflict) for conflict in conflicts]
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
    for conflict, questions in zip(conflicts, bearing, strict=True):
        claims = tuple(bits(conflict))
        without = {claim: {at: aside[claim][at] for at in questions if at in aside[claim]} for claim in claims}
        tolls.complete &= all(len(ranges) == len(questions) for ranges in without.values())
        found.append(Disagreement(claims, questions, without))
    return sorted(found, key=lambda one: (len(one.claims), one.claims))


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
