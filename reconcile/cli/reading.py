"""Cases as a command reads them: with all that is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from reconcile import api, casefile

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.casefile import Diagnostic
    from reconcile.model import Case


@dataclass(frozen=True, slots=True)
class Reading:
    """A case file as it was read; `case` is None where it has errors."""

    path: Path
    case: Case | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many of the diagnostics are errors; the others are warnings."""
        return sum(diagnostic.severity == "error" for diagnostic in self.diagnostics)

    def show(self) -> None:
        """Print the diagnostics on standard error."""
        for diagnostic in self.diagnostics:
            click.echo(casefile.render(diagnostic), err=True)

    def to_json(self) -> dict[str, object]:
        """Return the diagnostics as values that `json` can write."""
        return {
            "path": self.path.as_posix(),
            "diagnostics": [casefile.to_json(each) for each in self.diagnostics],
        }


def read(path: Path, *, vague: str | None = None, decisions: bool = True) -> Reading:
    """Read a case file and check it.

    Parameters
    ----------
    path
        The case file.
    vague
        The lexicon for vague words, where it is not the case's own.
    decisions
        Whether to read the decisions beside the case.
    """
    case, diagnostics = casefile.read(path, vague=vague, decisions=decisions, also=api.check)
    return Reading(path, case, tuple(diagnostics))
