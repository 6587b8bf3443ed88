"""The limit of a search."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class OutOfTimeError(Exception):
    """The search reached its limit: what it was about to say is not proven."""


class Clock:
    """Counts down from a limit in seconds; `tick` is called wherever a search may take long.

    Raises
    ------
    OutOfTimeError
        By `tick`, once the limit is reached.
    """

    def __init__(self, seconds: float = float("inf")) -> None:
        self._end = time.monotonic() + seconds

    def stop(self) -> None:
        """End the search at the next tick."""
        self._end = float("-inf")

    @contextmanager
    def part(self, share: float) -> Iterator[None]:
        """Let what is done meanwhile take no more than a share of the time that is left."""
        end, now = self._end, time.monotonic()
        self._end = now + share * (end - now)
        try:
            yield
        finally:
            if self._end > float("-inf"):  # nobody stopped it
                self._end = end

    def tick(self) -> None:
        """Raise if the time is over."""
        if time.monotonic() > self._end:
            raise OutOfTimeError
