"""The benchmarks' own code: what is asked, how it travels, and that who answers wrongly or too late is told so."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import families
import numpy as np
import oracle
import pytest
import race
import run
import scale
import sheets
import tasks
from exchange import Question, Task, from_json, to_json
from keeping import kept_groups
from measure import main as measure
from race import OURS, Outcome, Result, Verdict
from random_problems import random_problem
from scale import Incident, Reported
from venn import allowed, program

import reconcile
from reconcile.bounds import Overlap, Problem, Solver, Sum, bits, holds

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.model import Case

PROBLEMS = [random_problem(Random(seed), 2 + seed % 4) for seed in range(60)]
TWO = Question(Problem((4, 3), (4, 3), (0, 0), (0, 0)), (0b11,))


@pytest.fixture
def load(tmp_path: Path) -> Callable[[str], Case]:
    def read(text: str) -> Case:
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        return reconcile.load(path)

    return read


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (families.overlapping(9), 9),
        (families.disagreeing(50, 10), 50),
        (families.disagreeing(50, 0), 50),
        (families.country(300), 300),
        (families.country(301, clash=0.5), 301),
        (families.country(302, anywhere=True), 302),
    ],
)
def test_a_family_has_as_many_claims_as_asked_for(load: Callable[[str], Case], text: str, claims: int) -> None:
    assert len(load(text).claims) == claims


def test_a_country_is_as_large_as_it_says(load: Callable[[str], Case]) -> None:
    case = load(families.country(3000))
    assert len(list(case.places)) == 1 + 12 + 120
    assert {claim.scope.who for claim in case.claims.values()} == {"people", *families.GROUPS}
    assert len({claim.source for claim in case.claims.values()}) > 240


def test_the_same_seed_gives_the_same_country() -> None:
    assert families.country(200, seed=3) == families.country(200, seed=3) != families.country(200, seed=4)


@pytest.mark.parametrize(("clash", "fits"), [(0.0, True), (0.3, False)])
def test_only_clashes_keep_a_country_from_being_true(tmp_path: Path, clash: float, fits: bool) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(families.country(300, clash=clash), encoding="utf-8")
    problem = tasks.question(path).problem
    inclusions = [(one, other) for one in range(problem.size) for other in bits(problem.within[one])]
    assert len(inclusions) > 300
    assert all(problem.lo[one] <= problem.hi[other] for one, other in inclusions) is fits


@pytest.mark.parametrize("size", [6, 12])
def test_a_hidden_world_has_every_kind_of_rule_and_keeps_all_sets(size: int) -> None:
    made = [tasks.hidden_world(Random(seed), size) for seed in range(20)]
    assert any(any(problem.within) for problem in made)
    assert any(any(problem.apart) for problem in made)
    assert any(problem.overlaps for problem in made)
    for problem in made[:4]:
        world = Solver().solve(problem, problem.everything).lower.world
        assert world is not None
        assert world.kept == problem.everything
        assert holds(problem, world)


def test_questions_survive_the_journey() -> None:
    made = [Question(problem, (problem.everything, 1)) for problem in PROBLEMS]
    questions = tuple(made) + tuple(asked for task in tasks.shipped() for asked in task.questions)
    assert from_json(json.loads(json.dumps(to_json(questions)))) == questions


def test_the_regions_are_those_that_the_rules_allow() -> None:
    for problem in PROBLEMS:
        inside = allowed(problem, problem.everything)
        found = sorted(np.sum([mask.astype(int) << one for one, mask in inside.items()], axis=0).tolist())
        assert found == [group for group in range(1, 1 << problem.size) if _allowed(problem, group)]


def _allowed(problem: Problem, group: int) -> bool:
    return all(problem.within[one] & ~group == 0 and problem.apart[one] & group == 0 for one in bits(group)) and all(
        group & rule.parts or not group >> rule.whole & 1 for rule in problem.sums
    )


def test_rules_hold_only_among_kept_sets() -> None:
    problem = Problem((3, 2, 1), (3, 2, 1), (0, 1, 1), (0, 4, 2), (Overlap(0b110, 0, 0),), (Sum(0, 0b110),))
    assert len(program(problem, 0b111).rows) == 4
    assert len(program(problem, 0b111).most) == 2  # 0 and 1, 0 and 2
    assert len(program(problem, 0b011).rows) == 2
    assert program(problem, 0b011).most.tolist() == [3, 2]  # 0 alone, 0 and 1
    assert program(problem, 0b011).union(0b110).tolist() == [False, True]


def test_a_peer_that_tells_what_is_possible_finds_the_kept_groups() -> None:
    for problem in PROBLEMS[:30]:
        assert kept_groups(problem, partial(_possible, problem)) == oracle.kept_groups(problem)


def _possible(problem: Problem, keep: int) -> bool:
    return bool(oracle.unions(problem, keep, 0))


def test_a_peer_answers_in_a_process_of_its_own() -> None:
    result = race.race(Task("two", "2", (TWO, TWO)), [OURS, "brute"], limit=20, rounds=1)
    assert [each.ranges for each in result.outcomes.values()] == [((4, 7), (4, 7))] * 2
    assert result.agreed


@pytest.mark.parametrize(
    ("act", "verdict"),
    [
        ("while True: pass", Verdict.TIME),
        ("bytearray(2 << 30)", Verdict.MEMORY),
        ("raise KeyError('set')", Verdict.FAILED),
    ],
)
def test_who_does_not_answer_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, verdict: Verdict
) -> None:
    peer = f"NEEDS = 'reconcile'\ndef answer(asked):\n    if asked.problem.size == 2:\n        {act}\n    return []\n"
    (tmp_path / "peer_odd.py").write_text(peer, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    outcome = race.ask(Task("two", "2", (TWO,)), "odd", limit=0.2, memory=1 << 30)
    assert outcome.verdict is verdict
    assert outcome.words == ("KeyError: 'set'" if verdict is Verdict.FAILED else "")


@pytest.mark.parametrize(
    ("theirs", "agreed", "word"),
    [
        (Outcome(Verdict.ANSWERED, ((4, 7),), 3.0), True, "yes"),
        (Outcome(Verdict.ANSWERED, ((4, 6),), 3.0), False, "NO"),
        (Outcome(Verdict.TIME, seconds=60), True, "nobody else"),
        (Outcome(Verdict.FAILED, words="KeyError"), False, "NO"),
    ],
)
def test_a_wrong_answer_is_no_agreement(theirs: Outcome, agreed: bool, word: str) -> None:
    ours = Outcome(Verdict.ANSWERED, ((4, 7),), 0.003)
    result = Result(Task("two", "2", (TWO,)), {OURS: ours, "brute": theirs})
    assert result.agreed is agreed
    assert sheets.races([result], ["brute"], 60).rows[0][-1] == word


def test_the_command_fails_when_answers_differ(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {OURS: ((4, 7),), "brute": ((4, 6),)}
    monkeypatch.setattr(race, "ask", lambda _task, name, _limit: Outcome(Verdict.ANSWERED, answers[name], 0.002, 0.1))
    arguments = ["--quick", "--family", "tangled", "--peer", "brute", "--markdown"]
    assert run.main(arguments) == 1
    assert capsys.readouterr().out.count("| NO |") == len(run.QUICK.tangled)
    answers["brute"] = ((4, 7),)
    assert run.main(arguments) == 0


def test_who_did_not_finish_is_not_asked_the_larger_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask(task: Task, name: str, limit: float) -> Outcome:
        asked.append((name, task.size))
        return Outcome(Verdict.TIME, seconds=limit) if name == "brute" else Outcome(Verdict.ANSWERED, ((4, 7),), 0.002)

    monkeypatch.setattr(race, "ask", ask)
    found = list(run.run_races(iter([Task("f", "5", ()), Task("f", "8", ()), Task("g", "8", ())]), ["brute"], 60, 2))
    assert asked == [
        *[("ours", "5"), ("brute", "5"), ("ours", "5")],
        *[("ours", "8")] * 2,
        ("ours", "8"),
        ("brute", "8"),
        ("ours", "8"),
    ]
    assert [each.outcomes["brute"].verdict for each in found] == [Verdict.TIME, Verdict.NOT_ASKED, Verdict.TIME]


def test_a_table_says_how_many_times_as_long() -> None:
    ours = Outcome(Verdict.ANSWERED, ((4, 7),), 0.002, 0.1)
    outcomes = {
        OURS: ours,
        "brute": Outcome(Verdict.ANSWERED, ((4, 7),), 0.5, 0.1),
        "cvc5": Outcome(Verdict.TIME, seconds=60),
        "cpsat": Outcome(Verdict.MEMORY, seconds=10),
        "highs": Outcome(Verdict.NOT_ASKED),
    }
    sheet = sheets.races([Result(Task("two", "2", (TWO,)), outcomes)], race.PEERS, 60)
    assert sheet.markdown().splitlines()[2:] == [
        "| claims | reconcile | brute force | cvc5 | CP-SAT | HiGHS | agree |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        "| two · 2 | 2 ms | 500 ms (250 ×) | > 60 s (> 30,000 ×) | > 8 GB after 10 s (> 5,000 ×) | – | yes |",
    ]


def test_a_report_is_measured_beside_composing_its_file() -> None:
    incident = Incident("small", "3", families.overlapping(3), 3)
    found = scale.report(incident, limit=30, rounds=1)
    assert (found.code, found.exact, found.questions) == (0, 1, 1)
    assert found.composing > found.compose > 0
    assert found.seconds > 0.02
    assert found.megabytes > 10


def test_a_report_as_text_is_measured_too() -> None:
    (incident,) = scale.text([20])
    found = scale.report(incident, limit=30, rounds=1)
    assert (found.code, found.questions) == (0, 0)
    assert found.seconds > 0.02


def test_a_command_is_ended_at_its_limit(capfd: pytest.CaptureFixture[str]) -> None:
    measure(0.1, [sys.executable, "-c", "import time; time.sleep(20)"])
    found = json.loads(capfd.readouterr().out)
    assert found["code"] == scale.ENDED
    assert found["seconds"] < 10


def test_growth_and_limits_are_told() -> None:
    small = Reported(Incident("country", "1,000", "", 1000), 0, 1.0, 40, 0.1, 0.2, 9, 9)
    large = Reported(Incident("country", "2,000", "", 2000), 3, 3.0, 60, 0.2, 0.3, 5, 9)
    ended = Reported(Incident("country", "5,000", "", 5000), scale.ENDED, 120.0, 60, 0.2, 0.3)
    rows = sheets.reports([small, large, ended]).rows
    assert rows[0][3:] == ["5 × (10 ×)", "", "40 MB", "yes"]
    assert rows[1][3:] == ["10 × (15 ×)", "3 × for 2 ×", "60 MB", "5 of 9"]
    assert rows[2][1] == "> 120 s"
    assert rows[2][-1] == "0 of all"


def test_the_command_explains_itself() -> None:
    command = [sys.executable, str(Path(run.__file__)), "--help"]
    assert "--quick" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
