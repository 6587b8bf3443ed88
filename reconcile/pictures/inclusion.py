"""What follows from other inclusions, and so need not be drawn: chains instead of a line between every two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import bits

if TYPE_CHECKING:
    from collections.abc import Sequence


def closure(steps: Sequence[int]) -> list[int]:
    """Return for each number the group of all that can be reached from it.

    `steps` has for each number the group of those one step away. There may be circles.
    """
    reach = list(steps)
    changed = True
    while changed:
        changed = False
        for one in reversed(range(len(reach))):
            found = reach[one]
            for other in bits(steps[one]):
                found |= reach[other]
            if found != reach[one]:
                reach[one] = found
                changed = True
    return reach


def needed(steps: Sequence[int]) -> list[int]:
    """Return the steps that do not follow from others: the transitive reduction.

    Of a circle, and of what leads into it, every step stays.

    References
    ----------
    Aho, Garey and Ullman, The Transitive Reduction of a Directed Graph, SIAM J. Comput. 1 (1972).
    """
    reach = closure(steps)
    ahead = [
        others & ~sum(1 << other for other in bits(others) if reach[other] >> one & 1)
        for one, others in enumerate(reach)
    ]
    kept = []
    for one, others in enumerate(steps):
        implied = 0
        for between in bits(others):
            if not reach[between] >> one & 1:
                implied |= ahead[between]
        kept.append(others & ~implied)
    return kept
