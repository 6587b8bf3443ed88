"""A session in plain text is driven line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reviewing import KYIV, copy_of_kyiv, killed, written

import reconcile
from reconcile.casefile import decisions_path
from reconcile.review import Session
from reconcile.review.prompt import converse
from reconcile.review.summary import summary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIREFIGHTERS = ("firefighters", "mayor-toll")
LUTSK = ("lutsk-wounded", "minister-wounded")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(copy_of_kyiv(tmp_path), "OK")


def talk(session: Session, *typed: str | Callable[[], str], blind: bool = False) -> list[str]:
    """Converse; return what was said. When nothing is left to type, input ends."""
    lines = iter(typed)
    said: list[str] = []

    def ask(prompt: str) -> str:
        said.append(prompt)
        try:
            line = next(lines)
        except StopIteration:
            raise EOFError from None
        return line if isinstance(line, str) else line()

    converse(session, ask, said.append, blind=blind)
    assert not list(lines), "all that was typed was taken"
    return said


def test_the_walk_of_a_reviewer(session: Session) -> None:
    said = talk(session, "skip", "2", "they count their own", "5", "1", "confirmed by phone", "")
    assert said[:4] == [
        "",
        "2 questions left.",
        (
            "Are the 5 wounded in Lutsk (Ihor Polishchuk, mayor of Lutsk) among the 35–45 wounded in Ukraine "
            "(Ihor Klymenko, interior minister of Ukraine: “around 40”)?"
        ),
        "Nobody says whether the wider figure includes the narrower: Lutsk within Ukraine.",
    ]
    assert "Taken back: firefighters within mayor-toll: no." in said
    assert session.path.read_bytes() == KYIV.read_bytes()
    assert [entry[2] for entry in written(session.path)] == ["no", "unclear", "yes"]
    assert killed(session.path) == (4, 4)


def test_a_question_has_all_that_is_known_of_both_claims(session: Session) -> None:
    session.skip()
    said = talk(session)
    first, second = said.index("First claim, firefighters:"), said.index("Second claim, mayor-toll:")
    assert said[first:second] == [
        "First claim, firefighters:",
        "  figure: 3",
        "  outcome: killed",
        "  who: firefighters",
        "  place: Kyiv",
        "  source: State Emergency Service of Ukraine",
        "  via: CNN",
        "  said: 2025-06-06",
        "",
    ]
    assert said[second:] == [
        "Second claim, mayor-toll:",
        "  figure: 4+",
        "  written: “4”",
        "  outcome: killed",
        "  who: people",
        "  place: Kyiv",
        "  source: Vitali Klitschko",
        "  role: mayor of Kyiv",
        "  via: CNN",
        "  said: 2025-06-06",
        "  note: Posted on Telegram early on Friday, with search and rescue going on.",
        "",
        "killed · Kyiv is now 4–7+.",
        "1. yes: killed · Kyiv 4+",
        "2. no, none of them: killed · Kyiv 7+",
        "3. unclear, nobody knows: the bounds stay",
        "4. skip, nothing is written",
        "5. undo the last step",
        "6. quit",
        "Answer, 1 to 6: ",
        "",
    ]


def test_blind_keeps_back_what_an_answer_would_do(session: Session) -> None:
    said = talk(session, "q", blind=True)
    assert said[-7:-1] == [
        "1. yes",
        "2. no, none of them",
        "3. unclear, nobody knows",
        "4. skip, nothing is written",
        "5. undo the last step",
        "6. quit",
    ]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("1", "yes"),
        ("y", "yes"),
        (" YES ", "yes"),
        ("n", "no"),
        ("u", "unclear"),
        ("uncl", "unclear"),
        ("3", "unclear"),
    ],
)
def test_numbers_words_and_beginnings_of_words(session: Session, typed: str, answer: str) -> None:
    talk(session, typed, "so", "quit")
    assert written(session.path) == [(*LUTSK, answer, "so")]


@pytest.mark.parametrize("typed", ["", "0", "7", "²", "maybe", "un"])
def test_anything_else_is_asked_again(session: Session, typed: str) -> None:
    said = talk(session, typed, "quit")
    assert "Please give a number from 1 to 6, or one of yes, no, unclear, skip, undo, quit." in said
    assert written(session.path) == []


def test_without_a_reason_nothing_is_written(session: Session) -> None:
    talk(session, "yes", "  ", "quit")
    assert written(session.path) == []


def test_a_reason_that_cannot_be_written_is_told(session: Session) -> None:
    said = talk(session, "yes", "a\x1bb", "quit")
    assert "Not written: the reason has the character U+001B, which no YAML file can hold." in said


@pytest.mark.parametrize("typed", [(), ("yes",), ("yes", "so")])
def test_the_end_of_input_ends_the_session(session: Session, typed: tuple[str, ...]) -> None:
    talk(session, *typed)
    assert len(written(session.path)) == len(typed) // 2


def test_nothing_to_undo_is_told(session: Session) -> None:
    assert "Not written: there is nothing to take back." in talk(session, "z", "q")


def test_the_last_answer_can_be_taken_back(session: Session) -> None:
    said = talk(session, "s", "s", "undo", "y", "so", "")
    assert said.count("No question is left.") == 2
    assert written(session.path) == [(*FIREFIGHTERS, "yes", "so")]


def test_a_case_without_questions(session: Session) -> None:
    talk(session, "y", "so", "y", "so", "")
    again = Session(session.path, "OK")
    assert talk(again) == ["No question is left."]
    assert summary(again) == ["Nothing decided.", "No bound moved.", "No open question moves a bound."]


def test_what_others_do_is_noticed(session: Session) -> None:
    other = Session(session.path, "AB")

    def answered_elsewhere() -> str:
        talk(other, "y", "theirs", "q")
        return "n"

    said = talk(session, answered_elsewhere, "mine", "n", "mine", "")
    assert "Not written: somebody has changed the case or its decisions: look again." in said
    assert written(session.path) == [(*LUTSK, "yes", "theirs"), (*FIREFIGHTERS, "no", "mine")]

    other.refresh()
    assert talk(other) == ["No question is left.", "undo takes the last step back, an empty line ends: ", ""]


def test_files_read_again_are_told(session: Session) -> None:
    talk(Session(session.path, "AB"), "y", "theirs", "q")
    assert talk(session, "q")[0] == "Somebody has changed the case or its decisions: they were read again."


def test_a_case_that_somebody_breaks_ends_the_session(session: Session) -> None:
    decisions_path(session.path).write_text("- {")
    with pytest.raises(reconcile.CaseError):
        talk(session)


def test_text_of_a_case_is_never_obeyed(tmp_path: Path) -> None:
    path = copy_of_kyiv(tmp_path)
    text = path.read_text(encoding="utf-8").replace("Posted on Telegram.", '"\u202eabc"')
    path.write_text(text, encoding="utf-8")
    assert r"  note: \u202eabc" in talk(Session(path, "OK"))


def test_the_summary(session: Session) -> None:
    talk(session, "s", "y", "so", "")
    assert summary(session) == [
        f"1 decision in {decisions_path(session.path)}:",
        "  firefighters within mayor-toll: yes, because so",
        "killed · Kyiv: 4–7+ → 4+",
        "1 question still open.",
    ]
