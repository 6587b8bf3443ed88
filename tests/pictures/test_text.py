"""The picture as a tree of text: it says what the picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from drawings import CASES, HOSTILE, graph_at, graph_of, reported
from families import country

from reconcile.pictures import picture_text
from reconcile.pictures.compose import compose

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("path", [*CASES, HOSTILE], ids=lambda path: path.stem)
def test_every_claim_and_every_line_of_the_picture_is_told(path: Path) -> None:
    graph, asked = reported(path)
    text = picture_text(graph, asked)
    lines = text.splitlines()
    for claim in (*graph.claims, *(graph.case.claims[gone.claim] for gone in graph.withdrawn)):
        (line,) = (line for line in lines if f" [{claim.id}]" in line)
        assert f"── {claim.count} " in line
    assert text.count(" (withdrawn)") == len(graph.withdrawn)
    assert sum(line.lstrip("│ ").startswith(tuple("⊂=+∩∥→")) for line in lines) == len(compose(graph, asked).ties)
    assert all(f"open question {label}; " in text for label in asked.values())


def test_a_tree_in_ascii(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 3-4}, place: Port}
          b: {source: t, says: {killed: 4}, place: Port}
          land: {source: u, says: {killed: 9}, place: Land}
        links:
          - {claim: a, within: land}
          - {claim: b, within: a, answer: unclear}
        """,
    )
    assert picture_text(graph, ascii=True).splitlines() == [
        "T",
        "",
        "killed",
        "`-- Land",
        "    |-- people",
        "    |   `-- 9 u [land]",
        "    `-- Port",
        "        `-- people",
        "            |-- 3-4 s [a]",
        "            |         < within land (stated)",
        "            `-- 4 t [b]",
        "                      <? possibly within a (stated)",
    ]
    assert picture_text(graph, ascii=True).isascii()
    assert not picture_text(graph).isascii()


def test_places_that_hold_nothing_of_their_own_are_named_where_they_part(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """\
        claims:
          a: {source: s, says: {killed: 3}, place: Port}
          b: {source: s, says: {killed: 4}, place: South}
          c: {source: s, says: {wounded: 4}, place: Port}
        """,
    )
    assert [line for line in picture_text(graph).splitlines() if "people" not in line and "[" not in line] == [
        *("T", "", "killed", "└── Land", "    ├── Port", "    └── South"),
        *("", "wounded", "└── Port"),
    ]


def test_many_claims_are_folded_as_in_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(country(500), encoding="utf-8")
    lines = picture_text(graph_at(path)).splitlines()
    assert lines[1].startswith("500 claims are too many to draw one by one")
    assert sum(int(line.split(" claims, ")[0].split()[-1]) for line in lines if " claims, from " in line) == 500
    assert len(lines) < 300


def test_nothing_in_it_moves_the_cursor() -> None:
    text = picture_text(*reported(HOSTILE))
    assert all(line.isprintable() or "\u200d" in line for line in text.splitlines())
