"""Worlds under an answer: elements change seats in a woven world until one set lies within another, or apart from it.

To stand within other places of a strand, elements take seats of others who may stand elsewhere in it, or need not be in
it. A seat of a strand goes with the seats that its holder has in strands further on; an element that has one there
already keeps the one in front. So every size stays what it is, and whoever stands in the first places of a strand
still stands in time where these lead on to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from reconcile.bits import gathered
from reconcile.bounds.problem import union as unite
from reconcile.bounds.seating import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.bounds.line import Line
    from reconcile.bounds.seating import Seating
    from reconcile.bounds.woven import Run


_MOST_ASKED = 8
"""How many runs, from the end of a strand, are asked to change seats."""


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
        found = gathered(self.pushed) | unite(1 << line.strand | line.bundled for line in self.lines)
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


def enter(seating: Seating, one: int, other: int) -> Moves | None:
    """Move all of one set into another, of another strand; None if it is not known how.

    In the first places of that strand all of the set are to stand as well. They can if, however many places one looks
    at, no more have to stand within them than there are (Hall 1935). Who is in a strand that is apart from that one
    gives the seats in the set to somebody new.
    """
    home, host, end = seating.strands.strand_of[one], seating.strands.strand_of[other], seating.least[other]
    line, moves = seating.line(host), Moves()
    closed = line.bundled | 1 << host
    entering: list[tuple[Part, int]] = []
    strands = line.strands
    until: Counter[int] = Counter()  # how many are to stand further in front, by where they had to stand before
    for part in seating.of(one):
        those = part.run.strands
        if host not in part.run.places:
            if closed & seating.barred(those):
                if not _renewed(seating, home, part, moves):
                    return None
                those &= seating.onwards[home]
            entering.append((part, those))
            until[line.length + 1] += part.number
        elif part.run in line.dues:
            until[line.dues[part.run]] += part.number
            continue
        elif behind := _behind(part, host, end):
            until[behind.place(host) + behind.number] += behind.number
        strands |= those
    if all(places <= end for places in until):
        return Moves()
    if not line.has_room(end, until) or closed & seating.barred(strands):
        return None
    moves.lines.append(line)
    leaving = (seat for run in line.free if (seat := _behind(Part.all_of(run), home, seating.sizes[one])))
    pairs, left = _pair_off((part for part, _ in entering), leaving)
    after = {part.run: those for part, those in entering}
    for new, old in pairs:
        moves.taken.add(old.run)
        moves.swap(line, new.number, after[new.run], old.run.strands)
    return None if left or not _have_room(seating, moves) else moves


def leave(seating: Seating, one: int, other: int, union: int = 0) -> Moves | None:
    """Take all of one set out of another, of another strand; None if it is not known how.

    Who is in both moves further back in the strand of one of the two, or leaves that: the seats go to others of a union
    of strands, and else to new elements.
    """
    both = list(_shared(seating, one, other))
    forth, back = (one, other), (other, one)
    for sides in ((forth,), (back,), (forth, back)):
        moves, left = Moves(), both
        for pair in sides:
            left = _put_behind(seating, pair, left, moves, union) if left else left
        if not left and _have_room(seating, moves):
            return moves
    return None


def _put_behind(seating: Seating, pair: tuple[int, int], both: list[Part], moves: Moves, union: int) -> list[Part]:
    """Take who is in two sets out of the first places of the second's strand; return who has to stay."""
    one, other = pair
    home, host = (seating.strands.strand_of[each] for each in (one, other))
    line, end = seating.line(host), seating.sizes[other]
    apart = not moves.settled & line.onwards and all(
        not (line.bundled & (each.onwards | seating.barred(each.bundled)) or each.bundled & line.onwards)
        for each in moves.lines
    )
    if not apart or seating.onwards[host] >> home & 1 or line.bundled & seating.barred(line.strands):
        return both
    light = [part for part in both if part.run in line.dues]
    behind = [late for part in seating.of_in(one, host) if part.run in line.dues and (late := _behind(part, host, end))]
    for leaving in (light, [part for part in light if line.dues[part.run] > line.length]):
        short = line.short_behind(end, _due(line, leaving + behind))
        if short is not None:
            break
    else:
        return both
    if leaving:
        moves.lines.append(line)
        free = (part for part in leaving + behind if line.dues[part.run] > line.length)
        others = _others(seating, home, line, union if moves.lines == [line] else 0)  # who got a seat has no second one
        pairs, left = _pair_off(_some(free, short), others)
        for old, new in pairs:
            moves.taken.add(new.run)
            moves.swap(line, new.number, new.run.strands, old.run.strands)
        for old in left:
            moves.swap(line, old.number, 0, old.run.strands)
    staying = [part for part in both if part.run not in line.dues] + [part for part in light if part not in leaving]
    return [late for part in staying if (late := _led_elsewhere(seating, pair, part, moves))]


def _led_elsewhere(seating: Seating, pair: tuple[int, int], part: Part, moves: Moves) -> Part | None:
    """Take who is in two sets out of a strand that leads into the second's, and so out of that set; return who stays.

    They change seats with others further back, or leave.
    """
    home, host = (seating.strands.strand_of[each] for each in pair)
    onwards = seating.onwards
    through = [at for at in part.run.places if onwards[at] >> host & 1 and not onwards[at] >> home & 1]
    left: Part | None = part
    for at in through:
        if left and not any(line.strand != host and line.onwards & onwards[at] for line in moves.lines):
            left = _traded(seating, at, pair, left, moves)
    return None if left and any(_renewed(seating, at, left, moves, host) for at in through) else left


