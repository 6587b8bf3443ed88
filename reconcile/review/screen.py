"""A session on a full screen. Textual is loaded with this module, and with nothing else."""

from __future__ import annotations

from asyncio import to_thread
from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import App
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, Input, Static

from reconcile.api import CaseError
from reconcile.model import Answer
from reconcile.reports.printable import one_line
from reconcile.reports.wording import listed
from reconcile.review.decision import DecisionError
from reconcile.review.sheet import progress, sheet
from reconcile.review.summary import consequences, summary

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reconcile.review.session import Session
    from reconcile.review.sheet import Card, TollLine

_MOST_TOLLS = 4
"""Tolls that are listed below a question; how many more it moves is told."""

_MOST_CHANGES = 3
"""Changes that are told of an answer; the end sums all up."""


def show(session: Session, *, blind: bool = False) -> bool:
    """Put the questions of a session on the terminal's full screen, until somebody quits.

    Parameters
    ----------
    session
        Takes the answers.
    blind
        Whether to keep back what each answer would make of the bounds.

    Returns
    -------
    bool
        False if it was interrupted.

    Raises
    ------
    CaseError
        If somebody makes the case unreadable meanwhile.
    """
    screen = ReviewScreen(session, blind=blind)
    finished = screen.run()
    if screen.fault:
        raise screen.fault
    return bool(finished)


