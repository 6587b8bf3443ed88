"""The ambiguities of a large component: looked for between each two strands, the last figures of each first.

Of two growing lines of figures the last ones say most: who is among the earlier ones is among the later ones too. So of
two strands only those open pairs are asked that do not lie within one that was answered, or of which a figure is too
small for the claim of that one; and of these only such as the sums of sizes let move a bound. That is not all that can
be: an answer may also move a bound for want of room.

What changing seats does not tell of an answer is worked out with the strands set up anew, where sizes promise that it
settles something.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from reconcile.bounds import bits
from reconcile.bounds.strandanswers import Possible, StrandAnswers
from reconcile.findings.ambiguity import Ambiguity, effects, figure, roles
from reconcile.findings.anew import Anew
from reconcile.findings.answer import Answer
from reconcile.graph import SCOPE, Edge, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds.strandbounds import StrandBounds
    from reconcile.findings.tolls import Range, Tolls

MOST_UNKNOWN = 2
"""After so many pairs of two strands of whose answers too little is known, no more of them are asked."""

MOST_ANEW = 1_000
"""Of more claims the strands are not set up anew for an answer: each time takes longer, and more answers need it."""


class AmongStrands:
    """The open pairs of a component that is made of strands.

    Attributes
    ----------
    answers
        What is known of answers.
    found
        The pairs found so far whose answers move a bound.
    """

    def __init__(self, tolls: Tolls, bounds: StrandBounds) -> None:
        self.tolls, self.graph, self.bounds = tolls, tolls.graph, bounds
        self.strands, self.problem = bounds.strands, bounds.strands.problem
        self._questions: dict[int, list[int]] = {}
        for at, toll in enumerate(tolls.tolls):
            self._questions.setdefault(self.strands.asked(toll.claims), []).append(at)
        self.answers = StrandAnswers(bounds, self._questions)
        self._around = self.answers.surroundings
        self.found: list[Ambiguity] = []
        lo = self.problem.lo
        self._order = [sorted(members, key=lambda one: (lo[one], one)) for members in self.strands.members]
        self._firsts = sum(1 << ones[0] for ones in self._order)
        self._sure = [[one for one in ones if self.strands.sure >> one & 1] for ones in self._order]
        self._asking: list[list[int]] = [[] for _ in self.strands.strands]
        for union in self.answers.now:
            for at in bits(union):
                self._asking[at].append(union)
        self._open: dict[int, tuple[int, int]] = {}
        self._if_within: dict[tuple[int, int], Mapping[int, Range]] = {}
        self._anew = Anew(tolls, self.answers) if self.strands.sets.bit_count() <= MOST_ANEW else None

    def look(self) -> None:
        """Look for pairs whose answers move a bound: those that somebody speaks of, then strand by strand.

        Raises
        ------
        OutOfTimeError
            If the time is over; what was found by then stays.
        """
        mine = self.strands.sets
        for edge in self.graph.left_open():
            if mine >> edge.claim & mine >> edge.other & 1:
                self._ask(edge)
        for at, strand in enumerate(self.strands.strands):
            for other in bits(self._wider(at) & strand.shares):
                self._between(at, other)

    def _wider(self, at: int) -> int:
        """Return the strands within which one may lie, and those that come later and it may overlap, as a group."""
        first, scopes = self._order[at][0], self.graph.scopes
        wider, other = scopes.wider(first), scopes.overlapping(first) | scopes.same(first)
        found = sum(1 << self.strands.strand_of[one] for one in bits(wider & self._firsts))
        later = sum(1 << self.strands.strand_of[one] for one in bits(other & self._firsts))
        return found | later >> at + 1 << at + 1

    def _between(self, at: int, other: int) -> None:
        """Ask the open pairs of two strands that may move a bound: the largest figures first, and none within another.

        The second claim of a pair is one that is always kept.
        """
        unions = [union for union in self._asking[at] if union >> other & 1]
        partners = self._not_sharing(at, other) if unions else []
        asked, size, unknown = 0, 0, 0  # of the largest claim so far: up to which partner, and how large it is
        for one in reversed(self._order[at]):
            rows = self._rows(partners, asked, size)
            if not rows or not any(self.bounds.may_move(union, one, partners[-1]) for union in unions):
                return
            for row in rows:
                two = self._partner(one, row)
                if two is None or not self._may_move(unions, one, two):
                    continue
                if self._ask(self._edge(one, two)):
                    self._ask_about_smaller(unions, one, row[: row.index(two) + 1])
                    if row is rows[0]:
                        asked, size = partners.index(two) + 1, self.problem.lo[one]
                elif (unknown := unknown + 1) == MOST_UNKNOWN:
                    return

    def _rows(self, partners: list[int], asked: int, size: int) -> list[list[int]]:
        """Return partners of a claim: those no larger one was asked about, and those too small to hold that one."""
        rows = [partners[asked:]]
        if self._anew:
            rows.append([each for each in partners[:asked] if self.problem.hi[each] < size])
        return rows if any(rows) else []

    def _ask_about_smaller(self, unions: list[int], one: int, row: list[int]) -> None:
        """Ask whether a claim lies within smaller figures than the last one of a row, where that says more.

        Of figures that say the same if it is within them, the largest one says most if it is apart. Among very many
        claims this is not asked.
        """
        open_to = self._opened(one)[0] | self._opened(one)[1]
        row = [each for each in row if open_to >> each & 1 and self.problem.lo[one] <= self.problem.hi[each]]
        if self._anew is None or len(row) < 2 or not self._may_move(unions, one, row[0]):
            return
        self._ask(self._edge(one, row[0]))
        stretches = [(0, len(row) - 1)]
        while stretches:
            start, end = stretches.pop()
            if end - start > 1 and self._if_within.get((one, row[start])) != self._if_within.get((one, row[end])):
                middle = (start + end) // 2
                self._ask(self._edge(one, row[middle]))
                stretches += (start, middle), (middle, end)

    def _partner(self, one: int, partners: list[int]) -> int | None:
        """Return the largest of some sets that makes an open pair with one, and of which it may be apart."""
        within, overlapping = self._opened(one)
        among = within | overlapping
        while (two := next((two for two in reversed(partners) if among >> two & 1), None)) is not None:
            if not self._around.never_apart(one, two):
                return two
            sharing = bisect_left(partners, 1, key=lambda each: int(self._around.never_apart(one, each)))
            partners = partners[: min(sharing, partners.index(two))]
        return None

    def _not_sharing(self, at: int, other: int) -> list[int]:
        """Return the sets of a strand, always kept, within which surely no elements of another strand lie."""
        sure, least = self._sure[other], next((one for one in self._sure[at] if self.problem.lo[one]), None)
        if least is None:
            return sure
        return sure[: bisect_left(sure, 1, key=lambda two: int(self._around.lies_within(least, two)))]

    def _opened(self, one: int) -> tuple[int, int]:
        """Return the claims that one is possibly within, and those that it may overlap, as groups."""
        if one not in self._open:
            self._open[one] = self.graph.possibly_within(one), self.graph.may_overlap(one)
        return self._open[one]

    def _edge(self, one: int, two: int) -> Edge:
        if self._opened(one)[0] >> two & 1:
            return Edge(one, two, Relation.POSSIBLY_WITHIN, SCOPE)
        return Edge(min(one, two), max(one, two), Relation.MAY_OVERLAP, SCOPE)

    def _size(self, claim: int) -> tuple[int, int, int]:
        return figure(self.graph, claim)

    def _may_move(self, unions: list[int], one: int, two: int) -> bool:
        """Whether, as far as sizes tell, one claim within the other, or apart from it, may move a bound."""
        claim, other = roles(self._edge(one, two), self._size)
        return any(
            self.bounds.least_if_within(union, claim, other) > self.answers.now[union][0]
            or self.bounds.least_if_apart(union, claim, other) > self.answers.now[union][0]
            or self.bounds.most_if_within(union, claim, other) < self.answers.now[union][1]
            for union in unions
        )

    def _ask(self, edge: Edge) -> bool:
        """Find out what the answers to a pair make of the tolls, and note what moves; return whether that is known."""
        claim, other = roles(edge, self._size)
        if self.strands.strand_of[claim] == self.strands.strand_of[other]:
            return False
        anew = self._anew if self._anew and self._may_settle(claim, other) else None
        within = self._under(Answer(claim, other, Relation.WITHIN), anew)
        apart = None if within is None else self._under(Answer(claim, other, Relation.APART), anew)
        if within is None or apart is None:
            return False
        self._if_within[claim, other] = within
        if found := tuple(effects(self.tolls, within, apart)):
            self.found.append(Ambiguity(edge, claim, other, found))
        return True

    def _under(self, pair: Answer, anew: Anew | None) -> Mapping[int, Range] | None:
        """Return the ranges of questions, by index, under an answer; None where it is not known to be possible."""
        found = (self.answers.within if pair.answer is Relation.WITHIN else self.answers.apart)(pair.one, pair.two)
        if found.possible is Possible.NO or (anew is None and found.possible is Possible.UNKNOWN):
            return None
        ranges = found.ranges if anew is None else anew.ranges(pair, found)
        return None if ranges is None else self._ranges(ranges)

    def _may_settle(self, one: int, other: int) -> bool:
        """Whether, as far as sizes tell, some range is narrower whichever answer comes."""
        near, bounds = self.answers.near(one, other), self.bounds
        for union, (low, high) in self.answers.now.items():
            if union & near:
                within = bounds.most_if_within(union, one, other) - bounds.least_if_within(union, one, other)
                if max(within, high - bounds.least_if_apart(union, one, other)) < high - low:
                    return True
        return False

    def _ranges(self, ranges: Mapping[int, Range]) -> Mapping[int, Range]:
        """Return the ranges of questions, by index, from those of the unions of this component."""
        found = {}
        for union, (low, high) in ranges.items():
            before = self.answers.now[union]
            for at in self._questions[union]:
                now = self.tolls.tolls[at].range
                assert now is not None, "what is asked of this component has claims"
                found[at] = now[0] + low - before[0], now[1] + high - before[1]
        return found
