"""Why each bound of a case is what it is: proven, checked, and put in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile import api
from reconcile.bounds import Clock, Solver
from reconcile.findings.why import explain
from reconcile.reports.reasons import Reasons
from reconcile.reports.why import End, Explanation, Explanations
from reconcile.studies.answers import answer, figures, named

if TYPE_CHECKING:
    from reconcile.api import Options
    from reconcile.bounds.proof import Proved
    from reconcile.findings.why import Why
    from reconcile.model import Case
    from reconcile.reports.studied import Asked, Figure


def why(case: Case, options: Options) -> Explanations:
    """Prove and explain the bounds of the questions of a case.

    Raises
    ------
    OptionError
        If an option does not fit the case.
    """
    asked = api.inquire(case, options)
    tolls = answer(asked, Solver(Clock(options.max_seconds)))
    problem = tolls.structure.problem
    conflicts = [conflict for bundle in tolls.structure.bundles for conflict in bundle.conflicts]
    reasons = Reasons(tolls.graph, problem, conflicts)
    explained = (
        _explanation(each, question, figure, reasons)
        for each, question, figure in zip(explain(tolls), named(asked.questions), figures(tolls), strict=True)
    )
    claims = tuple(claim.id for claim in tolls.graph.claims)
    return Explanations(case.title, case.path, case.sha256, problem, claims, tuple(explained))


def _explanation(found: Why, question: Asked, figure: Figure, reasons: Reasons) -> Explanation:
    def end(proved: Proved | None) -> End | None:
        return End(proved, reasons.of(found, proved)) if proved else None

    if figure.lower is not None and not found.unlisted:  # what has no proof is not proven
        figure = replace(figure, lower_proven=found.lower is not None, upper_proven=found.upper is not None)
    return Explanation(
        question, figure, end(found.lower), end(found.upper), tuple(reasons.questions(found)), found.unlisted
    )
