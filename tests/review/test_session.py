"""A session is driven: answers, skips, what is taken back, and what others do meanwhile."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_cases import random_case
from reviewing import KYIV, copy_of_kyiv, killed, written

import reconcile
from reconcile.casefile import decisions_path
from reconcile.model import Answer, LinkKind
from reconcile.review import Decision, DecisionError, Session, append, moved

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.reports.value import Range, Report

FIREFIGHTERS = ("firefighters", "mayor-toll")
LUTSK = ("lutsk-wounded", "minister-wounded")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return copy_of_kyiv(tmp_path)


@pytest.fixture
def session(path: Path) -> Session:
    return Session(path, "OK")


def asked(session: Session) -> tuple[str, str] | None:
    return (session.question.claim, session.question.other) if session.question else None


def test_review_answer_undo_answer_quit(session: Session, path: Path) -> None:
    session.skip()
    assert asked(session) == FIREFIGHTERS
    session.answer(Answer.NO, "they count their own")
    assert killed(path) == (7, 7)
    session.undo()
    assert killed(path) == (4, 7)
    assert asked(session) == FIREFIGHTERS
    session.answer(Answer.YES, "the mayor's office confirmed it by phone")
    assert session.question is None

    assert path.read_bytes() == KYIV.read_bytes()
    assert written(path) == [
        (*FIREFIGHTERS, "no", "they count their own"),
        (*FIREFIGHTERS, "unclear", "taken back"),
        (*FIREFIGHTERS, "yes", "the mayor's office confirmed it by phone"),
    ]
    assert killed(path) == (4, 4)
    (change,) = moved(session.start, session.report)
    assert (change.question.title, str(change.before), str(change.after)) == ("killed · Kyiv", "4–7+", "4+")


def test_the_most_settling_comes_first_and_what_is_answered_is_gone(session: Session) -> None:
    assert asked(session) == LUTSK
    assert len(session.questions) == 2
    session.answer(Answer.YES, "so")
    assert asked(session) == FIREFIGHTERS
    session.answer(Answer.YES, "so")
    assert session.question is None
    with pytest.raises(DecisionError, match="no question left"):
        session.answer(Answer.YES, "so")
    with pytest.raises(DecisionError, match="no question left"):
        session.skip()


def test_what_is_unclear_is_written_and_not_asked_again_in_this_session(session: Session, path: Path) -> None:
    session.answer(Answer.UNCLEAR, "nobody answers the phone")
    assert asked(session) == FIREFIGHTERS
    assert len(session.questions) == 1
    assert written(path) == [(*LUTSK, "unclear", "nobody answers the phone")]
    assert len(Session(path, "OK").questions) == 2


def test_what_is_skipped_is_not_written_and_not_asked_again(session: Session, path: Path) -> None:
    session.skip()
    session.skip()
    assert session.question is None
    assert written(path) == []
    assert session.undo().decision is None
    assert asked(session) == FIREFIGHTERS
    session.undo()
    assert asked(session) == LUTSK
    with pytest.raises(DecisionError, match="nothing to take back"):
        session.undo()


def test_what_is_taken_back_is_what_held_before(path: Path) -> None:
    append(path, Decision(FIREFIGHTERS[1], LinkKind.APART_FROM, FIREFIGHTERS[0], Answer.UNCLEAR, "AB", "no reply"))
    session = Session(path, "OK")
    session.skip()
    for _ in range(2):
        session.answer(Answer.YES, "a reply")
        session.undo()
    assert written(path) == [
        (*FIREFIGHTERS[::-1], "unclear", "no reply"),
        (*FIREFIGHTERS, "yes", "a reply"),
        (*FIREFIGHTERS[::-1], "unclear", "taken back: no reply"),
        (*FIREFIGHTERS, "yes", "a reply"),
        (*FIREFIGHTERS[::-1], "unclear", "taken back: no reply"),
    ]


def test_a_later_session_goes_on_where_one_left(session: Session, path: Path) -> None:
    session.answer(Answer.YES, "so")
    assert asked(Session(path, "AB")) == FIREFIGHTERS


def test_what_somebody_else_answered_is_not_asked(session: Session, path: Path) -> None:
    other = Session(path, "AB")
    other.answer(Answer.YES, "theirs")
    assert session.refresh()
    assert not session.refresh()
    assert asked(session) == FIREFIGHTERS
    assert not session.steps


def test_an_answer_to_what_somebody_else_answered_is_not_written(session: Session, path: Path) -> None:
    Session(path, "AB").answer(Answer.YES, "theirs")
    with pytest.raises(DecisionError, match="look again"):
        session.answer(Answer.NO, "mine")
    assert written(path) == [(*LUTSK, "yes", "theirs")]
    session.answer(Answer.NO, "mine")
    assert written(path)[1] == (*FIREFIGHTERS, "no", "mine")


def test_two_reviewers_lose_nothing(session: Session, path: Path) -> None:
    other = Session(path, "AB")
    other.skip()
    other.answer(Answer.YES, "theirs")
    session.answer(Answer.YES, "mine")
    assert written(path) == [(*FIREFIGHTERS, "yes", "theirs"), (*LUTSK, "yes", "mine")]
    assert session.question is None


def test_an_answer_to_a_figure_that_changed_is_not_written(session: Session, path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("wounded: five", "wounded: six"), encoding="utf-8")
    with pytest.raises(DecisionError, match="look again"):
        session.answer(Answer.YES, "five, he said")
    assert asked(session) == LUTSK
    session.answer(Answer.YES, "six, he said")
    assert len(written(path)) == 1


def test_what_somebody_else_decided_anew_is_not_taken_back(session: Session, path: Path) -> None:
    session.answer(Answer.YES, "mine")
    append(path, Decision(LUTSK[0], LinkKind.WITHIN, LUTSK[1], Answer.NO, "AB", "theirs"))
    with pytest.raises(DecisionError, match="decided lutsk-wounded within minister-wounded: yes anew"):
        session.undo()
    assert written(path)[-1] == (*LUTSK, "no", "theirs")
    assert not session.steps


def test_a_case_that_somebody_breaks_is_told_and_nothing_is_written(session: Session, path: Path) -> None:
    decisions_path(path).write_text("- {claim: nobody\n")
    with pytest.raises(reconcile.CaseError):
        session.answer(Answer.YES, "so")
    assert decisions_path(path).read_text() == "- {claim: nobody\n"
    decisions_path(path).unlink()
    path.unlink()
    with pytest.raises(reconcile.CaseError):
        session.refresh()


def test_a_case_that_is_none_starts_no_session(tmp_path: Path) -> None:
    with pytest.raises(reconcile.CaseError):
        Session(tmp_path, "OK")


OVERLAP = """\
title: Children and rescuers
date: 2025-06-06
groups:
  people:
    children:
    rescuers:
