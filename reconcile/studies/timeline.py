"""A case over time: how the bounds moved as each claim came in, and what moved them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile import api
from reconcile.bounds import Clock, Solver, bits
from reconcile.reports.studied import Cause, Figure, Moment, Step, Timeline
from reconcile.studies.answers import answer, figures, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.api import Inquiry, Options
    from reconcile.findings import Tolls
    from reconcile.model import Case, Claim

NEW_CLAIM = "new claim"
GROWTH = "growth"
REVISION_DOWN = "revision down"
REPLACEMENT = "replacement"
DISAGREEMENT = "disagreement"
"""What can move a toll."""

_GROWING = ("update", "growth")
"""The conventions by which a later figure holds an earlier one."""


def timeline(case: Case, options: Options) -> Timeline:
    """Bound the questions of a case at each moment at which claims came in.

    Claims without a time count from the start. The last moment has all claims: its bounds are the report's.

    Raises
    ------
    OptionError
        If an option does not fit the case.
    """
    asked = api.inquire(case, options)
    solver = Solver(Clock(options.max_seconds))
    moments: list[Moment] = []
    before: Tolls | None = None
    for fresh, so_far in _arrivals(asked):
        tolls = answer(asked, solver, so_far)
        at = None if fresh[0].at is None else fresh[0].at.text
        new = {claim.id for claim in fresh}
        known = moments[-1].steps if moments else [Step(Figure())] * len(asked.questions)
        steps = tuple(
            Step(figure, tuple(_causes(tolls, before, question, new, moved=figure != step.figure)))
            for question, (figure, step) in enumerate(zip(figures(tolls), known, strict=True))
        )
        moments.append(Moment(at, tuple(claim.id for claim in fresh), steps))
        before = tolls
    return Timeline(case.title, case.path, named(asked.questions), tuple(moments))


def _arrivals(asked: Inquiry) -> Iterator[tuple[list[Claim], list[Claim]]]:
    """Yield the claims that came in at each moment, and all until then, in file order."""
    ends = sorted({claim.at.end for claim in asked.claims if claim.at})
    timeless = [claim for claim in asked.claims if claim.at is None]
    if timeless:
        yield timeless, timeless
    for end in ends:
        yield (
            [claim for claim in asked.claims if claim.at and claim.at.end == end],
            [claim for claim in asked.claims if claim.at is None or claim.at.end <= end],
        )


def _causes(tolls: Tolls, before: Tolls | None, question: int, new: set[str], *, moved: bool) -> Iterator[Cause]:
    """Say what a moment did to a question: what was taken back, who disagrees, and what is simply new."""
    graph, group = tolls.graph, tolls.tolls[question].claims
    mine = {graph.claims[one].id for one in bits(group)}
    if not (moved or mine & new):
        return
    earlier = _answering(before, question) if before else set()
    explained: set[str] = set()
    for by, gone in _taken_back(tolls, before).items():
        if by in mine or earlier & set(gone):
            explained.add(by)
            yield Cause(_kind(tolls, by, gone), (by,), tuple(gone))
    known = _disagreements(before) if before else []
    for clash in _disagreements(tolls):
        if clash not in known and mine & set(clash):
            yield Cause(DISAGREEMENT, clash)
    arrived = [claim.id for claim in graph.claims if claim.id in (mine & new or new) - explained]
    growing = [claim for claim in arrived if claim in mine and _grows(tolls, claim, new)]
    others = [claim for claim in arrived if claim not in growing]
    for kind, claims in ((GROWTH, growing), (NEW_CLAIM, others)):
        if claims:
            yield Cause(kind, tuple(claims))


def _answering(tolls: Tolls, question: int) -> set[str]:
    return {tolls.graph.claims[one].id for one in bits(tolls.tolls[question].claims)}


def _taken_back(tolls: Tolls, before: Tolls | None) -> dict[str, list[str]]:
    """Map the claims that put others out of force, at this moment, to these."""
    known = {gone.claim for gone in before.graph.withdrawn} if before else set()
    found: dict[str, list[str]] = {}
    for gone in tolls.graph.withdrawn:
        if gone.claim not in known:
            found.setdefault(gone.by, []).append(gone.claim)
    return found


def _kind(tolls: Tolls, by: str, gone: Sequence[str]) -> str:
    claims = tolls.graph.case.claims
    down = any(claims[by].count.hi < claims[each].count.lo for each in gone)
    return REVISION_DOWN if down else REPLACEMENT


def _disagreements(tolls: Tolls) -> list[tuple[str, ...]]:
    return [
        tuple(tolls.graph.claims[one].id for one in bits(conflict))
        for bundle in tolls.structure.bundles
        for conflict in bundle.conflicts
    ]


def _grows(tolls: Tolls, claim: str, new: set[str]) -> bool:
    """Whether a claim holds, by convention, a figure from before."""
    graph = tolls.graph
    return any(
        graph.claims[one].id not in new
        for added in graph.assuming(graph.number(claim))
        if added.convention in _GROWING
        for one in bits(added.of)
    )
