"""What a picture shows, before anything is drawn: nodes in groups, groups in places, and ties between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reconcile.graph import ASSUMED, DECIDED, SCOPE, STATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.model import Case, Claim


class Mark(StrEnum):
    """What a tie says of its two ends, and so how it is drawn."""

    WITHIN = "within"
    POSSIBLY_WITHIN = "possibly within"
    SAME = "same people"
    SUM = "part of a sum"
    OVERLAPS = "overlaps"
    MAY_OVERLAP = "may overlap"
    APART = "apart"
    REPLACED = "replaced by"

    @property
    def is_inclusion(self) -> bool:
        """Whether the tie leads from a part to its whole."""
        return self in {Mark.WITHIN, Mark.POSSIBLY_WITHIN, Mark.SUM}

    @property
    def is_certain(self) -> bool:
        """Whether the tie leads from a part to the whole that it is surely within."""
        return self in {Mark.WITHIN, Mark.SUM}


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie from one node or group to another, by their keys.

    `basis` is what it rests on. `label` is a word to write on it: how many people are shared, or the labels of the
    open questions that it stands for, if `asked`.
    """

    one: str
    other: str
    mark: Mark
    basis: str
    label: str = ""
    asked: bool = False

    @property
    def weight(self) -> str:
        """How heavy its line is: `spoken` where somebody said so, `scope` where only scopes speak, or `convention`."""
        if {STATED, DECIDED, ASSUMED} & set(self.basis.split(", ")):
            return "spoken"
        return SCOPE if self.basis == SCOPE else "convention"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture: one claim, or all claims of a group. `withdrawn` are those of them that are not in force.

    `questions` are the labels of open questions among its own claims.
    """

    key: str
    claims: tuple[Claim, ...]
    withdrawn: frozenset[str] = frozenset()
    questions: tuple[str, ...] = ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether no claim of it is in force."""
        return len(self.withdrawn) == len(self.claims)


@dataclass(frozen=True, slots=True)
class Group:
    """The nodes of one scope, under the name of those whom they count."""

    key: str
    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place, its groups, and the places within it. `path` names it and all places that hold it."""

    name: str
    path: tuple[str, ...]
    groups: tuple[Group, ...]
    places: tuple[Place, ...]

    def all_groups(self) -> Iterator[Group]:
        """Iterate over its groups and those of all places within it."""
        yield from self.groups
        for place in self.places:
            yield from place.all_groups()


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the picture: an outcome, and the places that there are figures of it for."""

    outcome: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole picture of a case.

    `order` has pairs of a part and the whole that it is surely within, by key, drawn or not: wholes stand above.
    `note` says so where claims, or open questions, are not shown one by one.
    """

    case: Case
    panels: tuple[Panel, ...]
    ties: tuple[Tie, ...]
    order: tuple[tuple[str, str], ...]
    note: str

    def groups(self) -> Iterator[Group]:
        """Iterate over all groups, in the order in which they are drawn."""
        for panel in self.panels:
            for place in panel.places:
                yield from place.all_groups()
