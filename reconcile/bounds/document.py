"""Problems and proofs as values that `json` can write, with names for the sets: what the checker reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.binding import Around, Binding
from reconcile.bounds.problem import union
from reconcile.bounds.proof import Choose, Impossible, Kept, Parts, Split, Weighing
from reconcile.bounds.sense import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from reconcile.bounds.problem import Problem, World
    from reconcile.bounds.proof import LeftOut, Proof, Proved, Weight

    Value = dict[str, object]


class Writer:
    """Writes a problem, and what is proved of it. Worlds are written once, and numbered as they are first mentioned.

    Parameters
    ----------
    names
        A name for each set, each another one.
    """

    def __init__(self, problem: Problem, names: Sequence[str]) -> None:
        self._problem, self._names = problem, names
        self._unrivalled = Binding(problem).unrivalled
        self._worlds: list[Value] = []
        self._numbers: dict[tuple[int, frozenset[tuple[int, int]]], tuple[int, bool]] = {}

    def document(self, proved: Iterable[tuple[Mapping[str, str], Proved]]) -> Value:
        """Return the problem and what is proved of it, each with what else is to be said of it."""
        bounds = [{**said, **self._proved(each)} for said, each in proved]
        return {"problem": self._whole_problem(), "worlds": self._worlds, "bounds": bounds}

    def _whole_problem(self) -> Value:
        """Return the problem; sets in their order, and rules between groups of sets."""
        problem = self._problem
        return {
            "sets": [
                {"id": name, "lo": problem.lo[one], "hi": problem.hi[one]}
                | ({"firm": "yes"} if problem.firm >> one & 1 else {})
                for one, name in enumerate(self._names)
            ],
            "within": [[self._group(inner), self._group(outer)] for inner, outer in _alike(problem)],
            "apart": [[self._group(group) for group in family] for family in _families(problem)],
            "overlaps": [{"sets": self._group(rule.sets), "lo": rule.lo, "hi": rule.hi} for rule in problem.overlaps],
            "sums": [{"whole": self._names[rule.whole], "parts": self._group(rule.parts)} for rule in problem.sums],
        }

    def _proved(self, proved: Proved) -> Value:
        """Return one end of a range."""
        return {
            "query": self._group(proved.query),
            "end": "lower" if proved.sense is Sense.LEAST else "upper",
            "value": proved.value,
            "witness": self._world(proved.world, proved.left_out),
            "proof": self._proof(proved.proof),
        }

    def _world(self, world: World, left_out: Sequence[LeftOut] | None = None) -> int:
        """Return the number of a world; what is left out of it is told where no more can be kept."""
        key = world.kept, frozenset(world.regions.items())
        number, is_full = self._numbers.get(key, (-1, False))
        if number >= 0 and (is_full or left_out is None):
            return number
        written: Value = {"kept": self._group(world.kept), "regions": self._regions(world)}
        if left_out is not None:
            reasons = ((self._names[left.one], self._proof(left.because)) for left in left_out)
            written["left_out"] = [{"set": name, "because": because} for name, because in reasons]
        self._worlds.append(written)
        self._numbers[key] = len(self._worlds) - 1, left_out is not None
        return self._numbers[key][0]

    def _proof(self, proof: Proof) -> Value:
        match proof:
            case Weighing(weights, total):
                return {"by": "weights", "weights": self._weights(weights), "total": _number(total)}
            case Impossible(weights, total):
                return {"by": "impossible", "weights": self._weights(weights), "total": _number(total)}
            case Split(sets, at_most, fewer, more):
                return {
                    "by": "split",
                    "sets": self._group(sets),
                    "at_most": at_most,
                    "fewer": self._proof(fewer),
                    "more": self._proof(more),
                }
            case Choose(one, kept, left_out):
                return {
                    "by": "choose",
                    "set": self._names[one],
                    "kept": self._proof(kept),
                    "left_out": self._proof(left_out),
                }
            case Kept(sets, world, then, firm):
                return (
                    {"by": "kept", "sets": self._group(sets), "world": self._world(world)}
                    | ({"firm": "yes"} if firm else {})
                    | ({"then": self._proof(then)} if then else {})
                )
            case Parts(parts):
                return {
                    "by": "parts",
                    "parts": [
                        {"query": self._group(part.query), "value": part.value, "proof": self._proof(part.proof)}
                        for part in parts
                    ],
                }

    def _weights(self, weights: Sequence[Weight]) -> list[Value]:
        return [{"sets": self._group(row.sets), "weight": _number(row.weight)} for row in weights]

    def _regions(self, world: World) -> list[Value]:
        around = Around(self._unrivalled, world.kept)
        regions = sorted((region, count) for region, count in world.regions.items() if count)
        return [{"sets": self._group(_innermost(region, around)), "count": count} for region, count in regions]

    def _group(self, group: int) -> list[str]:
        return [self._names[one] for one in bits(group)]


def _innermost(region: int, around: Mapping[int, tuple[int, int]]) -> int:
    """Return a few sets of a region that all others of it lie around; of such as are the same, the first."""
    left, found = region, dict[int, int]()
    while left:
        one = next(bits(left))
        found[one], _ = around[one]
        left &= ~found[one]
    others = ((one, union(outer for other, outer in found.items() if other != one)) for one in found)
    return gathered(one for one, rest in others if not rest >> one & 1)


def _number(number: Fraction) -> int | str:
    return number.numerator if number.denominator == 1 else str(number)


def _alike(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield the sets that lie within the same others, and these; one may be said to lie within itself."""
    found: dict[int, int] = {}
    for one, outer in enumerate(problem.within):
        if outer & ~(1 << one):
            found[outer | 1 << one] = found.get(outer | 1 << one, 0) | 1 << one
    for outer, inner in found.items():
        yield inner, outer if inner & (inner - 1) else outer & ~inner


def _families(problem: Problem) -> Iterator[list[int]]:
    """Yield families of groups, each two groups of a family apart, that together say which sets are apart.

    Places in a tree make few: towns of one region, regions of one country. A family is found by taking the groups
    that nothing but sets apart from each other connects; where there is only one, a set and all it is apart from.
    """
    alike: dict[int, int] = {}
    for one, others in enumerate(problem.apart):
        if others:
            alike[others] = alike.get(others, 0) | 1 << one
    members = {next(bits(group)): group for group in alike.values()}
    firsts = sum(1 << one for one in members)
    apart = {one: problem.apart[one] & firsts for one in members}
    for one, others in apart.items():
        if problem.apart[one] & members[one]:  # sets apart from themselves are empty
            apart[one] = others | 1 << one
    todo = [firsts]
    while todo:
        for group in _connected(apart, todo.pop()):
            if group & (group - 1) == 0 and not apart[next(bits(group))] & group:
                continue
            touching = {one: group & ~apart[one] for one in bits(group)}
            family = list(_connected(touching, group))
            if len(family) == 1:
                widest = max(bits(group), key=lambda one: ((apart[one] & group).bit_count(), -one))
                todo.append(group & ~(1 << widest))
                family = [1 << widest, apart[widest] & group]
            else:
                todo += family
            yield [sum(members[one] for one in bits(part)) for part in family]


def _connected(linked: dict[int, int], group: int) -> Iterator[int]:
    """Split a group into the smallest parts that nothing links."""
    while group:
        part = fresh = group & -group
        while fresh:
            reached = 0
            for one in bits(fresh):
                reached |= linked[one]
            fresh = reached & group & ~part
            part |= fresh
        group &= ~part
        yield part
