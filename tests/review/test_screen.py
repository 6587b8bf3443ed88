"""A session on a full screen is driven by its keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from reviewing import KYIV, copy_of_kyiv, killed, written

import reconcile
from reconcile.casefile import decisions_path
from reconcile.model import Answer
from reconcile.review import Session
from reconcile.review.screen import ReviewScreen, show

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

FIREFIGHTERS = ("firefighters", "mayor-toll")
LUTSK = ("lutsk-wounded", "minister-wounded")

SIZES = [(80, 24), (160, 50)]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(copy_of_kyiv(tmp_path), "OK")


def drive(
    session: Session,
    steps: Callable[[Pilot[bool]], Awaitable[None]],
    size: tuple[int, int] = (80, 24),
    *,
    blind: bool = False,
) -> ReviewScreen:
    """Run the screen, and what is done at it; return it as it was left."""
    screen = ReviewScreen(session, blind=blind)

    async def run() -> None:
        async with screen.run_test(size=size) as pilot:
            await steps(pilot)

    asyncio.run(run())
    return screen


def press(session: Session, *keys: str, blind: bool = False) -> tuple[ReviewScreen, str]:
    """Press keys, one after the other; a text of several letters that is no key is typed. Return what is seen."""
    seen = []

    async def steps(pilot: Pilot[bool]) -> None:
        for key in keys:
            await pilot.press(*([key] if key in {"enter", "escape", "ctrl+c"} else key))
        await pilot.pause()
        seen.append(picture(pilot))

    return drive(session, steps, blind=blind), seen[0]


def picture(pilot: Pilot[bool]) -> str:
    """Return the characters on the screen."""
    lines = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


def test_review_answer_undo_answer_quit(session: Session) -> None:
    screen, _ = press(session, "s", "n", "their own", "enter", "z", "y", "by phone", "enter", "q")
    assert screen.return_value is True
    assert session.path.read_bytes() == KYIV.read_bytes()
    assert written(session.path) == [
        (*FIREFIGHTERS, "no", "their own"),
        (*FIREFIGHTERS, "unclear", "taken back"),
        (*FIREFIGHTERS, "yes", "by phone"),
    ]
    assert killed(session.path) == (4, 4)


@pytest.mark.parametrize("size", SIZES)
def test_all_that_matters_is_on_the_screen(session: Session, size: tuple[int, int]) -> None:
    session.skip()
    seen = []

    async def steps(pilot: Pilot[bool]) -> None:
        await pilot.pause()
        seen.append(picture(pilot))

    drive(session, steps, size)
    words = " ".join(seen[0].split())
    assert len(seen[0].splitlines()) <= size[1]
    for text in (
        *("1 question left · 1 put off", "Are the 3 firefighters killed in Kyiv", "CNN wrote that it was unclear"),
        *("figure 3", "figure 4+", "written “4”", "source State Emergency Service of", "role mayor of Kyiv"),
        *("via CNN", "said 2025-06-06", "place Kyiv", "who firefighters", "note Posted on Telegram"),
        *("toll at first now if yes if no, none of them", "killed · Kyiv 4–7+ 4–7+ 4+ 7+"),
        *("y Yes", "n No", "u Unclear", "s Skip", "b Because", "z Undo", "q Quit"),
    ):
        assert text in words


def test_blind_keeps_back_what_an_answer_would_do(session: Session) -> None:
    _, seen = press(session, blind=True)
    assert "wounded · Ukraine" in seen
    assert "if yes" not in seen
    assert "35–45\n" not in seen.partition("toll ")[2]


def test_a_reason_can_come_first(session: Session) -> None:
    _, seen = press(session, "b", "a phone call", "enter")
    assert "Because a phone call — now answer: y, n or u." in seen
    press(session, "b", "a phone call", "enter", "u")
    assert written(session.path) == [(*LUTSK, "unclear", "a phone call")]


def test_keys_typed_into_a_reason_are_letters(session: Session) -> None:
    press(session, "y", "quiz by nuns", "enter")
    assert written(session.path) == [(*LUTSK, "yes", "quiz by nuns")]


def test_escape_goes_back_and_drops_the_reason(session: Session) -> None:
    press(session, "y", "so", "escape", "n", "other people", "enter")
    assert written(session.path) == [(*LUTSK, "no", "other people")]


def test_without_a_reason_nothing_is_written(session: Session) -> None:
    _, seen = press(session, "y", "enter")
    assert "A reason is needed; Esc goes back." in seen
    assert written(session.path) == []
    press(session, "y", "enter", "so", "enter")
    assert written(session.path) == [(*LUTSK, "yes", "so")]


def test_what_an_answer_did_is_told(session: Session) -> None:
    _, seen = press(session, "s", "y", "so", "enter")
    assert "Written: yes. killed · Kyiv: 4–7+ → 4+" in seen


def test_the_end_sums_up_and_can_be_taken_back(session: Session) -> None:
    _, seen = press(session, "s", "y", "so", "enter", *"ynusb")
    assert "No question is left: q ends, z takes the last step back." in seen
    assert "firefighters within mayor-toll: yes, because so" in seen
    _, seen = press(session, "z")
    assert "Are the 3 firefighters killed in Kyiv" in seen


def test_nothing_to_undo_is_told(session: Session) -> None:
    assert "Not written: there is nothing to take back." in press(session, "z")[1]


def test_an_interruption_is_told_from_quitting(session: Session) -> None:
    assert press(session, "y", "so", "ctrl+c")[0].return_value is False
    assert written(session.path) == []


def test_what_others_do_is_noticed(session: Session) -> None:
    async def steps(pilot: Pilot[bool]) -> None:
        await pilot.pause()
        Session(session.path, "AB").answer(Answer.YES, "theirs")
        await pilot.press("n", "m", "enter")
        assert "Not written: somebody has changed the case or its decisions: look again." in picture(pilot)
        assert "Are the 3 firefighters" in picture(pilot)

    drive(session, steps)
    assert written(session.path) == [(*LUTSK, "yes", "theirs")]


def test_files_read_again_are_told(session: Session) -> None:
    Session(session.path, "AB").answer(Answer.YES, "theirs")
    assert "Somebody has changed the files: they were read again." in press(session)[1]


@pytest.mark.parametrize("key", ["s", "z"])
def test_a_case_that_somebody_breaks_ends_the_session(session: Session, key: str) -> None:
    async def steps(pilot: Pilot[bool]) -> None:
        await pilot.pause()
        decisions_path(session.path).write_text("- {")
        await pilot.press(key)

    screen = drive(session, steps)
    assert isinstance(screen.fault, reconcile.CaseError)


def test_the_fault_of_a_broken_case_is_raised(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(screen: ReviewScreen) -> bool:
        screen.fault = reconcile.CaseError([])
        return False

    monkeypatch.setattr(ReviewScreen, "run", run)
    with pytest.raises(reconcile.CaseError):
        show(session)


HOSTILE = """\
title: "[b]title[/b] [/]"
date: 2025-06-06
groups: {people: {rescuers: }}
sources:
  mayor: {name: "[red]mayor[/red]", role: "[/]"}
claims:
  wide: {source: mayor, says: {killed: 4}, note: "[@click=app.quit]y[/]"}
  narrow: {source: other, says: {killed: 3}, who: rescuers, quote: "$x \\u202e {y}"}
"""


def test_text_of_a_case_is_never_markup(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(HOSTILE)
    session = Session(path, "OK")
    _, seen = press(session)
    for text in ("[b]title[/b] [/]", "[red]mayor[/red]", "role    [/]", "[@click=app.quit]y[/]", r"“$x \u202e {y}”"):
        assert text in seen
    _, seen = press(session, "b", "[b]so[/b] [/]", "enter")
    assert "Because [b]so[/b] [/]" in seen
    press(session, "y", "[b]so[/b] [/]", "enter")
    assert written(path) == [("narrow", "wide", "yes", "[b]so[/b] [/]")]


def test_nothing_is_lost_without_colour(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _, coloured = press(session)
    monkeypatch.setenv("NO_COLOR", "1")
    assert press(session)[1] == coloured
