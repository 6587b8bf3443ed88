"""The graph of cases of a few dozen claims against the definition, pair by pair."""

from __future__ import annotations

from itertools import combinations, count
from random import Random
from typing import TYPE_CHECKING

import definition
import pytest
from random_cases import random_case

from reconcile.bits import bits
from reconcile.casefile import read
from reconcile.findings.problem import to_problem
from reconcile.findings.questions import answering, questions_of
from reconcile.graph import Relation, build
from reconcile.model import Scope

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.bounds import Problem
    from reconcile.graph import ClaimGraph
    from reconcile.model import Case

MOST = 40


def related(path: Path, seed: int) -> tuple[Case, ClaimGraph, definition.World]:
    """Write a random case that can be read, and relate its claims in both ways."""
    for attempt in count(1000 * seed):
        path.write_text(random_case(Random(attempt), MOST), encoding="utf-8")
        case, _ = read(path)
        if case is not None and len(case.claims) > MOST // 4:
            break
    assert case is not None, "the loop ends with a case"
    graph = build(case, tuple(case.claims.values()), case.settings)
    return case, graph, definition.interpret(case, dict(case.claims), case.settings)


@pytest.mark.parametrize("seed", range(60))
def test_the_graph_is_that_of_the_definition(seed: int, tmp_path: Path) -> None:
    case, graph, world = related(tmp_path / "case.yaml", seed)
    ids = [claim.id for claim in graph.claims]
    assert ids == list(world.claims)
    assert {gone.claim for gone in graph.withdrawn} == set(world.withdrawn)
    assert plain(to_problem(graph)) == plain(definition.problem_of(world, case.settings))
    assert {(ids[one], ids[other]) for one, group in graph.tensions() for other in bits(group)} == world.tensions
    assert assumed(graph) == {
        (entry.basis, frozenset(entry.pair) if entry.relation == "same" else (entry.a, entry.b))
        for entry in world.relations
        if entry.basis in case.settings.conventions
    }
    for question in questions_of(case, case.claims.values()):
        asked = Scope(question.outcome, question.place, question.who, case.date)
        assert answering(graph, question) == definition.answers(case, world, asked)


def plain(problem: Problem) -> tuple[object, ...]:
    """Return what a problem says, whatever the order of its overlaps and however large their limits are written."""
    overlaps = {
        (rule.sets, rule.lo, min(rule.hi, *(problem.hi[one] for one in bits(rule.sets)))) for rule in problem.overlaps
    }
    sums = {(rule.whole, rule.parts) for rule in problem.sums}
    return problem.lo, problem.hi, problem.within, problem.apart, overlaps, sums, problem.firm


def assumed(graph: ClaimGraph) -> set[tuple[str, object]]:
    ids = [claim.id for claim in graph.claims]
    return {
        (
            edge.basis,
            frozenset((ids[edge.claim], ids[edge.other]))
            if edge.relation is Relation.SAME
            else (ids[edge.claim], ids[edge.other]),
        )
        for edge in graph.assumptions()
    }


@pytest.mark.parametrize("seed", range(30))
def test_the_groups_of_open_pairs_are_what_the_definition_leaves_open(seed: int, tmp_path: Path) -> None:
    _, graph, world = related(tmp_path / "case.yaml", seed)
    number = {claim.id: at for at, claim in enumerate(graph.claims)}
    said = {frozenset(pair) for pair in graph.said}
    left_open = {
        (number[inner], number[outer], kind)
        for inner, outer, kind in world.open_pairs
        if frozenset((number[inner], number[outer])) not in said
    }
    within = {(one, other, "within") for one in range(len(graph.claims)) for other in bits(graph.possibly_within(one))}
    overlapping = {
        (one, other, "overlaps")
        for one, other in combinations(range(len(graph.claims)), 2)
        if graph.may_overlap(one) >> other & 1
    }
    assert within | overlapping == left_open
    for one in range(len(graph.claims)):
        assert graph.may_overlap(one) == sum(
            1 << other for other in range(len(graph.claims)) if graph.may_overlap(other) >> one & 1
        )


@pytest.mark.parametrize("seed", range(30))
def test_what_conventions_add_is_the_same_from_either_side(seed: int, tmp_path: Path) -> None:
    _, graph, _ = related(tmp_path / "case.yaml", seed)
    there = {
        (added.convention, added.relation, one, other)
        for one, assumed in enumerate(graph.assumed)
        for added in assumed
        for other in bits(added.to)
    }
    back = {
        (added.convention, added.relation, other, one)
        for one in range(len(graph.claims))
        for added in graph.assuming(one)
        for other in bits(added.of)
    }
    assert there == back
