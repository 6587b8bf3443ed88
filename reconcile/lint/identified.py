"""Tallies of people identified one by one that would be read as tolls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.numerals import normalised
from reconcile.casefile.prose import counts_in
from reconcile.graph.groups import gather
from reconcile.graph.masks import ScopeMasks
from reconcile.lint.finding import Finding
from reconcile.model import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.lint.evidence import Evidence
    from reconcile.model import Claim


def identified_total(evidence: Evidence) -> Iterator[Finding]:
    """Find identified tallies with no total beside them, and tallies that their words, but no key, call identified."""
    for claim in _without_total(evidence):
        yield Finding(
            (claim,),
            f"{quoted(claim.id)} counts people identified one by one, and no total stands beside it: it is read as "
            "the toll",
            "add a total that holds it, even a vague one",
        )
    groups = evidence.case.groups
    for claim in evidence.case.claims.values():
        is_total = not claim.identified and groups.root(claim.scope.who) == PEOPLE
        if is_total and (words := _words(claim)):
            yield Finding(
                (claim,),
                f"{quoted(claim.id)} is a total, though its words are {quoted(words)}",
                "write `identified: yes`, if it counts only those",
            )


def _without_total(evidence: Evidence) -> Iterator[Claim]:
    """Yield the identified tallies in force of whose scope, or a wider one, there is no other tally."""
    claims = evidence.in_force
    if not any(claim.identified for claim in claims):
        return
    scopes = ScopeMasks(claims, evidence.lattices)
    totals = gather(claim.identified for claim in claims).get(False, 0)
    for at, claim in enumerate(claims):
        if claim.identified and not (scopes.same(at) | scopes.wider(at)) & totals:
            yield claim


def _words(claim: Claim) -> str | None:
    """Return the words of the quote or the note that call this very figure one of people identified."""
    for text in filter(None, (claim.quote, claim.note)):
        for sentence in re.split(r"(?<=[.;!?]) ", normalised(text)):
            found = re.search(_IDENTIFIED, sentence, re.VERBOSE)
            if found and not re.search(_DENIED, sentence) and _figures(sentence) <= {claim.count.lo}:
                return found[0]
    return None


def _figures(sentence: str) -> set[int]:
    return {count.lo for count in counts_in(sentence) if count.words != "one"}


_IDENTIFIED = r"""
    \b(?:(?:people|persons|bodies|remains|victims|dead|killed|missing)\ (?:(?:who|that)\ )?
        (?:(?:were|are|was|is|have\ been|had\ been|has\ been)\ )?
        (?:(?:so\ far|formally|officially|already|now|individually)\ )*(?:identified|named)\b
    |(?:identified|named)\ (?:so\ far|individually|one\ by\ one|by\ (?:name|dna))\b
    |identified\ (?:victims|people|persons|bodies|remains|dead)\b
    |(?:by|through|from)\ (?:their\ )?(?:dna|names?\ and\ surnames?)\b
    |dna\ (?:tests?|testing|analysis|matches|identification)\b
    |one\ by\ one\b
    |\d+\ (?:(?:were|are|have\ been|had\ been)\ )?(?:so\ far\ )?(?:identified|named)\b)
"""
"""Words that say of people, and of no missile, that they were identified."""

_DENIED = r"\b(?:not|\w+n't|no|none|nobody|never|cannot|unidentified|unnamed|without|yet to|to be|will|await\w*)\b"
"""Words in a sentence that say the contrary, or that it is yet to come."""
