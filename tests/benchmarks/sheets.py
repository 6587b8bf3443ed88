"""The results as tables of words, for a terminal or for a page."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from race import MEMORY, OURS, Verdict, title
from scale import ENDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race import Outcome, Result
    from rich.table import Table
    from scale import Reported


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its columns, the first of which are left-aligned words, and its rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """Return it for a page."""
        lines = [f"**{self.title}**", "", _line(self.columns), _line(["---", *("---:" for _ in self.columns[1:])])]
        return "\n".join([*lines, *map(_line, self.rows)]) + "\n"

    def rich(self) -> Table:
        """Return it for a terminal."""
        from rich.table import Table  # noqa: PLC0415 - a page does without it

        table = Table(title=self.title, title_justify="left")
        for at, column in enumerate(self.columns):
            table.add_column(column, justify="right" if at else "left")
        for row in self.rows:
            table.add_row(*row)
        return table


def races(results: Sequence[Result], peers: Sequence[str], limit: float) -> Sheet:
    """Return who answered how fast, and how many times as long as this project's solver each peer took."""
    rows = []
    for result in results:
        ours = result.outcomes[OURS]
        told = [_fared(result.outcomes[name], ours, limit) for name in peers]
        rows.append([f"{result.task.family} · {result.task.size}", _fared(ours, None, limit), *told, _agreed(result)])
    return Sheet("The same question to every peer", ["claims", title(OURS), *map(title, peers), "agree"], rows)


def startups(results: Sequence[Result], peers: Sequence[str]) -> str:
    """Return what each needs before it can answer, which is not counted above."""
    told = []
    for name in (OURS, *peers):
        found = [result.outcomes[name].startup for result in results if result.outcomes[name].startup]
        if found:
            told.append(f"{title(name)} {duration(median(found))}")
    return f"Not counted: to start and to load, {', '.join(told)}."


def reports(found: Sequence[Reported]) -> Sheet:
    """Return what whole commands took, beside composing the file."""
    rows = []
    before: Reported | None = None
    for each in found:
        rows.append(
            [
                f"{each.incident.family} · {each.incident.label}",
                _at_least(each, duration(each.seconds)),
                duration(each.composing),
                _beside(each),
                _growth(before, each),
                f"{each.megabytes:.0f} MB",
                _ended(each),
            ]
        )
        before = each
    columns = ["claims", "reconcile", "libyaml", "ratio (to its work alone)", "growth", "memory", "exact"]
    return Sheet("The whole command, ambiguities and its document included, beside composing its file", columns, rows)


def duration(seconds: float) -> str:
    """Return a time with two digits or three."""
    if seconds < 0.0995:
        return f"{seconds * 1000:.2g} ms"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2g} s" if seconds < 9.95 else f"{seconds:.0f} s"


def times(ratio: float) -> str:
    """Return how many times as long something took, with two digits."""
    if ratio < 9.95:
        return f"{ratio:.2g} ×"
    digits = len(str(int(ratio))) - 2
    return f"{round(ratio, -digits):,.0f} ×"


def _fared(outcome: Outcome, ours: Outcome | None, limit: float) -> str:
    ratio = ""
    if ours is not None and ours.verdict is Verdict.ANSWERED:
        ratio = times(max(outcome.seconds, 1e-9) / ours.seconds)
    match outcome.verdict:
        case Verdict.ANSWERED:
            return f"{duration(outcome.seconds)} ({ratio})" if ratio else duration(outcome.seconds)
        case Verdict.TIME:
            return f"> {limit:g} s (> {ratio})" if ratio else f"> {limit:g} s"
        case Verdict.MEMORY:
            return f"> {MEMORY >> 30} GB after {duration(outcome.seconds)}" + (f" (> {ratio})" if ratio else "")
        case Verdict.NOT_ASKED:
            return "–"
        case Verdict.FAILED:
            return f"failed: {outcome.words}"


def _agreed(result: Result) -> str:
    answered = sum(each.verdict is Verdict.ANSWERED for each in result.outcomes.values())
    if not result.agreed:
        return "NO"
    return "yes" if answered > 1 else "nobody else"


def _beside(each: Reported) -> str:
    if each.incident.size is None:
        return ""
    return _at_least(each, f"{times(each.seconds / each.composing)} ({times(each.seconds / each.compose)})")


def _growth(before: Reported | None, now: Reported) -> str:
    if before is None or before.incident.family != now.incident.family or not now.incident.size:
        return ""
    larger = now.incident.size / (before.incident.size or now.incident.size)
    return f"{times(now.seconds / before.seconds)} for {times(larger)}"


def _at_least(each: Reported, words: str) -> str:
    return f"> {words}" if each.code == ENDED else words


def _ended(each: Reported) -> str:
    if each.code not in (0, 3, ENDED):
        return f"exit {each.code}"
    return "yes" if each.code == 0 else f"{each.exact} of {each.questions or 'all'}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
