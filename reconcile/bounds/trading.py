"""How elements leave a strand that leads them into another, which they are to leave: seats change hands there.

They change all seats from that strand onwards with others further back in it, or somebody new has these seats.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reconcile.bounds.moves import Move

if TYPE_CHECKING:
    from reconcile.bounds.moves import Moves
    from reconcile.bounds.seating import Part, Seating
    from reconcile.bounds.woven import Run

_MOST_ASKED = 8
"""How many runs, from the end of a strand, are asked to change seats."""


def led_elsewhere(seating: Seating, pair: tuple[int, int], part: Part, moves: Moves) -> Part | None:
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
    return None if left and any(renewed(seating, at, left, moves, host) for at in through) else left


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


def renewed(seating: Seating, host: int, part: Part, moves: Moves, outer: int | None = None) -> bool:
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
