"""Bounds drawn to scale: solid up to the lower bound, light from there to the upper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconcile.reports.value import Range

WIDTH = 1000
"""Units across a bar."""

_MOST_TICKS = 20
"""Up to how many people a bar is divided into single ones."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar `WIDTH` wide: how far it is solid, how far light, and where one person ends and the next begins."""

    sure: int
    possible: int
    ticks: tuple[int, ...]


def bar(bounds: Range, most: int) -> Bar | None:
    """Return the bar of some bounds on a scale that ends at `most`; None where there are no bounds.

    Examples
    --------
    >>> bar((1, 3), 4)
    Bar(sure=250, possible=750, ticks=(250, 500, 750))
    """
    lower, upper = bounds
    if lower is None or upper is None:
        return None
    ticks = tuple(WIDTH * one // most for one in range(1, most)) if most <= _MOST_TICKS else ()
    sure = WIDTH * lower // most
    return Bar(sure, sure if lower == upper else -(-WIDTH * upper // most), ticks)
