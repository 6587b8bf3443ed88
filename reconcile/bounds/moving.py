"""Worlds under an answer: elements change seats in a woven world until one set lies within another, or apart from it.

To stand within other places of a strand, elements take seats of others who may stand elsewhere in it, or need not be in
it. A seat of a strand goes with the seats that its holder has in strands further on; an element that has one there
already keeps the one in front. So every size stays what it is, and whoever stands in the first places of a strand
still stands in time where these lead on to. Who is led into a strand by another one leaves it by way of that.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reconcile.bounds.moves import Moves
from reconcile.bounds.seating import Part
from reconcile.bounds.trading import led_elsewhere, renewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.bounds.line import Line
    from reconcile.bounds.seating import Seating


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
                if not renewed(seating, home, part, moves):
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
    return [late for part in staying if (late := led_elsewhere(seating, pair, part, moves))]


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
