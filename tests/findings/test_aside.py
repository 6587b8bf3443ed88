"""Setting a claim aside, whatever was said of it, gives what a graph built without it gives."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from unittest.mock import Mock

import families
import pytest
from random_cases import random_case

from reconcile.api import Options, check, inquire
from reconcile.bounds import Clock, Solver, bits
from reconcile.casefile import read
from reconcile.findings import Tolls, aside
from reconcile.findings.aside import set_aside
from reconcile.findings.problem import to_problem
from reconcile.graph import Relation, build, replaced_claim, without_claim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reconcile.api import Inquiry
    from reconcile.findings import Range
    from reconcile.graph import ClaimGraph

SAID = """
title: Who is among whom
date: 2025-06-06
places: {Land: {Port: }}
claims:
  older: {source: mayor, at: 2025-06-06T08:00, says: {killed: 4}}
  newer: {source: mayor, at: 2025-06-06T12:00, says: {killed: 6}}
  other: {source: police, at: 2025-06-06T08:00, says: {killed: 5}}
  port: {source: paper, at: 2025-06-06T08:00, says: {killed: 3}, place: Port}
links:
  - {claim: port, within: older}
"""


def asked_of(path: Path, text: str) -> Inquiry | None:
    """Return what a case file asks; None where its links contradict its scopes."""
    path.write_text(text, encoding="utf-8")
    case, _ = read(path, decisions=False)
    return None if case is None or check(case) else inquire(case, Options())


def related(asked: Inquiry) -> ClaimGraph:
    return build(asked.case, asked.claims, asked.settings, asked.assumed)


def anew(asked: Inquiry, gone: str) -> ClaimGraph:
    """Build the graph as if a claim had never been made."""
    return build(asked.case, [claim for claim in asked.claims if claim.id != gone], asked.settings, asked.assumed)


def edges(graph: ClaimGraph, gone: str) -> set[tuple[object, ...]]:
    """Return the relations between all claims but one, by id."""
    ids = [claim.id for claim in graph.claims]
    found = {(ids[edge.claim], ids[edge.other], edge.relation, edge.basis, edge.by) for edge in graph.edges()}
    return {edge for edge in found if gone not in edge[:2]}


def either_way(graph: ClaimGraph) -> set[tuple[object, ...]]:
    """Return all relations, by id; those that are the same both ways from the claim that sorts first."""
    one_way = (Relation.WITHIN, Relation.POSSIBLY_WITHIN)
    found = edges(graph, "")
    return {(*(edge[:2] if edge[2] in one_way else sorted(map(str, edge[:2]))), *edge[2:]) for edge in found}


def apart(graph: ClaimGraph) -> set[tuple[str, str]]:
    """Return the pairs that their scopes keep apart, by id."""
    ids = [claim.id for claim in graph.claims]
    return {(ids[one], ids[other]) for one, others in enumerate(graph.apart) for other in bits(others)}


def slowly(asked: Inquiry, tolls: Tolls, claim: int) -> Iterator[Range | None]:
    """Answer all questions from a graph built without a claim."""
    without = Tolls(anew(asked, tolls.graph.claims[claim].id), asked.questions, Solver())
    return (toll.range for toll in without.tolls)


@pytest.mark.parametrize("block", range(10))
def test_the_others_relate_as_in_a_graph_built_without_a_claim(block: int, tmp_path: Path) -> None:
    compared = 0
    for seed in range(block * 40, block * 40 + 40):
        if (asked := asked_of(tmp_path / "case.yaml", random_case(Random(seed), 8))) is None:
            continue
        graph = related(asked)
        for number, claim in enumerate(graph.claims):
            built, without = anew(asked, claim.id), without_claim(graph, number)
            same_force = [other for other in graph.claims if other is not claim] == list(built.claims)
            assert (without is not None) == same_force, (seed, claim.id)
            if without is not None:
                compared += 1
                assert edges(without, claim.id) == edges(built, claim.id), (seed, claim.id)
                assert len(without.totals) == len(built.totals)
                assert len(to_problem(without).overlaps) == len(to_problem(built).overlaps)
    assert compared > 40


@pytest.mark.parametrize("block", range(4))
def test_so_it_is_where_one_claim_is_back_for_the_other(block: int, tmp_path: Path) -> None:
    texts = [random_case(Random(seed), 8) for seed in range(block * 100, block * 100 + 100)]
    compared = 0
    texts += [families.country(300, seed, clash=0.2) for seed in range(block * 4, block * 4 + 4)]
    for seed, text in enumerate(texts):
        if (asked := asked_of(tmp_path / "case.yaml", text)) is None:
            continue
        graph = related(asked)
        for claim in {withdrawal.by for withdrawal in graph.withdrawn} & {claim.id for claim in graph.claims}:
            if (replaced := replaced_claim(graph, graph.number(claim))) is not None:
                compared += 1
                built = anew(asked, claim)
                assert {one.id for one in replaced.claims} == {one.id for one in built.claims}, (seed, claim)
                assert set(replaced.withdrawn) == set(built.withdrawn), (seed, claim)
                assert either_way(replaced) == either_way(built), (seed, claim)
                assert apart(replaced) == apart(built), (seed, claim)
                assert len(replaced.totals) == len(built.totals)
    assert compared > 8


@pytest.mark.parametrize("block", range(6))
def test_ranges_are_those_of_a_graph_built_without_a_claim(block: int, tmp_path: Path) -> None:
    for seed in range(block * 20, block * 20 + 20):
        if (asked := asked_of(tmp_path / "case.yaml", random_case(Random(seed), 8))) is not None:
            tolls = Tolls(related(asked), asked.questions, Solver())
            for claim in range(len(tolls.graph.claims)):
                ranges = set_aside(tolls, claim, (), range(len(asked.questions)))
                assert list(ranges.values()) == list(slowly(asked, tolls, claim)), (seed, claim)


@pytest.mark.parametrize("seed", range(2))
def test_so_it_is_in_a_large_case(seed: int, tmp_path: Path) -> None:
    """Strands without one of their claims, of which some were said to hold others, or put others out of force."""
    asked = asked_of(tmp_path / "case.yaml", families.country(190, seed, clash=0.05))
    assert asked is not None
    tolls = Tolls(related(asked), asked.questions, Solver())
    in_doubt = {claim for bundle in tolls.structure.bundles for pair in bundle.conflicts for claim in bits(pair)}
    assert any(bundle.strands for bundle in tolls.structure.bundles)
    for claim in sorted(in_doubt):
        ranges = set_aside(tolls, claim, (), range(len(asked.questions)))
        without = list(slowly(asked, tolls, claim))
        assert all(found == without[at] for at, found in ranges.items()), (seed, claim)


def test_what_was_carried_over_falls_with_the_older_figure(tmp_path: Path) -> None:
    """The port's dead were said to be among the older four, and so are among the newer six, as long as that stands."""
    asked = asked_of(tmp_path / "case.yaml", SAID)
    assert asked is not None
    tolls = Tolls(related(asked), asked.questions, Solver())
    killed = next(at for at, toll in enumerate(tolls.tolls) if toll.question.place == "Land")
    graph = tolls.graph
    assert set_aside(tolls, graph.number("older"), (), [killed]) == {killed: (6, 9)}
    assert set_aside(tolls, graph.number("newer"), (), [killed]) == {killed: tuple(slowly(asked, tolls, 1))[killed]}


def test_when_the_time_is_over_no_graph_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_of(tmp_path / "case.yaml", SAID)
    assert asked is not None
    clock = Clock()
    tolls = Tolls(related(asked), asked.questions, Solver(clock))
    built = Mock(side_effect=replaced_claim)
    monkeypatch.setattr(aside, "replaced_claim", built)
    assert set_aside(tolls, tolls.graph.number("older"), (), range(len(asked.questions)))
    built.assert_called_once()
    clock.stop()
    assert set_aside(tolls, tolls.graph.number("older"), (), range(len(asked.questions))) == {}
    built.assert_called_once()
