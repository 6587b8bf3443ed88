"""What is wrong with the links and decisions of a case, though each can be read: as diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import diagnostic_at, quoted
from reconcile.graph.circles import circles
from reconcile.graph.contradictions import contradictions

if TYPE_CHECKING:
    from reconcile.casefile.diagnostics import Diagnostic
    from reconcile.graph.circles import Circle
    from reconcile.graph.contradictions import Contradiction
    from reconcile.model import Case

_SHOWN = 8
"""Of how many claims of a circle a message repeats the names, and a hint the links."""


def faults(case: Case) -> list[Diagnostic]:
    """Return the errors that reading cannot see, by their place, those in the decisions behind those in the case."""
    found = [*map(_across_scopes, contradictions(case)), *map(_in_a_circle, circles(case))]
    return sorted(found, key=lambda each: (each.origin.path != case.path, each.origin.line, each.origin.column))


def _across_scopes(found: Contradiction) -> Diagnostic:
    return diagnostic_at(
        found.link.origin,
        Code.LINK_ACROSS_SCOPES,
        found.message,
        f"`{found.claim.id}` is at {found.claim.origin}, `{found.other.id}` at {found.other.origin}: "
        "mend a scope, or the link",
    )


def _in_a_circle(circle: Circle) -> Diagnostic:
    claims = [quoted(link.claim) for link in circle]
    places = [f"{quoted(link.claim)} replaces {quoted(link.other)} at {link.origin}" for link in circle]
    return diagnostic_at(
        circle[-1].origin,
        Code.REPLACEMENT_LOOP,
        f"{_listed(claims)} replace one another in a circle, and none of them would be in force",
        f"{_listed(places)}: delete the link that is wrong, or turn it about",
    )


def _listed(words: list[str]) -> str:
    shown, last = (words[:-1], f" and {words[-1]}") if len(words) <= _SHOWN else (words[:_SHOWN], ", …")
    return ", ".join(shown) + last
