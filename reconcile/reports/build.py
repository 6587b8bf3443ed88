"""Findings in, report out: numbers become ids, and everything is said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits
from reconcile.graph import SCOPE, Relation
from reconcile.reports.listings import Assumptions, Claims, Tensions
from reconcile.reports.phrases import Phrases, carriers
from reconcile.reports.value import (
    Ambiguity,
    Because,
    CaseLine,
    Disagreement,
    Effect,
    Report,
    Sensitivity,
    SetAside,
    SettingsLine,
    Settling,
    Status,
    Toll,
    Withdrawn,
)
from reconcile.reports.wording import title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reconcile import findings as found
    from reconcile.graph import ClaimGraph
    from reconcile.model import Link


def build(
    graph: ClaimGraph,
    findings: found.Findings,
    settings: SettingsLine,
    notes: tuple[str, ...] = (),
    assumed: Sequence[Link] = (),
) -> Report:
    """Return the report on what was found out about a graph of claims.

    `assumed` are the what-ifs that the graph was built with.
    """
    case = graph.case
    phrases = Phrases(case, assumed)
    ids = [claim.id for claim in graph.claims]
    ambiguities = tuple(
        _ambiguity(f"A{at}", graph, ambiguity, phrases) for at, ambiguity in enumerate(findings.ambiguities, 1)
    )
    disagreements = tuple(
        Disagreement(
            f"D{at}",
            tuple(ids[claim] for claim in clash.claims),
            phrases.disagreement([graph.claims[claim] for claim in clash.claims]),
            {ids[claim]: _set_aside(ranges) for claim, ranges in clash.without.items()},
        )
        for at, clash in enumerate(findings.disagreements, 1)
    )
    tolls = tuple(
        _toll(
            graph,
            toll,
            phrases,
            tuple(one.id for one in ambiguities if any(effect.question == at for effect in one.effects)),
            tuple(
                shown.id
                for shown, clash in zip(disagreements, findings.disagreements, strict=True)
                if at in clash.questions
            ),
        )
        for at, toll in enumerate(findings.tolls)
    )
    return Report(
        case=CaseLine(
            case.title,
            case.path,
            case.sha256,
            case.date.text,
            len(graph.claims),
            len({claim.source for claim in graph.claims}),
            case.summary,
        ),
        settings=settings,
        questions=tolls,
        ambiguities=ambiguities,
        tensions=Tensions(graph, phrases),
        disagreements=disagreements,
        assumptions=Assumptions(graph),
        withdrawn=tuple(
            Withdrawn(gone.claim, gone.by, phrases.withdrawal(case.claims[gone.claim], case.claims[gone.by]))
            for gone in graph.withdrawn
        ),
        claims=Claims(case, phrases),
        sensitivity=None
        if findings.sensitivity is None
        else tuple(Sensitivity(ids[one.claim], _set_aside(one.without)) for one in findings.sensitivity),
        settling=tuple(
            Settling(one.question, tuple(ambiguities[at].id for at in one.ask), one.width_after, one.exact)
            for one in findings.settling
        ),
        notes=notes,
        complete=findings.complete,
        elsewhere=findings.elsewhere,
        claim_graph=graph,
    )


def _set_aside(ranges: Mapping[int, found.Range | None]) -> tuple[SetAside, ...]:
    return tuple(SetAside(question, bounds or (None, None)) for question, bounds in ranges.items())


def _toll(
    graph: ClaimGraph, toll: found.Toll, phrases: Phrases, ambiguities: tuple[str, ...], disagreements: tuple[str, ...]
) -> Toll:
    asked = toll.question
    claims = tuple(sorted(graph.claims[one].id for one in bits(toll.claims)))
    name = title(asked.outcome, asked.place, asked.who)
    if toll.bounds is None:
        nothing = Because("no claim answers this question", ())
        return Toll(
            asked.outcome,
            asked.place,
            asked.who,
            None,
            None,
            open=False,
            status=Status.NO_CLAIMS,
            claims=claims,
            lower_because=nothing,
            upper_because=nothing,
            title=name,
        )
    lower, upper = toll.bounds.lower, toll.bounds.upper
    return Toll(
        asked.outcome,
        asked.place,
        asked.who,
        lower.value,
        upper.value,
        open=any(graph.claims[one].count.open for one in bits(toll.claims)),
        status=Status.EXACT if lower.proven and upper.proven else Status.LIMIT,
        claims=claims,
        lower_because=Because(
            phrases.lower(graph, toll), tuple(sorted(claim.id for claim in carriers(graph, lower.terms)))
        ),
        upper_because=Because(
            phrases.upper(graph, toll), tuple(sorted(claim.id for claim in carriers(graph, upper.terms)))
        ),
        ambiguities=ambiguities,
        disagreements=disagreements,
        lower_proven=lower.proven,
        upper_proven=upper.proven,
        title=name,
    )


def _ambiguity(name: str, graph: ClaimGraph, ambiguity: found.Ambiguity, phrases: Phrases) -> Ambiguity:
    one, other = graph.claims[ambiguity.claim], graph.claims[ambiguity.other]
    relation = Relation.WITHIN if ambiguity.edge.relation is Relation.POSSIBLY_WITHIN else Relation.OVERLAPS
    return Ambiguity(
        name,
        one.id,
        relation,
        other.id,
        ambiguity.edge.basis or SCOPE,
        phrases.question(one, other, ambiguity.edge.relation),
        phrases.reason(graph, ambiguity),
        tuple(
            Effect(effect.question, effect.if_within, effect.if_apart, effect.settles) for effect in ambiguity.effects
        ),
    )
