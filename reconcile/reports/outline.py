"""What a report tells people, as text in rows and sections: the words that the renderers for people share.

How it looks is a renderer's affair; what is said, and in which order, is decided here once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.model import CONVENTIONS, Settings
from reconcile.reports.consequences import LEFT_OUT, movers, settlings
from reconcile.reports.value import Status
from reconcile.reports.wording import (
    NO_FIGURE,
    assumption_text,
    counted,
    in_a_row,
    listed,
    lower_bound,
    range_if,
    toll_name,
    upper_bound,
    width,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.value import Ambiguity, ClaimLine, Disagreement, Report, SettingsLine, Toll

OPEN_QUESTIONS = "Open questions"
MINOR_QUESTIONS = "Minor questions, which one of two answers would settle nothing of"
DISAGREEMENTS = "Disagreements"
"""Titles of the sections that some renderers lay out in their own way."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long lists may grow, None without end, and where a reader finds what is left out."""

    entries: int | None = None
    claims: int | None = None
    assumptions: int | None = None
    elsewhere: str = ""


FULL = Length()
BRIEF = Length(25, 8, 4, "-o FILE has all")
"""Everything; and what suits a screen. Tolls are never left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One toll: its name and bounds, how much about it is open, and which claims carry each end."""

    toll: str
    lower: str
    upper: str
    questions: int
    disagreements: int
    lower_claims: str
    upper_claims: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding: a short label, a sentence, lines that belong to it, and a faint aside."""

    label: str
    text: str
    lines: tuple[str, ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Findings of one kind under a title; `left_out` says how many more there are than shown."""

    title: str
    entries: tuple[Entry, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole report: title, lines under it, a row a toll, remarks on the rows, sections."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]


def outline(report: Report, length: Length = FULL) -> Outline:
    """Put a report into words.

    Parameters
    ----------
    report
        The report of one case.
    length
        How long lists may grow; each that is shortened says how much is left out.

    Returns
    -------
    Outline
        Its sections are those that have something to say, in the order in which a reader wants them.
    """
    findings = {
        OPEN_QUESTIONS: [_ambiguity(report, each) for each in report.ambiguities if _settles(each)],
        MINOR_QUESTIONS: [_ambiguity(report, each) for each in report.ambiguities if not _settles(each)],
        "The shortest way to certainty": [Entry(toll, way) for toll, way in settlings(report)],
        DISAGREEMENTS: [_disagreement(report, each) for each in report.disagreements],
        "Not proven": list(_limits(report)),
        "Tensions": [Entry("", each.text) for each in report.tensions],
        "Withdrawn": [Entry("", each.text) for each in report.withdrawn],
        "Why these bounds": list(_reasons(report)),
        "If a claim had not been made": _sensitivity(report),
        "Vague words": list(_vague_words(report)),
        "Assumptions": list(_assumptions(report, length)),
    }
    return Outline(
        title=report.case.title,
        head=tuple(_head(report, length)),
        rows=tuple(_row(toll, length) for toll in report.questions),
        remarks=tuple(_remarks(report)),
        sections=tuple(shortened(title, entries, length) for title, entries in findings.items() if entries),
    )


def shortened(title: str, entries: list[Entry], length: Length) -> Section:
    """Return a section that is no longer than is allowed."""
    shown = entries[: length.entries]
    return Section(title, tuple(shown), "".join(_note(len(entries) - len(shown), length)))


def _head(report: Report, length: Length) -> Iterator[str]:
    case = report.case
    contents = f"{counted(case.claims, 'claim')} from {counted(case.sources, 'source')}"
    yield in_a_row([case.date, contents, case.path])
    if settings := in_a_row(_settings(report.settings, length)):
        yield f"Settings: {settings}"


def _settings(settings: SettingsLine, length: Length) -> Iterator[str]:
    """Say what differs from the settings that hold where nobody sets any."""
    usual = Settings()
    if settings.as_of:
        yield f"as of {settings.as_of}"
    if settings.without:
        yield f"without {listed(settings.without, length.claims)}"
    if settings.assumed:
        yield f"assuming {', '.join(settings.assumed)}"
    if settings.parts != usual.parts:
        yield f"parts: {settings.parts}"
    if settings.same_scope != usual.same_scope:
        yield f"same-scope: {settings.same_scope}"
    if settings.vague != usual.vague:
        yield f"vague words: {settings.vague}"
    if off := [name for name in CONVENTIONS if name not in settings.conventions]:
        yield f"conventions off: {', '.join(off) if settings.conventions else 'all'}"


def _row(toll: Toll, length: Length) -> Row:
    unanswered = toll.status is Status.NO_CLAIMS
    return Row(
        toll=toll_name(toll),
        lower=lower_bound(toll),
        upper=upper_bound(toll),
        questions=len(toll.ambiguities),
        disagreements=len(toll.disagreements),
        lower_claims="no claims" if unanswered else listed(toll.lower_because.claims, length.claims),
        upper_claims="no claims" if unanswered else listed(toll.upper_because.claims, length.claims),
    )


def _remarks(report: Report) -> Iterator[str]:
    if any(toll.open for toll in report.questions):
        yield "+ a claim leaves room above its figure: the toll may be higher"
    if any(toll.status is Status.NO_CLAIMS for toll in report.questions):
        yield f"{NO_FIGURE} no claim answers: the toll is unknown, which is not zero"
    if not report.questions:
        yield "No claims, and so no tolls."
    elif not (report.ambiguities or report.disagreements):
        which = " that bear on them" if report.elsewhere else ""
        yield f"No open question moves these bounds, and no claims{which} disagree."


def _ambiguity(report: Report, ambiguity: Ambiguity) -> Entry:
    yes, no = ("all shared", "none shared") if ambiguity.relation == "overlaps" else ("yes", "no")
    lines = []
    for effect in ambiguity.effects:
        toll = report.questions[effect.question]
        gain = f"settles {effect.settles} of {width(toll)}"
        answers = [f"{yes}: {range_if(toll, effect.if_within)}", f"{no}: {range_if(toll, effect.if_apart)}", gain]
        lines.append(in_a_row(answers) + _of_toll(report, effect.question))
    return Entry(ambiguity.id, ambiguity.text, tuple(lines), ambiguity.reason)


def _disagreement(report: Report, disagreement: Disagreement) -> Entry:
    lines = []
    for claim, effects in disagreement.without.items():
        if not effects:
            continue  # nothing is proven
        bounds = (
            range_if(report.questions[each.question], each.bounds) + _of_toll(report, each.question) for each in effects
        )
        lines.append(f"without {claim}: {in_a_row(bounds)}")
    return Entry(disagreement.id, disagreement.text, tuple(lines))


def _of_toll(report: Report, question: int) -> str:
    """Name the toll behind its bounds, unless there is but one."""
    return f" ({toll_name(report.questions[question])})" if len(report.questions) > 1 else ""


def _limits(report: Report) -> Iterator[Entry]:
    """Say what is not proven, and without which claim more would be: one of many that cannot all be right."""
    unproven = [toll for toll in report.questions if toll.status is Status.LIMIT]
    for clash in report.disagreements if unproven else ():
        helping = [claim for claim, effects in clash.without.items() if effects]
        if len(clash.claims) > 2 and len(helping) == 1:
            yield Entry(
                clash.id, f"more is proven without one of the claims of this disagreement: --without {helping[0]}"
            )
    for toll in unproven:
        ends = f"the lower bound is {lower_bound(toll, 'at least')}, the upper bound {upper_bound(toll, 'at most')}"
        yield Entry("", f"{toll_name(toll)}: {ends}; a longer --max-seconds may prove more")


def _reasons(report: Report) -> Iterator[Entry]:
    """Say of each toll why it is no lower and no higher."""
    for toll in report.questions:
        if toll.status is Status.NO_CLAIMS:
            continue
        least, most = toll.lower_because.text, toll.upper_because.text
        if toll.lower == toll.upper and least == most:
            yield Entry(toll_name(toll), least)
        else:
            yield Entry(
                toll_name(toll), f"at least {lower_bound(toll)}: {least}", (f"at most {upper_bound(toll)}: {most}",)
            )


def _settles(ambiguity: Ambiguity) -> bool:
    return any(effect.settles for effect in ambiguity.effects)


def _sensitivity(report: Report) -> list[Entry]:
    if report.sensitivity is None:
        return [Entry("", LEFT_OUT)]
    return [Entry(claim, effects) for claim, effects in movers(report)]


def _vague_words(report: Report) -> Iterator[Entry]:
    """Say which lexicon gave a vague word its figure, once for each word and figure."""
    readings: dict[tuple[str, str, str], list[ClaimLine]] = {}
    for claim in report.claims.values():
        if claim.lexicon:
            readings.setdefault((claim.words, claim.figure, claim.lexicon), []).append(claim)
    for (words, figure, lexicon), claims in readings.items():
        chosen = report.settings.vague
        blank = f", as {chosen} has no figure for it" if lexicon != chosen else ""
        users = listed([claim.id for claim in claims])
        yield Entry("", f"“{words}” is {figure} in the lexicon {lexicon}{blank} ({users})")


def _assumptions(report: Report, length: Length) -> Iterator[Entry]:
    """Group the assumptions by convention, in the order in which documents list those."""
    made: Counter[str] = Counter()
    shown: dict[str, list[str]] = {}
    for each in report.assumptions:  # once: a large case has hundreds of thousands
        made[each.convention] += 1
        if length.assumptions is None or made[each.convention] <= length.assumptions:
            shown.setdefault(each.convention, []).append(assumption_text(report, each))
    for convention in CONVENTIONS:
        if convention in shown:
            first, *others = shown[convention]
            yield Entry(convention, first, (*others, *_note(made[convention] - len(others) - 1, length)))


def _note(left_out: int, length: Length) -> list[str]:
    return [f"and {left_out} more: {length.elsewhere}"] if left_out else []
