"""Links and decisions: what somebody said, or a reviewer decided, about two claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.checks import take
from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.fields import DECIDABLE, DECISION, LINK
from reconcile.casefile.nodes import Scalar, Sequence
from reconcile.casefile.roll import matched
from reconcile.casefile.values import read_ignored, read_moment, read_shared
from reconcile.model import Answer, Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from reconcile.casefile.checks import Entries
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.nodes import Node
    from reconcile.casefile.roll import Figures, Roll


def read_link(node: Node, roll: Roll, faults: Faults) -> list[Link]:
    """Return the links that an entry stands for: one for each outcome that it is about; none where it has a fault."""
    errors = faults.errors
    entries = take(node, LINK, faults)
    shared = entries.scalar("by")
    by = read_shared(shared, faults) if shared else None
    ignored = read_ignored(entries, faults)
    all_ends = _ends(entries, LinkKind, roll, faults)
    return [
        Link(
            kind=kind,
            claim=claim,
            others=tuple(others),
            origin=faults.origin(node),
            answer=Answer(entries.text("answer") or Answer.YES),
            by=by,
            quote=entries.text("quote"),
            note=entries.text("note"),
            ignored=ignored,
        )
        for kind, (claim, *others) in (all_ends if faults.errors == errors else ())
    ]


def read_decisions(node: Node, roll: Roll, zone: tzinfo, faults: Faults) -> tuple[Link, ...]:
    """Return the decisions in force: the last one on each pair of figures, oldest first."""
    if not isinstance(node, Sequence):
        if not (isinstance(node, Scalar) and node.is_null):
            message = "a decisions file needs a list, and this is none"
            faults.error(Code.WRONG_KIND, node, message, "start each decision with a hyphen: - {claim: …}")
        return ()
    in_force: dict[frozenset[str], Link] = {}
    for item in node.items:
        for decision in _read_decision(item, roll, zone, faults):
            pair = frozenset((decision.claim, decision.other))
            in_force.pop(pair, None)  # so that the later decision stands behind all before it
            in_force[pair] = decision
    return tuple(in_force.values())


def _read_decision(node: Node, roll: Roll, zone: tzinfo, faults: Faults) -> list[Link]:
    entries = take(node, DECISION, faults)
    on = entries.scalar("on")
    if on:
        read_moment(on, zone, faults)
    return [
        Link(
            kind=kind,
            claim=claim,
            others=tuple(others),
            origin=faults.origin(node),
            answer=Answer(entries.text("answer") or Answer.UNCLEAR),
            decided=True,
            reviewer=entries.text("by"),
            on=on.text if on else None,
            because=entries.text("because"),
        )
        for kind, (claim, *others) in _ends(entries, DECIDABLE, roll, faults)
    ]


def _ends(
    entries: Entries,
    kinds: Iterable[LinkKind],
    roll: Roll,
    faults: Faults,
) -> list[tuple[LinkKind, tuple[str, ...]]]:
    """Return the relation of an entry with each tuple of addresses that it relates, the claim first."""
    claim = entries.scalar("claim")
    kind = next((kind for kind in kinds if kind in entries), None)
    if claim is None or kind is None:
        return []
    one = entries.scalar(kind)
    keys = [claim, *([one] if one else _scalars(entries.items(kind)))]
    found = [roll.find(key, faults, beside=keys) for key in keys]
    figures = [each for each in found if each is not None]
    if len(figures) < len(keys):
        return []
    ends = matched(figures)
    if not ends and all(roll.is_sound(key.text) for key in keys):
        _report_unpaired(claim, keys, figures, faults)
    for end in ends:
        if len(set(end)) < len(end):
            _report_twice(kind, claim, end, faults)
            return []
    return [(kind, end) for end in ends]


def _scalars(nodes: list[Node]) -> list[Scalar]:
    return [node for node in nodes if isinstance(node, Scalar)]


_SAID = 4
"""Of how many claims a message repeats the outcomes."""


def _report_unpaired(at: Scalar, keys: list[Scalar], figures: list[Figures], faults: Faults) -> None:
    ends = list(zip(keys, figures, strict=True))
    said = "; ".join(f"{quoted(key.text)} says {', '.join(each)}" for key, each in ends[:_SAID])
    said += "; …" if len(ends) > _SAID else ""
    hint = f"name the outcome at each end, such as {at.text}.{next(iter(figures[0]))}"
    faults.error(Code.UNPAIRED_LINK, at, f"it is unclear which figures this is about: {said}", hint)


def _report_twice(kind: LinkKind, at: Scalar, end: tuple[str, ...], faults: Faults) -> None:
    """Report that a claim stands at more than one end."""
    if kind is LinkKind.SUM_OF:
        message = f"{quoted(end[0])} cannot be the sum of itself" if end[0] in end[1:] else "a part stands here twice"
        faults.error(Code.BAD_SUM, at, message, "list each part once, and not the whole")
    else:
        faults.error(Code.SELF_LINK, at, f"this relates {quoted(end[0])} to itself", "name another claim")
