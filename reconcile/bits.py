"""Groups of numbered things as whole numbers: bit i of a group stands for thing i."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 1000
"""Bits of a group that are looked at together: taking them one by one off a long number would copy it each time."""


def bits(group: int) -> Iterator[int]:
    """Iterate over the numbers of the things in a group, lowest first."""
    before, piece_of = -1, (1 << _PIECE) - 1
    while group:
        piece = group & piece_of
        while piece:
            lowest = piece & -piece
            yield before + lowest.bit_length()
            piece ^= lowest
        group >>= _PIECE
        before += _PIECE
