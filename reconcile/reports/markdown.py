"""Reports as Markdown, as forges show it: for a pull request or a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.diagnostics import printable
from reconcile.reports.dossier import MEANING
from reconcile.reports.escaping import plain
from reconcile.reports.links import web_link
from reconcile.reports.wording import in_a_row, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconcile.reports.dossier import Dossier, Part
    from reconcile.reports.dossier.cards import Card
    from reconcile.reports.dossier.course import Courses
    from reconcile.reports.dossier.evidence import Exhibit
    from reconcile.reports.dossier.glance import Glance
    from reconcile.reports.outline import Entry
    from reconcile.reports.value import Range

_WIDTH = 20
"""Characters of a bar."""

_MOST_CLAIMS = 8
"""How many claims a cell of the table of tolls names."""


def dumps(dossiers: Iterable[Dossier]) -> str:
    """Write what is known of cases as one document.

    Parameters
    ----------
    dossiers
        A dossier for each case, in the order of the document.

    Returns
    -------
    str
        The text of the document, which ends with a newline. The same dossiers give the same text. No text of a case
        is taken for markup, calls anybody, or becomes a link, but for addresses of the web that it gives as such.
    """
    return "".join(pieces(dossiers))


def pieces(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Yield the text of `dumps` piece by piece."""
    cases = list(dossiers)
    level = 1
    if len(cases) > 1:
        level = 2
        yield f"# {len(cases)} cases\n\n"
        yield "\n".join(f"- {plain(found.title)}: {_ranges(found)}" for found in cases) + "\n\n"
    for found in cases:
        yield from (f"{block}\n\n" for block in _case(found, level))
    yield f"---\n\n{MEANING}\n"


def _ranges(found: Dossier) -> str:
    return plain(listed([f"{each.name} {each.range}" for each in found.glances], 6))


def _case(found: Dossier, level: int) -> Iterator[str]:
    """Yield the blocks of one case, of which the title has a heading of the level."""
    heading, deeper = "#" * (level + 1), "#" * (level + 2)
    yield f"{'#' * level} {plain(found.title)}"
    yield plain(found.head)
    for note in found.notes:
        yield f"**{plain(note)}**"
    if found.glances:
        yield "\n".join(map(_glance, found.glances))
    for remark in found.remarks:
        yield plain(remark)
    if found.summary:
        yield plain(found.summary)
    if found.tolls:
        yield f"{heading} Tolls"
        yield _tolls(found)
    if found.in_words:
        yield f"{heading} Claims and how they relate"
        yield _fenced(found.in_words)
    for part in found.parts:
        yield f"{heading} {part.section.title}"
        yield from _part(found, part, deeper)
    if found.courses or found.courses_left_out:
        yield f"{heading} How the bounds moved as claims came in"
        yield from _courses(found.courses, deeper) if found.courses else [plain(found.courses_left_out)]
    if found.exhibits:
        yield f"{heading} Claims"
        yield "\n".join(map(_exhibit, found.exhibits))
    yield f"{heading} How this was made"
    yield "\n".join(f"- {label}: {plain(value)}" for label, value in found.provenance)


def _glance(glance: Glance) -> str:
    ask = ""
    if glance.ask:
        answers = in_a_row(f"{event}: **{plain(result)}**" for event, result in glance.ask.answers)
        ask = f" {glance.ask.way} ({answers})."
    return f"- **{plain(glance.name)}: {plain(glance.range)}**. {plain(glance.why)}{ask}"


def _tolls(found: Dossier) -> str:
    columns = ["Toll", "Range", "", "Open questions", "Disagreements", "Lower rests on", "Upper rests on"]
    rows = [
        [
            glance.name,
            glance.range,
            _bar((toll.lower, toll.upper), most),
            ", ".join(toll.ambiguities) or "–",
            ", ".join(toll.disagreements) or "–",
            listed(toll.lower_because.claims, _MOST_CLAIMS) or "–",
            listed(toll.upper_because.claims, _MOST_CLAIMS) or "–",
        ]
        for glance, toll, most in zip(found.glances, found.tolls, found.scales, strict=True)
    ]
    return _table(columns, rows)


def _part(found: Dossier, part: Part, heading: str) -> Iterator[str]:
    for card in part.cards:
        yield from _card(found, card, heading)
    if not part.cards:
        yield "\n".join(map(_entry, part.section.entries))
    if part.section.left_out:
        yield plain(part.section.left_out)


def _card(found: Dossier, card: Card, heading: str) -> Iterator[str]:
    yield f"{heading} {card.id}: {plain(card.text)}"
    if card.aside:
        yield plain(card.aside)
    rows = [
        (compared.toll, row.label, row.text, _bar(row.bounds, found.scales[compared.question]))
        for compared in card.comparisons
        for row in compared.rows
    ]
    yield _table(("Toll", "", "Range", ""), rows)
    if remarks := [f"{compared.toll}: {compared.remark}" for compared in card.comparisons if compared.remark]:
        yield plain("; ".join(remarks))


def _entry(entry: Entry) -> str:
    label = f"**{plain(entry.label)}**: " if entry.label else ""
    below = [*entry.lines, *([entry.aside] if entry.aside else [])]
    return "\n".join([f"- {label}{plain(entry.text)}", *(f"  - {plain(line)}" for line in below)])


def _courses(courses: Courses, heading: str) -> Iterator[str]:
    for course in courses.moving:
        most = max(move.figure.upper or 0 for move in course.moves) or 1
        yield f"{heading} {plain(course.toll)}"
        rows = [
            (move.when, str(move.figure), _bar((move.figure.lower, move.figure.upper), most), move.causes)
            for move in course.moves
        ]
        yield _table(("When", "Range", "", "What moved it, or was added"), rows)
    if courses.still:
        yield f"{'Never moved' if courses.moving else 'No bound moved'}: {plain(', '.join(courses.still))}"


def _exhibit(claim: Exhibit) -> str:
    standing = f" ({plain(claim.standing)})" if claim.standing else ""
    lines = [f"- **{plain(claim.id)}**{standing}: **{plain(claim.figure)}** {plain(claim.scope)}"]
    lines += [f"  - {label}: {plain(value)}" for label, value in claim.facts]
    if claim.quote:
        lines.append(f"  - > {plain(claim.quote)}")
    if claim.note:
        lines.append(f"  - {plain(claim.note)}")
    if claim.url:
        address = web_link(claim.url)
        lines.append(f"  - <{address}>" if address else f"  - {plain(claim.url)}")
    return "\n".join(lines)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _fenced(text: str) -> str:
    """Put lines into a block that shows them as they are."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = map(printable, text.rstrip("\n").split("\n"))
    return "\n".join([f"{fence}text", *lines, fence])


def _bar(bounds: Range, most: int) -> str:
    """Draw bounds to scale in characters: solid up to the lower bound, light from there to the upper."""
    if bounds[0] is None or bounds[1] is None:
        return ""
    lower, upper = (-(-end * _WIDTH // most) for end in bounds if end is not None)
    return "█" * lower + "░" * (upper - lower)
