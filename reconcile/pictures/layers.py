"""Things and what stands above what in, layers out: the first two steps of a layered drawing.

References
----------
Sugiyama, Tagawa and Toda, Methods for Visual Understanding of Hierarchical System Structures, IEEE Trans. Syst. Man
Cybern. 11 (1981).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Pairs = Iterable[tuple[int, int]]


def layers(size: int, above: Pairs, beside: Pairs) -> list[list[int]]:
    """Put things, by number, in layers: each as near to the top as those above it allow.

    Parameters
    ----------
    size
        How many things there are.
    above
        Pairs of a thing and another that should stand above it. A pair that closes a circle is passed over.
    beside
        Pairs of things that should stand side by side, as long as none of them must stand above another.

    Returns
    -------
    list
        The layers from top to bottom; in each, a thing stands near the middle of those above it.
    """
    over: list[list[int]] = [[] for _ in range(size)]
    for low, high in above:
        over[low].append(high)
    team = _teams(size, over, beside)
    members: dict[int, list[int]] = {}
    for one in range(size):
        members.setdefault(team[one], []).append(one)
    uppers = {
        leader: sorted({team[high] for one in those for high in over[one]} - {leader})
        for leader, those in members.items()
    }
    rank = _ranks(uppers)
    found: list[list[int]] = []
    place: dict[int, float] = {}
    for level in range(max(rank.values(), default=-1) + 1):
        leaders = sorted(
            (leader for leader in members if rank[leader] == level),
            key=lambda leader: (
                _mean([place[high] for one in members[leader] for high in over[one] if high in place]),
                leader,
            ),
        )
        row = [one for leader in leaders for one in members[leader]]
        place.update({one: at - (len(row) - 1) / 2 for at, one in enumerate(row)})
        found.append(row)
    return found


def _teams(size: int, over: Sequence[Sequence[int]], beside: Pairs) -> list[int]:
    """Return for each thing the leader of those it stands side by side with: itself, if it stands alone."""
    team = list(range(size))
    for one, other in beside:
        joined = {team[one], team[other]}
        team = [min(joined) if leader in joined else leader for leader in team]
    torn = {team[one] for one in range(size) for high in over[one] if team[one] == team[high]}
    return [one if leader in torn else leader for one, leader in enumerate(team)]


def _ranks(uppers: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return how many layers there are above each thing."""
    rank: dict[int, int] = {}
    for start in uppers:
        path, entered = [start], {start}
        while path:
            one = path[-1]
            ahead = [high for high in uppers[one] if high not in rank and high not in entered]
            if ahead:
                path.append(ahead[0])
                entered.add(ahead[0])
            else:
                path.pop()
                rank.setdefault(one, max((rank[high] + 1 for high in uppers[one] if high in rank), default=0))
    return rank


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
