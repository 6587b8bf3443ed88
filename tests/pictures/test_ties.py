"""Which lines a picture has: all that is needed, and nothing that follows from the others."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from drawings import CASES, graph_at, graph_of, ties
from random_cases import random_case

import reconcile
from reconcile.graph import Relation
from reconcile.pictures.compose import MOST_OVERLAPS, compose
from reconcile.pictures.inclusion import closure
from reconcile.pictures.picture import Mark

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.graph import ClaimGraph
    from reconcile.pictures.picture import Picture


def test_a_chain_has_a_line_from_each_to_the_next_alone(tmp_path: Path) -> None:
    claims = "".join(
        f"  c{at}: {{source: s{at}, at: 2025-06-06T0{at}:00, says: {{killed: {at + 1}}}}}\n" for at in range(5)
    )
    found = ties(graph_of(tmp_path, f"claims:\n{claims}"))
    assert found == [f"c{one} within c{other} (growth)" for one, other in pairwise(range(5))]


def test_what_is_said_is_left_out_where_other_lines_say_it(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 1}, who: children, place: Port}
          b: {source: t, says: {killed: 2}, place: Port}
          c: {source: u, says: {killed: 3}, place: Land}
        links:
          - {claim: a, within: b}
          - {claim: b, within: c}
          - {claim: a, within: c}
        """,
    )
    assert ties(graph) == ["a within b (stated)", "b within c (stated)"]


def test_claims_of_the_same_people_hang_on_one_string_and_lie_within_a_whole_once(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 4}, place: Port}
          b: {source: t, says: {killed: 4}, place: Port}
          c: {source: u, says: {killed: 4}, place: Port}
          land: {source: v, says: {killed: 9}, place: Land}
        settings: {parts: presumed}
        """,
    )
    assert ties(graph) == ["a same people b (same-scope)", "a same people c (same-scope)", "a within land (parts)"]


def test_that_scopes_nest_is_drawn_once_for_all_claims_of_a_scope_and_not_from_inside_a_part(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 4}, place: Port}
          b: {source: t, says: {killed: 4}, place: Port}
          north: {source: u, says: {killed: 9}, place: North}
          land: {source: v, says: {killed: 12}, place: Land}
          others: {source: w, says: {killed: 12}, place: Land}
        """,
    )
    assert ties(graph) == [
        "a same people b (same-scope)",
        "land same people others (same-scope)",
        "people killed, North possibly within people killed, Land (scope)",
        "people killed, Port possibly within people killed, North (scope)",
    ]


def test_an_open_question_is_drawn_between_its_claims(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          port: {source: s, says: {killed: 4}, place: Port}
          land: {source: v, says: {killed: 12}, place: Land}
          children: {source: t, says: {killed: 2}, place: Land, who: children}
          rescuers: {source: u, says: {killed: 2}, place: Land, who: rescuers}
        """,
    )
    found = ties(graph, {("port", "land"): "A1", ("rescuers", "children"): "A2"})
    assert "port possibly within land A1 (scope)" in found
    assert "children may overlap rescuers A2 (scope)" in found
    assert not any("may overlap" in tie for tie in ties(graph))


def test_an_open_question_is_drawn_though_other_lines_lead_there(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          port: {source: s, says: {killed: 4}, place: Port}
          north: {source: t, says: {killed: 8}, place: North}
          land: {source: t, says: {killed: 12}, place: Land}
        """,
    )
    found = ties(graph, {("port", "north"): "A1", ("port", "land"): "A2"})
    assert found == [
        "north within land (own-parts)",
        "port possibly within land A2 (scope)",
        "port possibly within north A1 (scope)",
    ]


def test_a_claim_that_is_not_in_force_has_no_open_question(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "claims:\n  a: {source: s, says: {killed: 4}}\n")
    with pytest.raises(KeyError):
        compose(graph, {("a", "b"): "A1"})


