"""Findings that the case lets be, each with a reason, and reasons that nothing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from reconcile.lint.finding import Finding
    from reconcile.model import Case, Ignored, Origin


def without_ignored(found: Iterable[tuple[Code, Finding]]) -> tuple[list[tuple[Code, Finding]], set[Ignored]]:
    """Return the findings that nobody ignores, and what silenced the others."""
    kept, used = [], set()
    for code, finding in found:
        silencing = {ignored for each in finding.about for ignored in each.ignored if ignored.code == code}
        used |= silencing
        if not silencing:
            kept.append((code, finding))
    return kept, used


def needless(case: Case, used: set[Ignored], names: Collection[str]) -> Iterator[tuple[Origin, str, str]]:
    """Yield place, message and hint for each name under `ignore` that silences nothing; `names` are those that could.

    The figures of one entry share what it ignores, so that one of them needs it.
    """
    of_claims = (ignored for claim in case.claims.values() for ignored in claim.ignored)
    of_links = (ignored for link in case.links for ignored in link.ignored)
    for ignored in dict.fromkeys((*of_claims, *of_links)):
        if ignored not in used:
            yield ignored.origin, *_why(ignored.code, names)


def _why(code: str, names: Collection[str]) -> tuple[str, str]:
    if code in names:
        return f"there is no {quoted(code)} here to ignore", "delete it, or put it where the warning is shown"
    if code in list(Code):
        return f"{quoted(code)} cannot be ignored", "mend what it is about"
    near = Names(names).nearest(code)
    hint = f"did you mean {quoted(near)}?" if near else f"there are {', '.join(map(quoted, names))}"
    return f"no warning is called {quoted(code)}", hint