def _traded(seating: Seating, at: int, pair: tuple[int, int], part: Part, moves: Moves) -> Part | None:
    """Let elements change their seats from a strand onwards with others further back in it; return who has none.

    Who gets a seat within the second set that way, and need not be in its strand, gives that to somebody new.
    """
    home, host = (seating.strands.strand_of[each] for each in pair)
    end, mine = seating.sizes[pair[1]], part.run
    onwards, out = seating.onwards[at], seating.onwards[host]
    left: Part | None = part
    for run in islice(reversed(seating.lines[at]), _MOST_ASKED):
        if left is None or run.places[at] <= mine.places[at]:
            break
        inside = run.strands >> host & 1 and run.places[host] < end
        settled = run.strands >> host & 1 and not inside and any(line.strand == host for line in moves.lines)
        if run in moves.taken or settled or run.strands >> home & 1 or not _may_change(seating, at, mine, run):
            continue
        after = mine.strands & ~onwards | run.strands & onwards
        given = after & out if inside else 0
        if given and (at == host or _held(seating, at, host, mine, run)):
            continue
        count = min(left.number, run.count)
        both = after & ~given, run.strands & ~onwards | mine.strands & onwards
        moves.taken.add(run)
        moves.settled |= onwards
        moves.moves.append(Move(count, (mine.strands, run.strands), both, both))
        if given:
            moves.moves.append(Move(count, (0, 0), (given, 0), (given, 0)))
        left = left.split(count)[1]
    return left


def _may_change(seating: Seating, at: int, one: Run, other: Run) -> bool:
    """Whether elements may change their seats from a strand onwards: all stand where they must for other reasons."""
    onwards, obliged = seating.onwards[at], seating.obliged(at)
    for mine, theirs in ((one, other), (other, one)):
        places, due = theirs.places, obliged[mine]
        if seating.barred(mine.strands & ~onwards) & theirs.strands & onwards:
            return False
        if any(strand not in places or places[strand] + theirs.count > place for strand, place in due.items()):
            return False
    return True


def _held(seating: Seating, at: int, host: int, one: Run, other: Run) -> bool:
    """Whether elements with the seats that others have in a strand and onwards must be in a strand further on."""
    out, inner = seating.onwards[host], seating.onwards[at] & ~seating.onwards[host]
    sent = any(inner >> source & 1 and out >> strand & 1 for source, strand, _ in seating.sent(other))
    return sent or any(out >> strand & 1 for strand in seating.obliged(at)[one])


def _due(line: Line, parts: Iterable[Part]) -> Counter[int]:
    """Count elements of a line by the number of places within which they must stand."""
    found: Counter[int] = Counter()
    for part in parts:
        found[line.dues[part.run]] += part.number
    return found


def _behind(part: Part, strand: int, end: int) -> Part | None:
    """Return the elements that do not stand in the first places of a strand."""
    if strand not in part.run.places:
        return part
    inside = min(part.number, max(0, end - part.place(strand)))
    return part.split(inside)[1]


def _shared(seating: Seating, one: int, other: int) -> Iterator[Part]:
    """Iterate over the elements that stand in two sets."""
    host, end = seating.strands.strand_of[other], seating.sizes[other]
    for part in seating.of_in(one, host):
        if (count := min(part.number, end - part.place(host))) > 0:
            yield part.split(count)[0]


def _others(seating: Seating, home: int, line: Line, union: int) -> Iterator[Part]:
    """Iterate over elements of a union, in neither of two strands, that may be in the one of a line."""
    for run in seating.near(line.strand) if union else ():
        if run.strands & union and not (run.strands >> home & 1 or line.bundled & seating.barred(run.strands)):
            yield Part.all_of(run)


def _renewed(seating: Seating, host: int, part: Part, moves: Moves, outer: int | None = None) -> bool:
    """Let new elements have the seats of some that leave a strand, unless these must stay in it, or in an outer one.

    Who must be in a strand further on anyway stays there, and somebody else has to go.
    """
    strands, onwards = part.run.strands, seating.onwards[host]
    due = seating.obliged(host)[part.run]
    if host in due or outer in due:
        return False
    stay = 0
    for at, places in due.items():
        stay |= 1 << at
        moves.pushed[at] += part.number
        moves.urgent[at] = min(places, moves.urgent.get(at, places))
    after = strands & ~onwards | stay, strands & onwards
    moves.moves.append(Move(part.number, (strands, 0), after, after))
    return True


def _have_room(seating: Seating, moves: Moves) -> bool:
    """Whether strands that lead nowhere have room for more who must stand in them."""
    for at, count in moves.pushed.items():
        if moves.settled >> at & 1 or seating.strands.ties[at] or count > seating.room(at, moves.urgent[at]):
            return False
        alone = (run for run in seating.lines[at] if run.strands == 1 << at and run not in moves.taken)
        moves.alone[at] = min(count, sum(run.count for run in alone))
    return True


def _some(parts: Iterable[Part], count: int) -> Iterator[Part]:
    """Take so many elements."""
    for part in parts:
        if not count:
            return
        found = part.split(min(count, part.number))[0]
        count -= found.number
        yield found


def _pair_off(some: Iterable[Part], others: Iterable[Part]) -> tuple[list[tuple[Part, Part]], list[Part]]:
    """Pair elements one to one, in parts; return the pairs and those of the first who are left."""
    pairs: list[tuple[Part, Part]] = []
    left: list[Part] = []
    source = iter(others)
    theirs: Part | None = None
    for part in some:
        mine: Part | None = part
        while mine:
            theirs = theirs or next(source, None)
            if theirs is None:
                left.append(mine)
                break
            count = min(mine.number, theirs.number)
            (one, mine), (other, theirs) = mine.split(count), theirs.split(count)
            pairs.append((one, other))
    return pairs, left
