"""How far answers narrow the range of one toll within a component: what worlds show already is not worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, Sense, union
from reconcile.findings.answer import UnprovenError
from reconcile.findings.component import NO_REPLIES
from reconcile.findings.seen import Seen
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.bounds import End
    from reconcile.bounds.strandanswers import StrandAnswers
    from reconcile.findings.component import Component, Pair, Replies, State
    from reconcile.findings.tolls import Range


class Narrowing:
    """The range of a toll, by index, within a component, after replies.

    As long as the same is kept, no further reply widens a range, and a world that gives the replies already shows that
    an end stays where it was with fewer. Every world that is remembered keeps what can be kept without any reply.

    Attributes
    ----------
    now
        The ends without any reply.
    exact
        False once some replies were taken for impossible that may be possible, so that ranges may be narrower yet.
    """

    def __init__(self, part: Component, question: int) -> None:
        self.part, self.query = part, part.tolls.tolls[question].claims
        self._ends: dict[tuple[Replies, Sense], int] = {}
        self._told: dict[Replies, Mapping[Sense, int]] = {}
        self._from = NO_REPLIES
        self._answers: StrandAnswers | None = None
        bundles = part.tolls.bundles(part.number)
        least, greatest = part.now(question)
        self._seen = [(end.value, Seen(end, bundles, self.query)) for end in (least, greatest)]
        self.now, self.exact = (least.value, greatest.value), True
        self.note(NO_REPLIES, self.now)

    def note(self, replies: Replies, after: Range) -> None:
        """Note what the range is once these are the answers."""
        self._ends[replies, Sense.LEAST], self._ends[replies, Sense.GREATEST] = after

    def start_from(self, replies: Replies) -> None:
        """Look at one more answer to these replies from now on: in known worlds elements can change seats for that."""
        if replies != self._from:
            self._from, self._answers = replies, None

    def given(self, replies: Replies) -> bool:
        """Whether it is known that some world gives all of the replies, as one does for each of an open question.

        Where all is kept in every world, it is so in one with the replies, too, and then no range is wider than without
        the last reply: that a question is taken to lapse though it need not promises no more than there is.

        Raises
        ------
        UnprovenError
            If it is not known, and other claims may be kept with the replies than without.
        """
        if len(replies) <= 1:
            return True
        if self.part.searched:
            claims = union(1 << claim for pair, _ in replies for claim in pair)
            return self._is_seen(replies, claims) or any(True for _ in self._states(replies))
        if self._is_seen(replies, self.part.sets) or self._moved(replies) or self._strands(replies):
            return True
        if not self.part.certain:
            raise UnprovenError
        self.exact = False
        return False

    def width(self, replies: Replies) -> int:
        """Return how wide the range is once these are the answers.

        Raises
        ------
        UnprovenError
            If that is not known.
        """
        return self._end(replies, Sense.GREATEST) - self._end(replies, Sense.LEAST)

    def shown(self, replies: Replies) -> int:
        """Return how wide the range is at least once these are the answers, as far as the worlds seen so far show."""
        values = [value for value, seen in self._seen if _gives(seen, replies)]
        return max(values) - min(values) if values else 0

    def _end(self, replies: Replies, sense: Sense) -> int:
        key = replies, sense
        if key not in self._ends:
            known = self._known(replies, sense)
            self._ends[key] = self._found(replies, sense) if known is None else known
        return self._ends[key]

    def _known(self, replies: Replies, sense: Sense) -> int | None:
        """Return where an end is, as far as worlds that were seen before tell; what takes less is tried first."""
        if self.part.certain:
            stays = self._stays(replies, sense)
            return self._moved(replies).get(sense) if stays is None else stays
        moved = self._moved(replies).get(sense)
        return self._stays(replies, sense) if moved is None else moved

    def _stays(self, replies: Replies, sense: Sense) -> int | None:
        """Return where an end is with fewer replies, if the same is kept and some world shows that it is there."""
        found = [value * sense for (fewer, each), value in self._ends.items() if each is sense and fewer < replies]
        bound = max(found) * sense
        shown = any(value == bound and _gives(seen, replies) for value, seen in self._seen)
        return bound if shown and (self._is_seen(replies, self.part.sets) or self._strands(replies)) else None

    def _moved(self, replies: Replies) -> Mapping[Sense, int]:
        """Return ends of the range, as far as changing seats tells where to: nothing if that is not tried or known."""
        if not self._from < replies or len(replies) > len(self._from) + 1:
            return {}
        if replies not in self._told:
            self._answers = self._answers or self._answers_to(self._from)
            self._told[replies] = self._moves(self._answers, *(replies - self._from)) if self._answers else {}
        return self._told[replies]

    def _answers_to(self, replies: Replies) -> StrandAnswers | None:
        from reconcile.bounds.strandanswers import StrandAnswers  # noqa: PLC0415 - only large cases need it

        state = self._strands(replies)
        bounds = state.bundles[0].strands if state else None
        if bounds is None or not bounds.sound:  # that all fit may be known from elsewhere
            return None
        return StrandAnswers(bounds, [bounds.strands.asked(self.query)])

    def _moves(self, answers: StrandAnswers, reply: tuple[Pair, bool]) -> Mapping[Sense, int]:
        (one, other), within = reply
        ends = zip((Sense.LEAST, Sense.GREATEST), answers.given(one, other, apart=not within), strict=True)
        union = answers.strands.asked(self.query)
        return {sense: known[union] for sense, known in ends if union in known}

    def _found(self, replies: Replies, sense: Sense) -> int:
        """Find an end: as strands, or by a search."""
        for state in self._states(replies):
            end = self._least(state) if sense is Sense.LEAST else self._greatest(state)
            if end.proven:
                seen = Seen(end, state.bundles, self.query)
                if state.bundles[0].strands or seen.keeps(self.part.sets):
                    self._seen.append((end.value, seen))
                return end.value
        self.part.tolls.solver.clock.tick()
        raise UnprovenError

    def _states(self, replies: Replies) -> Iterator[State]:
        """Iterate over what is known of what the replies make of the component: as strands, and by a search."""
        if state := self._strands(replies):
            yield state
        if self.part.searched and (state := self.part.search(replies)):
            yield state

    def _strands(self, replies: Replies) -> State | None:
        return self.part.as_strands(replies, fits=self._is_seen(replies, self.part.sets))

    def _is_seen(self, replies: Replies, claims: int) -> bool:
        """Whether a world that gives some replies, and keeps some claims, was seen."""
        return any(seen.keeps(claims) and _gives(seen, replies) for _, seen in self._seen)

    def _least(self, state: State) -> End:
        return self.part.tolls.solver.least(state.problem, state.bundles, self.query)

    def _greatest(self, state: State) -> End:
        return sum((self.part.most(state.problem, bundle, self.query) for bundle in state.bundles), NOTHING)


def _gives(seen: Seen, replies: Replies) -> bool:
    """Whether a world gives all of some replies."""
    return all(
        seen.gives(one, other, Relation.WITHIN if within else Relation.APART) for (one, other), within in replies
    )
