"""The graph as data: for Graphviz, for Gephi, and for programs."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest
from drawings import CASES, HOSTILE, KYIV, graph_at, graph_of, reported
from families import country

from reconcile.pictures import graph_graphml, graphs_json, picture_dot

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.graph import ClaimGraph

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
LATER = KYIV.with_name("kyiv-2025-06-06-later.yaml")


def ids(graph: ClaimGraph) -> list[str]:
    at_hand = {claim.id for claim in graph.claims} | {gone.claim for gone in graph.withdrawn}
    return [claim for claim in graph.case.claims if claim in at_hand]


def document(path: Path) -> dict[str, Any]:
    (found,) = json.loads(graphs_json([reported(path)]))["graphs"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("path", [*CASES, HOSTILE], ids=lambda path: path.stem)
def test_dot_is_a_digraph_with_every_claim(path: Path) -> None:
    graph, asked = reported(path)
    text = picture_dot(graph, asked)
    assert all(f'"claim {claim}" [' in text.replace("\\\\", "\\").replace('\\"', '"') for claim in ids(graph))
    bare = QUOTED.sub("Q", text)
    assert re.fullmatch(r"digraph claims \{\n(?:[a-zQ_ =,;\[\]{}>-]|\n)*\}\n", bare)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        assert depth > 0 or sign not in "[]Q"
    assert depth == 0


def test_dot_has_every_claim_of_a_large_case_and_lines_between_clusters(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(country(120), encoding="utf-8")
    graph = graph_at(path)
    text = picture_dot(graph)
    assert all(f'"claim {claim}" [' in text for claim in ids(graph))
    clusters = set(re.findall(r'subgraph ("cluster scope \d+")', text))
    ends = re.findall(r'l(?:tail|head)=("[^"]*")', text)
    assert ends
    assert set(ends) <= clusters


@pytest.mark.parametrize("path", [*CASES, HOSTILE], ids=lambda path: path.stem)
def test_graphml_is_read_back(path: Path) -> None:
    graph, asked = reported(path)
    found = nx.read_graphml(BytesIO(graph_graphml(graph, asked).encode()))
    assert list(found) == [claim.replace("\u202e", "\\u202e") for claim in ids(graph)]
    for claim in graph.claims:
        facts = found.nodes[claim.id]
        assert (facts["lo"], facts["hi"], facts["open"]) == (claim.count.lo, claim.count.hi, claim.count.open)
        assert ("at" in facts) == (claim.at is not None)
        assert facts["withdrawn"] is False
        assert facts["label"].startswith(str(claim.count))
    relations = [facts["relation"] for _, _, facts in found.edges(data=True)]
    assert relations.count("replaced by") == len(graph.withdrawn)
    assert len(relations) == len(list(graph.edges())) + len(graph.withdrawn)


def test_graphml_has_how_many_are_shared_as_numbers(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 5}}
          b: {source: t, says: {killed: 5}, who: children}
          c: {source: t, says: {killed: 5}, who: rescuers}
        links:
          - {claim: a, overlaps: b, by: 1-3}
          - {claim: a, apart-from: c, answer: no}
        """,
    )
    found = nx.read_graphml(BytesIO(graph_graphml(graph).encode()))
    shared = [facts for _, _, facts in found.edges(data=True) if facts["relation"] == "overlaps"]
    assert [(facts["by_least"], facts.get("by_most")) for facts in shared] == [(1, 3), (1, None)]


def test_json_has_the_whole_graph() -> None:
    graph, asked = reported(LATER)
    found = document(LATER)
    assert found["case"] == {"title": graph.case.title, "path": graph.case.path, "sha256": graph.case.sha256}
    assert [node["id"] for node in found["nodes"]] == ids(graph)
    assert {node["id"] for node in found["nodes"] if node["withdrawn"]} == {gone.claim for gone in graph.withdrawn}
    assert found["withdrawn"][0] == {"claim": "mayor-toll", "by": "mayor-later", "basis": "stated"}
    assert len(found["edges"]) == len(list(graph.edges()))
    questions = {(edge["claim"], edge["other"]): edge["question"] for edge in found["edges"] if edge["question"]}
    assert sorted(questions.values()) == sorted(asked.values())
    assert questions["mayor-in-hospital", "ses-11h"] == asked["mayor-in-hospital", "ses-11h"]


def test_json_says_what_each_relation_rests_on() -> None:
    edges = {(edge["claim"], edge["other"]): edge for edge in document(KYIV)["edges"]}
    assert edges["firefighters", "mayor-toll"] == {
        "claim": "firefighters",
        "other": "mayor-toll",
        "relation": "possibly within",
        "symmetric": False,
        "basis": "stated",
        "convention": None,
        "by": None,
        "question": "A2",
    }
    later = {(edge["claim"], edge["other"]): edge for edge in document(LATER)["edges"]}
    assert later["lutsk-wounded", "ses-lutsk.wounded"]["convention"] == "growth"


def test_json_has_sums() -> None:
    found = document(KYIV.with_name("norway-2011-07-22.yaml"))
    assert found["totals"] == [{"whole": "revised", "parts": ["revised/Utøya", "revised/Oslo"]}]


def test_json_holds_several_graphs_and_any_text() -> None:
    text = graphs_json([reported(KYIV), reported(HOSTILE)])
    found = json.loads(text)
    assert found["format"] == "reconcile/graph/1"
    assert [each["case"]["path"] for each in found["graphs"]] == [str(KYIV), str(HOSTILE)]