def test_all_that_links_can_say(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          whole: {source: s, says: {killed: 9}}
          north: {source: s, says: {killed: 5}, place: North}
          south: {source: s, says: {killed: 4}, place: South}
          old: {source: t, says: {killed: 8}}
          new: {source: t, says: {killed: 9}}
          children: {source: u, says: {killed: 2}, who: children}
          rescuers: {source: u, says: {killed: 3}, who: rescuers}
          some: {source: v, says: {killed: 4}, who: rescuers}
        links:
          - {claim: whole, sum-of: [north, south]}
          - {claim: new, replaces: old}
          - {claim: children, overlaps: whole, by: 1-2}
          - {claim: children, apart-from: rescuers}
          - {claim: rescuers, same-as: some, answer: unclear}
        settings: {conventions: []}
        """,
    )
    assert [tie for tie in ties(graph) if "scope" not in tie] == [
        "children apart rescuers (stated)",
        "north part of a sum whole (stated)",
        "old replaced by new (stated)",
        "rescuers may overlap some (stated)",
        "south part of a sum whole (stated)",
        "whole overlaps children 1–2 (stated)",
    ]


def test_of_many_open_overlaps_the_first_are_drawn_and_the_picture_says_so(tmp_path: Path) -> None:
    sides = range(9)
    groups = "groups: {people: {" + ", ".join(f"g{at}: " for at in sides) + "}}\n"
    claims = "".join(f"  c{at}: {{source: s, says: {{killed: 3}}, who: g{at}}}\n" for at in sides)
    path = tmp_path / "case.yaml"
    path.write_text(f"title: T\ndate: 2025-06-06\n{groups}claims:\n{claims}", encoding="utf-8")
    pairs = [(f"c{one}", f"c{other}") for one in sides for other in sides if one < other]
    picture = compose(graph_at(path), {pair: f"A{at}" for at, pair in enumerate(pairs, 1)})
    assert [tie.label for tie in picture.ties] == [f"A{at}" for at in range(1, MOST_OVERLAPS + 1)]
    assert f"Of {len(pairs)} open questions whether two claims overlap" in picture.note


def test_lines_lead_wherever_claims_lie_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    checked = 0
    for seed in range(400):
        path.write_text(random_case(Random(seed), most=7), encoding="utf-8")
        try:
            graph = graph_at(path)
        except reconcile.CaseError:  # the case contradicts itself
            continue
        _check(graph)
        checked += 1
    assert checked > 200


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_lines_of_shipped_cases_lead_where_claims_lie(path: Path) -> None:
    _check(graph_at(path))


def _check(graph: ClaimGraph) -> None:
    known = {Mark.WITHIN, Mark.SUM, Mark.SAME}
    certain = [edge for edge in graph.edges() if edge.relation in {Relation.WITHIN, Relation.SAME}]
    pairs = [(edge.claim, edge.other) for edge in certain]
    pairs += [(edge.other, edge.claim) for edge in certain if edge.relation is Relation.SAME]
    pairs += [(part, total.whole) for total in graph.totals for part in total.parts]
    asked = {
        (graph.claims[edge.claim].id, graph.claims[edge.other].id): f"A{at}"
        for at, edge in enumerate(graph.open_pairs())
    }
    for questions in ({}, asked):
        assert _reach(_drawn(graph, compose(graph, questions), known), graph) == _reach(pairs, graph)


def _drawn(graph: ClaimGraph, picture: Picture, marks: set[Mark]) -> list[tuple[int, int]]:
    number = {f"claim {claim.id}": at for at, claim in enumerate(graph.claims)}
    pairs = []
    for tie in picture.ties:
        if tie.mark in marks:
            pairs.append((number[tie.one], number[tie.other]))
            if tie.mark is Mark.SAME:
                pairs.append((number[tie.other], number[tie.one]))
    return pairs


def _reach(pairs: list[tuple[int, int]], graph: ClaimGraph) -> list[int]:
    steps = [0] * len(graph.claims)
    for one, other in pairs:
        steps[one] |= 1 << other
    return closure(steps)
