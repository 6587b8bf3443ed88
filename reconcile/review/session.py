"""A session: a walk through the open questions of a case, apart from any screen.

What the session knows is a function of the two files and of its own steps. Each answer is in the decisions
file before the next question is asked, so that nothing is lost however the session ends.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reconcile import api
from reconcile.model import TAKEN_BACK, Answer, LinkKind
from reconcile.review.decision import Decision, DecisionError
from reconcile.review.ledger import append, decided

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Link
    from reconcile.reports.value import Ambiguity

_Pair: TypeAlias = frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """What was done about a question: `decision` is None where it was skipped.

    `previous` is the decision on the pair that was in force before, if there was one.
    """

    question: Ambiguity
    decision: Decision | None = None
    previous: Link | None = None

    @property
    def is_put_off(self) -> bool:
        """Whether the question stays open, and is not asked again."""
        return self.decision is None or self.decision.answer is Answer.UNCLEAR


class Session:
    """The open questions of a case, the most settling first, and after each answer those that still matter.

    Parameters
    ----------
    path
        The case file.
    by
        Who signs the decisions.
    options
        For the reports that the questions come from.

    Attributes
    ----------
    case, report
        The case as it was last read, and the report on it.
    start
        The report as it was when the session began.
    steps
        What was done and not taken back, oldest first.

    Raises
    ------
    CaseError
        If the case or its decisions are at fault; so do `refresh`, `answer`, `skip` and `undo`, if that comes
        to be while the session goes on.
    """

    def __init__(self, path: Path, by: str, options: api.Options | None = None) -> None:
        self.path, self.by = path, by
        self.steps: list[Step] = []
        self._options = options or api.Options()
        self._first: _Pair | None = None
        self._read()
        self.start = self.report

    @property
    def questions(self) -> list[Ambiguity]:
        """What is still to be asked, the next question first: neither skipped nor answered with `unclear`."""
        put_off = {_pair(step.question) for step in self.steps if step.is_put_off}
        left = [each for each in self.report.ambiguities if _pair(each) not in put_off]
        return sorted(left, key=lambda each: _pair(each) != self._first)

    @property
    def question(self) -> Ambiguity | None:
        """The question to ask now; None where nothing is left that moves a bound."""
        return next(iter(self.questions), None)

    def refresh(self) -> bool:
        """Read the files again if somebody changed them, and return whether somebody did."""
        changed = self._contents() != self._known
        if changed:
            self._read()
        return changed

    def answer(self, answer: Answer, because: str) -> None:
        """Write down the answer to the question, and go on to the next.

        Raises
        ------
        DecisionError
            If it is not written: there is no question, or not as it was asked, or the file cannot be written.
        """
        question = self._asked()
        previous = self._in_force(_pair(question))
        decision = Decision(question.claim, _kind(question, answer), question.other, answer, self.by, because)
        self._append(decision)
        self._step(Step(question, decision, previous))

    def skip(self) -> None:
        """Go on to the next question, and write nothing.

        Raises
        ------
        DecisionError
            If there is no question, or not as it was asked.
        """
        self._step(Step(self._asked()))

    def undo(self) -> Step:
        """Take back the last step, ask its question again, and return it.

        An answer stays in the file; behind it comes what held before, or `unclear` where nothing was decided.

        Raises
        ------
        DecisionError
            If there is nothing to take back, or somebody else has decided the same since.
        """
        self.refresh()
        if not self.steps:
            raise DecisionError("there is nothing to take back")
        step = self.steps[-1]
        if step.decision:
            if not _is(self._in_force(_pair(step.question)), step.decision):
                self.steps.pop()
                raise DecisionError(f"somebody has decided {step.decision.statement} anew: that stays as it is")
            self._append(_reverse(step, self.by))
        self._first = _pair(step.question)
        return self.steps.pop()

    def _asked(self) -> Ambiguity:
        """Return the question, which must be the same as before by the files as they are now."""
        question = self.question
        if question is None:
            raise DecisionError("there is no question left")
        claims = self.report.claims
        known = question.relation, claims[question.claim], claims[question.other]
        if self.refresh():
            self._first = _pair(question)
            now, claims = self.question, self.report.claims
            if now is None or known != (now.relation, claims[now.claim], claims[now.other]):
                raise DecisionError("somebody has changed the case or its decisions: look again")
            return now
        return question

    def _step(self, step: Step) -> None:
        self.steps.append(step)
        self._first = None

    def _append(self, decision: Decision) -> None:
        append(self.path, decision, self._known[1])
        self._read()

    def _in_force(self, pair: _Pair) -> Link | None:
        return next((link for link in self.case.decisions if {link.claim, link.other} == pair), None)

    def _read(self) -> None:
        # What is known of the files is taken first: what changes while they are read is then noticed next time.
        known = self._contents()
        case = api.load(self.path)
        report = api.report(case, self._options)
        self.case, self.report, self._known = case, report, known

    def _contents(self) -> tuple[bytes, bytes]:
        return _bytes(self.path), decided(self.path)


def _bytes(path: Path) -> bytes:
    """Return what a file holds: nothing where it cannot be read, since reading the case then says why."""
    with suppress(OSError):
        return path.read_bytes()
    return b""


def _pair(question: Ambiguity) -> _Pair:
    return frozenset((question.claim, question.other))


def _kind(question: Ambiguity, answer: Answer) -> LinkKind:
    """Return how an answer is put. `within: unclear` would say that an overlap in part is out of the question."""
    partly = question.relation == "overlaps" and answer is Answer.UNCLEAR
    return LinkKind.APART_FROM if partly else LinkKind.WITHIN


def _is(link: Link | None, decision: Decision) -> bool:
    """Whether what is in force is what was decided."""
    return link is not None and (link.kind, link.claim, link.answer, link.reviewer, link.on, link.because) == (
        decision.kind,
        decision.claim,
        decision.answer,
        decision.by,
        decision.on,
        decision.because,
    )


def _reverse(step: Step, by: str) -> Decision:
    """Return the decision that takes a step back."""
    if before := step.previous:
        reason = (before.because or "").removeprefix(TAKEN_BACK).removeprefix(": ")
        because = f"{TAKEN_BACK}: {reason}" if reason else TAKEN_BACK
        return Decision(before.claim, before.kind, before.other, before.answer, by, because)
    question = step.question
    kind = _kind(question, Answer.UNCLEAR)
    return Decision(question.claim, kind, question.other, Answer.UNCLEAR, by, TAKEN_BACK)
