"""Deadlines: by which place of another strand those must stand there who stand in the first places of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.bounds.strands import Strands


def deadlines_of(
    strands: Strands, sizes: Mapping[int, int], least: Mapping[int, int]
) -> list[dict[int, tuple[list[int], list[int]]]]:
    """Return for each strand, by those that it is tied to, up to which of its places which of their deadlines holds.

    Places, exclusive, and deadlines both increase; sizes as for `weave`.
    """
    return [{other: _steps(pairs, sizes, least) for other, pairs in ties.items()} for ties in strands.ties]


def _steps(
    pairs: Sequence[tuple[int, int]], sizes: Mapping[int, int], least: Mapping[int, int]
) -> tuple[list[int], list[int]]:
    """Turn ties into deadlines: up to which place (exclusive) of the one strand which deadline holds in the other."""
    kept = [(one, other) for one, other in pairs if one in sizes and other in sizes]
    if least is sizes:
        sized = {(sizes[one], max(sizes[one], sizes[other])) for one, other in kept}
    else:
        sized = {
            (size, max(size, least[other]))
            for one, other in kept
            for size in {sizes[one], *range(max(least[one], least[other]), sizes[one])}
        }
    places: list[int] = []
    deadlines: list[int] = []
    for place, deadline in sorted(sized, reverse=True):
        if place and (not deadlines or deadline < deadlines[-1]):
            if places and places[-1] == place:
                deadlines[-1] = deadline
            else:
                places.append(place)
                deadlines.append(deadline)
    return places[::-1], deadlines[::-1]
