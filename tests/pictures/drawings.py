"""Graphs and pictures of small cases, for tests."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import reconcile
from reconcile import api
from reconcile.graph import build
from reconcile.pictures.compose import compose
from reconcile.pictures.labels import ends

if TYPE_CHECKING:
    from reconcile.graph import ClaimGraph
    from reconcile.pictures.picture import Picture

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))
KYIV = next(path for path in CASES if path.stem == "kyiv-2025-06-06")
HOSTILE = Path(__file__).parents[1] / "reports" / "hostile.yaml"

HEAD = """\
title: T
date: 2025-06-06
places:
  Land:
    North:
      Port:
    South:
groups: {people: {children: , rescuers: }}
"""


def graph_of(folder: Path, text: str) -> ClaimGraph:
    """Relate the claims of a text, with the required keys before it."""
    path = folder / "case.yaml"
    path.write_text(HEAD + textwrap.dedent(text), encoding="utf-8")
    return graph_at(path)


def graph_at(path: Path) -> ClaimGraph:
    """Relate the claims of a case file."""
    case = reconcile.load(path)
    asked = api.inquire(case, api.Options())
    return build(case, asked.claims, asked.settings, asked.assumed)


@cache
def reported(path: Path) -> tuple[ClaimGraph, dict[tuple[str, str], str]]:
    """Report on a case file, and return the graph and its open questions."""
    report = reconcile.report(reconcile.load(path))
    assert report.claim_graph is not None
    return report.claim_graph, {(each.claim, each.other): each.id for each in report.ambiguities}


def ties(graph: ClaimGraph, ambiguities: dict[tuple[str, str], str] | None = None, most: int = 80) -> list[str]:
    """Return the ties of a picture, in words and sorted."""
    return ties_in(compose(graph, ambiguities, most))


def ties_in(picture: Picture) -> list[str]:
    """Return the ties of a picture, in words and sorted."""
    names = ends(picture)
    return sorted(
        f"{names[tie.one]} {tie.mark} {names[tie.other]}{f' {tie.label}' if tie.label else ''} ({tie.basis})"
        for tie in picture.ties
    )
