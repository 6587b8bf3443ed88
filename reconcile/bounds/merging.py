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
        self._seen: list[Run] = []
        self._lossless_until = self._paired_until = 0

    def fit(self, must: list[Run]) -> bool:
        """Make runs fit in time, changing them in place, with as few elements the same as can be; False if they do not.

        Elements are first taken to be the same where that does not make the union smaller.
        """
        total = 0
        for run in sorted(must, key=lambda run: run.due[self.strand]):
            total += run.count
            self._seen.append(run)
            while (excess := total - run.due[self.strand]) > 0:
                pair = self._lossless_pair()
                if pair is None:
                    pair = self._pair()
                    if pair is None or not self.spread >> self.strand & 1:
                        self.crowded.append(run.due[self.strand])
                if pair is None:
                    return False
                total -= self._merge(*pair, excess, must)
        return True

    def _lossless_pair(self) -> tuple[Run, Run] | None:
        """Find two runs whose elements may be the same without loss: not those of two strands of the union."""
        if self.spread >> self.strand & 1:
            return None
        while self._lossless_until < len(self._seen):
            one = self._seen[self._lossless_until]
            for other in self._seen[: self._lossless_until] if one.count else ():
                if not (one.strands & self.spread and other.strands & self.spread) and _may_merge(one, other):
                    return one, other
            self._lossless_until += 1
        return None

    def _pair(self) -> tuple[Run, Run] | None:
        while self._paired_until < len(self._seen):
            one = self._seen[self._paired_until]
            for other in self._seen[: self._paired_until] if one.count else ():
                if _may_merge(one, other):
                    return one, other
            self._paired_until += 1
        return None

    def _merge(self, one: Run, other: Run, excess: int, must: list[Run]) -> int:
        """Let elements of two runs be the same, as many as can and need be; return how many."""
        count = min(one.count, other.count, excess)
        for run in (one, other):
            if run.count > count:
                rest = run.cut(count)
                self.homes[rest.home].append(rest)
                must.append(rest)
                self._seen.append(rest)
        one.merge(other)
        must.remove(other)
        self.homes[other.home].remove(other)
        other.count = 0
        return count


def _may_merge(one: Run, other: Run) -> bool:
    return not (not other.count or one.strands & other.strands or one.strands & other.barred)