claims:
  children: {source: school, says: {killed: 4}, who: children}
  rescuers: {source: service, says: {killed: 3}, who: rescuers}
"""


@pytest.mark.parametrize(("answer", "after"), [(Answer.YES, (4, 4)), (Answer.NO, (7, 7)), (Answer.UNCLEAR, (4, 7))])
def test_two_that_may_overlap(tmp_path: Path, answer: Answer, after: tuple[int, int]) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(OVERLAP)
    session = Session(path, "OK")
    assert session.question is not None
    assert session.question.relation == "overlaps"
    question = session.question
    session.answer(answer, "so")
    assert (session.report.questions[0].lower, session.report.questions[0].upper) == after
    session.undo()
    assert session.question.relation == "overlaps"
    assert session.question.effects == question.effects


def ranges(report: Report) -> list[Range]:
    return [(toll.lower, toll.upper) for toll in report.questions]


def drawn(folders: pytest.TempPathFactory, seed: int) -> Path:
    """Write a random case into a folder of its own."""
    path = folders.mktemp("case") / "case.yaml"
    path.write_text(random_case(Random(seed)))
    try:
        reconcile.load(path)
    except reconcile.CaseError:  # a link of it contradicts the scopes
        assume(False)
    return path


@settings(deadline=None)
@given(st.integers(0, 10**9), st.data())
def test_the_order_of_answers_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, seed: int, data: st.DataObject
) -> None:
    path = drawn(tmp_path_factory, seed)
    ambiguities = reconcile.report(reconcile.load(path)).ambiguities
    answers = data.draw(st.lists(st.sampled_from(Answer), min_size=len(ambiguities), max_size=len(ambiguities)))
    given = [
        Decision(each.claim, LinkKind.WITHIN, each.other, answer, "OK", "so").line()
        for each, answer in zip(ambiguities, answers, strict=True)
    ]
    found = []
    for lines in (given, data.draw(st.permutations(given))):
        decisions_path(path).write_text("".join(f"{line}\n" for line in lines))
        found.append(ranges(reconcile.report(reconcile.load(path))))
    assert found[0] == found[1]


@settings(deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([Answer.YES, Answer.NO]))
def test_an_answer_does_to_the_bounds_what_was_said_before(
    tmp_path_factory: pytest.TempPathFactory, seed: int, answer: Answer
) -> None:
    path = drawn(tmp_path_factory, seed)
    session = Session(path, "OK")
    while question := session.question:
        foreseen = ranges(session.report)
        for effect in question.effects:
            foreseen[effect.question] = effect.if_within if answer is Answer.YES else effect.if_apart
        session.answer(answer, "so")
        assert ranges(session.report) == foreseen
