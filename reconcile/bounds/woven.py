"""Worlds of strands, in runs: elements that stand next to each other in the same strands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from reconcile.bounds.strands import Strands

_REMEMBERED = 64
"""How many parts of strands are remembered as they were woven."""


@dataclass(slots=True, eq=False)
class Run:
    """Elements that stand next to each other in the same strands.

    Attributes
    ----------
    count
        How many.
    home
        The strand that they were new in.
    places
        The first of their places in each strand they are in, counted from 0.
    due
        The strands they must still enter, with the number of places within which they must stand.
    strands, barred
        The strands they are in, and those they cannot enter, as groups.
    ranks
        For strands in which they are to stand before others, and after others: those of higher and of lower ranks.
    """

    count: int
    home: int
    places: dict[int, int] = field(default_factory=dict)
    due: dict[int, int] = field(default_factory=dict)
    strands: int = 0
    barred: int = 0
    ranks: Mapping[int, int] = field(default_factory=dict)

    def cut(self, count: int) -> Run:
        """Keep the first elements, so many, and return a run of the others."""
        rest = Run(
            self.count - count,
            self.home,
            {strand: place + count for strand, place in self.places.items()},
            dict(self.due),
            self.strands,
            self.barred,
            self.ranks,
        )
        self.count = count
        return rest

    def copy(self) -> Run:
        """Return the same elements once more."""
        places, due = dict(self.places), dict(self.due)
        return Run(self.count, self.home, places, due, self.strands, self.barred, self.ranks)

    def merge(self, other: Run) -> None:
        """Take another run of as many elements to be the same elements."""
        self.places.update(other.places)
        for strand, due in other.due.items():
            self.due[strand] = min(due, self.due.get(strand, due))
        self.strands |= other.strands
        self.barred |= other.barred


Woven = list[Run]


class Piece(NamedTuple):
    """A part of strands as it was woven: the runs by their home, None if some had no place, and where it was tight."""

    runs: Mapping[int, Sequence[Run]] | None
    crowded: AbstractSet[tuple[int, int]]


class Memory:
    """How parts of strands were woven lately, by all that this depends on."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, Piece] = {}

    def recall(self, key: Hashable) -> Piece | None:
        """Return how a part was woven; None where that is not known."""
        piece = self._pieces.pop(key, None)
        if piece is not None:
            self._pieces[key] = piece
        return piece

    def keep(self, key: Hashable, piece: Piece) -> None:
        """Remember how a part was woven; what was not asked for longest is forgotten."""
        self._pieces[key] = piece
        if len(self._pieces) > _REMEMBERED:
            del self._pieces[next(iter(self._pieces))]


def regions(strands: Strands, sizes: Mapping[int, int], woven: Woven) -> dict[int, int]:
    """Return the world that was woven: how many elements lie in exactly which sets."""
    lined = []
    for strand in strands.strands:
        kept = sorted((sizes[one], one) for one in bits(strand.sets) if one in sizes)
        groups = [0]
        for _, one in reversed(kept):
            groups.append(groups[-1] | 1 << one)
        lined.append(([size for size, _ in kept], groups[::-1]))
    found: dict[int, int] = {}
    for run in woven:
        marks = sorted(_marks(run, lined))
        for start, end in zip([0, *marks], [*marks, run.count], strict=True):
            region = 0
            for at, place in run.places.items():
                ends, groups = lined[at]
                region |= groups[bisect_right(ends, place + start)]
            if end > start and region:
                found[region] = found.get(region, 0) + end - start
    return found


def stands_in_time(strands: Strands, sizes: Mapping[int, int], woven: Woven, strand: int, more: int) -> bool:
    """Whether the ties of more sets of a strand, to and from all that are kept, hold in a world woven without them.

    Each of them reaches no further than the strand does in that world. `sizes` are those of all sets that are kept.
    """
    if not more:
        return True
    inside: dict[int, list[Run]] = {}
    for run in woven:
        for at in run.places:
            inside.setdefault(at, []).append(run)
    ties = [(strand, other, pairs) for other, pairs in strands.ties[strand].items()]
    ties += [(at, strand, tied[strand]) for at, tied in enumerate(strands.ties) if strand in tied]
    for at, other, pairs in ties:
        for one, outer in pairs:
            if (more >> one | more >> outer) & 1 and one in sizes and outer in sizes:
                place, due = sizes[one], sizes[outer]
                for run in inside.get(at, ()):
                    if run.places[at] < place:
                        last = min(run.count, place - run.places[at])
                        if other not in run.places or run.places[other] + last > due:
                            return False
    return True


def _marks(run: Run, lined: Sequence[tuple[list[int], list[int]]]) -> Iterator[int]:
    """Find where, within a run, sets end."""
    marks: set[int] = set()
    for strand, place in run.places.items():
        ends = lined[strand][0]
        marks.update(end - place for end in ends[bisect_right(ends, place) : bisect_left(ends, place + run.count)])
    yield from marks
