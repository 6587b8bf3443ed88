"""What the lint says of a text, for tests."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from reconcile.casefile import read
from reconcile.lint import lint

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.casefile import Diagnostic

HEAD = "title: A night in Port Example\ndate: 2024-03-09\n"


def doubts(folder: Path, text: str) -> list[Diagnostic]:
    """Lint a text, with the required keys before it, that is without fault."""
    path = folder / "case.yaml"
    path.write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
    case, diagnostics = read(path)
    assert diagnostics == []
    assert case is not None
    return lint(case)


def codes(folder: Path, text: str) -> list[str]:
    """Lint a text, and return the names of what is found."""
    return [str(doubt.code) for doubt in doubts(folder, text)]
