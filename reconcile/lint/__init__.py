"""Lint: what is probably a mistake in a case, though the case can be used.

A rule is a plain function that takes the evidence and yields what it finds; `RULES` gives each its name. Whoever wrote
the case can let a finding be, one by one, with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import Diagnostic, Severity, line_of, lines_of
from reconcile.lint.belligerents import belligerent_status
from reconcile.lint.contrary import contrary_links
from reconcile.lint.evidence import gather_evidence
from reconcile.lint.identified import identified_total
from reconcile.lint.ignoring import needless, without_ignored
from reconcile.lint.labels import same_figure
from reconcile.lint.parts import part_above_whole, parts_above_whole
from reconcile.lint.quotes import quote_number
from reconcile.lint.replaced import replaced_by_older
from reconcile.lint.shared import overlap_above_figure
from reconcile.lint.transposed import transposed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reconcile.lint.evidence import Evidence
    from reconcile.lint.finding import Finding
    from reconcile.model import Case

__all__ = ["RULES", "lint"]

RULES: dict[Code, Callable[[Evidence], Iterator[Finding]]] = {
    Code.PART_ABOVE_WHOLE: part_above_whole,
    Code.PARTS_ABOVE_WHOLE: parts_above_whole,
    Code.OVERLAP_ABOVE_FIGURE: overlap_above_figure,
    Code.CONTRARY_LINKS: contrary_links,
    Code.REPLACED_BY_OLDER: replaced_by_older,
    Code.TRANSPOSED: transposed,
    Code.QUOTE_NUMBER: quote_number,
    Code.SAME_FIGURE: same_figure,
    Code.IDENTIFIED_TOTAL: identified_total,
    Code.BELLIGERENT_STATUS: belligerent_status,
}
"""Every rule, by the name of what it finds."""


def lint(case: Case) -> list[Diagnostic]:
    """Return warnings of what is probably a mistake in a case without errors, by their place in the file.

    Findings that a claim or link concerned ignores are left out; an ignored name that silences nothing is a
    warning of its own.
    """
    evidence = gather_evidence(case)
    found = [(code, finding) for code, rule in RULES.items() for finding in rule(evidence)]
    kept, used = without_ignored(found)
    lines = lines_of(case.path)
    warnings = [
        (code, origin, message, hint)
        for code, origin, message, hint in (
            *((code, finding.about[0].origin, finding.message, finding.hint) for code, finding in kept),
            *((Code.NEEDLESS_IGNORE, origin, message, hint) for origin, message, hint in needless(case, used, RULES)),
        )
    ]
    warnings.sort(key=lambda warning: (warning[1].line, warning[1].column))
    return [
        Diagnostic(code, message, origin, line_of(lines, origin.line), hint, Severity.WARNING)
        for code, origin, message, hint in warnings
    ]
