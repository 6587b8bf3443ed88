"""The shortest way to certainty: which questions to ask about a toll, in which order, and how far it closes."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise, permutations
from typing import TYPE_CHECKING

from reconcile.bounds import OutOfTimeError
from reconcile.findings.answer import Answer, UnprovenError
from reconcile.findings.component import NO_REPLIES, Component
from reconcile.findings.narrowing import Narrowing
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconcile.findings.ambiguity import Ambiguity
    from reconcile.findings.component import Replies
    from reconcile.findings.tolls import Range, Tolls

FEW = 4
"""Up to so many open questions of one component, every list of them is tried; a greedy list is no longer than this."""

TRIED = 12
"""How many questions a greedy step chooses from: those that settle most by themselves."""

MANY = 50
"""A toll with more open questions than this is not looked at: no few answers settle it."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What to ask about a toll, by index among the ambiguities, and the widest range left after each answer.

    No other list closes the range further, and none as far with fewer questions, as where one answer settles it all; if
    `exact` is False, only as far as could be told, by a greedy search mostly, but it closes as far as is said. Where
    nothing is sure to narrow the range, there is nothing to ask.
    """

    question: int
    ask: tuple[int, ...]
    width_after: tuple[int, ...]
    exact: bool


def settling(tolls: Tolls, found: Sequence[Ambiguity]) -> list[Settling]:
    """Find for each toll with open questions the list of them that surely closes it furthest, and is shortest.

    The width after an answer is the worst over all answers so far. A question of which only one answer is possible by
    then lapses, and narrows nothing: that some of a claim cannot be among another does not say that none are. Of lists
    as good, the one that closes the range sooner is taken, then the one that asks what comes first among the
    ambiguities. Of a component of more than `MOST_CLAIMS` claims only the first step is named.
    """
    parts = [Component(tolls, component) for component in range(len(tolls.structure.components))]
    ways: list[Settling] = []
    for question in range(len(tolls.tolls)):
        asked = [at for at, one in enumerate(found) if any(effect.question == question for effect in one.effects)]
        large = any(part.large for part in parts if any(part.sets >> found[at].claim & 1 for at in asked))
        if large:
            ways += _first_step(tolls, question, {at: found[at] for at in asked})
            continue
        if not 0 < len(asked) <= MANY:
            continue
        try:
            tolls.solver.clock.tick()
            ways.append(_settle(tolls, parts, question, {at: found[at] for at in asked}))
        except OutOfTimeError:
            tolls.complete = False
            break
    return ways


def _first_step(tolls: Tolls, question: int, asked: Mapping[int, Ambiguity]) -> Iterator[Settling]:
    """Name the one answer that surely narrows a toll most: what more answers do is not looked into in a large case."""
    now = tolls.tolls[question].range
    assert now is not None, "an open question moves a bound"
    best = max(asked, key=lambda at: _gain(asked[at], question))
    if gain := _gain(asked[best], question):
        width = now[1] - now[0] - gain
        yield Settling(question, (best,), (width,), exact=not width)


@dataclass(slots=True)
class _Way:
    """A list to ask within one component, and by how much each answer surely narrows the range."""

    ask: list[int]
    gains: list[int]


def _settle(tolls: Tolls, parts: Sequence[Component], question: int, asked: dict[int, Ambiguity]) -> Settling:
    now = tolls.tolls[question].range
    assert now is not None, "an open question moves a bound"
    ways, exact = [], True
    for part in parts:
        mine = [at for at, one in asked.items() if part.sets >> one.claim & 1]
        if mine:
            mine.sort(key=lambda at: -_gain(asked[at], question))
            moves = {reply: move for at in mine for reply, move in _moves(asked[at], question, now)}
            narrowing = Narrowing(part, question, moves)
            search = _Search(narrowing, [(asked[at].claim, asked[at].other) for at in mine])
            order, widths = search.shortest() if len(mine) <= FEW else search.greedy()
            settled_at_once = len(order) <= 1 and not widths[-1]
            exact = exact and (settled_at_once or (narrowing.exact and search.exact))
            gains = [before - after for before, after in pairwise(widths)]
            ways.append(_Way([mine[at] for at in order], gains))
    ask, width, widths = [], now[1] - now[0], []
    for at, gain in _merged(ways):
        width -= gain
        ask.append(at)
        widths.append(width)
    return Settling(question, tuple(ask), tuple(widths), exact)


def _gain(ambiguity: Ambiguity, question: int) -> int:
    return sum(effect.settles for effect in ambiguity.effects if effect.question == question)


def _moves(ambiguity: Ambiguity, question: int, now: Range) -> Iterator[tuple[Answer, Range]]:
    """Find by how much each answer to an open pair moves the ends of a range."""
    effect = next(effect for effect in ambiguity.effects if effect.question == question)
    for answer, (least, most) in (Relation.WITHIN, effect.if_within), (Relation.APART, effect.if_apart):
        yield Answer(ambiguity.claim, ambiguity.other, answer), (least - now[0], most - now[1])


def _merged(ways: Iterable[_Way]) -> Iterator[tuple[int, int]]:
    """Merge lists so that the range closes as soon as can be; what components gain adds up."""
    left = [way for way in ways if way.ask]
    while left:
        best = max(left, key=lambda way: (way.gains, [-at for at in way.ask]))
        yield best.ask.pop(0), best.gains.pop(0)
        left = [way for way in left if way.ask]


class _Search:
    """Looks for the questions to ask about one toll within one component; pairs are named by their index.

    Attributes
    ----------
    exact
        False where not all lists were compared.
    """

    def __init__(self, narrowing: Narrowing, pairs: Sequence[tuple[int, int]]) -> None:
        self.narrowing, self.pairs, self.exact = narrowing, pairs, True

    def shortest(self) -> tuple[Sequence[int], list[int]]:
        """Return the best list of all, and the widest range before it and after each answer.

        One of which it is not known what it leaves is not taken.
        """
        numbers = range(len(self.pairs))
        orders = [order for size in range(len(self.pairs) + 1) for order in permutations(numbers, size)]
        left: dict[tuple[int, ...], list[int]] = {}
        for order in orders:
            with suppress(UnprovenError):
                if not order or order[:-1] in left:
                    width = self.narrowing.width(self._widest(order))
                    left[order] = [*left.get(order[:-1], []), width]
        self.exact = len(left) == len(orders)
        best = min(left, key=lambda order: (left[order][-1], len(order), left[order], order))
        return best, left[best]

    def greedy(self) -> tuple[Sequence[int], list[int]]:
        """Return a list that asks, at each step, what most narrows the widest range that is left.

        It ends where it is not known what more answers leave.
        """
        self.exact = False
        chosen: list[int] = []
        widest = NO_REPLIES
        widths = [self.narrowing.width(widest)]
        left = list(range(len(self.pairs)))[:TRIED]
        with suppress(UnprovenError):
            while len(chosen) < FEW and widths[-1] > 0:
                best = self._best(widest, left)
                left.remove(best)
                chosen.append(best)
                widest = self._widest(chosen)
                widths.append(self.narrowing.width(widest))
        end = widths.index(min(widths))
        return chosen[:end], widths[: end + 1]

    def _widest(self, asked: Sequence[int]) -> Replies:
        """Return the replies to some questions, asked in this order, that leave the widest range.

        Where the same is kept whatever is answered, no further reply widens a range, so most need not be looked at.
        """
        width = self.narrowing.width
        if self.narrowing.part.searched:
            return max(self._leaves(asked), key=width)
        waiting = [(-width(NO_REPLIES), 0, 0, NO_REPLIES)]  # with how many were asked, below 0, and in which order
        number = count(1)
        while True:
            below, asked_by_now, _, replies = heappop(waiting)
            if width(replies) < -below:
                heappush(waiting, (-width(replies), asked_by_now, next(number), replies))
            elif asked_by_now == -len(asked):
                return replies
            else:
                for more in self._answered(replies, asked[-asked_by_now]):
                    heappush(waiting, (below, asked_by_now - 1, next(number), more))

    def _leaves(self, asked: Sequence[int]) -> list[Replies]:
        """Return the replies that there may be to some questions, asked in this order."""
        found = [NO_REPLIES]
        for at in asked:
            found = [more for replies in found for more in self._answered(replies, at)]
        return found

    def _answered(self, replies: Replies, at: int) -> list[Replies]:
        """Return what the replies may be after one more question, that which leaves more by itself first.

        A question of which only one answer is known to be possible by now is not asked.
        """
        one, other = self.pairs[at]
        answers = [Answer(one, other, Relation.WITHIN), Answer(one, other, Relation.APART)]
        if not all(self.narrowing.given(replies, answer) for answer in answers):
            return [replies]
        alone = sorted((frozenset([answer]) for answer in answers), key=self.narrowing.width, reverse=True)
        return [replies | reply for reply in alone]

    def _best(self, replies: Replies, pairs: Sequence[int]) -> int:
        """Return the first of some questions that, after some replies, most narrows the widest range.

        One of which it is not known what its answers leave is not chosen.

        Raises
        ------
        UnprovenError
            If that is not known of any.
        """
        best, least = None, math.inf
        for at in pairs:
            with suppress(UnprovenError):
                widest = self._widest_after(replies, at, least)
                if widest < least:
                    best, least = at, widest
        if best is None:
            raise UnprovenError
        return best

    def _widest_after(self, replies: Replies, at: int, least: float) -> float:
        """Return the widest range after some replies and one more; less than that, once it is no less than `least`."""
        answered = self._answered(replies, at)
        widest = max(map(self.narrowing.width_seen, answered))
        for more in answered:
            if widest < least:
                widest = max(widest, self.narrowing.width(more))
        return widest
