"""A session in plain text: numbered questions and answers, line by line, for any terminal and any reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from reconcile.model import Answer
from reconcile.review.decision import DecisionError
from reconcile.review.sheet import progress, sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.reports.value import Ambiguity
    from reconcile.review.session import Session
    from reconcile.review.sheet import Sheet, TollLine

Ask: TypeAlias = "Callable[[str], str]"
Say: TypeAlias = "Callable[[str], None]"

_WORDS = ("yes", "no", "unclear", "skip", "undo", "quit")
"""What can be answered, by number, by word, or by the beginning of the word."""

_ANSWERS = {answer.value: answer for answer in Answer}
_KEYS = {"u": "unclear", "z": "undo"}
"""The keys of the full screen that are no beginning of one word."""


def converse(session: Session, ask: Ask, say: Say, *, blind: bool = False) -> None:
    """Put the questions of a session one by one, until none is left or somebody quits.

    Parameters
    ----------
    session
        Takes the answers.
    ask
        Prints a prompt and returns the line that is typed. At the end of input it raises `EOFError`, which
        ends the conversation.
    say
        Prints a line.
    blind
        Whether to keep back what each answer would make of the bounds.

    Raises
    ------
    CaseError
        If somebody makes the case unreadable meanwhile.
    """
    try:
        while _turn(session, ask, say, blind=blind):
            pass
    except EOFError:
        say("")


def _turn(session: Session, ask: Ask, say: Say, *, blind: bool) -> bool:
    """Ask once; return whether to go on."""
    if session.refresh():
        say("Somebody has changed the case or its decisions: they were read again.")
    if session.question is not None:
        _describe(session, session.question, say, blind=blind)
        return _take(ask(f"Answer, 1 to {len(_WORDS)}: "), session, ask, say)
    say("No question is left.")
    if not session.steps:
        return False
    typed = ask("undo takes the last step back, an empty line ends: ")
    return bool(typed.strip()) and _take(typed, session, ask, say)


def _describe(session: Session, question: Ambiguity, say: Say, *, blind: bool) -> None:
    shown = sheet(session, question)
    say("")
    say(f"{progress(session)}.")
    say(shown.text)
    say(shown.reason)
    for place, card in zip(("First", "Second"), shown.cards, strict=True):
        say("")
        say(f"{place} claim, {card.claim}:")
        for label, text in card.facts:
            say(f"  {label}: {text}")
    say("")
    for toll in shown.tolls:
        since = f", {toll.start} at first" if toll.start != toll.now else ""
        say(f"{toll.toll} is now {toll.now}{since}.")
    for number, text in enumerate(_choices(shown, blind=blind), 1):
        say(f"{number}. {text}")


def _choices(shown: Sheet, *, blind: bool) -> list[str]:
    def then(bound: Callable[[TollLine], str]) -> str:
        return "" if blind else ": " + "; ".join(f"{toll.toll} {bound(toll)}" for toll in shown.tolls)

    return [
        shown.yes + then(lambda toll: toll.yes),
        shown.no + then(lambda toll: toll.no),
        "unclear, nobody knows" + ("" if blind else ": the bounds stay"),
        "skip, nothing is written",
        "undo the last step",
        "quit",
    ]


def _take(typed: str, session: Session, ask: Ask, say: Say) -> bool:
    """Do what an answer says; return whether to go on."""
    word = _word(typed)
    try:
        match word:
            case "quit":
                return False
            case "skip":
                session.skip()
            case "undo":
                step = session.undo()
                say(f"Taken back: {step.decision.statement if step.decision else 'skipped'}.")
            case "yes" | "no" | "unclear":
                because = ask("Because (an empty line goes back): ").strip()
                if because:
                    session.answer(_ANSWERS[word], because)
                    say("Written.")
            case _:
                say(f"Please give a number from 1 to {len(_WORDS)}, or one of {', '.join(_WORDS)}.")
    except DecisionError as error:
        say(f"Not written: {error}.")
    return True


def _word(typed: str) -> str | None:
    """Return which of the words somebody means, or None."""
    typed = typed.strip().lower()
    if typed.isdecimal() and 1 <= int(typed) <= len(_WORDS):
        return _WORDS[int(typed) - 1]
    typed = _KEYS.get(typed, typed)
    found = [word for word in _WORDS if typed and word.startswith(typed)]
    return found[0] if len(found) == 1 else None
