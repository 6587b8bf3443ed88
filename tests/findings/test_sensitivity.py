"""Sensitivity is what `--without` gives, claim by claim."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from random_cases import random_case

import reconcile
from reconcile import Options
from reconcile.api import inquire
from reconcile.bounds import Clock, Solver
from reconcile.casefile import read
from reconcile.findings import Tolls, questions_of
from reconcile.findings.sensitivity import sensitivity
from reconcile.graph import build
from reconcile.studies.answers import answer

CASES = sorted((Path(__file__).parents[2] / "cases").glob("kyiv-2025-06-06*.yaml"))


def is_that_of_without(case: reconcile.Case) -> None:
    report = reconcile.report(case)
    assert report.sensitivity is not None
    assert [each.without for each in report.sensitivity] == list(report.graph)
    for each in report.sensitivity:
        without = answer(inquire(case, Options(without=(each.without,))), Solver()).tolls
        told = {effect.question: effect.bounds for effect in each.effects}
        for at, (now, then) in enumerate(zip(report.questions, without, strict=True)):
            before, after = (now.lower, now.upper), then.range or (None, None)
            assert (at in told) == (before != after or each.without in now.claims)
            assert told.get(at, before) == after


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_on_cases(path: Path) -> None:
    is_that_of_without(reconcile.load(path))


@pytest.mark.parametrize("seed", range(40))
def test_on_random_cases(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(Random(seed), 6), encoding="utf-8")
    case, _ = read(path)
    if case is not None and not reconcile.check(case):
        is_that_of_without(case)


@pytest.mark.parametrize("limit", ["MOST_CLAIMS", "MOST_WAYS"])
def test_it_is_left_out_where_it_would_take_long(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("reconcile.findings.sensitivity"), limit, 0)
    report = reconcile.report(reconcile.load(CASES[0]))
    assert report.sensitivity is None
    assert report.questions[0].status == "exact"


def test_it_is_left_out_when_the_time_is_over() -> None:
    case = reconcile.load(CASES[-1])
    claims = list(case.claims.values())
    tolls = Tolls(build(case, claims, case.settings), questions_of(case, claims), Solver())
    tolls.solver.clock = Clock(-1)
    assert sensitivity(tolls, ()) is None
    assert not tolls.complete
