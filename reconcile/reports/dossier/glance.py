"""What an editor sees first: each toll as one range, why it is so wide, and the question to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.reports.dossier.cards import compared
from reconcile.reports.value import Status
from reconcile.reports.wording import ONE, lower_bound, sentence, toll_name, toll_range, upper_bound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.value import Ambiguity, Disagreement, Report, Settling, Toll


@dataclass(frozen=True, slots=True)
class Ask:
    """The question to ask of a toll: its id, how far answers help, and what each answer to it makes of the toll."""

    id: str
    way: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """One toll in short. `settled`: a single number, proven; `question` is its index in the report."""

    question: int
    name: str
    range: str
    why: str
    ask: Ask | None
    settled: bool


def glances(report: Report) -> Iterator[Glance]:
    """Yield each toll in short, in the order of the report."""
    ways = {each.question: each for each in report.settling if each.ask}
    questions = {each.id: each for each in report.ambiguities}
    for at, toll in enumerate(report.questions):
        way = ways.get(at)
        first = way.ask[0] if way else next(iter(toll.ambiguities), None)
        ambiguity = questions[first] if first and toll.lower != toll.upper else None
        yield Glance(
            at,
            toll_name(toll),
            toll_range(toll),
            _why(report, toll, ambiguity),
            None if ambiguity is None else _ask(report, at, ambiguity, way),
            toll.status is Status.EXACT and toll.lower == toll.upper,
        )


def _why(report: Report, toll: Toll, ambiguity: Ambiguity | None) -> str:
    """Say in a sentence why a toll is what it is, or why it is no single number."""
    if toll.status is Status.NO_CLAIMS:
        return "No claim answers this: the toll is unknown, which is not zero."
    if toll.status is Status.LIMIT:
        return "The search stopped at its time limit; this much is proven."
    if ambiguity is not None:
        one, other = report.claims[ambiguity.claim], report.claims[ambiguity.other]
        are = "is" if one.figure == ONE else "are"
        place = "also counted in" if ambiguity.relation == "overlaps" else "among"
        return f"It is unclear whether {one.short} {are} {place} {other.short}."
    if toll.lower == toll.upper:
        return sentence(toll.lower_because.text)
    if toll.disagreements:
        return _telling(report, toll).text
    least, most = toll.lower_because.text, toll.upper_because.text
    return sentence(f"at least {lower_bound(toll)}: {least}; at most {upper_bound(toll)}: {most}")


def _telling(report: Report, toll: Toll) -> Disagreement:
    """Return the disagreement about a toll that is closest to the claims its bounds rest on."""
    bearing = {*toll.lower_because.claims, *toll.upper_because.claims}
    about = [each for each in report.disagreements if each.id in toll.disagreements]
    return max(about, key=lambda each: len(bearing.intersection(each.claims)))


def _ask(report: Report, question: int, ambiguity: Ambiguity, way: Settling | None) -> Ask:
    effect = next(each for each in ambiguity.effects if each.question == question)
    so, not_so = ("if all are", "if none is") if ambiguity.relation == "overlaps" else ("if so", "if not")
    ends = ((so, effect.if_within), (not_so, effect.if_apart))
    if way is None or way.width_after[-1]:
        words = f"The question to ask first: {ambiguity.id}"
    elif len(way.ask) == 1:
        words = f"One question settles it: {ambiguity.id}"
    else:
        words = f"{len(way.ask)} questions settle it, first {ambiguity.id}"
    return Ask(
        ambiguity.id, words, tuple((event, compared(report, question, "", bounds).text) for event, bounds in ends)
    )
