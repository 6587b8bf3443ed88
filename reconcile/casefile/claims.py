"""Claims: each figure with its scope, and parts with what they inherit from their wholes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconcile.casefile.checks import Entries, take
from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.fields import CLAIM, FLAGS, PART
from reconcile.casefile.nodes import Scalar
from reconcile.casefile.outcomes import CASUALTIES, WITHIN_CASUALTIES, meant_outcome
from reconcile.casefile.roll import matched
from reconcile.casefile.trees import find_group, find_place
from reconcile.casefile.values import read_count, read_moment, read_window
from reconcile.model import PEOPLE, Claim, Link, LinkKind, Scope, Span

if TYPE_CHECKING:
    from datetime import tzinfo

    from reconcile.casefile.faults import Faults, Positioned
    from reconcile.casefile.nodes import Node
    from reconcile.casefile.roll import Figures, Roll
    from reconcile.casefile.sources import Sources
    from reconcile.model import Count, Tree


@dataclass(frozen=True, slots=True)
class Background:
    """What a case says before its claims, and they rest on."""

    zone: tzinfo
    window: Span
    places: Tree
    groups: Tree
    sources: Sources
    lexicon: str


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What a part inherits from its whole."""

    source: str
    place: str
    who: str
    window: Span
    at: Span | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """A claim as it stands in the file: one name, and one address an outcome."""

    name: str
    circumstances: _Circumstances
    figures: Figures


class Claims:
    """Reads the claims of a case.

    `found` holds them by address, in the order of the file with parts behind their wholes; `links` say that each part
    is within its whole; the roll learns what links may call them.
    """

    def __init__(self, background: Background, roll: Roll, faults: Faults) -> None:
        self.found: dict[str, Claim] = {}
        self.links: list[Link] = []
        self._background = background
        self._roll = roll
        self._faults = faults
        self._doubted: set[str] = set()

    def read(self, key: Scalar, node: Node) -> None:
        """Read one claim of the file, with its parts."""
        errors = self._faults.errors
        entries = take(node, CLAIM, self._faults, key)
        source, places = entries.scalar("source"), self._background.places
        given = _Circumstances(
            source=self._background.sources.find(source) if source else "",
            place=next(iter(places)),
            who=PEOPLE,
            window=self._background.window,
        )
        self._enter(key.text, entries, self._circumstances(entries, given), key, errors)

    def _read_part(self, node: Node, whole: _Stated) -> None:
        errors = self._faults.errors
        entries = take(node, PART, self._faults)
        circumstances = self._circumstances(entries, whole.circumstances)
        outcomes = [outcome.text for outcome, _ in entries.mapping("says")]
        name = self._roll.vacant(f"{whole.name}/{_distinction(circumstances, whole.circumstances)}", outcomes)
        part = self._enter(name, entries, circumstances, node, errors, whole)
        for outcome, address in part.figures.items():
            holder = _holder(outcome, part.figures, whole.figures)
            if holder:
                origin = self._faults.origin(node)
                self.links.append(Link(LinkKind.WITHIN, address, (holder,), origin))
            elif self._roll.is_sound(whole.name):
                message = (
                    f"{quoted(whole.name)} gives no figure that this part's {quoted(outcome)} could be within"
                )
                hint = f"it says {', '.join(whole.figures)}; make the part a claim of its own, and link it"
                self._faults.error(Code.UNPAIRED_PART, node, message, hint)

    def _enter(  # noqa: PLR0913 - a claim and a part differ in just these
        self,
        name: str,
        entries: Entries,
        circumstances: _Circumstances,
        at: Positioned,
        errors_before: int,
        whole: _Stated | None = None,
    ) -> _Stated:
        """Make the claims of one entry, enter them in the roll, and go on to its parts."""
        counts = self._counts(entries)
        if self._faults.errors > errors_before:
            self._roll.mark_unsound(name)
        stated = _Stated(name, circumstances, self._roll.enter(name, list(counts), at))
        origin = self._faults.origin(at)
        for outcome, count in counts.items():
            address = stated.figures[outcome]
            self.found[address] = Claim(
                id=address,
                stated_as=name,
                source=circumstances.source,
                count=count,
                scope=Scope(outcome, circumstances.place, circumstances.who, circumstances.window),
                origin=origin,
                at=circumstances.at,
                via=circumstances.via,
                identified=_flag(entries, "identified"),
                part_of=whole.name if whole else None,
                quote=entries.text("quote"),
                note=entries.text("note"),
                url=entries.text("url"),
            )
        for node in entries.items("including"):
            self._read_part(node, stated)
        return stated

    def _circumstances(self, entries: Entries, given: _Circumstances) -> _Circumstances:
        """Return what an entry says of its circumstances, and what is given where it is silent."""
        background, faults = self._background, self._faults
        via, place, who = entries.text("via"), entries.scalar("place"), entries.scalar("who")
        at, during = entries.scalar("at"), entries.scalar("during")
        return _Circumstances(
            source=given.source,
            place=(place and find_place(place, background.places, faults)) or given.place,
            who=(who and find_group(who, background.groups, faults)) or given.who,
            window=(during and read_window(during, background.zone, faults)) or given.window,
            at=(at and read_moment(at, background.zone, faults)) or given.at,
            via=background.sources.name(via) if via else given.via,
        )

    def _counts(self, entries: Entries) -> dict[str, Count]:
        so_far = _flag(entries, "so-far")
        counts = {}
        for outcome, figure in entries.mapping("says"):
            self._doubt(outcome)
            count = (
                read_count(figure, self._background.lexicon, self._faults)
                if isinstance(figure, Scalar)
                else None
            )
            if count:
                counts[outcome.text] = replace(count, open=True) if so_far else count
        return counts

    def _doubt(self, outcome: Scalar) -> None:
        """Warn, once a word, of an outcome that was perhaps meant to be a built-in one."""
        if outcome.text in self._doubted:
            return
        self._doubted.add(outcome.text)
        if meant := meant_outcome(outcome.text):
            message = f"{quoted(outcome.text)} is an outcome of its own, apart from {quoted(meant)}"
            self._faults.warn(Code.NEAR_OUTCOME, outcome, message, f"did you mean {quoted(meant)}?")


def _flag(entries: Entries, key: str) -> bool:
    word = entries.text(key)
    return word is not None and FLAGS[word]


def _distinction(part: _Circumstances, whole: _Circumstances) -> str:
    """Return what sets a part apart from its whole, to name it by."""
    if part.who != whole.who:
        return part.who
    if part.place != whole.place:
        return part.place
    return part.window.text if part.window != whole.window else "part"


def _holder(outcome: str, part: Figures, whole: Figures) -> str | None:
    """Return the address of the whole's figure that holds a part's figure for an outcome."""
    if outcome in whole:
        return whole[outcome]
    if outcome in WITHIN_CASUALTIES and CASUALTIES in whole:
        return whole[CASUALTIES]
    return matched([part, whole])[0][1] if len(part) == len(whole) == 1 else None
