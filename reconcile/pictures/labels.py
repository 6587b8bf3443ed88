"""Words on a picture: cleaned of what cannot be shown, measured, and shortened to the room there is."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from reconcile.casefile.diagnostics import printable
from reconcile.model import Count

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reconcile.model import Case, Claim
    from reconcile.pictures.picture import Node, Picture, Tie

CAPTION = 12
"""The size in which regions are named."""

_CELL = 0.58
"""How wide a character of a usual face is, in its size; one of East Asia takes two."""

_MOST = 12
"""So many claims of a box are told one by one."""


_MOST_LABELS = 3

_JOINER = "\u200d"


class Words(NamedTuple):
    """What stands in a box: a figure, beside it when it was given, below it by whom; or, of many claims, how many."""

    figure: str
    beside: str
    below: str

    def lines(self, room: int) -> list[str]:
        """Part what stands below into one line or two, the last of them cut if need be."""
        if width(self.below, CAPTION) <= room:
            return [self.below]
        first, rest = "", self.below.split(" ")
        while rest and width(f"{first} {rest[0]}".strip(), CAPTION) <= room:
            first = f"{first} {rest.pop(0)}".strip()
        return [first, short(" ".join(rest), CAPTION, room)] if first else [short(self.below, CAPTION, room)]


def clean(text: str) -> str:
    r"""Return a text as one line of what can be seen, and may stand in XML: the rest is escaped (`\x1b`)."""
    line = printable(" ".join(text.split()))
    return "".join(rf"\u{ord(each):04x}" if each in "\ufffe\uffff" else each for each in line)


def width(text: str, size: int) -> int:
    """Return about how wide a text is in a size, both in pixels."""
    return round(cell_len(text) * _CELL * size)


def short(text: str, size: int, room: int) -> str:
    """Return a text, cut where it is wider than the room there is."""
    if width(text, size) <= room:
        return text
    # A joiner before the dots would take their room, so they stand in front while the place to cut is looked for.
    end = max(0, bisect_right(range(len(text)), room, key=lambda end: width("…" + text[:end], size)) - 1)
    while end and (_belongs(text[end]) or text[end - 1] == _JOINER):
        end -= 1
    return text[:end].rstrip() + "…"


def _belongs(sign: str) -> bool:
    """Whether a sign is one with what stands before it."""
    return unicodedata.combining(sign) > 0 or sign in {_JOINER, "\ufe0f"}


def words(case: Case, node: Node) -> Words:
    """Say what stands in a box."""
    claims = [claim for claim in node.claims if claim.id not in node.withdrawn] or node.claims
    if len(node.claims) == 1:
        (claim,) = claims
        return Words(str(claim.count), claim.at.text if claim.at else "", clean(case.sources[claim.source].name))
    counts = [claim.count for claim in claims]
    span = Count(min(each.lo for each in counts), max(each.hi for each in counts), any(each.open for each in counts))
    sources = len({claim.source for claim in node.claims})
    below = f"from {sources} source{'s' * (sources > 1)}"
    if 0 < len(node.withdrawn) < len(node.claims):
        below += f", {len(node.withdrawn)} withdrawn"
    if node.questions:
        below += f", open: {listed(node.questions)}"
    return Words(str(span), f"{len(node.claims)} claims", below)


def told(case: Case, node: Node) -> str:
    """Say in a sentence all that a box stands for."""
    said = [
        _told(case, claim) + (" (withdrawn)" if claim.id in node.withdrawn else "") for claim in node.claims[:_MOST]
    ]
    left_out = len(node.claims) - len(said)
    return clean("; ".join(said) + (f"; and {left_out} more" if left_out else ""))


def _told(case: Case, claim: Claim) -> str:
    source = case.sources[claim.source]
    facts = [
        f"{claim.count} {claim.scope.who} {claim.scope.outcome}, {claim.scope.place}",
        source.name if source.role is None else f"{source.name}, {source.role}",
        claim.at.text if claim.at else "",
        f"via {claim.via}" if claim.via else "",
        f"“{claim.count.words}”" if claim.count.words != str(claim.count) else "",
    ]
    return f"{claim.id}: " + " · ".join(fact for fact in facts if fact)


def listed(labels: Iterable[str]) -> str:
    """Put labels in a row, and say of a long row only how much longer it is."""
    found = list(dict.fromkeys(label for label in labels if label))
    left_out = len(found) - _MOST_LABELS
    return ", ".join(found[:_MOST_LABELS]) + (f" +{left_out}" if left_out > 0 else "")


def ends(picture: Picture) -> dict[str, str]:
    """Return how the nodes and groups of a picture are called, by key."""
    names = {}
    for group in picture.groups():
        for node in group.nodes:
            scope = node.claims[0].scope
            names[group.key] = f"{group.title} {scope.outcome}, {scope.place}"
            names[node.key] = node.claims[0].id if len(node.claims) == 1 else names[group.key]
    return names


def explained(tie: Tie, names: Mapping[str, str]) -> str:
    """Say in words what a tie says."""
    said = f"{names[tie.one]}: {tie.mark} {names[tie.other]}"
    return clean(f"{said} ({', '.join([tie.basis, *([tie.label] if tie.label else [])])})")


def described(picture: Picture) -> str:
    """Say in a sentence what a picture shows."""
    claims = sum(len(node.claims) for group in picture.groups() for node in group.nodes)
    return clean(
        f"{claims} claims as boxes, each in the region of its place and under its outcome, wholes above their parts; "
        f"{len(picture.ties)} lines tell how they relate. {picture.note}"
    )
