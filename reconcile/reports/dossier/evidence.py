"""What a report rests on: every claim, what was stated and decided of pairs, the settings, the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.reports.nouns import singular
from reconcile.reports.outline import Entry
from reconcile.reports.wording import ONE, in_a_row, title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.model import Link
    from reconcile.reports.value import ClaimLine, Report

Facts = tuple[tuple[str, str], ...]
"""Labels, and what stands behind each."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A claim with all that the case says of it. `standing` says why it does not count; empty where it does."""

    id: str
    figure: str
    scope: str
    standing: str
    facts: Facts
    quote: str | None
    note: str | None
    url: str | None


def exhibits(report: Report) -> Iterator[Exhibit]:
    """Yield every claim of the case, in the order of the file."""
    standings = _standings(report)
    for line in report.claims.values():
        yield Exhibit(
            line.id,
            line.figure,
            title(line.outcome, line.place, singular(line.who) if line.figure == ONE else line.who),
            standings.get(line.id, ""),
            tuple(_facts(line)),
            line.quote,
            line.note,
            line.url,
        )


def statements(report: Report) -> Iterator[Entry]:
    """Yield what the case states of claims and one another."""
    if report.claim_graph is not None:
        yield from map(_statement, report.claim_graph.case.links)


def decisions(report: Report) -> Iterator[Entry]:
    """Yield the decisions of reviewers that are in force."""
    if report.claim_graph is not None:
        yield from map(_statement, report.claim_graph.case.decisions)


def provenance(report: Report) -> Facts:
    """Return what is needed to cite a report, and to make it again."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to load, and for what is handed on alone

    settings = report.settings
    facts = {
        "Case file": report.case.path,
        "SHA-256 of the file": report.case.sha256,
        "Made with": f"reconcile {version('reconcile')}",
        "Another source's narrower figure": f"{settings.parts} part of the wider one",
        "Figures for one scope": settings.same_scope,
        "Conventions": ", ".join(settings.conventions) or "none",
        "Lexicon for vague words": settings.vague,
        "As of": settings.as_of or "",
        "Assumed": ", ".join(settings.assumed),
        "Set aside": ", ".join(settings.without),
    }
    return tuple((label, value) for label, value in facts.items() if value)


def _standings(report: Report) -> dict[str, str]:
    standings = {} if report.claim_graph is None else dict.fromkeys(report.claims, "made later")
    if report.claim_graph is not None:
        standings |= dict.fromkeys((claim.id for claim in report.claim_graph.claims), "")
    standings |= {gone.claim: f"withdrawn, by {gone.by}" for gone in report.withdrawn}
    return standings | dict.fromkeys(report.settings.without, "set aside")


def _facts(line: ClaimLine) -> Iterator[tuple[str, str]]:
    yield "Source", f"{line.source}, {line.role}" if line.role else line.source
    if line.grade:
        yield "Grade", line.grade
    if line.via:
        yield "Relayed by", line.via
    if line.at:
        yield "Said", line.at
    if line.during:
        yield "Hurt", line.during
    if line.words not in ("", line.figure):
        yield "As given", f"“{line.words}”"
    if line.identified:
        yield "Counted", "one by one: people who are identified"


def _statement(link: Link) -> Entry:
    shared = "" if link.by is None else f" by {'–'.join(map(str, dict.fromkeys(link.by)))}"
    by = [f"by {link.reviewer}"] if link.reviewer else []
    lines = [text for text in (link.quote and f"“{link.quote}”", link.note, link.because) if text]
    return Entry(
        f"{link.claim} {link.kind} {', '.join(link.others)}{shared}",
        in_a_row([link.answer.value, *by, *([link.on] if link.on else [])]),
        tuple(lines),
    )
