"""Which end of the range is sought."""

from __future__ import annotations

from enum import IntEnum


class Sense(IntEnum):
    """Which end of the range is sought: the sign that turns it into a minimum."""

    LEAST = 1
    ANY = 0
    GREATEST = -1
