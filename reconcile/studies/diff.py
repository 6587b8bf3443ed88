"""Two revisions of a case: what was added, removed and changed, and what that did to each toll."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile import api
from reconcile.bounds import Clock, Solver
from reconcile.reports.studied import Change, Difference, FieldChange, Moved
from reconcile.studies.answers import answer, figures, named
from reconcile.studies.entries import entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.api import Options
    from reconcile.findings import Tolls
    from reconcile.model import Case, Question
    from reconcile.reports.studied import Asked, Figure
    from reconcile.studies.entries import Entries

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
WITHDRAWN, BACK = "withdrawn", "back in force"
"""What can happen to an entry of a case."""


def diff(old: Case, new: Case, options: Options | None = None) -> Difference:
    """Compare two revisions of a case.

    Parameters
    ----------
    options
        What both are asked under.

    Raises
    ------
    OptionError
        If an option does not fit one of them.
    """
    options = options or api.Options()
    solver = Solver(Clock(options.max_seconds))
    asked = [api.inquire(case, options) for case in (old, new)]
    questions = dict.fromkeys((*asked[1].questions, *asked[0].questions))
    before, after = (answer(replace(one, questions=_askable(one.case, questions)), solver) for one in asked)
    changes = (*_changes(entries(old), entries(new)), *_force(before, after))
    return Difference(old.path, new.path, new.title, changes, tuple(_moved(_named(before), _named(after))))


def _askable(case: Case, questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return the questions whose place and group a revision knows: both revisions are asked all they can be."""
    return tuple(asked for asked in questions if asked.place in case.places and asked.who in case.groups)


def _changes(old: Entries, new: Entries) -> Iterator[Change]:
    """Compare entry by entry: those of the new revision in its order, then those that are gone."""
    for (what, name), fields in new.items():
        known = old.get((what, name))
        changed = tuple(_fields(known or {}, fields))
        if known is None:
            yield Change(ADDED, what, name, changed)
        elif changed:
            yield Change(CHANGED, what, name, changed)
    for (what, name), fields in old.items():
        if (what, name) not in new:
            yield Change(REMOVED, what, name, tuple(_fields(fields, {})))


def _fields(old: dict[str, str], new: dict[str, str]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield FieldChange(name, old.get(name), new.get(name))


def _force(before: Tolls, after: Tolls) -> Iterator[Change]:
    """Find the claims of both revisions that are in force in one of them alone."""
    was, now = ({gone.claim: gone.by for gone in tolls.graph.withdrawn} for tolls in (before, after))
    for claim, by in now.items():
        if claim not in was and claim in before.graph.case.claims:
            yield Change(WITHDRAWN, "claim", claim, (FieldChange("by", None, by),))
    for claim, by in was.items():
        if claim not in now and claim in after.graph.case.claims:
            yield Change(BACK, "claim", claim, (FieldChange("by", by, None),))


def _named(tolls: Tolls) -> dict[Asked, Figure]:
    return dict(zip(named(toll.question for toll in tolls.tolls), figures(tolls), strict=True))


def _moved(before: dict[Asked, Figure], after: dict[Asked, Figure]) -> Iterator[Moved]:
    for asked in (*after, *(asked for asked in before if asked not in after)):
        yield Moved(asked, before.get(asked), after.get(asked))
