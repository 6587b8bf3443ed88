"""Killed and wounded that changed places when somebody copied them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.lint.entries import entries
from reconcile.lint.finding import Finding
from reconcile.model import KILLED, WOUNDED, Answer, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.lint.entries import Entry
    from reconcile.lint.evidence import Evidence
    from reconcile.model import Case

_COPIES = (LinkKind.REPEATS, LinkKind.SAME_AS)


def transposed(evidence: Evidence) -> Iterator[Finding]:
    """Find two entries of one source and time, or one and its copy, with killed and wounded swapped."""
    paired = {name: entry for name, entry in entries(evidence.case).items() if KILLED in entry and WOUNDED in entry}
    pairs = dict.fromkeys((*_same_statement(paired), *_copies(evidence.case, paired)))
    for earlier, later in pairs:
        if _swapped(paired[earlier], paired[later]):
            yield _finding(earlier, later, paired)


def _same_statement(paired: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield pairs of one source, time and scope whose figures are each other's turned about, in file order."""
    seen: dict[object, str] = {}
    for name, entry in paired.items():
        claim = entry[KILLED]
        killed, wounded = claim.count, entry[WOUNDED].count
        about = (claim.source, claim.at, claim.scope)
        if earlier := seen.get((about, wounded.lo, wounded.hi, killed.lo, killed.hi)):
            yield earlier, name
        seen.setdefault((about, killed.lo, killed.hi, wounded.lo, wounded.hi), name)


def _copies(case: Case, paired: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield pairs of which a link says that one repeats the other or counts the same people, in file order."""
    place = {name: at for at, name in enumerate(paired)}
    for link in case.links:
        if link.kind in _COPIES and link.answer is Answer.YES:
            names = {case.claims[link.claim].stated_as, case.claims[link.other].stated_as}
            if len(names) == 2 and names <= paired.keys():
                earlier, later = sorted(names, key=place.__getitem__)
                yield earlier, later


def _swapped(one: Entry, other: Entry) -> bool:
    return (
        _bounds(one, KILLED) != _bounds(one, WOUNDED)
        and _bounds(one, KILLED) == _bounds(other, WOUNDED)
        and _bounds(one, WOUNDED) == _bounds(other, KILLED)
    )


def _bounds(entry: Entry, outcome: str) -> tuple[int, int]:
    return entry[outcome].count.lo, entry[outcome].count.hi


def _finding(earlier: str, later: str, paired: Mapping[str, Entry]) -> Finding:
    one, other = paired[later], paired[earlier]
    return Finding(
        (one[KILLED], one[WOUNDED], other[KILLED], other[WOUNDED]),
        f"{quoted(later)} has {one[KILLED].count} killed and {one[WOUNDED].count} wounded, and {quoted(earlier)} "
        "the same figures the other way about",
        "look up which of the two has them swapped",
    )
