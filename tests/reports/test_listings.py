"""The long lists of a report, made when they are looked at."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import reconcile
from reconcile.reports.json import dumps
from reconcile.reports.value import Assumption

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.reports.value import Report

CASE = """
title: A night
date: 2025-06-06
groups: {people: {rescuers: , bystanders: }}
claims:
  first: {source: mayor, at: 2025-06-06T09:00, says: {killed: 4}}
  second: {source: mayor, at: 2025-06-06T18:00, says: {killed: 6}}
  agency: {source: agency, at: 2025-06-06T18:00, says: {killed: 6}}
  rescuers: {source: mayor, at: 2025-06-06T08:00, says: {killed: 2}, who: rescuers}
  outlet: {source: outlet, at: 2025-06-06T08:00, says: {killed: 1}, who: rescuers}
  bystanders: {source: paper, says: {killed: 5}, who: bystanders}
links:
  - {claim: outlet, within: first}
"""

EXPECTED = [
    Assumption("update", "outlet", "within", "second"),  # carried over from the mayor's older figure
    Assumption("update", "first", "within", "second"),
    Assumption("growth", "first", "within", "agency"),
    Assumption("same-scope", "second", "same", "agency"),
    Assumption("same-scope", "rescuers", "same", "outlet"),
    Assumption("own-parts", "rescuers", "within", "first"),
    Assumption("own-parts", "rescuers", "within", "second"),
]


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """Return the report on a small case in which several conventions speak."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return reconcile.report(reconcile.load(path))


def test_assumptions_are_a_sequence(report: Report) -> None:
    assert list(report.assumptions) == EXPECTED
    assert list(report.assumptions) == EXPECTED, "gone through once more"
    assert len(report.assumptions) == len(EXPECTED)
    assert report.assumptions[1] == EXPECTED[1]
    assert list(report.assumptions[-2:]) == EXPECTED[-2:]
    assert EXPECTED[0] in report.assumptions


def test_assumptions_are_those_of_the_graph(report: Report) -> None:
    assert report.claim_graph is not None
    ids = [claim.id for claim in report.claim_graph.claims]
    assert list(report.assumptions) == [
        Assumption(edge.basis, ids[edge.claim], edge.relation, ids[edge.other])
        for edge in report.claim_graph.assumptions()
    ]


def test_tensions_are_a_sequence(report: Report) -> None:
    [tension] = report.tensions
    assert len(report.tensions) == 1
    assert (tension.claim, tension.other) == ("bystanders", "first")
    assert tension.text.endswith("as the scopes suggest: bystanders within people.")


def test_claims_are_a_mapping(report: Report) -> None:
    assert list(report.claims) == ["first", "second", "agency", "rescuers", "outlet", "bystanders"]
    assert len(report.claims) == 6
    assert report.claims["first"].short == "the 4 killed (mayor)"
    assert "nobody" not in report.claims


def test_they_are_written_as_any_others_would_be(report: Report) -> None:
    plain = replace(report, assumptions=tuple(report.assumptions), tensions=tuple(report.tensions))
    assert dumps([report]) == dumps([plain])


def test_they_go_to_another_process_without_what_they_are_made_of(report: Report) -> None:
    sent = pickle.dumps(replace(report, claim_graph=None))
    assert b"ClaimGraph" not in sent
    assert b"Phrases" not in sent
    there = pickle.loads(sent)
    assert there.assumptions == tuple(report.assumptions)
    assert there.tensions == tuple(report.tensions)
    assert there.claims == dict(report.claims)
