"""Merging: where too many elements must stand in the first places of a strand, some of them are let be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconcile.bounds.woven import Run


class Crowd:
    """Those who must stand in a strand.

    Parameters
    ----------
    spread
        The strands whose union is to be large, as a group.
    homes
        For each strand the runs that were new in it; runs that are cut or merged come and go there.

    Attributes
    ----------
    crowded
        How many of the first places were too few without making the union smaller.
    """

    def __init__(self, strand: int, spread: int, homes: Sequence[list[Run]]) -> None:
        self.strand, self.spread, self.homes = strand, spread, homes
        self.crowded: list[int] = []
        self._alike: dict[tuple[int, int], list[Run]] = {}
        self._mergeable: tuple[list[tuple[list[Run], list[Run]]], ...] = [], []

    def fit(self, must: list[Run]) -> bool:
        """Make runs fit in time, changing them in place; False if they do not.

        No more elements are let be the same than are too many, and first where that does not make the union smaller.
        """
        total = 0
        unseen: list[Run] = []
        for run in sorted(must, key=lambda run: run.due[self.strand]):
            total += run.count
            unseen.append(run)
            while (excess := total - run.due[self.strand]) > 0:
                for each in unseen:
                    self._see(each)
                unseen.clear()
                lossless, lossy = (self._pair(pairs) for pairs in self._mergeable)
                if lossless is None:
                    self.crowded.append(run.due[self.strand])
                pair = lossless or lossy
                if pair is None:
                    return False
                total -= self._merge(*pair, excess, must)
        return True

    def _see(self, run: Run) -> None:
        """Put a run with those alike, and find with whom they may merge: without loss, and with."""
        key = run.strands, run.barred
        if key not in self._alike:
            mine = self._alike[key] = []
            free = self.spread >> self.strand & 1
            taken = run.strands | run.barred
            for (strands, _), others in self._alike.items():
                if not strands & taken:
                    lossy = not free and strands & self.spread and run.strands & self.spread
                    self._mergeable[bool(lossy)].append((mine, others))
        self._alike[key].append(run)

    @staticmethod
    def _pair(pairs: list[tuple[list[Run], list[Run]]]) -> tuple[Run, Run] | None:
        for one, other in pairs:
            if one and other:
                return one[0], other[0]
        return None

    def _merge(self, one: Run, other: Run, excess: int, must: list[Run]) -> int:
        """Let elements of two runs be the same, as many as can and need be; return how many."""
        count = min(one.count, other.count, excess)
        for run in (one, other):
            self._alike[run.strands, run.barred].remove(run)
            if run.count > count:
                rest = run.cut(count)
                self.homes[rest.home].append(rest)
                must.append(rest)
                self._see(rest)
        one.merge(other)
        self._see(one)
        must.remove(other)
        self.homes[other.home].remove(other)
        return count
