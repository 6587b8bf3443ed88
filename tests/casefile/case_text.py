"""A case from its text, for tests."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reconcile.casefile import read

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.casefile import Diagnostic
    from reconcile.model import Case

HEAD = "title: A night in Port Example\ndate: 2024-03-09\n"


def read_text(
    folder: Path,
    text: str,
    *,
    decisions: str | None = None,
    head: str = HEAD,
) -> tuple[Case | None, list[Diagnostic]]:
    """Read a text as a case, with the required keys before it and, if given, decisions beside it."""
    path = folder / "case.yaml"
    path.write_text(head + textwrap.dedent(text), encoding="utf-8")
    if decisions is not None:
        (folder / "case.decisions.yaml").write_text(textwrap.dedent(decisions), encoding="utf-8")
    return read(path)


def sound(folder: Path, text: str, *, decisions: str | None = None, head: str = HEAD) -> Case:
    """Return the case of a text that is without fault."""
    case, diagnostics = read_text(folder, text, decisions=decisions, head=head)
    assert diagnostics == []
    assert case is not None
    return case