class ReviewScreen(App[bool]):
    """Shows the question of a session and takes the answers; its result is False if it was interrupted.

    All state is the session's, but for what stands in the line for the reason. `fault` is what made the case
    unreadable, if something did.
    """

    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "Yes"),
        Binding("n", "answer('no')", "No"),
        Binding("u", "answer('unclear')", "Unclear"),
        Binding("s", "skip", "Skip"),
        Binding("b", "because", "Because"),
        Binding("z", "undo", "Undo"),
        Binding("q", "quit", "Quit"),
        Binding("escape", "leave", "Back", show=False),
        Binding("ctrl+c", "interrupt", "Interrupt", show=False, priority=True),
    ]

    def __init__(self, session: Session, *, blind: bool = False) -> None:
        super().__init__()
        self.session, self.blind = session, blind
        self.fault: CaseError | None = None
        self._answer: Answer | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out: the question, the two claims, the tolls, a line for the reason, the keys."""
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="question"):
            yield Static(id="text", markup=False)
            yield Static(id="why", markup=False)
            with Horizontal(id="claims"):
                yield Static(classes="claim", markup=False)
                yield Static(classes="claim", markup=False)
        with Vertical(id="below"):
            yield Static(id="tolls", markup=False)
            yield Static(id="message", markup=False)
            yield Input(id="because")
        yield Footer(show_command_palette=False)

    async def on_mount(self) -> None:
        """Show the first question."""
        await self._show()

    async def action_answer(self, answer: str) -> None:
        """Answer the question, once there is a reason."""
        if self.session.question is None:
            return
        self._answer = Answer(answer)
        if self._because.value.strip():
            await self._write()
        else:
            self._ask(f"{answer}, because …   Enter writes it, Esc goes back")

    def action_because(self) -> None:
        """Take a reason before the answer."""
        if self.session.question is not None:
            self._answer = None
            self._ask("because …   Enter keeps it for your answer, Esc drops it")

    async def action_skip(self) -> None:
        """Go on without an answer."""
        if self.session.question is not None:
            await self._do(self.session.skip, "Skipped: nothing written.")

    async def action_undo(self) -> None:
        """Take back the last step."""
        await self._do(self.session.undo, "Taken back.")

    async def action_leave(self) -> None:
        """Leave the line for the reason, and drop what is in it."""
        self._answer = None
        await self._show()

    async def action_quit(self) -> None:
        """End the session: what is decided is written already."""
        self.exit(True)

    def action_interrupt(self) -> None:
        """End the session, and say that it was interrupted."""
        self.exit(False)

    async def on_input_submitted(self) -> None:
        """Take the reason that was typed."""
        if not self._because.value.strip():
            self._say("A reason is needed; Esc goes back.")
        elif self._answer is None:
            self._because.remove_class("asked")
            self._scroll.focus()
            self._say(f"Because {self._because.value} — now answer: y, n or u.")
        else:
            await self._write()

    @property
    def _because(self) -> Input:
        return self.query_one("#because", Input)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#question", VerticalScroll)

    def _ask(self, prompt: str) -> None:
        self._because.placeholder = prompt
        self._because.add_class("asked")
        self._because.focus()
        self._say("")

    async def _write(self) -> None:
        answer, because = self._answer, self._because.value.strip()
        assert answer is not None, "there is an answer to write"
        self._answer = None
        await self._do(lambda: self.session.answer(answer, because), f"Written: {answer}.")

    async def _do(self, step: Callable[[], object], done: str) -> None:
        """Take a step of the session, and show what came of it.

        What is typed meanwhile waits its turn: the screen takes no message while it awaits one.
        """
        before = self.session.report
        self._say("Working …")
        try:
            await to_thread(step)
        except DecisionError as error:
            await self._show(f"Not written: {error}.")
        except CaseError as fault:
            self._fail(fault)
        else:
            after = self.session.report
            moved = listed(consequences(before, after), _MOST_CHANGES) if after is not before else ""
            await self._show(f"{done} {moved}".strip())

    def _fail(self, fault: CaseError) -> None:
        self.fault = fault
        self.exit(False)

    async def _show(self, message: str = "") -> None:
        """Show the question as it stands in the files now, and a message."""
        try:
            if await to_thread(self.session.refresh):
                message = f"{message} Somebody has changed the files: they were read again.".strip()
        except CaseError as fault:
            self._fail(fault)
            return
        self._because.value = ""
        self._because.remove_class("asked")
        self._scroll.focus()
        self._scroll.scroll_home(animate=False)
        self._say(message)
        self._fill()

    def _say(self, message: str) -> None:
        line = self.query_one("#message", Static)
        line.update(one_line(message))
        line.display = bool(message)

    def _fill(self) -> None:
        question = self.session.question
        title = self.session.report.case.title
        self.query_one("#progress", Static).update(f"{progress(self.session)} · {one_line(title)}")
        text, why, tolls = (self.query_one(name, Static) for name in ("#text", "#why", "#tolls"))
        self.query_one("#claims").display = tolls.display = question is not None
        if question is None:
            text.update("No question is left: q ends, z takes the last step back.")
            why.update("\n".join(summary(self.session)))
            return
        shown = sheet(self.session, question)
        text.update(shown.text)
        why.update(shown.reason)
        for claim, card in zip(self.query(".claim").results(Static), shown.cards, strict=True):
            claim.update(_card(card))
        tolls.update(_tolls(shown.tolls, None if self.blind else (shown.yes, shown.no)))


def _card(card: Card) -> Table:
    facts = Table.grid(padding=(0, 1), expand=True)
    facts.add_column(style="dim")
    facts.add_column(ratio=1)
    facts.add_row(Text("claim"), Text(card.claim, style="bold"))
    for label, text in card.facts:
        facts.add_row(Text(label), Text(text))
    return facts


def _tolls(lines: list[TollLine], answers: tuple[str, str] | None) -> Table:
    """Set the tolls as a table; without the answers, for those who do not want to know."""
    titles = ["toll", "at first", "now", *(f"if {answer}" for answer in answers or ())]
    table = Table.grid(padding=(0, 3))
    table.add_row(*(Text(title, style="dim") for title in titles))
    for line in lines[:_MOST_TOLLS]:
        cells = [line.toll, line.start, line.now, *((line.yes, line.no) if answers else ())]
        table.add_row(*map(Text, cells))
    if len(lines) > _MOST_TOLLS:
        table.add_row(Text(f"and {len(lines) - _MOST_TOLLS} more"))
    return table
