"""The entries of a case file: the claims, one an outcome, that stand under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from reconcile.model import Case, Claim

Entry: TypeAlias = "dict[str, Claim]"
"""The claims of one entry by outcome."""


def entries(case: Case) -> dict[str, Entry]:
    """Return the entries of a case by name, in the order of the file."""
    found: dict[str, Entry] = {}
    for claim in case.claims.values():
        found.setdefault(claim.stated_as, {})[claim.scope.outcome] = claim
    return found
