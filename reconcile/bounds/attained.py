"""A world that is made only when somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.bounds.problem import World


@dataclass(frozen=True)
class Attained:
    """A world that attains a bound: what it keeps, and how it is made."""

    kept: int
    make: Callable[[], World]

    @cached_property
    def world(self) -> World:
        """The world, made once."""
        return self.make()
