"""A woven world as a seating: who stands where in each strand, and who must stand there for another strand's sake."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits
from reconcile.bounds.deadlines import deadlines_of
from reconcile.bounds.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.strands import Strands
    from reconcile.bounds.woven import Run, Woven


class Part(NamedTuple):
    """Some elements of a run, that stand next to each other: so many after the first `skip`."""

    run: Run
    skip: int
    number: int

    @staticmethod
    def all_of(run: Run) -> Part:
        """Return all elements of a run."""
        return Part(run, 0, run.count)

    def place(self, strand: int) -> int:
        """Return the first of their places in a strand that they are in."""
        return self.run.places[strand] + self.skip

    def split(self, count: int) -> tuple[Part, Part | None]:
        """Return the first elements, so many, and the others if there are any."""
        if count == self.number:
            return self, None
        return Part(self.run, self.skip, count), Part(self.run, self.skip + count, self.number - count)


class Seating:
    """Who stands where in a world of strands.

    Parameters
    ----------
    sizes, least
        As the world was woven: the size of each set at most and, if it fits whatever is chosen from these on, at least.
    """

    def __init__(
        self, strands: Strands, sizes: Mapping[int, int], woven: Woven, least: Mapping[int, int] | None = None
    ) -> None:
        self.strands, self.sizes, self.least = strands, sizes, least or sizes
        self.runs = woven
        self.lines: list[list[Run]] = [[] for _ in strands.strands]
        for run in woven:
            for at in run.places:
                self.lines[at].append(run)
        for at, line in enumerate(self.lines):
            line.sort(key=lambda run: run.places[at])
        self.onwards = strands.onwards
        everyone = (1 << len(strands.strands)) - 1
        self._apart = [everyone & ~strand.shares for strand in strands.strands]
        self._known: dict[Run, Sequence[tuple[int, int, int]]] = {}
        self._barred: dict[int, int] = {}
        self._obliged: dict[int, dict[Run, dict[int, int]]] = {}
        self._room: dict[int, tuple[list[int], list[int]]] = {}
        self._line: dict[int, Line] = {}
        self._near: dict[int, list[Run]] = {}
        self._both: dict[tuple[int, int], list[Run]] = {}

    def of(self, one: int) -> Iterator[Part]:
        """Iterate over the elements of a set, from its first place on."""
        at = self.strands.strand_of[one]
        yield from self._first(self.lines[at], at, self.sizes[one])

    def of_in(self, one: int, other: int) -> Iterator[Part]:
        """Iterate over the elements of a set that are in another strand too."""
        at = self.strands.strand_of[one]
        if (at, other) not in self._both:
            self._both[at, other] = [run for run in self.lines[at] if run.strands >> other & 1]
        yield from self._first(self._both[at, other], at, self.sizes[one])

    @staticmethod
    def _first(line: Iterable[Run], strand: int, size: int) -> Iterator[Part]:
        """Iterate over those who stand in the first places of a strand."""
        for run in line:
            left = size - run.places[strand]
            if left <= 0:
                return
            yield Part(run, 0, min(run.count, left))

    def barred(self, strands: int) -> int:
        """Return the strands that are apart from some of a group."""
        if strands not in self._barred:
            found = 0
            for at in bits(strands):
                found |= self._apart[at]
            self._barred[strands] = found
        return self._barred[strands]

    def obliged(self, strand: int) -> Mapping[Run, Mapping[int, int]]:
        """Find, for those in a strand, within how many places of it and of strands onwards they must stand anyway.

        That is, for the sake of other strands than it and those that it leads on to.
        """
        if strand not in self._obliged:
            found: dict[Run, dict[int, int]] = {}
            onwards = self.onwards[strand]
            for run in self.lines[strand]:
                due: dict[int, int] = {}
                for source, other, deadline in self.sent(run):
                    if onwards >> other & 1 and not onwards >> source & 1:
                        due[other] = min(deadline, due.get(other, deadline))
                found[run] = due
            self._obliged[strand] = found
        return self._obliged[strand]

    def line(self, strand: int) -> Line:
        """Return the line of a strand, as far as it can be set up anew."""
        if strand not in self._line:
            self._line[strand] = Line(self, strand)
        return self._line[strand]

    def near(self, strand: int) -> Sequence[Run]:
        """Return the elements that are in no strand that is apart from one, nor in it; those in few strands first."""
        if strand not in self._near:
            apart = self._apart[strand] | 1 << strand
            near = (run for run in self.runs if not run.strands & apart)
            self._near[strand] = sorted(near, key=lambda run: (run.strands.bit_count(), -run.count))
        return self._near[strand]

    def room(self, strand: int, place: int) -> int:
        """Return how many more could have to stand within so many places of a strand, at least."""
        if strand not in self._room:
            self._room[strand] = self._room_left(strand)
        places, room = self._room[strand]
        return min(place, room[max(0, bisect_right(places, place) - 1)])

    @cached_property
    def _deadlines(self) -> Sequence[Mapping[int, tuple[list[int], list[int]]]]:
        return deadlines_of(self.strands, self.sizes, self.least)

    def sent(self, run: Run) -> Sequence[tuple[int, int, int]]:
        """Return which strand sends a run on to which, and within how many places; alike for all of the run."""
        if run not in self._known:
            self._known[run] = [
                (source, other, deadlines[step])
                for source, place in run.places.items()
                for other, (places, deadlines) in self._deadlines[source].items()
                if (step := bisect_right(places, place)) < len(places)
            ]
        return self._known[run]

    def _room_left(self, strand: int) -> tuple[list[int], list[int]]:
        """Return places of a strand, increasing, and from each on to the end the least room that any of them leaves."""
        due: dict[int, int] = {}
        top = 0
        for run in self.lines[strand]:
            top += run.count
            sent = [deadline for _, other, deadline in self.sent(run) if other == strand]
            if sent:
                due[min(sent)] = due.get(min(sent), 0) + run.count
        due.setdefault(top, 0)
        places = sorted(due)
        taken, room = 0, []
        for place in places:
            taken += due[place]
            room.append(place - taken)
        for at in reversed(range(len(room) - 1)):
            room[at] = min(room[at], room[at + 1])
        return places, room
