"""The pairs whose answer would move a bound: the questions worth asking."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError, bits
from reconcile.findings.ambiguity import Ambiguity, effects, figure, roles, unsaid
from reconcile.findings.answer import Answer, UnprovenError
from reconcile.findings.answers import Answers
from reconcile.graph import SCOPE, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.bounds.strandbounds import StrandBounds
    from reconcile.findings.tolls import Range, Tolls
    from reconcile.graph import Edge


MOST_CLAIMS = 400
"""In a larger component only what its strands make likely is looked at: of all pairs there are too many."""


def ambiguities(tolls: Tolls) -> list[Ambiguity]:
    """Find the open pairs, both of whose answers are possible, that move a bound; the most settling first.

    A pair is left out where another says more: one of the same people, or of larger figures that hold both claims
    and whose answers narrow every range at least as far. Among the claims of a component of more than `MOST_CLAIMS`
    not all pairs are looked at, and none where it is not known what can be kept, or of two components that no question
    asks about together. If there are any such, or some of which it is not known what an answer makes, the tolls are
    not complete.
    """
    found: list[Ambiguity] = []
    looked_at = 0
    for at in range(len(tolls.structure.components)):
        sets, bundles = tolls.sets(at), tolls.bundles(at)
        if sets.bit_count() <= MOST_CLAIMS and all(bundle.known for bundle in bundles):
            looked_at |= sets
        elif next(tolls.graph.open_pairs(sets), None):
            tolls.complete = False
            if bundles[0].known and (strands := bundles[0].strands):
                found += _among_strands(tolls, strands)
    if looked_at:
        found += _one_by_one(tolls, looked_at)
    return sorted(
        found, key=lambda one: (-one.settles, -sum(effect.settles for effect in one.effects), one.claim, one.other)
    )


def _among_strands(tolls: Tolls, strands: StrandBounds) -> list[Ambiguity]:
    """Look at what the strands of a large component make likely, as long as there is time."""
    from reconcile.findings.among_strands import AmongStrands  # noqa: PLC0415 - only large cases need it

    try:
        search = AmongStrands(tolls, strands)
    except OutOfTimeError:
        return []
    with suppress(OutOfTimeError):
        search.look()
    return unsaid(tolls, search.found, search.answers.surroundings.all_around)


def _one_by_one(tolls: Tolls, among: int) -> list[Ambiguity]:
    """Look at all open pairs among some claims, as long as there is time."""
    pairs = _Pairs(tolls)
    found = []
    for edge in pairs.in_turn(tolls.graph.open_pairs(among)):
        if pairs.asunder(edge):
            tolls.complete = False
            continue
        try:
            ambiguity = pairs.ask(edge)
        except UnprovenError:
            tolls.complete = False
            continue
        except OutOfTimeError:
            tolls.complete = False
            break
        if ambiguity is not None:
            found.append(ambiguity)
    return unsaid(tolls, found, pairs.answers.around)


class _Pairs:
    """Asks what the answers to open pairs would make of the tolls."""

    def __init__(self, tolls: Tolls) -> None:
        self.tolls = tolls
        self.answers = Answers(tolls)
        self._told: dict[int, dict[int, Mapping[int, Range]]] = {}  # for a claim: what it says if it is within another
        self._said: dict[int, int] = {}  # for a claim: those of which nothing is left to say whether they are within it

    def in_turn(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """Put pairs in the order in which to ask: what somebody spoke of, then by how many people it may be about.

        Of the figures of one scope, growing one out of the other, within which a claim may lie, the largest comes first
        and then the smallest, since mostly all between say the same.
        """
        claims, kinds = self.tolls.graph.claims, self.tolls.structure.problem.kinds

        def promise(edge: Edge) -> tuple[bool, int, int, int]:
            claim, other = roles(edge, self._size)
            most = min(claims[claim].count.hi, claims[other].count.hi)
            return edge.basis == SCOPE, -most, claim, kinds[other]

        def size(edge: Edge) -> tuple[int, int, int]:
            high, low, other = figure(self.tolls.graph, roles(edge, self._size)[1])
            return high, low, -other  # of figures that are the same, the first one comes last

        for _, alike in groupby(sorted(edges, key=promise), key=promise):
            yield from _outside_in(sorted(alike, key=size))

    def ask(self, edge: Edge) -> Ambiguity | None:
        """Return what the answers to a pair would make of the tolls; None where it is not worth asking.

        Raises
        ------
        UnprovenError, OutOfTimeError
            If that is not known.
        """
        claim, other = roles(edge, self._size)
        asked = self.answers.asked(claim)
        if not asked or self._follows(claim, other, asked):
            return None
        within, apart = (Answer(claim, other, answer) for answer in (Relation.WITHIN, Relation.APART))
        if not (self.answers.may_be(within) and self.answers.may_be(apart)):
            return None
        if_within = self.answers.under(within, asked)
        if_apart = if_within and self.answers.under(apart, asked)
        if if_within is None or if_apart is None:
            return None
        if if_within.same_kept and if_apart.same_kept and self.answers.sure >> claim & self.answers.sure >> other & 1:
            self._told.setdefault(claim, {})[other] = if_within.ranges
            self._note(claim, other)
        if not len(if_within.ranges) == len(if_apart.ranges) == len(asked):
            self.tolls.complete = False
        moved = tuple(effects(self.tolls, if_within.ranges, if_apart.ranges))
        return Ambiguity(edge, claim, other, moved) if moved else None

    def _size(self, claim: int) -> tuple[int, int, int]:
        """Return what sorts claims by how many people they can count: no more than any that they lie within."""
        high, low, _ = figure(self.tolls.graph, claim)
        if low < high:
            highs = self.tolls.structure.problem.hi
            high = min([high, *(highs[around] for around in bits(self.answers.nested[claim]))])
        return high, low, claim

    def asunder(self, edge: Edge) -> bool:
        """Whether the two claims are of different components, although they may share people."""
        return self.answers.component(edge.claim) != self.answers.component(edge.other)

    def _follows(self, one: int, two: int, asked: list[int]) -> bool:
        """Whether the answer is known, or can say no more than others do, or all it could narrow is a single number.

        Where no claim is in doubt, an answer never widens a range.
        """
        if self.answers.inside(one, two) and self.tolls.structure.problem.lo[one]:
            return True
        if self._said_of_more(one, two):
            return True
        ranges = (self.tolls.tolls[question].range for question in asked)
        return self.answers.certain(one) and all(found is not None and found[0] == found[1] for found in ranges)

    def _said_of_more(self, one: int, two: int) -> bool:
        """Whether pairs that were asked say all that this one could.

        If all of a claim is within another, or apart from it, so is what lies within the claim. And the smaller the
        figure that it is within, the more that says; so if it makes no difference whether it is within a larger or
        within a smaller one, those between make none.
        """
        nested = self.answers.nested
        if nested[one] & self._said.get(two, 0):
            return True
        told = self._told.get(one, {})
        wider = [ranges for other, ranges in told.items() if nested[two] >> other & 1]
        said = any(nested[other] >> two & 1 and ranges in wider for other, ranges in told.items())
        if said:
            self._note(one, two)
        return said

    def _note(self, one: int, two: int) -> None:
        """Note that no pair of which the first lies within the first of this one can say more."""
        self._said[two] = self._said.get(two, 0) | 1 << one


def _outside_in(row: Sequence[Edge]) -> Iterator[Edge]:
    """Go through a row: the last, the first, and the middle of each stretch that is left."""
    yield from row[-1:]
    yield from row[:-1][:1]
    stretches = deque([(1, len(row) - 1)])
    while stretches:
        start, end = stretches.popleft()
        if start < end:
            middle = (start + end) // 2
            yield row[middle]
            stretches += (start, middle), (middle + 1, end)
