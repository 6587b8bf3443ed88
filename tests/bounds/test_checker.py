"""Every bound goes through the checker, which shares no code with the solver; what is tampered with is refused."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from random_problems import random_problem
from random_strands import random_strands
from tampering import accepted, at, document, serves, walk

import reconcile
from reconcile.bounds import Overlap, Problem, Solver, checker
from reconcile.reports import why as words
from reconcile.studies.why import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tampering import Json

CASES = sorted(path for path in Path("cases").glob("*.yaml") if not path.name.endswith(".decisions.yaml"))


@pytest.mark.parametrize("seed", range(300))
def test_the_bounds_of_random_problems_are_proven(seed: int) -> None:
    random = Random(seed)
    problem = random_problem(random, random.randint(1, 6))
    query = random.randrange(1, 1 << problem.size)
    found = document(problem, query)
    bounds = Solver().solve(problem, query)
    assert tuple(each["value"] for each in found["bounds"]) == bounds.range
    assert len(checker.check(found)) == 2


@pytest.mark.parametrize("seed", range(150))
def test_the_bounds_of_many_sources_are_proven(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(2, 8))
    assert len(checker.check(document(problem, *queries))) == 2 * len(queries)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_bounds_of_the_shipped_cases_are_proven(path: Path) -> None:
    found = words.document(why(reconcile.load(path), reconcile.Options()))
    checked = json.loads(json.dumps(found))
    assert len(checker.check(checked)) == len(checked["bounds"])
    assert checked["bounds"]


@pytest.mark.parametrize(("sizes", "overlaps"), [((4, 5), [(2, 2), (1, 1)]), ((4, 0), [(1, 0)]), ((4, 5), [(3, 2)])])
def test_overlaps_that_exclude_each_other_are_refuted(sizes: tuple[int, int], overlaps: list[tuple[int, int]]) -> None:
    """Two sources say how many two sets share, and differ; or some are shared with a set of nobody."""
    rules = tuple(Overlap(0b11, lo, hi) for lo, hi in overlaps)
    problem = Problem(sizes, sizes, (0, 0), (0, 0), rules)
    found = document(problem, 0b11)
    assert [bound["value"] for bound in found["bounds"]] == [min(sizes), max(sizes)]
    assert len(checker.check(found)) == 2


def _leaves(value: Json) -> Iterator[tuple[Any, ...]]:
    """Yield the way to each number and each text of a document."""
    return (path for path, inner in walk(value) if not isinstance(inner, dict | list))


def _changed(found: Json, path: tuple[Any, ...], value: object) -> Json:
    other = copy.deepcopy(found)
    at(other, path[:-1])[path[-1]] = value
    return other


def _refused(found: object) -> bool:
    return not accepted(found)


QUARREL = Problem((4, 3, 6, 5), (4, 3, 6, 5), (0, 0, 0b0001, 0), (0b1000, 0b1000, 0b1000, 0b0111), firm=0b1000)
"""Four; three that may be among them or not; six that should be within the four; five elsewhere, identified."""


def test_a_bound_beyond_what_is_proven_is_refused() -> None:
    found = document(QUARREL, 0b1111, 0b0011)
    assert len(checker.check(found)) == 4
    for place, bound in enumerate(found["bounds"]):
        for value in (bound["value"] - 1, bound["value"] + 1):
            assert _refused(_changed(found, ("bounds", place, "value"), value))
        other = {"lower": "upper", "upper": "lower"}[bound["end"]]
        assert _refused(_changed(found, ("bounds", place, "end"), other))


def test_every_number_of_a_witness_and_of_a_proof_counts() -> None:
    found = document(QUARREL, 0b1111, 0b0011)
    numbers = 0
    for path in _leaves(found):
        value = at(found, path)
        if isinstance(value, int) and path[0] in {"bounds", "worlds"}:
            numbers += 1
            for other in (value + 1, value - 1, -value if value else 7, str(value) + "x", 0.5, None, 10**30):
                if not serves(found, path, other):
                    assert _refused(_changed(found, path, other)), (path, value, other)
    assert numbers > 20


def test_every_size_that_a_bound_rests_on_counts() -> None:
    """A size moved beyond what the witness has: the world is no world any more."""
    found = document(QUARREL, 0b1111)
    for place, row in enumerate(found["problem"]["sets"]):
        kept = any(row["id"] in world["kept"] for world in found["worlds"])
        for key, value in (("lo", row["lo"] + 1), ("hi", row["hi"] - 1)):
            assert _refused(_changed(found, ("problem", "sets", place, key), value)) or not kept, (row, key)


def test_every_name_is_one_of_a_set() -> None:
    found = document(QUARREL, 0b1111, 0b0011)
    for path in _leaves(found):
        if path[0] in {"bounds", "worlds"}:
            assert _refused(_changed(found, path, "nobody")), path


def test_every_field_is_needed() -> None:
    found = document(QUARREL, 0b1111, 0b0011)
    for path in [path for path, _ in walk(found) if path and isinstance(path[-1], str)]:
        other = copy.deepcopy(found)
        inner = at(other, path[:-1])
        optional = inner[path[-1]] == "yes" and path[-1] == "firm"
        del inner[path[-1]]
        assert _refused(other) or optional, path


def test_parts_of_a_whole_lie_within_it() -> None:
    """A whole of two that is the union of a part of four: where nothing else says so, the two would hold nothing."""
    problem = {
        "sets": [{"id": "whole", "lo": 2, "hi": 2}, {"id": "part", "lo": 4, "hi": 4}],
        "within": [],
        "apart": [],
        "overlaps": [],
        "sums": [{"whole": "whole", "parts": ["part"]}],
    }
    regions = [{"sets": ["whole", "part"], "count": 2}, {"sets": ["part"], "count": 2}]
    worlds = [{"kept": ["whole", "part"], "regions": regions, "left_out": []}]
    weights = {"by": "weights", "weights": [{"sets": ["whole"], "weight": 1}], "total": 2}
    proof = {"by": "kept", "sets": ["whole", "part"], "world": 0, "then": weights}
    bound = {"query": ["whole"], "end": "lower", "value": 2, "witness": 0, "proof": proof}
    found: Json = {"format": checker.FORMAT, "problem": problem, "worlds": worlds, "bounds": [bound]}
    assert _refused(found)
    assert accepted({**found, "problem": {**problem, "sums": []}})


@pytest.mark.parametrize(
    "nonsense", [None, 3, "why", [], {}, {"format": checker.FORMAT}, {"format": "?", "problem": {}, "bounds": []}]
)
def test_what_is_no_document_is_refused(nonsense: object) -> None:
    assert _refused(nonsense)


def test_the_checker_is_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "why.json"
    path.write_text(json.dumps(document(QUARREL, 0b1111)), encoding="utf-8")
    assert checker.main([str(path)]) == 0
    assert capsys.readouterr().out.count("is proven and attained") == 2
    path.write_text("{}", encoding="utf-8")
    assert checker.main([str(path)]) == 1
    assert capsys.readouterr().err.startswith("wrong: ")
    assert checker.main([str(tmp_path / "nothing.json")]) == 1
