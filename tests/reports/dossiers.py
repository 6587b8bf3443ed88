"""What is known of whole cases, for the documents that are handed on."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import reconcile
from reconcile import Options
from reconcile.reports.dossier import dossier
from reconcile.reports.printable import one_line
from reconcile.studies import timeline

if TYPE_CHECKING:
    from reconcile import Report
    from reconcile.reports.dossier import Dossier
    from reconcile.reports.studied import Timeline

ROOT = Path(__file__).parents[2]
KYIV, LATER, JUNE_17 = (f"cases/kyiv-2025-{rest}.yaml" for rest in ("06-06", "06-06-later", "06-17"))
HOSTILE = "tests/reports/hostile.yaml"


@cache
def entry(path: str) -> tuple[Report, Timeline]:
    """Return the report of a case and its timeline, by its path from the root of the project."""
    case = replace(reconcile.load(ROOT / path), path=path)
    return reconcile.report(case), timeline(case, Options())


@cache
def known(path: str) -> Dossier:
    """Return all that is said of a case, by its path from the root of the project."""
    return dossier(*entry(path))


def without_picture(path: str) -> Dossier:
    """Return all that is said of a case with something simple for the picture, which has golden files of its own."""
    return replace(known(path), picture="<svg><title>picture</title></svg>", in_words="the picture\n  in words\n")


def with_surrogates() -> Report:
    """Return a case with what no file can hold but a program may make: characters that UTF-8 has not."""
    case = reconcile.load(ROOT / HOSTILE)
    claims = {name: replace(claim, note="\ud800<b>", quote="\x00\udfff") for name, claim in case.claims.items()}
    return reconcile.report(replace(case, title="\ud83d\x07", summary="\udc00", claims=claims))


def texts() -> list[str]:
    """Return the texts of the hostile case that a reader is to see, as they are printed."""
    graph = entry(HOSTILE)[0].claim_graph
    assert graph is not None
    case = graph.case
    found = [case.title, case.summary]
    for claim in case.claims.values():
        source = case.sources[claim.source]
        found += [source.name, source.role, source.grade, claim.scope.outcome, claim.scope.place]
        found += [claim.id, claim.via, claim.quote, claim.note, claim.url]
    for link in case.links:
        found += [link.claim, link.other, link.quote, link.note]
    return [one_line(text) for text in found if text]
