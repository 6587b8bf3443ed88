"""Weaving: a world of strands, built element by element in runs, from the narrowest strand to the widest.

Each strand has as many places as its largest set has elements, and its sets are the stretches from the first
place on. A tie says: who stands in the first so many places of one strand stands, at the latest, at a certain
place of another. So a strand is filled with those who must be in it, the most urgent first (earliest deadline
first; Jackson 1955), then, where a small union is sought, with others who may be in it, then with new elements.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.bounds.deadlines import deadlines_of
from reconcile.bounds.merging import Crowd
from reconcile.bounds.problem import union
from reconcile.bounds.woven import Piece, Run

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from reconcile.bounds.strands import Strands
    from reconcile.bounds.woven import Woven


Seats = tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
"""Who is to stand where in some strands: so many elements, and by strand a rank, before all of higher rank there."""

_FRESH = -1
"""Stands for new elements in a line of runs by number."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a world is to be like.

    Attributes
    ----------
    spread
        The strands whose union is to be large: they take in nobody who need not be in them, but for those who will
        stand together in a third of these strands anyway. All others take in whomever they can.
    tight
        For strands how many of their first places leave no room to spare: who must stand there comes first.
    core
        For strands how many of their first places hold those who are taken in elsewhere without need before others.
    seats
        Who is to stand in strands named there, all of them, and in which order.
    crowded
        Filled in: the strands, and how many of their first places, that were too few for all who must stand there, so
        that the union sought is smaller.
    """

    spread: int = 0
    tight: Mapping[int, int] = field(default_factory=dict)
    core: Mapping[int, int] = field(default_factory=dict)
    seats: Seats = ()
    crowded: set[tuple[int, int]] = field(default_factory=set)


def weave(strands: Strands, sizes: Mapping[int, int], aim: Aim, least: Mapping[int, int] | None = None) -> Woven | None:
    """Weave a world.

    Parameters
    ----------
    sizes
        The size of each kept set. Of two nested sets that are kept, the outer one is not smaller.
    least
        If the world is to fit whatever sizes are chosen, from these on to `sizes`: the least sizes.

    Returns
    -------
    list of Run or None
        None where some strand has not enough places in time.
    """
    return _Loom(strands, sizes, aim, least or sizes).weave()


class _Loom:
    def __init__(self, strands: Strands, sizes: Mapping[int, int], aim: Aim, least: Mapping[int, int]) -> None:
        self.strands, self.spread, self.tight, self.core = strands, aim.spread, aim.tight, aim.core
        self.crowded, self.seats, self.sizes, self.least = aim.crowded, aim.seats, sizes, least
        everything = (1 << len(strands.strands)) - 1
        self.apart = [everything & ~strand.shares for strand in strands.strands]
        self.onwards = strands.onwards
        self.barring = list(self.apart)  # where those who must enter a strand cannot go: it leads elsewhere
        self.feeders = [0] * len(strands.strands)
        for at in reversed(strands.order):
            for other in strands.ties[at]:
                self.feeders[other] |= 1 << at
                self.barring[at] |= self.barring[other]
        self.tops = [max((sizes.get(one, 0) for one in members), default=0) for members in strands.members]
        self.deadlines = deadlines_of(strands, sizes, least)
        self.cuts = [
            sorted({place for places, _ in deadlines.values() for place in places} | {aim.core.get(at, 0)} - {0})
            for at, deadlines in enumerate(self.deadlines)
        ]
        self.runs: list[list[Run]] = [[] for _ in strands.strands]
        self.seated = union(1 << at for _, places in aim.seats for at, _ in places)
        for count, ranks in aim.seats:
            home = min((at for at, _ in ranks), key=strands.rank.__getitem__)
            inside = sum(1 << at for at, _ in ranks)
            barred = union(self.apart[at] for at in bits(inside))
            run = Run(count, home, strands=inside, barred=barred, ranks=dict(ranks))
            self.runs[home].append(run)
        self.lines: dict[int, list[Run]] = {}  # those who are to stand in a strand, by strand
        for run in (run for runs in self.runs for run in runs):
            for at in run.ranks:
                self.lines.setdefault(at, []).append(run)

    def weave(self) -> Woven | None:
        parts, trunk = self.strands.parts, self.strands.trunk
        if self.seated & trunk:
            parts, trunk = [], trunk | union(parts)
        woven = [self._recalled(part) for part in parts]
        if not all(woven) or not self._weave(trunk):
            return None
        everyone = [run for runs in self.runs for run in runs]
        # Who must enter a strand that shares nothing with where they were new was not seen there.
        return None if any(run.due for run in everyone) else everyone

    def _recalled(self, part: int) -> bool:
        """Weave a part that has to do with the trunk only, or recall how that was done; return whether all fits."""
        key, memory = self._key(part), self.strands.memory
        piece = memory.recall(key)
        if piece is None:
            crowded, self.crowded = self.crowded, set[tuple[int, int]]()
            fits = self._weave(part)
            piece = Piece({at: _copied(self.runs[at]) for at in bits(part)} if fits else None, self.crowded)
            memory.keep(key, piece)
            self.crowded = crowded
        elif piece.runs is not None:
            for at, runs in piece.runs.items():
                self.runs[at] = _copied(runs)
        self.crowded |= piece.crowded
        return piece.runs is not None

    def _key(self, part: int) -> Hashable:
        """Return all on which it depends how a part is woven."""
        near, members = part | self.strands.trunk, self.strands.members_with_trunk[part]
        least = None if self.least is self.sizes else tuple(map(self.least.get, members))
        marks = (
            tuple(sorted(item for item in each.items() if near >> item[0] & 1)) for each in (self.tight, self.core)
        )
        seats = tuple((count, ranks) for count, ranks in self.seats if part >> ranks[0][0] & 1)
        return part, tuple(map(self.sizes.get, members)), least, self.spread & near, *marks, seats

    def _weave(self, group: int) -> bool:
        """Weave the strands of a group; return whether all have a place in time."""
        mine = [strand for strand in self.strands.order if group >> strand & 1]
        seated = [self._seat(strand) for strand in mine if self.seated >> strand & 1]
        return all(seated) and all(self._fill(strand) for strand in mine if not self.seated >> strand & 1)

    def _seat(self, strand: int) -> bool:
        """Let those stand in a strand who are to, the most urgent of a rank first; whether that fills it in time."""
        place, fits = 0, True
        top = self.tops[strand]
        for run in sorted(self.lines[strand], key=lambda run: (run.ranks[strand], run.due.get(strand, top), run.home)):
            due, count = run.due.pop(strand, top), run.count
            if place + count > due:
                self.crowded.add((strand, due))
                fits = False
            self._put(strand, run, place)
            place += count
        return fits and place == top

    def _fill(self, strand: int) -> bool:
        near = [run for home in bits(self.strands.strands[strand].shares) for run in self.runs[home]]
        must = [run for run in near if strand in run.due]
        if any(run.barred >> strand & 1 for run in must) or not self._fit(strand, must):
            return False
        guests = self._invited(strand, must, near)
        line = self._line_up(strand, must, guests)
        if line is None:
            line = self._line_up(strand, must, ())
        if line is None:
            return False
        place = 0
        for run in line:
            count = run.count
            run.due.pop(strand, None)
            if not run.strands:
                self.runs[strand].append(run)
            self._put(strand, run, place)
            place += count
        return True

    def _fit(self, strand: int, must: list[Run]) -> bool:
        """Whether those who must be in a strand fit in time; where too many are urgent, let elements be the same."""
        crowd = Crowd(strand, self.spread, self.runs)
        fits = crowd.fit(must)
        self.crowded.update((strand, places) for places in crowd.crowded)
        return fits

    def _invited(self, strand: int, must: Sequence[Run], near: Sequence[Run]) -> Sequence[tuple[int, Run]]:
        """Choose who is taken in without need, the most hasty first, each with the place by which they must stand.

        `near` are all that stand where this strand may share; some of them must be in it.
        """
        found: list[tuple[int, Run]] = []
        left = self.tops[strand] - sum(run.count for run in must)
        spread = self.spread >> strand & 1
        common = self._common(strand)
        if not left or (spread and not common):
            return found
        onwards = self.onwards[strand]
        may = (run for run in near if strand not in run.due and not run.barred & onwards)
        welcome = [(due, run) for run in may if (due := self._welcome(strand, run, common))]
        ahead = []
        if welcome and spread:
            ahead = [(0 if self._welcome(strand, run, common) else run.due[strand], run.count) for run in must]
        for due, run in sorted(welcome, key=lambda one: self._preference(strand, one[1])):
            room = left
            if spread:
                before = sum(count for limit, count in ahead if limit <= due)
                room = min(room, due - before - sum(guest.count for limit, guest in found if limit <= due))
            if room > 0:
                if run.count > room:
                    self.runs[run.home].append(run.cut(room))
                left -= run.count
                found.append((due, run))
            if not left:
                break
        return found

    def _preference(self, strand: int, run: Run) -> tuple[bool, int, tuple[int, float, float]]:
        """Say who is taken in without need first: who stands in a core, is of the strand's kind, and most hasty."""
        beyond = bool(self.core) and any(
            run.places[at] + run.count > places for at, places in self.core.items() if at in run.places
        )
        return beyond, self._strange(strand, run), self._haste(strand, run)

    def _strange(self, strand: int, run: Run) -> int:
        """Say how far a run is from being of a strand's kind: those some of which must be in it come first.

        Last come others of the union: elements of it that stand together in a strand cannot be the same any more.
        """
        if run.strands & self.feeders[strand]:
            return 0
        return 2 if run.strands & self.spread else 1

    def _common(self, strand: int) -> Mapping[int, int]:
        """Return the strands of the union that hold some of a strand anyway, each with how many of its first places."""
        deadlines = self.deadlines[strand].items()
        return {other: places[-1] for other, (places, _) in deadlines if self.spread >> other & 1 and places}

    def _welcome(self, strand: int, run: Run, common: Mapping[int, int]) -> int:
        """Return by which place a run that need not be in a strand must stand in it, 0 if it is not taken in."""
        if not self.spread >> strand & 1:
            return self.tops[strand]
        if common.keys().isdisjoint(run.due):  # so it is with most
            return 0
        return max(common[other] for other in run.due if other in common)

    def _line_up(self, strand: int, must: Sequence[Run], guests: Sequence[tuple[int, Run]]) -> list[Run] | None:
        """Give everybody a place in time, and new elements the places that are left; None if that cannot be.

        From the last place to the first, it goes to the least hasty of those who can wait so long (Lawler 1973).
        """
        left = self.tops[strand]
        everyone = sorted([*((run.due[strand], run) for run in must), *guests], key=lambda one: one[0])
        fresh = left - sum(run.count for _, run in everyone)
        if fresh < 0:
            return None
        waiting = len(everyone)
        patient: list[tuple[int, float, float, int]] = []
        if fresh:
            # Where a large union is sought, new elements stand in front, since the first places bind most.
            heappush(patient, (-1, -1, 1 if self.spread >> strand & 1 else -2, _FRESH))
        line: list[Run] = []
        while left:
            while waiting and everyone[waiting - 1][0] >= left:
                waiting -= 1
                pressing, onwards, age = self._haste(strand, everyone[waiting][1])
                heappush(patient, (-pressing, -onwards, -age, waiting))
            if not patient:
                return None
            chosen = heappop(patient)
            if chosen[3] == _FRESH:
                count = min(fresh, left - (everyone[waiting - 1][0] if waiting else 0))
                fresh -= count
                if fresh:
                    heappush(patient, chosen)
                line.append(Run(count, strand))
            else:
                line.append(everyone[chosen[3]][1])
            left -= line[-1].count
        return line[::-1]

    def _haste(self, strand: int, run: Run) -> tuple[int, float, float]:
        """Say how soon a run must go further, and how early it came to be: what is known of earliest comes first.

        Before all others come those who must stand in a tight place.
        """
        dues, tops = run.due, self.tops
        patient = all(due > self.tight.get(other, 0) for other, due in dues.items()) if self.tight else True
        onwards = 1.0
        for other, due in dues.items():
            if other != strand and due / (tops[other] + 1) < onwards:
                onwards = due / (tops[other] + 1)  # below 1 even where any place of it is early enough
        return patient, onwards, run.places[run.home] / tops[run.home]

    def _put(self, strand: int, run: Run, place: int) -> None:
        """Let a run stand in a strand from a place on, and go on to where those of these places must go."""
        cuts = self.cuts[strand]
        while True:
            at = bisect_right(cuts, place)
            rest = None
            if at < len(cuts) and cuts[at] < place + run.count:
                rest = run.cut(cuts[at] - place)
                self.runs[run.home].append(rest)
                for other in rest.ranks:
                    self.lines[other].append(rest)
            run.places[strand] = place
            run.strands |= 1 << strand
            run.barred |= self.apart[strand]
            for other, (places, deadlines) in self.deadlines[strand].items():
                step = bisect_right(places, place)
                if step < len(places) and not (run.strands & ~self.seated) >> other & 1:
                    run.due[other] = min(deadlines[step], run.due.get(other, deadlines[step]))
                    run.barred |= self.barring[other]
            if rest is None:
                return
            place += run.count
            run = rest


def _copied(runs: Sequence[Run]) -> list[Run]:
    return [run.copy() for run in runs]
