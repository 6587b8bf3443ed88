"""How far claims are folded together where there are too many to draw one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconcile.model import Case, Claim


class Shown(NamedTuple):
    """What the claims of a group have in common. `window` is empty for the case's own dates, or if it is folded."""

    outcome: str
    place: str
    who: str
    window: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Who is in which box: the node of each claim (by id), the group of each node, and the scope of each group.

    `note` says how claims are folded, if they are.
    """

    nodes: Mapping[str, str]
    groups: Mapping[str, str]
    scopes: Mapping[str, Shown]
    note: str


def fold(case: Case, claims: Sequence[Claim], most: int) -> Fold:
    """Fold claims together until there are no more than so many boxes, or nothing is left to fold."""
    for scopes, note in _ways(case, claims):
        boxes = len(set(scopes)) if note else len(claims)
        if boxes <= most:
            break
    keys = {scope: f"scope {at}" for at, scope in enumerate(dict.fromkeys(scopes))}
    nodes = {
        claim.id: f"claims of {keys[scope]}" if note else f"claim {claim.id}"
        for claim, scope in zip(claims, scopes, strict=True)
    }
    groups = {nodes[claim.id]: keys[scope] for claim, scope in zip(claims, scopes, strict=True)}
    return Fold(nodes, groups, {key: scope for scope, key in keys.items()}, note)


def _ways(case: Case, claims: Sequence[Claim]) -> Iterator[tuple[list[Shown], str]]:
    """Iterate over ways to fold, each with fewer boxes: the scope that each claim is shown under, and what to say."""
    scopes = [_scope(case, claim) for claim in claims]
    yield scopes, ""
    too_many = f"{len(claims)} claims are too many to draw one by one: each box stands for all claims of one"
    yield scopes, f"{too_many} scope."
    scopes = [scope._replace(who=case.groups.root(scope.who), window="") for scope in scopes]
    yield scopes, f"{too_many} outcome and place."
    deepest = max((len(case.places.path(scope.place)) for scope in scopes), default=1)
    for depth in range(deepest - 1, 0, -1):
        scopes = [scope._replace(place=case.places.path(scope.place)[-depth:][0]) for scope in scopes]
        yield scopes, f"{too_many} outcome and place, with the places within it."


def _scope(case: Case, claim: Claim) -> Shown:
    scope = claim.scope
    return Shown(scope.outcome, scope.place, scope.who, "" if scope.window == case.date else scope.window.text)
