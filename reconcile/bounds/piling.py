"""Small worlds for unions that the one world of all strands leaves too large: their strands are seated first.

One world is as small as it can be for most unions at once. Where more elements of a union could be the same than are in
it, a linear program says who is to stand where (see `standing`), and all others are woven around them. Where no world
is as small as strands that are apart from each other say, another one bounds the union better.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits, gathered
from reconcile.bounds.attained import Attained
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.joining import few, parts_of
from reconcile.bounds.outlining import Outline, outlined, telling
from reconcile.bounds.problem import World
from reconcile.bounds.sense import Sense
from reconcile.bounds.standing import Standing, least_standing, tops_of
from reconcile.bounds.summing import SumBound
from reconcile.bounds.weaving import Aim, weave
from reconcile.bounds.woven import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.bounds.spreading import Spreading
    from reconcile.bounds.woven import Woven

_SHARE = 1 / 8
"""What part of the time that is left one union may take."""


class Piled(NamedTuple):
    """How small a union can be at least, and a world in which it is; None if none was found."""

    bound: SumBound
    world: Attained | None


class Piling:
    """Finds worlds in which unions are as small as can be proven.

    Parameters
    ----------
    kept
        What is kept in them, as a group: of each strand sets that need not reach far.
    held
        Returns how many elements some strands hold in the one world of all.
    plain
        Returns how many they hold at least, as strands that are apart from each other say.
    """

    def __init__(
        self, spreading: Spreading, kept: int, held: Callable[[int], int], plain: Callable[[int], SumBound]
    ) -> None:
        self.spreading, self.kept, self._held, self._plain = spreading, kept, held, plain
        self.strands, self.clock = spreading.strands, spreading.clock
        self._known: dict[int, Piled] = {}

    def of(self, asked: int) -> Piled:
        """Return what is known of a union of strands."""
        if asked not in self._known:
            self._known[asked] = self._found(asked)
        return self._known[asked]

    def _found(self, asked: int) -> Piled:
        found = Piled(self._plain(asked), None)
        with suppress(OutOfTimeError), self.clock.part(_SHARE):
            for parts in self._ways(asked):
                found = self._with_seats(asked, parts, found.bound)
                if found.world is not None:
                    break
        self.clock.tick()
        return found

    def _ways(self, asked: int) -> list[list[int]]:
        """Return what strands to seat by themselves, as groups: of many first those of each part, then all at once."""
        if few(asked):
            return [[asked]]
        return [parts_of(self.spreading, asked), [asked]] if self.spreading.wide else []

    def _with_seats(self, asked: int, parts: Sequence[int], bound: SumBound) -> Piled:
        """Return what is known of a union if strands are seated where they hold more than they need."""
        wanting = [part for part in parts if self._needs_seats(part)]
        seated = [standing for part in wanting if (standing := self._standing(part))]
        union = self._union(asked, seated)
        if union is not None and union > bound.value:
            bounds = [self._bound(part) if part in wanting else self._plain(part) for part in parts]
            terms = tuple(term for each in bounds for term in each.terms)
            bound = max(bound, SumBound(sum(each.value for each in bounds), terms), key=lambda each: each.value)
        attained = Attained(self.kept, lambda: self._world(seated)) if union == bound.value else None
        return Piled(bound, attained)

    def _needs_seats(self, part: int) -> bool:
        """Whether some strands hold more in the one world of all than strands apart from each other say they must."""
        return self._held(part) > self._plain(part).value

    def _standing(self, part: int) -> Standing | None:
        """Find out who is to stand where in some strands so that they hold few."""
        among = self.strands.among(part).only(self.kept, 0)
        return least_standing(among, tops_of(among), lambda _: (), self.clock)

    def _bound(self, part: int) -> SumBound:
        """Return how many some strands hold at least, by the sets that tell something of them.

        Of a strand in which no large set is always kept, the one that is kept where it reaches least stands for any.
        """
        strands, problem, lo = self.strands, self.strands.problem, self.spreading.sizes.lo
        among, surely = strands.among(part), self.kept & ~strands.unsure
        mine = ([one for one in strands.members[at] if surely >> one & 1] for at in bits(part))
        ends = gathered(max(ones, key=lambda one: (lo[one], -one)) for ones in mine if ones)
        sets = telling(among) & strands.sure | ends
        within = tuple(
            around & strands.sure if strands.sure >> one & 1 else 0 for one, around in enumerate(problem.within)
        )
        found = outlined(Outline(replace(problem, within=within), sets, sets), self.clock, Sense.LEAST)
        plain = self._plain(part)
        return plain if found is None else max(plain, found.bound, key=lambda bound: bound.value)

    def _union(self, asked: int, seated: Sequence[Standing]) -> int | None:
        """Return how large a union is in the world in which some are seated; None where there is none."""
        woven = self._woven(seated)[1]
        return None if woven is None else sum(run.count for run in woven if run.strands & asked)

    def _world(self, seated: Sequence[Standing]) -> World:
        sizes, woven = self._woven(seated)
        assert woven is not None, "it was woven before"
        return World(self.kept, regions(self.strands, sizes, woven))

    def _woven(self, seated: Sequence[Standing]) -> tuple[dict[int, int], Woven | None]:
        """Weave a world in which some are seated; return the sizes in it, too."""
        sizes = self.spreading.sizes.of(self.kept, high=False)
        assert sizes is not None, "the one world fits whatever is kept"
        for standing in seated:
            sizes |= standing.sizes
        fits = self.spreading.fits(sizes)
        seats = tuple(seat for standing in seated for seat in standing.seats)
        return sizes, weave(self.strands, sizes, Aim(seats=seats)) if fits else None
