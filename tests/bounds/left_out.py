"""What maximal kept groups leave out, as the search finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.bounds.strands import Strands


def left_out_for_no_rival(strands: Strands, sure: int, groups: Iterable[int]) -> list[tuple[int, int]]:
    """Return the sets of `sure` that some maximal kept group leaves out though it holds no rival of theirs in `sure`.

    Each with the group.
    """
    return [
        (one, group)
        for group in groups
        for one in bits(sure & ~group)
        if not strands.strands[strands.strand_of[one]].rivals.get(one, 0) & group & sure
    ]
