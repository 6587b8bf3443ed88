"""Why the bounds are what they are: as text for people, and as a document that the checker reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.bounds.document import Writer
from reconcile.reports.json import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rich.console import Console

    from reconcile.bounds import Problem
    from reconcile.bounds.proof import Proved
    from reconcile.reports.reasons import Line, Reason
    from reconcile.reports.studied import Asked, Figure

FORMAT = "reconcile/why/2"
"""The name and the version of the format."""


_UNLISTED = (
    "there are too many ways to keep what fits together to write a proof down for each; "
    "it is shown for all of them at once that the figures which this rests on are kept"
)

_UNPROVEN = "no proof was found, as the time ran out or it is not known which figures can be kept together"


@dataclass(frozen=True, slots=True)
class End:
    """One end of a toll, proven and explained."""

    proved: Proved
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """A toll and why each end of it is where it is; None where there is no bound, or no proof within the limit.

    `questions` are what nobody says about the figures that the two ends rest on. `unlisted` says that there are too
    many ways to keep what fits together to write a proof down.
    """

    asked: Asked
    figure: Figure
    lower: End | None
    upper: End | None
    questions: tuple[str, ...]
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class Explanations:
    """The tolls of a case, explained. `claims` are the names of the problem's sets."""

    title: str
    path: str
    sha256: str
    problem: Problem
    claims: tuple[str, ...]
    tolls: tuple[Explanation, ...]


def document(found: Explanations) -> dict[str, object]:
    """Return what is proven as values that `json` can write: the problem, worlds, and bounds with their proofs."""
    case = {"title": found.title, "path": found.path, "sha256": found.sha256}
    return {"format": FORMAT, "case": case, **Writer(found.problem, found.claims).document(_proved(found))}


def _proved(found: Explanations) -> Iterator[tuple[dict[str, str], Proved]]:
    for toll in found.tolls:
        for word, end in (("At least", toll.lower), ("At most", toll.upper)):
            if end:
                text = "\n".join("  " * line.depth + line.text for line in _lines(word, toll, end))
                asked = toll.asked
                yield {"outcome": asked.outcome, "place": asked.place, "who": asked.who, "text": text}, end.proved


def to_json(found: Mapping[str, object]) -> Iterator[str]:
    """Yield the text of a document piece by piece, one world and one bound a line: it may be long."""
    yield from map(escaped, _pieces(found))
    yield "\n"


def to_text(found: Explanations, console: Console) -> str:
    """Return the explanations as text as wide as the console."""
    from rich.padding import Padding  # noqa: PLC0415 - for text alone

    from reconcile.reports.terminal import captured, cell  # noqa: PLC0415 - as above

    def printing() -> None:
        console.print(cell(found.title, console, "bold"))
        console.print(cell(found.path, console))
        for toll in found.tolls:
            console.print()
            console.print(cell(f"{toll.asked.title}: {toll.figure}", console, "bold"))
            for line in _told(toll):
                console.print(Padding(cell(line.text, console), (0, 0, 0, 2 * line.depth + 2), expand=False))
        if not found.tolls:
            console.print("\nNo claims, and so no tolls.")

    return captured(console, printing)


def _told(toll: Explanation) -> Iterator[Line]:
    """Tell both ends of a toll; as one where they are the same sum."""
    from reconcile.reports.reasons import Line  # noqa: PLC0415 - for text alone

    lower, upper = toll.lower, toll.upper
    if toll.figure.lower is None:
        yield Line("No claim answers this question.")
    elif lower and upper and (lower.reason.value, lower.reason.head) == (upper.reason.value, upper.reason.head):
        yield from _lines("Just", toll, upper)[:1]
        yield from (*lower.reason.lines, *upper.reason.lines, *lower.reason.world)
    else:
        reason = _UNLISTED if toll.unlisted and toll.figure.proven else _UNPROVEN
        for word, end in (("At least", lower), ("At most", upper)):
            yield from _lines(word, toll, end) if end else [Line(f"{word} …: {reason}.")]
    if toll.questions:
        yield Line("Between these lies what nobody says:")
        yield from (Line(question, 1) for question in toll.questions)


def _lines(word: str, toll: Explanation, end: End) -> list[Line]:
    from reconcile.reports.reasons import Line  # noqa: PLC0415 - as above

    room = "+" if toll.figure.open and end is toll.upper else ""
    head = Line(f"{word} {end.reason.value}{room}: {end.reason.head}.")
    return [head, *end.reason.lines, *end.reason.world]


def _pieces(value: object) -> Iterator[str]:
    """Write a value so that each entry of a list, be it in an object, has a line of its own."""
    if isinstance(value, dict) and value:
        for at, (key, inner) in enumerate(value.items()):
            yield f"{',' if at else '{'}\n{json.dumps(key)}: "
            yield from _pieces(inner)
        yield "\n}"
    elif isinstance(value, list) and value:
        for at, each in enumerate(value):
            yield f"{',' if at else '['}\n{json.dumps(each, ensure_ascii=False)}"
        yield "\n]"
    else:
        yield json.dumps(value, ensure_ascii=False)
