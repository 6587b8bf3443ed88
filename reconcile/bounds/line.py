"""The line of a strand, set up anew: who may change places with whom, and whether all can stand where they must."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.seating import Seating


class Line:
    """The line of a strand, as far as it can be set up anew: of those who must be in no strand further on for others.

    Attributes
    ----------
    strand, onwards
        The strand, and the group of it and those that it leads on to.
    length
        How many places the strand has.
    dues
        For those who may change places within how many they must stand.
    strands, bundled, always_bundled
        The strands they are in besides, and the strands further on that some and all of them are in, as groups.
    free
        Those who need not be in the strand.
    """

    def __init__(self, seating: Seating, strand: int) -> None:
        obliged, onwards = seating.obliged(strand), seating.onwards[strand]
        self.strand, self.onwards = strand, onwards
        self.length = sum(run.count for run in seating.lines[strand])
        self.dues = {run: due.get(strand, self.length + 1) for run, due in obliged.items() if not due.keys() - {strand}}
        further = onwards & ~(1 << strand)
        self.strands, self.bundled, self.always_bundled = 0, 0, further
        for run in self.dues:
            self.strands |= run.strands & ~onwards
            self.bundled |= run.strands & further
            self.always_bundled &= run.strands
        self.free = sorted(
            (run for run, due in self.dues.items() if due > self.length), key=lambda run: run.strands & ~onwards == 0
        )
        self._starts = [run.places[strand] for run in self.dues]
        self._seats = [0, *accumulate(run.count for run in self.dues)]
        self._counts = [run.count for run in self.dues]
        due: Counter[int] = Counter()
        for run, places in self.dues.items():
            due[places] += run.count
        self._due = sorted(due)
        self._needed = [0, *accumulate(due[places] for places in self._due)]
        self._spare = [self.seats(places) - needed for places, needed in zip(self._due, self._needed[1:], strict=True)]

    def seats(self, places: int) -> int:
        """Return how many of the first places are theirs."""
        at = bisect_left(self._starts, places)
        if not at:
            return 0
        return self._seats[at - 1] + min(self._counts[at - 1], places - self._starts[at - 1])

    def spare(self, places: int) -> int:
        """Return how many of the first places are theirs and not needed by those who must stand there."""
        return self.seats(places) - self._needed[bisect_right(self._due, places)]

    def short_behind(self, end: int, due: Mapping[int, int]) -> int | None:
        """Return how many of some have no place behind the first ones and must leave; None if some can do neither.

        Parameters
        ----------
        due
            How many they are, by the number of places within which they must stand.
        """
        needed, before = 0, self.seats(end)
        for places in sorted(due):
            if places <= self.length:
                needed += due[places]
                if needed > self.seats(places) - before:
                    return None
        return max(0, sum(due.values()) - (self.seats(self.length) - before))

    def has_room(self, end: int, until: Mapping[int, int]) -> bool:
        """Whether more can stand in the first places, up to an end.

        Parameters
        ----------
        until
            How many more, by the number of places up to which they do not stand there already.
        """
        more = sum(count for places, count in until.items() if places > end)
        start = bisect_right(self._due, end)
        if more > self.spare(end):
            return False
        for places in sorted(until):
            if places > end:
                stop = bisect_left(self._due, places)
                if start < stop and more > min(self._spare[start:stop]):
                    return False
                more -= until[places]
                start = stop
        return True
