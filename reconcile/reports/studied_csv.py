"""Studies of a case for a spreadsheet: one row a variant and toll, or a moment and toll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.csv import guarded, lines
from reconcile.reports.wording import cause

if TYPE_CHECKING:
    from reconcile.reports.studied import Asked, Comparison, Figure, Timeline

_TOLL = ("outcome", "place", "who", "lower", "upper", "open", "status")


def comparison(found: Comparison) -> str:
    """Write a row for each variant and toll."""
    rows: list[tuple[str | int | None, ...]] = [("variant", *_TOLL, "changed")]
    for variant in found.variants:
        for at, asked in enumerate(found.questions):
            changed = _truth(found.changed(variant, at))
            rows.append((guarded(variant.name), *_toll(asked, variant.figures[at]), changed))
    return lines(rows)


def timeline(found: Timeline) -> str:
    """Write a row for each moment and toll; `at` is empty for the claims without a time."""
    rows: list[tuple[str | int | None, ...]] = [("at", *_TOLL, "claims", "causes")]
    for moment in found.moments:
        for asked, step in zip(found.questions, moment.steps, strict=True):
            claims, causes = " ".join(moment.claims), "; ".join(map(cause, step.causes))
            rows.append((moment.at, *_toll(asked, step.figure), guarded(claims), guarded(causes)))
    return lines(rows)


def _toll(asked: Asked, figure: Figure) -> tuple[str | int | None, ...]:
    return (
        *map(guarded, (asked.outcome, asked.place, asked.who)),
        figure.lower,
        figure.upper,
        _truth(figure.open),
        figure.status.value,
    )


def _truth(value: bool) -> str:
    return "true" if value else "false"
