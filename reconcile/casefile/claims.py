"""Claims: each figure with its scope, and parts with what they inherit from their wholes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile.checks import take
from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.fields import CLAIM, FLAGS, PART
from reconcile.casefile.nodes import Mapping, Scalar
from reconcile.casefile.outcomes import doubt, meant_outcome
from reconcile.casefile.roll import matched
from reconcile.casefile.trees import find_group, find_place
from reconcile.casefile.values import read_count, read_ignored, read_moment, read_window
from reconcile.model import CASUALTIES, KINDS_OF_CASUALTY, PEOPLE, Claim, Link, LinkKind, Scope

if TYPE_CHECKING:
    from datetime import tzinfo

    from reconcile.casefile.checks import Entries
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.fields import Record
    from reconcile.casefile.nodes import Node
    from reconcile.casefile.roll import Figures, Roll
    from reconcile.casefile.sources import Sources
    from reconcile.model import Count, Settings, Span, Tree


_DOUBTED = 200
"""How many outcomes are compared with the built-in ones; a case with more has a vocabulary of its own."""


_SCOPE = frozenset({"place", "who", "during"})
"""The keys that say what a figure is about, beside its outcome."""


class Background(NamedTuple):
    """What a case says before its claims, and they rest on."""

    zone: tzinfo
    window: Span
    places: Tree
    groups: Tree
    sources: Sources
    settings: Settings


class _Circumstances(NamedTuple):
    """What a part inherits from its whole; not `meant` where some of it could not be read."""

    source: str
    place: str
    who: str
    window: Span
    at: Span | None = None
    via: str | None = None
    meant: bool = True


class _Entry(NamedTuple):
    """What one entry of the file says, a claim or a part; `tried` are the outcomes of which it tries to say it."""

    entries: Entries
    circumstances: _Circumstances
    counts: dict[str, Count]
    tried: list[str]


class _Stated(NamedTuple):
    """A claim as it stands in the file: one name, and one address an outcome."""

    name: str
    circumstances: _Circumstances
    figures: Figures


class Claims:
    """Reads the claims of a case.

    `found` holds them by address, in the order of the file with parts behind their wholes; `links` say that
    each part is within its whole; the roll learns what links may call them.
    """

    def __init__(self, background: Background, roll: Roll, faults: Faults) -> None:
        self.found: dict[str, Claim] = {}
        self.links: list[Link] = []
        self._background = background
        self._roll = roll
        self._faults = faults
        self._doubted: set[str] = set()
        self._default = _Circumstances("", next(iter(background.places)), PEOPLE, background.window)

    def read(self, key: Scalar, node: Node) -> None:
        """Read one claim of the file, with its parts."""
        self._enter(key.text, self._entry(node, CLAIM, self._default, key))

    def _read_part(self, node: Node, whole: _Stated) -> None:
        entry = self._entry(node, PART, whole.circumstances)
        name = f"{whole.name}/{_distinction(entry.circumstances, whole.circumstances)}"
        part = self._enter(self._roll.vacant(name, list(entry.counts)), entry, whole.name)
        for outcome, address in part.figures.items():
            holder = _holder(outcome, part.figures, whole.figures)
            if holder:
                self.links.append(Link(LinkKind.WITHIN, address, (holder,), self._faults.origin(node)))
            elif self._roll.is_sound(whole.name):
                message = f"{quoted(whole.name)} has no figure that this part's {quoted(outcome)} could be within"
                hint = f"it says {', '.join(whole.figures)}; a figure of another kind is a claim of its own"
                self._faults.error(Code.UNPAIRED_PART, node, message, hint)

    def _enter(self, name: str, entry: _Entry, whole: str | None = None) -> _Stated:
        """Make the claims of one entry, enter them in the roll, and go on to its parts."""
        entries, circumstances = entry.entries, entry.circumstances
        if not entry.tried or len(entry.counts) < len(entry.tried):
            self._roll.mark_unsound(name, entry.tried)
        stated = _Stated(name, circumstances, self._roll.enter(name, list(entry.counts), entries.at))
        origin, ignored = self._faults.origin(entries.at), read_ignored(entries, self._faults)
        for outcome, count in entry.counts.items():
            address = stated.figures[outcome]
            if not circumstances.meant:
                self._roll.unscoped.add(address)
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
                part_of=whole,
                quote=entries.text("quote"),
                note=entries.text("note"),
                url=entries.text("url"),
                ignored=ignored,
            )
        for node in entries.items("including"):
            self._read_part(node, stated)
        return stated

    def _entry(self, node: Node, record: Record, given: _Circumstances, key: Scalar | None = None) -> _Entry:
        entries = take(node, record, self._faults, key)
        errors = self._faults.errors
        circumstances = self._circumstances(entries, given)
        if self._faults.errors > errors or not entries.doubtful.isdisjoint(_SCOPE):
            circumstances = circumstances._replace(meant=False)
        return _Entry(entries, circumstances, self._counts(entries), _tried(node))

    def _circumstances(self, entries: Entries, given: _Circumstances) -> _Circumstances:
        """Return what an entry says of its circumstances, and what is given where it is silent."""
        background, faults = self._background, self._faults
        source, via = entries.scalar("source"), entries.text("via")
        place, who = entries.scalar("place"), entries.scalar("who")
        at, during = entries.scalar("at"), entries.scalar("during")
        return _Circumstances(
            source=background.sources.find(source) if source else given.source,
            place=(place and find_place(place, background.places, faults)) or given.place,
            who=(who and find_group(who, background.groups, faults)) or given.who,
            window=(during and read_window(during, background.zone, faults)) or given.window,
            at=(at and read_moment(at, background.zone, faults)) or given.at,
            via=background.sources.name(via) if via else given.via,
            meant=given.meant,
        )

    def _counts(self, entries: Entries) -> dict[str, Count]:
        lexicon, so_far = self._background.settings.vague, _flag(entries, "so-far")
        counts = {}
        for outcome, figure in entries.mapping("says"):
            self._doubt(outcome)
            count = read_count(figure, lexicon, self._faults) if isinstance(figure, Scalar) else None
            if count:
                counts[outcome.text] = replace(count, open=True) if so_far else count
        return counts

    def _doubt(self, outcome: Scalar) -> None:
        """Warn, once a word, of an outcome that was perhaps meant to be a built-in one."""
        if outcome.text in self._doubted or len(self._doubted) == _DOUBTED:
            return
        self._doubted.add(outcome.text)
        if meant := meant_outcome(outcome.text):
            self._faults.warn(Code.NEAR_OUTCOME, outcome, *doubt(outcome.text, meant))


def _tried(node: Node) -> list[str]:
    """Return the outcomes that an entry of the file names, whether or not their figures can be read."""
    entries = node.entries if isinstance(node, Mapping) else []
    says = next((value for key, value in entries if key.text == "says"), None)
    return [outcome.text for outcome, _ in says.entries] if isinstance(says, Mapping) else []


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
    if outcome in KINDS_OF_CASUALTY and CASUALTIES in whole:
        return whole[CASUALTIES]
    return matched([part, whole])[0][1] if len(part) == len(whole) == 1 else None
