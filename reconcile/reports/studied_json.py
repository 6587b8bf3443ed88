"""Studies of a case for programs: `reconcile/compare/1`, `reconcile/timeline/1` and `reconcile/diff/1`.

Questions are named by their index in `questions`. `lower` and `upper` are null where no claim answers;
`lower_proven` and `upper_proven` are there only where a search was stopped, as in the report.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reconcile.reports.json import escaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile.reports.studied import Asked, Change, Comparison, Difference, Figure, Step, Timeline

COMPARE = "reconcile/compare/1"
TIMELINE = "reconcile/timeline/1"
DIFF = "reconcile/diff/1"
"""The names and the versions of the formats."""


def comparison(found: Comparison) -> str:
    """Write variants: for each its option and value (both empty for the case as it is), and a toll a question."""
    variants = [
        {
            "name": variant.name,
            "option": variant.option,
            "value": variant.value,
            "tolls": [
                {"question": at, **_figure(figure), "changed": found.changed(variant, at)}
                for at, figure in enumerate(variant.figures)
            ],
        }
        for variant in found.variants
    ]
    return _document(COMPARE, _case(found.title, found.path), questions=_questions(found.questions), variants=variants)


def timeline(found: Timeline) -> str:
    """Write the moments: for each when it was (null: no time given), which claims came in, and a toll a question."""
    moments = [
        {
            "at": moment.at,
            "claims": list(moment.claims),
            "tolls": [{"question": at, **_step(step)} for at, step in enumerate(moment.steps)],
        }
        for moment in found.moments
    ]
    return _document(TIMELINE, _case(found.title, found.path), questions=_questions(found.questions), moments=moments)


def difference(found: Difference) -> str:
    """Write the changes, and each toll before and after; null where a revision does not ask it."""
    tolls = [
        {
            **_question(each.question),
            "before": each.before and _figure(each.before),
            "after": each.after and _figure(each.after),
            "changed": each.changed,
        }
        for each in found.tolls
    ]
    sides = {"old": found.old, "new": found.new}
    return _document(DIFF, sides, changes=[_change(each) for each in found.changes], tolls=tolls)


def _document(name: str, head: Mapping[str, object], **lists: Sequence[Mapping[str, object]]) -> str:
    body = {"format": name, **head, **lists}
    return escaped(json.dumps(body, ensure_ascii=False, indent=1)) + "\n"


def _case(title: str, path: str) -> dict[str, object]:
    return {"case": {"title": title, "path": path}}


def _questions(questions: tuple[Asked, ...]) -> list[dict[str, object]]:
    return [_question(asked) for asked in questions]


def _question(asked: Asked) -> dict[str, object]:
    return {"outcome": asked.outcome, "place": asked.place, "who": asked.who}


def _figure(figure: Figure) -> dict[str, object]:
    proven = {"lower_proven": figure.lower_proven, "upper_proven": figure.upper_proven}
    return {
        "lower": figure.lower,
        "upper": figure.upper,
        "open": figure.open,
        "status": figure.status.value,
        **({} if figure.proven else proven),
    }


def _step(step: Step) -> dict[str, object]:
    causes = [
        {"kind": cause.kind, "claims": list(cause.claims), "instead_of": list(cause.instead_of)}
        for cause in step.causes
    ]
    return {**_figure(step.figure), "causes": causes}


def _change(change: Change) -> dict[str, object]:
    fields = [{"name": field.name, "before": field.before, "after": field.after} for field in change.fields]
    return {"kind": change.kind, "what": change.what, "name": change.name, "fields": fields}
