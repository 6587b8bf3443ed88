"""Links that replace claims in a circle: each claim puts the next one out of force, and none is left to stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.graph.statements import collect
from reconcile.model import LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconcile.model import Case, Link

Circle = tuple["Link", ...]
"""Links of which each replaces the claim of the next, and the last one that of the first."""


def circles(case: Case) -> Iterator[Circle]:
    """Find circles of links in force that replace claims, each with the link written last at its end.

    Where circles share links not all of them are found, but every circle shares a link with one that is. Of the circles
    that the same entries make for several outcomes, one is found.
    """
    if not any(link.kind is LinkKind.REPLACES for link in case.links):
        return
    replacing: dict[str, dict[str, Link]] = {}
    for link in collect(case.links, case.decisions, (), case.claims).replacing:
        replacing.setdefault(link.claim, {}).setdefault(link.other, link)
    found: set[object] = set()
    for circle in _closed({claim: links.values() for claim, links in replacing.items()}):
        places = [(link.origin.line, link.origin.column) for link in circle]
        first = places.index(max(places)) + 1
        if frozenset(places) not in found:
            found.add(frozenset(places))
            yield circle[first:] + circle[:first]


def _closed(replacing: Mapping[str, Iterable[Link]]) -> Iterator[Circle]:
    """Walk along links in depth, and yield the circle that each link closes that leads back to the way taken."""
    done: set[str] = set()
    for start in replacing:
        walked: list[Link] = []
        ahead = {start: iter(replacing[start])} if start not in done else {}
        while ahead:
            claim = next(reversed(ahead))
            link = next(ahead[claim], None)
            if link is None:
                del ahead[claim], walked[-1:]
                done.add(claim)
            elif link.other in ahead:
                yield (*walked[list(ahead).index(link.other) :], link)
            elif link.other not in done:
                walked.append(link)
                ahead[link.other] = iter(replacing.get(link.other, ()))
