"""A case in, a graph of its claims out: every relation between two claims, and what it rests on."""

from __future__ import annotations

from reconcile.graph.building import build, replaced_claim, without_claim
from reconcile.graph.claimgraph import ClaimGraph
from reconcile.graph.contradictions import Contradiction, contradictions
from reconcile.graph.faults import faults
from reconcile.graph.masks import relate_claims
from reconcile.graph.relations import ASSUMED, DECIDED, SCOPE, STATED, Edge, Relation, Total, Withdrawal

__all__ = [
    "ASSUMED",
    "DECIDED",
    "SCOPE",
    "STATED",
    "ClaimGraph",
    "Contradiction",
    "Edge",
    "Relation",
    "Total",
    "Withdrawal",
    "build",
    "contradictions",
    "faults",
    "relate_claims",
    "replaced_claim",
    "without_claim",
]
