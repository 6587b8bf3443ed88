"""What it takes to make an answer true in a world: who was in which strands, and who is in which now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from reconcile.bits import gathered

if TYPE_CHECKING:
    from reconcile.bounds.line import Line
    from reconcile.bounds.woven import Run


@dataclass(frozen=True, slots=True)
class Move:
    """So many pairs of elements: the strands that each of the two was in, and those that it is in now, as groups.

    A new element was in none. Where it is left open who takes which seat, what they are in at least, and at most.
    """

    count: int
    before: tuple[int, int]
    least: tuple[int, int]
    most: tuple[int, int]

    def change(self, union: int, after: tuple[int, int]) -> int:
        """Return by how much a union of strands grows."""
        grown = sum(bool(strands & union) for strands in after) - sum(bool(strands & union) for strands in self.before)
        return self.count * grown


@dataclass
class Moves:
    """What it takes to make an answer true in a world.

    Attributes
    ----------
    pushed
        For strands how many elements, that need not be in them, make room for others. They may be in no other strand.
    urgent
        For these strands within how many places those others must stand.
    taken
        Elements that change seats with others, or have seats that these leave.
    settled
        The strands in which seats were changed one for one, as a group: who has which is not left open.
    alone
        For strands how many of the pushed may be such as are in no other.
    lines
        The lines that were set up anew: who has which of their seats is left open.
    """

    moves: list[Move] = field(default_factory=list)
    pushed: Counter[int] = field(default_factory=Counter)
    urgent: dict[int, int] = field(default_factory=dict)
    taken: set[Run] = field(default_factory=set)
    settled: int = 0
    alone: dict[int, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def swap(self, line: Line, count: int, new: int, old: int) -> None:
        """Let elements that are in some strands have seats of a line, and others leave it.

        What both have in strands further on, one seat too many, the others keep.
        """
        host, gone = 1 << line.strand, old & ~line.onwards
        least, most = ((new | host | seats, gone | new & seats) for seats in (line.always_bundled, line.bundled))
        self.moves.append(Move(count, (new, old), least, most))

    @cached_property
    def touched(self) -> int:
        """The strands that somebody may enter or leave, as a group; asked for when all moves are made."""
        found = gathered(self.pushed)
        for line in self.lines:
            found |= 1 << line.strand | line.bundled
        for move in self.moves:
            for before, least, most in zip(move.before, move.least, move.most, strict=True):
                found |= before ^ least | before ^ most
        return found

    def change(self, union: int) -> tuple[int, int] | None:
        """Return by how much a union of strands grows, at least and at most; None if that is not known."""
        if not union & self.touched:
            return 0, 0
        if any(union & line.bundled and not union >> line.strand & 1 for line in self.lines):
            return None
        least = sum(move.change(union, move.least) for move in self.moves)
        most = sum(move.change(union, move.most) for move in self.moves)
        least -= sum(count for strand, count in self.pushed.items() if union >> strand & 1)
        return least, most - sum(count for strand, count in self.alone.items() if union >> strand & 1)
