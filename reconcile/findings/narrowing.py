"""How far replies narrow the range of one toll within a component: what worlds show already is not worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import Sense, union
from reconcile.findings.answer import UnprovenError, strand_answers
from reconcile.findings.component import NO_REPLIES
from reconcile.findings.seen import Seen
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconcile.bounds.strandanswers import StrandAnswers
    from reconcile.findings.answer import Answer
    from reconcile.findings.component import Component, Replies, State
    from reconcile.findings.tolls import Range


class Narrowing:
    """The range of a toll, by index, within a component, after replies.

    As long as the same is kept, no further reply widens a range, and a world that gives the replies already shows that
    an end stays where it was with fewer. Every world that is remembered keeps what can be kept without any reply.

    Parameters
    ----------
    moves
        By how much each answer to an open pair moves the least and the greatest toll.

    Attributes
    ----------
    part, query
        The component, and the claims that answer the toll, as a group.
    exact
        False once something was not known, so that ranges may be narrower than was said.
    """

    def __init__(self, part: Component, question: int, moves: Mapping[Answer, Range]) -> None:
        self.part, self.query, self.exact = part, part.tolls.tolls[question].claims, True
        least, greatest = part.tolls.ends(question, part.number)
        bundles = part.tolls.bundles(part.number)
        self._worlds = [Seen(end, bundles, self.query) for end in (least, greatest)]
        self._ends: dict[tuple[Replies, Sense], int] = {}
        self._note(NO_REPLIES, least.value, greatest.value)
        for reply, (up, down) in moves.items():
            self._note(frozenset([reply]), least.value + up, greatest.value + down)
        self._moved: dict[Replies, Mapping[Sense, int]] = {}
        self._last: tuple[Replies, StrandAnswers | None] | None = None

    def _note(self, replies: Replies, least: int, greatest: int) -> None:
        self._ends[replies, Sense.LEAST], self._ends[replies, Sense.GREATEST] = least, greatest

    def given(self, replies: Replies, more: Answer) -> bool:
        """Whether it is known that some world gives all of the replies and one more, as one does for each single one.

        Where all is kept in every world, it is so in one with the replies, too, and then no range is wider than without
        the last reply: that a question is taken to lapse though it need not promises no more than there is.

        Raises
        ------
        UnprovenError
            If it is not known, and other claims may be kept with the replies than without.
        """
        if not replies:
            return True
        self._note_moves(replies, more)
        replies |= {more}
        if self.part.searched:
            claims = union(1 << claim for one, other, _ in replies for claim in (one, other))
            return self._is_seen(replies, claims) or any(True for _ in self._states(replies))
        if self._moved[replies] or self._is_seen(replies, self.part.sets) or self.part.as_strands(replies):
            return True
        if not self.part.certain:
            raise UnprovenError
        self.exact = False
        return False

    def width(self, replies: Replies) -> int:
        """Return how wide the range is after replies that were found to be given, one after the other.

        Raises
        ------
        UnprovenError
            If that is not known.
        """
        return self._end(replies, Sense.GREATEST) - self._end(replies, Sense.LEAST)

    def width_seen(self, replies: Replies) -> int:
        """Return how wide the range is at least after replies, as far as the worlds seen so far show."""
        values = [world.value for world in self._worlds if world.gives_all(replies)]
        return max(values) - min(values) if values else 0

    def _end(self, replies: Replies, sense: Sense) -> int:
        key = replies, sense
        if key not in self._ends:
            moved = self._moved[replies].get(sense)
            known = self._unmoved(replies, sense) if moved is None else moved
            self._ends[key] = self._solved(replies, sense) if known is None else known
        return self._ends[key]

    def _unmoved(self, replies: Replies, sense: Sense) -> int | None:
        """Return where an end is with fewer replies, if the same is kept and some world shows that it is there."""
        known = [value * sense for (fewer, each), value in self._ends.items() if each is sense and fewer < replies]
        bound = max(known) * sense
        shown = any(world.value == bound and world.gives_all(replies) for world in self._worlds)
        same_kept = shown and (self._is_seen(replies, self.part.sets) or self.part.as_strands(replies))
        return bound if same_kept else None

    def _note_moves(self, replies: Replies, more: Answer) -> None:
        """Note where one more reply moves the ends to, as far as changing seats in known worlds tells."""
        if replies | {more} not in self._moved:
            if self._last is None or self._last[0] != replies:
                self._last = replies, self._answers_to(replies)
            answers = self._last[1]
            self._moved[replies | {more}] = self._moves(answers, more) if answers else {}

    def _answers_to(self, replies: Replies) -> StrandAnswers | None:
        state = self.part.as_strands(replies)
        bounds = state.bundles[0].strands if state else None
        return strand_answers(bounds, [self.query]) if bounds else None

    def _moves(self, answers: StrandAnswers, reply: Answer) -> Mapping[Sense, int]:
        ends = answers.given(reply.one, reply.two, apart=reply.answer is Relation.APART)
        asked = answers.strands.asked(self.query)
        moved = zip((Sense.LEAST, Sense.GREATEST), ends, strict=True)
        return {sense: known[asked] for sense, known in moved if asked in known}

    def _solved(self, replies: Replies, sense: Sense) -> int:
        """Find an end: as strands, or by a search."""
        for state in self._states(replies):
            end = self.part.end(state, self.query, sense)
            if end.proven:
                world = Seen(end, state.bundles, self.query)
                if state.bundles[0].strands or world.keeps(self.part.sets):
                    self._worlds.append(world)
                return end.value
        self.part.tolls.solver.clock.tick()
        raise UnprovenError

    def _states(self, replies: Replies) -> Iterator[State]:
        """Iterate over what is known of what the replies make of the component: as strands, and by a search."""
        if state := self.part.as_strands(replies):
            yield state
        if self.part.searched and (state := self.part.search(replies)):
            yield state

    def _is_seen(self, replies: Replies, claims: int) -> bool:
        """Whether a world that gives some replies, and keeps some claims, was seen."""
        return any(world.keeps(claims) and world.gives_all(replies) for world in self._worlds)
