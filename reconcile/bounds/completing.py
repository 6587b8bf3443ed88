"""What else is kept, where some sets are known to be kept and others to be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Completing:
    """Some bundles of sets, and the groups among them that cannot be kept together.

    Parameters
    ----------
    conflicts
        Groups that cannot be kept together. What can be kept is any group that holds none of them.
    firm
        The sets kept before any other.
    tick
        Called now and then; may raise to stop the search.
    """

    def __init__(self, sets: int, conflicts: Iterable[int], firm: int, tick: Callable[[], None]) -> None:
        self.sets, self.conflicts, self._firm, self._tick = sets, tuple(conflicts), firm & sets, tick
        self._about: dict[int, list[int]] = {}
        for conflict in self.conflicts:
            for one in bits(conflict):
                self._about.setdefault(one, []).append(conflict)

    def conflict(self, one: int, others: int) -> int | None:
        """Return a conflict that keeps a set from joining others; None where there is none."""
        return next((found for found in self._about.get(one, ()) if not found & ~(others | 1 << one)), None)

    def complete(self, kept: int, out: int, prefer: int) -> int | None:
        """Return what may be kept in all, given what is kept and what is left out; None where that cannot be.

        Parameters
        ----------
        prefer
            Sets to be kept rather than others.
        """
        self._tick()
        kept, out = kept & self.sets, out & self.sets
        if any(not conflict & ~kept for conflict in self.conflicts):
            return None
        ways = self._ways(kept, out)
        if ways is None:
            return self._filled(kept, out, prefer)
        for more, less in ways:
            found = self.complete(kept | more, out | less, prefer)
            if found is not None:
                return found
        return None

    def _ways(self, kept: int, out: int) -> list[tuple[int, int]] | None:
        """Return what may be kept and left out as well, one of which is so; None where nothing more need be so.

        A set that is left out needs a conflict with what is kept, a firm one with firm ones; and a firm set that could
        be kept is, or is left out.
        """
        for one in bits(out):
            among = self._firm if self._firm >> one & 1 else self.sets
            reasons = [
                conflict & ~(1 << one)
                for conflict in self._about.get(one, ())
                if not (conflict & ~among or conflict & out & ~(1 << one))
            ]
            if all(reason & ~kept for reason in reasons):
                return [(reason, 0) for reason in reasons]
        undecided = self._firm & ~kept & ~out
        lowest = undecided & -undecided
        return [(lowest, 0), (0, lowest)] if lowest else None

    def _filled(self, kept: int, out: int, prefer: int) -> int:
        rest = self.sets & ~kept & ~out
        for group in (rest & prefer, rest & ~prefer):
            for one in bits(group):
                if self.conflict(one, kept) is None:
                    kept |= 1 << one
        return kept
