"""Proofs with every kind of step, and every small change to them: what is false is refused, and so is what proves it.

The judge of a changed statement, and of a changed world, is the slow definition (`oracle`).
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import oracle
import pytest
from random_cases import random_case
from random_problems import random_problem
from tampering import accepted, at, changes, document, group, problem_of, ruling, serves, walk, world_of

import reconcile
from reconcile.bounds import Overlap, Problem, Sum, checker, holds
from reconcile.reports import why as words
from reconcile.studies import why

if TYPE_CHECKING:
    from pathlib import Path

    from tampering import Json

CHOICE, OTHER_WORLD, VOID, PARTS, FIRM = 3030, 2225, 2596, 1695, 458
"""Seeds of random problems whose proofs are short and have these steps."""


def halves(at: int, *around: int) -> tuple[list[int], list[int], list[Sum]]:
    """Three sets, apart, each two of which make up a fourth of one element: each could only hold half an element."""
    first, second, third = at, at + 1, at + 2
    wholes = (at + 3, at + 4, at + 5)
    outer = sum(1 << one for one in around)
    pairs = ((first, second), (first, third), (second, third))
    sums = [Sum(whole, 1 << one | 1 << two) for whole, (one, two) in zip(wholes, pairs, strict=True)]
    within = [outer | sum(1 << rule.whole for rule in sums if rule.parts >> one & 1) for one in (first, second, third)]
    apart = [0b111 << at & ~(1 << one) for one in (first, second, third)]
    return [*within, outer, outer, outer], [*apart, 0, 0, 0], sums


def one_triangle() -> Problem:
    """Such sets, where each fourth must hold one element: not all can be kept, though half elements would do."""
    within, apart, sums = halves(0)
    return Problem((0, 0, 0, 1, 1, 1), (1,) * 6, tuple(within), tuple(apart), sums=tuple(sums))


def two_overlaps() -> Problem:
    """Two sets that share two elements, and one: they cannot both be kept."""
    return Problem((4, 5), (4, 5), (0, 0), (0, 0), (Overlap(0b11, 2, 2), Overlap(0b11, 1, 1)))


def two_triangles() -> Problem:
    """Twice such sets in one container, where nothing need hold an element: at most two of three halves of one."""
    within, apart, sums = halves(0, 12)
    more_within, more_apart, more_sums = halves(6, 12)
    rules = (*within, *more_within, 0), (*apart, *more_apart, 0)
    return Problem((0,) * 13, (1,) * 12 + (9,), *rules, sums=(*sums, *more_sums))


def a_detour() -> Problem:
    """One set lies within another by way of a third only, so it must be known that this one is kept, too."""
    within, apart = (64, 48, 32, 32, 32, 0, 32), (30, 1, 9, 21, 9, 0, 0)
    return Problem((1, 1, 3, 2, 3, 4, 1), (1, 1, 3, 4, 3, 5, 1), within, apart)


@cache
def proven(name: str) -> str:
    """Return a document by the name of its problem, as text: it stays as it is."""
    if name == "one triangle":
        return json.dumps(document(one_triangle(), 0b111111))
    if name == "two triangles":
        return json.dumps(document(two_triangles(), 0b111000111))
    if name == "a detour":
        return json.dumps(document(a_detour(), 0b11110))
    if name == "two overlaps":
        return json.dumps(document(two_overlaps(), 0b11))
    random = Random(int(name))
    size = random.choice((3, 4, 5))
    problem = random_problem(random, size, 3)
    return json.dumps(document(problem, random.randint(1, problem.everything)))


SMALL = [*(str(seed) for seed in (CHOICE, OTHER_WORLD, VOID, PARTS, FIRM)), "two overlaps", "a detour"]
ALL = [*SMALL, "one triangle", "two triangles"]


def test_every_kind_of_step_is_tried() -> None:
    steps: Counter[str] = Counter()
    for name in ALL:
        for _, value in walk(json.loads(proven(name))):
            if isinstance(value, dict) and "by" in value:
                void = value["by"] == "kept" and "then" not in value
                steps[value["by"]] += 1
                steps.update(({"kept firm"} if "firm" in value else set()) | ({"void"} if void else set()))
            elif isinstance(value, str) and "/" in value:
                steps["fraction"] += 1
    expected = {"weights", "impossible", "split", "choose", "kept", "parts"}
    assert set(steps) == expected | {"kept firm", "void", "fraction"}


@pytest.mark.parametrize("name", ALL)
def test_whatever_is_changed_in_a_proof_is_refused(name: str) -> None:
    found = json.loads(proven(name))
    assert accepted(found)
    tried = 0
    proofs: list[tuple[str | int, ...]] = [("bounds", place, "proof") for place in range(len(found["bounds"]))]
    for place, world in enumerate(found["worlds"]):
        proofs += [("worlds", place, "left_out", one) for one in range(len(world.get("left_out", ())))]
    for beginning in proofs:
        for path, value, changed in changes(found, beginning):
            tried += 1
            assert not accepted(changed) or _as_good(found, path, value), (path, value)
    assert tried > 50


def _as_good(found: Json, path: tuple[str | int, ...], value: Json) -> bool:
    """Whether a change makes another proof of the same: nothing else may be accepted."""
    match path[-1]:
        case "world":
            return serves(found, path, value)
        case "by":
            return bool(at(found, path) == "impossible" and value == "weights")  # it proves the bound, too
        case int() if path[-2] == "sets" and value is not None:  # a set as large is weighed
            one, other = (
                {**row, "id": ""} for row in found["problem"]["sets"] if row["id"] in (at(found, path), value)
            )
            return bool(one["lo"] == other["lo"] or one["hi"] == other["hi"])
    return False


@pytest.mark.parametrize("name", SMALL)
def test_a_changed_statement_is_refused_unless_it_is_true(name: str) -> None:
    found = json.loads(proven(name))
    for beginning in (
        ("problem",),
        *((("bounds", place, key)) for place in (0, 1) for key in ("query", "end", "value")),
    ):
        for path, value, changed in changes(found, beginning):
            if accepted(changed):
                for bound in changed["bounds"]:
                    least, most = oracle.bounds(problem_of(changed), group(changed, bound["query"]))
                    assert bound["value"] == {"lower": least, "upper": most}[bound["end"]], (path, value)


@pytest.mark.parametrize("name", SMALL)
def test_a_changed_witness_is_refused_unless_it_is_one(name: str) -> None:
    found = json.loads(proven(name))
    kept_groups = oracle.kept_groups(problem_of(found))
    for place, listed in enumerate(found["worlds"]):
        attaining = [bound for bound in found["bounds"] if bound["witness"] == place]
        for path, value, changed in changes(found, ("worlds", place)):
            if "left_out" not in path and accepted(changed):
                world = world_of(changed, place)
                assert holds(ruling(found, place), world), (path, value)
                assert world.kept in kept_groups or "left_out" not in listed, (path, value)
                assert all(world.union(group(found, bound["query"])) == bound["value"] for bound in attaining)


@pytest.mark.parametrize("block", range(5))
def test_the_bounds_of_random_cases_are_proven(block: int, tmp_path: Path) -> None:
    proofs = 0
    for seed in range(block * 20, block * 20 + 20):
        path = tmp_path / "case.yaml"
        path.write_text(random_case(Random(seed)), encoding="utf-8")
        try:
            case = reconcile.load(path)
        except reconcile.CaseError:
            continue  # chance made its links contradict its scopes
        explained = why(case, reconcile.Options())
        found = json.loads(json.dumps(words.document(explained)))
        report = reconcile.report(case)
        ends = [end for toll in report.questions if toll.lower is not None for end in (toll.lower, toll.upper)]
        assert [bound["value"] for bound in found["bounds"]] == ends
        proofs += len(checker.check(found))
        assert all(bound["text"].startswith("At ") for bound in found["bounds"])
    assert proofs > 50


def _with(key: str, value: object) -> Json:
    return {**json.loads(proven(str(CHOICE))), key: value}


@pytest.mark.parametrize(
    "value",
    [
        {"sets": [{"id": "a", "lo": 1.0, "hi": 1}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": True, "hi": 1}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": -1, "hi": 1}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": 1, "hi": 10**40}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": ["a"], "lo": 1, "hi": 1}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": 1, "hi": 1}] * 2, "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": 1, "hi": 1, "firm": True}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [{"id": "a", "lo": 1, "hi": 1, "more": 1}], "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": {}, "within": [], "apart": [], "overlaps": [], "sums": []},
        {"sets": [], "within": [[[]]], "apart": [], "overlaps": [], "sums": []},
        {"sets": [], "within": [], "apart": [[["a"]]], "overlaps": [], "sums": []},
        {"sets": [], "within": [], "apart": [], "overlaps": [{"sets": [], "lo": 0, "hi": 0}], "sums": []},
        {"sets": [], "within": [], "apart": [], "overlaps": [], "sums": [{"whole": {}, "parts": []}]},
    ],
)
def test_a_malformed_problem_is_refused(value: object) -> None:
    assert not accepted(_with("problem", value))


@pytest.mark.parametrize("key", ["end", "by", "sets", "weight", "total", "query", "value", "kept", "regions", "world"])
@pytest.mark.parametrize("value", [None, [], {}, [[]], [{}], "", "1/0", "1/1", "2/4", " 1/2", "1e1", 0.5, float("nan")])
def test_nothing_that_is_malformed_gets_past_or_raises(key: str, value: object) -> None:
    found = json.loads(proven(str(OTHER_WORLD)))
    places = [path for path, _ in walk(found) if path and path[-1] == key]
    assert places
    for path in places:
        at(found, path[:-1])[key] = value
        assert not accepted(found), path
        found = json.loads(proven(str(OTHER_WORLD)))


def test_names_stand_in_their_order() -> None:
    found = json.loads(proven(str(CHOICE)))
    kept = found["worlds"][found["bounds"][0]["witness"]]["kept"]
    assert len(kept) > 1
    kept.reverse()
    assert not accepted(found)


def test_what_is_nested_without_end_is_refused() -> None:
    found = json.loads(proven(str(CHOICE)))
    proof = found["bounds"][0]["proof"]
    for _ in range(5_000):
        proof = {"by": "split", "sets": ["s0"], "at_most": 1, "fewer": proof, "more": proof}
    found["bounds"][0]["proof"] = proof
    assert not accepted(found)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 10_000, b"{", b'{"format": 1' + b"0" * 5_000 + b"}", b"null"])
def test_a_file_that_is_none_of_ours_is_refused_in_a_line(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "why.json"
    path.write_bytes(content)
    assert checker.main([str(path)]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n"), told.err[:7]) == ("", 1, "wrong: ")


def test_without_a_file_the_checker_tells_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert checker.main([]) == 1
    assert capsys.readouterr().err.startswith("usage: ")
