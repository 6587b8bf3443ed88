"""Open pairs in cases of some size: their answers looked at as strands, and as the search has them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import families
import pytest

import reconcile
from reconcile.api import inquire
from reconcile.bounds import Clock, Solver
from reconcile.bounds.solve import LARGE
from reconcile.bounds.strandanswers import StrandAnswers
from reconcile.findings import answer
from reconcile.findings.ambiguity import effects
from reconcile.findings.tolls import Tolls
from reconcile.graph import build

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.reports.value import Ambiguity, Report


def _report(path: Path, text: str) -> Report:
    path.write_text(text, encoding="utf-8")
    return reconcile.report(reconcile.load(path))


@pytest.mark.parametrize("seed", range(2))
def test_strands_say_what_the_search_says(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = families.country(30, seed, clash=0.1 * (seed % 2))
    monkeypatch.setattr(answer, "SEVERAL", 1_000)
    searched = _report(tmp_path / "case.yaml", text)
    monkeypatch.setattr(answer, "SEVERAL", 1)
    looked_at = _report(tmp_path / "case.yaml", text)
    assert searched.complete
    assert looked_at.complete
    assert searched.ambiguities
    assert looked_at.ambiguities == searched.ambiguities


@pytest.mark.parametrize(("seed", "clash"), [(0, 0), (1, 0.1)])
def test_strands_are_asked_what_is_asked_one_by_one(
    seed: int, clash: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same effects, where these are known; nearly all pairs are found."""
    text = families.country(30, seed, clash=clash)
    one_by_one = _report(tmp_path / "case.yaml", text)
    monkeypatch.setattr(sys.modules["reconcile.bounds.solve"], "LARGE", 10)
    monkeypatch.setattr(sys.modules["reconcile.findings.ambiguities"], "MOST_CLAIMS", 10)
    among = _report(tmp_path / "case.yaml", text)
    assert [(toll.lower, toll.upper) for toll in among.questions] == [
        (toll.lower, toll.upper) for toll in one_by_one.questions
    ]
    told = {(one.claim, one.other): {each.question: each for each in one.effects} for one in one_by_one.ambiguities}
    assert len(among.ambiguities) > 0.8 * len(told) > 0
    for one in among.ambiguities:
        known = told[one.claim, one.other]
        assert all(known[each.question] == each for each in one.effects)


def test_what_may_settle_a_range_is_set_up_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among strands all pairs are found then that narrow a range whichever answer comes; else some are not."""
    text = families.country(100, 2, clash=0.1, anywhere=True)
    settling = {(one.claim, one.other) for one in _report(tmp_path / "case.yaml", text).ambiguities if _settles(one)}
    monkeypatch.setattr(sys.modules["reconcile.bounds.solve"], "LARGE", 10)
    monkeypatch.setattr(sys.modules["reconcile.findings.ambiguities"], "MOST_CLAIMS", 10)
    anew = {(one.claim, one.other) for one in _report(tmp_path / "case.yaml", text).ambiguities}
    monkeypatch.setattr("reconcile.findings.among_strands.MOST_ANEW", 0)
    changed = {(one.claim, one.other) for one in _report(tmp_path / "case.yaml", text).ambiguities}
    assert settling <= anew
    assert len(settling & changed) < len(settling)


def _settles(one: Ambiguity) -> bool:
    return any(effect.settles for effect in one.effects)


def test_what_a_large_case_asks_is_what_assuming_the_answer_makes(tmp_path: Path) -> None:
    """The answer that settles most is put into the case, and the case is bounded anew."""
    report = _report(tmp_path / "case.yaml", families.country(420, clash=0))
    case = reconcile.load(tmp_path / "case.yaml")
    assert len(report.ambiguities) > 50
    one = report.ambiguities[0]
    for reply in ("yes", "no"):
        asked = inquire(case, reconcile.Options(assume=(f"{one.claim}:within:{one.other}={reply}",)))
        questions = [asked.questions[effect.question] for effect in one.effects]
        tolls = Tolls(build(case, asked.claims, asked.settings, asked.assumed), questions, Solver()).tolls
        for effect, toll in zip(one.effects, tolls, strict=True):
            assert toll.range == (effect.if_within if reply == "yes" else effect.if_apart)


def test_nothing_is_said_of_a_toll_that_is_not_proven() -> None:
    case = reconcile.load("cases/kyiv-2025-06-06.yaml")
    asked = inquire(case, reconcile.Options())
    clock = Clock()
    clock.stop()
    graph = build(case, asked.claims, asked.settings, asked.assumed)
    in_time, too_late = (Tolls(graph, asked.questions, Solver(limit)) for limit in (Clock(), clock))
    assert [effect.question for effect in effects(in_time, {0: (4, 4)}, {0: (7, 7)})] == [0]
    assert not list(effects(too_late, {0: (4, 4)}, {0: (7, 7)}))


def test_of_an_answer_what_is_known_of_other_tolls_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = families.country(30, clash=0)
    monkeypatch.setattr(sys.modules["reconcile.bounds.solve"], "LARGE", 10)
    monkeypatch.setattr(answer, "SEVERAL", 1)
    everything = _report(tmp_path / "case.yaml", text)
    country = next(at for at, toll in enumerate(everything.questions) if toll.place == "Country")
    monkeypatch.setattr(StrandAnswers, "out_of_reach", lambda self, asked: asked == max(self.now))
    some = _report(tmp_path / "case.yaml", text)
    assert everything.complete
    assert not some.complete
    assert not any(effect.question == country for one in some.ambiguities for effect in one.effects)
    left = {
        (one.claim, one.other): tuple(effect for effect in one.effects if effect.question != country)
        for one in everything.ambiguities
    }
    told = {(one.claim, one.other): one.effects for one in some.ambiguities}
    assert told == {pair: effects for pair, effects in left.items() if effects} != {}


def test_a_large_case_asks_what_its_last_figures_leave_open(tmp_path: Path) -> None:
    """A town's toll grows to 300; two groups that another source counts may be among them, or not."""
    lines = ["title: A town", "date: 2025-06-01", "places: {Town: }", "groups: {people: {children: , soldiers: }}"]
    lines += ["exclusive: [[children, soldiers]]", "claims:"]
    for at in range(LARGE + 50):
        lines += [f"  town-{at}:", "    source: town hall", f"    at: 2025-06-01T{at // 60:02}:{at % 60:02}"]
        lines += [f"    says: {{killed: {101 + at}}}", "    place: Town"]
    for at, (who, toll) in enumerate([("children", 20), ("children", 30), ("soldiers", 50)]):
        lines += [f"  clinic-{at}:", "    source: clinic", f"    at: 2025-06-01T05:0{at}"]
        lines += [f"    says: {{killed: {toll}}}", "    place: Town", f"    who: {who}"]
    report = _report(tmp_path / "case.yaml", "\n".join(lines) + "\n")
    assert report.complete
    town = next(toll for toll in report.questions if toll.who == "people")
    assert (town.lower, town.upper) == (300, 380)
    assert [(one.claim, one.other) for one in report.ambiguities] == [
        ("clinic-2", "town-199"),
        ("clinic-1", "town-199"),
    ]
    assert [(each.if_within, each.if_apart, each.settles) for one in report.ambiguities for each in one.effects] == [
        ((300, 330), (350, 380), 50),
        ((300, 350), (330, 380), 30),
    ]
