"""The forms of a count: what may stand around numbers, and what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Figure: TypeAlias = tuple[int, int, bool]
"""Lowest, highest, and whether there is room above."""


def unit(number: int) -> int:
    """Return the unit in which a positive number seems to be given.

    It is the largest of 1, 5, 10, 50, 100, 500, 1000 … that divides the number; but for 50, 500 … it is the
    next smaller power of ten, since who says 50 or 1500 seldom counts in fifties or five hundreds. Five
    itself stays a unit.

    Examples
    --------
    >>> [unit(number) for number in (7, 45, 40, 50, 300, 1500)]
    [1, 5, 10, 10, 100, 100]
    """
    power = 1
    while number % (10 * power) == 0:
        power *= 10
    return 5 if power == 1 and number % 5 == 0 else power


def _exactly(number: int) -> Figure:
    return number, number, False


def _at_least(number: int) -> Figure:
    return number, number, True


def _more_than(number: int) -> Figure:
    return number + 1, number + 1, True


def _at_most(number: int) -> Figure:
    return 0, number, False


def _fewer_than(number: int) -> Figure:
    return 0, number - 1, False


def _about(number: int) -> Figure:
    return number - _half_unit(number), number + _half_unit(number), False


def _nearly(number: int) -> Figure:
    return number - _half_unit(number), number - 1, False


def _half_unit(number: int) -> int:
    """Return how far a round number may be off: half its unit in whole people, and one at least.

    None is exact: about 0 is 0.
    """
    return max(1, unit(number) // 2) if number else 0


NONE = ("none", "no one")
"""Nobody, in words."""

FORMS: dict[str, Callable[[int], Figure]] = {
    **dict.fromkeys(("#", "exactly #"), _exactly),
    **dict.fromkeys(("at least #", "#+", "no fewer than #", "# so far", "≥#", ">=#"), _at_least),
    **dict.fromkeys(("more than #", "over #", ">#"), _more_than),
    **dict.fromkeys(("at most #", "up to #", "as many as #", "no more than #", "≤#", "<=#"), _at_most),
    **dict.fromkeys(("fewer than #", "under #", "<#"), _fewer_than),
    **dict.fromkeys(("about #", "around #", "some #", "roughly #", "approximately #", "~#", "#-odd"), _about),
    **dict.fromkeys(("nearly #", "almost #"), _nearly),
}
"""What may stand around one number, `#`, and what it makes of the number: lo, hi, open."""

RANGES = ("#-#", "# to #", "between # and #", "# or #")
"""What may stand around two numbers."""
