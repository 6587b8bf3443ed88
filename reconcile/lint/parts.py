"""Parts against their wholes: where published figures break most often."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.casefile.diagnostics import quoted
from reconcile.graph.groups import gather
from reconcile.graph.masks import ScopeMasks
from reconcile.graph.relations import STATED, Relation
from reconcile.graph.statements import read
from reconcile.lint.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Case, Claim, Link

_SHOWN = 4
"""Of how many parts a hint repeats the figures."""


def part_above_whole(evidence: Evidence) -> Iterator[Finding]:
    """Find a stated part, or a source's own narrower figure of the same time, that is larger than its whole."""
    for part, whole, link in _stated_parts(evidence.case):
        if part.count.lo > whole.count.hi:
            yield Finding(
                (link, part, whole),
                f"{quoted(part.id)} is {part.count}, and cannot be part of the {whole.count} of {quoted(whole.id)}",
                "is one of the two figures mistyped, or is the part of something else?",
            )
    for part, whole in _own_parts(evidence):
        if part.count.lo > whole.count.hi:
            yield Finding(
                (part, whole),
                f"{quoted(part.id)} is {part.count}, more than the {whole.count} of {quoted(whole.id)}, whose scope "
                "is wider",
                "is a scope or a figure mistyped? The times show which figure is newer, if one is",
            )


def parts_above_whole(evidence: Evidence) -> Iterator[Finding]:
    """Find parts that share nobody, and add up to more than their whole."""
    parts_of: dict[str, dict[str, Claim]] = {}
    for part, whole, _ in _stated_parts(evidence.case):
        parts_of.setdefault(whole.id, {})[part.id] = part
    for part, whole in _own_parts(evidence):
        parts_of.setdefault(whole.id, {})[part.id] = part
    said_apart = _said_apart(evidence.case)
    for name, parts in parts_of.items():
        whole = evidence.case.claims[name]
        fitting = sorted(
            (part for part in parts.values() if 0 < part.count.lo <= whole.count.hi),
            key=lambda part: -part.count.lo,
        )
        for together in _apart(fitting, evidence, said_apart):
            total = sum(part.count.lo for part in together)
            if total > whole.count.hi:
                yield _too_many(whole, together, total)
                break


def _stated_parts(case: Case) -> Iterator[tuple[Claim, Claim, Link]]:
    """Yield each part and its whole that a link says, or `including`."""
    for link in case.links:
        for statement in read(link, STATED):
            if statement.relation is Relation.WITHIN:
                yield case.claims[statement.claim], case.claims[statement.other], link


def _own_parts(evidence: Evidence) -> Iterator[tuple[Claim, Claim]]:
    """Yield two figures of one source and time in force, the narrower first, of which nobody says anything."""
    statements: dict[object, list[Claim]] = {}
    for claim in evidence.in_force:
        statements.setdefault((claim.source, claim.at), []).append(claim)
    for claims in statements.values():
        if len(claims) == 1:
            continue
        scopes = ScopeMasks(claims, evidence.lattices)
        for one, part in enumerate(claims):
            for whole in (claims[other] for other in bits(scopes.wider(one))):
                if frozenset((part.id, whole.id)) not in evidence.spoken:
                    yield part, whole


def _said_apart(case: Case) -> dict[str, set[str]]:
    """Return for each claim those that a link says share nobody with it."""
    found: dict[str, set[str]] = {}
    for link in case.links:
        for statement in read(link, STATED):
            if statement.relation is Relation.APART:
                found.setdefault(statement.claim, set()).add(statement.other)
                found.setdefault(statement.other, set()).add(statement.claim)
    return found


def _apart(parts: Sequence[Claim], evidence: Evidence, said_apart: dict[str, set[str]]) -> Iterator[list[Claim]]:
    """Yield sets of parts that share nobody, each grown from its largest part, until every part was in one.

    There may be a set that adds up to more; finding the best of all would take long where there are many parts.
    """
    scopes, bit = ScopeMasks(parts, evidence.lattices), gather(part.id for part in parts)
    apart = [
        reduce(or_, (bit.get(other, 0) for other in said_apart.get(part.id, ())), scopes.apart(at))
        for at, part in enumerate(parts)
    ]
    left = (1 << len(parts)) - 1
    while left:
        seed = next(bits(left))
        together, free = [seed], apart[seed]
        while free:
            together.append(next(bits(free)))
            free &= apart[together[-1]]
        for one in together:
            left &= ~(1 << one)
        yield [parts[one] for one in together]


def _too_many(whole: Claim, parts: Sequence[Claim], total: int) -> Finding:
    figures = " + ".join(f"{part.count.lo} ({part.id})" for part in parts[:_SHOWN])
    more = " + …" if len(parts) > _SHOWN else ""
    return Finding(
        (whole, *parts),
        f"the parts of {quoted(whole.id)} share nobody and add up to {total}, and it counts {whole.count}",
        f"{figures}{more}: is one mistyped, or do two of them share people after all?",
    )
