"""Which questions a case suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reconcile

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
title: T
date: 2025-06-06
places:
  Land:
    North:
      Port:
      Quay:
    South:
groups:
  people:
    children:
  drones:
claims:
"""


def asked(tmp_path: Path, *claims: str, tail: str = "") -> list[tuple[str, str, str]]:
    """Report on a case of one-line claims and list its questions."""
    path = tmp_path / "case.yaml"
    lines = [f"  c{at}: {{source: s{at}, {claim}}}" for at, claim in enumerate(claims)]
    path.write_text(HEAD + "\n".join(lines) + "\n" + tail, encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    return [(toll.outcome, toll.place, toll.who) for toll in report.questions]


def test_each_place_that_has_a_claim(tmp_path: Path) -> None:
    assert asked(tmp_path, "says: {killed: 1}, place: Port") == [("killed", "Port", "people")]


def test_the_smallest_place_that_holds_two(tmp_path: Path) -> None:
    found = asked(tmp_path, "says: {killed: 1}, place: Port", "says: {killed: 1}, place: Quay")
    assert found == [("killed", "North", "people"), ("killed", "Port", "people"), ("killed", "Quay", "people")]


def test_one_outcome_says_nothing_of_another(tmp_path: Path) -> None:
    found = asked(tmp_path, "says: {killed: 1}, place: Port", "says: {wounded: 1}, place: Quay")
    assert found == [("killed", "Port", "people"), ("wounded", "Quay", "people")]


def test_who_is_the_root_of_the_group(tmp_path: Path) -> None:
    found = asked(tmp_path, "says: {launched: 9}, who: drones", "says: {killed: 1}, who: children")
    assert found == [("killed", "Land", "people"), ("launched", "Land", "drones")]


def test_the_case_may_ask_its_own(tmp_path: Path) -> None:
    tail = "questions:\n  - {outcome: missing, place: South, who: children}\n"
    assert asked(tmp_path, "says: {killed: 1}", tail=tail) == [("missing", "South", "children")]
