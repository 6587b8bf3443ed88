"""Disagreements that touch none of the questions that were chosen are left out; nothing else is."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from random_cases import random_case

import reconcile
from reconcile import Options
from reconcile.casefile import read

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile import Report

ELSEWHERE = """\
title: Two places
date: 2025-06-06
places: {Land: {N: , S: }}
claims:
  n1: {source: police, says: {killed: 10}, place: N}
  n2: {source: ngo, says: {killed: 12}, place: N}
  s: {source: press, says: {killed: 1-9}, place: S}
"""
SUMMED = (
    ELSEWHERE
    + """\
  all: {source: office, says: {killed: 15}, place: Land}
links:
  - {claim: all, sum-of: [n2, s]}
"""
)
REPLACED = (
    ELSEWHERE
    + """\
  old: {source: ngo, says: {killed: 20}, place: S}
links:
  - {claim: n2, replaces: old}
"""
)


def report(folder: Path, text: str, asked: Options | None = None) -> Report:
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return reconcile.report(reconcile.load(path), asked)


def without(found: Report) -> list[dict[str, list[tuple[int, object]]]]:
    return [
        {claim: [(each.question, each.bounds) for each in effects] for claim, effects in clash.without.items()}
        for clash in found.disagreements
    ]


def test_one_that_touches_nothing_asked_is_left_out(tmp_path: Path) -> None:
    found = report(tmp_path, ELSEWHERE, Options(place=("S",)))
    assert (found.disagreements, found.elsewhere, found.questions[0].disagreements) == ((), 1, ())
    assert "No open question moves these bounds, and no claims that bear on them disagree." in str(found)
    assert report(tmp_path, ELSEWHERE, Options(place=("S",), who=("people",))).elsewhere == 1
    assert report(tmp_path, ELSEWHERE, Options(outcome=("wounded",))).elsewhere == 1


def test_one_about_a_toll_that_is_asked_stays(tmp_path: Path) -> None:
    for asked in (None, Options(place=("N",)), Options(outcome=("killed",))):
        found = report(tmp_path, ELSEWHERE, asked)
        assert [clash.claims for clash in found.disagreements] == [("n1", "n2")]
        assert found.elsewhere == 0


def test_nothing_is_left_out_of_what_a_case_asks_itself(tmp_path: Path) -> None:
    questions = "questions:\n  - {outcome: killed, place: S}\n"
    assert len(report(tmp_path, ELSEWHERE + questions).disagreements) == 1


def test_one_that_moves_a_toll_through_a_sum_comes_with_its_ranges(tmp_path: Path) -> None:
    found = report(tmp_path, SUMMED, Options(place=("S",)))
    assert without(found) == [{"n1": [(0, (3, 3))], "n2": [(0, (1, 9))]}]
    assert found.questions[0].disagreements == ("D1",)


def test_one_that_moves_a_toll_by_what_comes_back_comes_with_its_ranges(tmp_path: Path) -> None:
    found = report(tmp_path, REPLACED, Options(place=("S",)))
    assert without(found)[0]["n1"] == [(0, (1, 9))]
    assert without(found)[0]["n2"] != [(0, (1, 9))]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_left_out_moves_nothing(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(Random(seed), 6), encoding="utf-8")
    case, _ = read(path)
    if case is None or reconcile.check(case):
        return
    everything = reconcile.report(case)
    for place in case.places:
        found = reconcile.report(case, Options(place=(place,)))
        listed = {clash.claims for clash in found.disagreements}
        assert len(listed) + found.elsewhere == len(everything.disagreements)
        for clash in everything.disagreements:
            for claim in () if clash.claims in listed else clash.claims:
                then = reconcile.report(case, Options(place=(place,), without=(claim,)))
                assert [(toll.lower, toll.upper) for toll in then.questions] == [
                    (toll.lower, toll.upper) for toll in found.questions
                ]
