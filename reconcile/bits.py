"""Groups of numbered things as whole numbers: bit i of a group stands for thing i."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 1000
"""Bits of a group that are looked at together: taking them one by one off a long number would copy it each time."""


def bits(group: int) -> Iterator[int]:
    """Iterate over the numbers of the things in a group, lowest first."""
    return iter(_NUMBERS[group]) if group < len(_NUMBERS) else _bits(group)


def _bits(group: int) -> Iterator[int]:
    before, piece_of = -1, (1 << _PIECE) - 1
    while group:
        piece = group & piece_of
        if not piece:  # on to the next thing: most groups of a long number are few, and stand close together
            gap = (group & -group).bit_length() - 1
            group >>= gap
            before += gap
            continue
        while piece:
            lowest = piece & -piece
            yield before + lowest.bit_length()
            piece ^= lowest
        group >>= _PIECE
        before += _PIECE


_NUMBERS = [tuple(_bits(group)) for group in range(1 << 10)]
"""The numbers in groups of the first ten things: most groups of a small case."""


def gathered(numbers: Iterable[int]) -> int:
    """Return the group of the things that have some numbers, without making a long number for each of them."""
    numbers = tuple(numbers)
    found = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")
