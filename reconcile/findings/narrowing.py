"""How far answers narrow the range of one toll within a component: what worlds show already is not worked out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import NOTHING, Sense, union
from reconcile.findings.answer import UnprovenError
from reconcile.findings.component import NO_REPLIES
from reconcile.findings.seen import Seen
from reconcile.graph import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds import End
    from reconcile.bounds.strandanswers import StrandAnswers
    from reconcile.findings.component import Component, Replies, State
    from reconcile.findings.tolls import Range


class Narrowing:
    """The range of a toll, by index, within a component, after replies.

    Where the same is kept whatever is answered, no further reply widens a range, and a world that gives the replies
    already shows that an end stays where it was with fewer.
    """

    def __init__(self, part: Component, question: int) -> None:
        self.part, self.query = part, part.tolls.tolls[question].claims
        self._ends: dict[tuple[Replies, Sense], int] = {}
        self._seen: list[tuple[int, Seen]] = []
        self._told: dict[Replies, Mapping[Sense, int]] = {}
        self._from = NO_REPLIES
        self._answers: StrandAnswers | None = None
        self.now = self._end(NO_REPLIES, Sense.LEAST), self._end(NO_REPLIES, Sense.GREATEST)

    def note(self, replies: Replies, after: Range) -> None:
        """Note what the range is once these are the answers."""
        self._ends[replies, Sense.LEAST], self._ends[replies, Sense.GREATEST] = after

    def start_from(self, replies: Replies) -> None:
        """Look at one more answer to these replies from now on: in known worlds elements can change seats for that."""
        if replies != self._from:
            self._from, self._answers = replies, None

    def given(self, replies: Replies) -> bool:
        """Whether it is known that some world gives all of the replies, as one does for each of an open question."""
        if len(replies) <= 1:
            return True
        claims = union(1 << claim for pair, _ in replies for claim in pair)
        return self._is_seen(replies, claims) or bool(self._moved(replies)) or self.part.state(replies) is not None

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
        if self.part.searched:
            return 0
        values = [value for value, seen in self._seen if _gives(seen, replies)]
        return max(values) - min(values) if values else 0

    def _end(self, replies: Replies, sense: Sense) -> int:
        key = replies, sense
        if key not in self._ends:
            stays = self._stays(replies, sense)
            moved = self._moved(replies).get(sense) if stays is None else stays
            self._ends[key] = self._found(replies, sense) if moved is None else moved
        return self._ends[key]

    def _moved(self, replies: Replies) -> Mapping[Sense, int]:
        """Return ends of the range, as far as changing seats tells where to: nothing if that is not tried or known."""
        if self.part.searched or not self._from < replies or len(replies) > len(self._from) + 1:
            return {}
        if replies not in self._told:
            (((one, other), within),) = replies - self._from
            answers = self._answers = self._answers or self._answers_to(self._from)
            ends = zip((Sense.LEAST, Sense.GREATEST), answers.given(one, other, apart=not within), strict=True)
            union = answers.strands.asked(self.query)
            self._told[replies] = {sense: known[union] for sense, known in ends if union in known}
        return self._told[replies]

    def _answers_to(self, replies: Replies) -> StrandAnswers:
        from reconcile.bounds.strandanswers import StrandAnswers  # noqa: PLC0415 - only large cases need it

        bounds = self._state(replies).bundles[0].strands
        assert bounds is not None, "only strands are not searched"
        return StrandAnswers(bounds, [bounds.strands.asked(self.query)])

    def _stays(self, replies: Replies, sense: Sense) -> int | None:
        """Return where an end is with fewer replies, if some world shows that it is there with all of them."""
        if self.part.searched or not replies:
            return None
        found = [value * sense for (fewer, each), value in self._ends.items() if each is sense and fewer < replies]
        bound = max(found) * sense
        return bound if any(value == bound and _gives(seen, replies) for value, seen in self._seen) else None

    def _found(self, replies: Replies, sense: Sense) -> int:
        state = self._state(replies)
        end = self._least(state) if sense is Sense.LEAST else self._greatest(state)
        if not end.proven:
            self.part.tolls.solver.clock.tick()
            raise UnprovenError
        if not self.part.searched:
            self._seen.append((end.value, Seen(end, state.bundles, self.query)))
        return end.value

    def _state(self, replies: Replies) -> State:
        state = self.part.state(replies, fits=self._is_seen(replies, self.part.sets))
        assert state is not None, "only what can be answered is looked at"
        return state

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
