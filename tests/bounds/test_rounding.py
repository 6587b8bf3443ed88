"""What HiGHS suggests is rounded, checked, and not believed where it is wrong."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING

import oracle
import pytest
from random_problems import random_problem

from reconcile.bounds import Clock, OutOfTimeError, Solver, holds, program, rounding
from reconcile.bounds.rounding import Rounded
from reconcile.bounds.simplex import Simplex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reconcile.bounds import Problem


@pytest.fixture
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    """However small a program is, HiGHS is asked."""
    monkeypatch.setattr(program, "_FEW", 0)


def _hold_against_the_definition(seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        problem = random_problem(random, random.choice((3, 4, 5)), 3)
        query = random.randint(1, problem.everything)
        found = Solver().solve(problem, query)
        assert found.range == oracle.bounds(problem, query), seed
        for end in (found.lower, found.upper):
            assert end.world is not None
            assert holds(problem, end.world)
            assert end.world.union(query) == end.value


@pytest.mark.usefixtures("_always")
@pytest.mark.parametrize("block", range(4))
def test_bounds_are_those_of_the_definition(block: int) -> None:
    _hold_against_the_definition(range(block * 100, block * 100 + 100))


WRONG: dict[str, Callable[[list[int]], list[int]]] = {
    "too much": lambda numbers: [number + 1 for number in numbers],
    "nothing": lambda numbers: [0 for _ in numbers],
    "the other way round": lambda numbers: [-number for number in numbers],
}


@pytest.mark.usefixtures("_always")
@pytest.mark.parametrize("wrong", WRONG)
def test_where_highs_is_wrong_the_program_is_solved_exactly(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = rounding._in_units

    def misread(numbers: Sequence[float], *digits: int) -> object:
        units = right(numbers, *digits)
        return rounding._Units(WRONG[wrong](list(units.numbers)), units.unit)

    monkeypatch.setattr(rounding, "_in_units", misread)
    _hold_against_the_definition(range(60))


def _two_rows() -> Rounded:
    """Of three columns one stands in the first row, one in the second, one in both; each of them costs -1."""
    rounded = Rounded(lambda _: -1)
    for row in (0b01, 0b10):
        rounded.add(row)
    for name in (0b01, 0b10, 0b11):
        rounded.know(name)
    return rounded


def _nothing_better(weights: Sequence[int], unit: int) -> list[int]:
    """Price no further column."""
    del weights, unit
    return []


def test_weights_prove_the_optimum() -> None:
    rounded = _two_rows()
    rounded.bound(0, 2, 3)
    rounded.bound(1, 1, 1)
    assert rounded.make_feasible(_nothing_better)
    rounded.minimise(_nothing_better)
    assert rounded.value == -4
    assert rounded.columns == {0b01: 3, 0b10: 1}
    assert rounded.weights == [-1, -1]  # 3 and 1 at most


def test_weights_prove_that_there_is_nothing() -> None:
    rounded = _two_rows()
    rounded.add(0b11)
    rounded.bound(0, 0, 1)
    rounded.bound(2, 2, 3)
    assert not rounded.make_feasible(_nothing_better)
    ends = [(0, 1), (0, 0), (2, 3)]
    total = sum(weight * (lo if weight > 0 else hi) for weight, (lo, hi) in zip(rounded.weights, ends, strict=True))
    assert total > 0
    assert all(
        sum(weight for weight, row in zip(rounded.weights, (name & 1, name & 2, name == 3), strict=True) if row) <= 0
        for name in (0b01, 0b10, 0b11)
    )


def _halves() -> Rounded:
    """Each two of three rows share a column: half of each fills them."""
    rounded = Rounded(lambda _: 1)
    for row in (0b001, 0b010, 0b100):
        rounded.add(row)
    for name in (0b011, 0b101, 0b110):
        rounded.know(name)
    for row in range(3):
        rounded.bound(row, 1, 1)
    assert rounded.make_feasible(_nothing_better)
    return rounded


def test_what_weights_prove_stands_where_fractions_are_too_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a large program; it is not as good as that where the columns would be whole, or cost something else."""
    monkeypatch.setattr(rounding, "_MOST_EXACT", 1)
    monkeypatch.setattr(Rounded, "_use", lambda _: False)
    rounded = _halves()
    rounded.minimise(_nothing_better, enough=5)
    assert rounded.value == Fraction(3, 2)
    assert sum(rounded.weights) == Fraction(3, 2)
    monkeypatch.setattr(Rounded, "_total", lambda *_: Fraction(1))
    with pytest.raises(OutOfTimeError):
        rounded.minimise(_nothing_better)


def test_fractions_come_out_as_such() -> None:
    rounded = _halves()
    rounded.minimise(_nothing_better)
    assert rounded.value == Fraction(3, 2)
    assert set(rounded.columns.values()) == {Fraction(1, 2)}


def test_numbers_too_large_for_floating_point_are_exact() -> None:
    rounded = _two_rows()
    rounded.bound(0, 0, 10**400)
    rounded.bound(1, 0, 1)
    assert rounded.make_feasible(_nothing_better)
    rounded.minimise(_nothing_better)
    assert rounded.value == -(10**400) - 1


def test_noise_is_no_number_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    """A millionth of an element too many is what HiGHS thinks that its tolerance allows."""
    rounded = _two_rows()
    rounded.bound(0, 2, 3)
    rounded.bound(1, 1, 1)
    assert rounded.make_feasible(_nothing_better)
    exactly = list(rounded._highs.getSolution().col_value)
    noisy = SimpleNamespace(col_value=[value + 1e-6 for value in exactly])
    monkeypatch.setattr(rounded._highs, "getSolution", lambda: noisy)
    assert rounded._use()
    assert rounded.columns == {name: value for name, value in zip((0b01, 0b10, 0b11), exactly, strict=True) if value}


def test_a_large_program_that_is_not_proven_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounding, "_MOST_EXACT", 1)
    monkeypatch.setattr(Rounded, "_use", lambda _: False)
    rounded = _two_rows()
    rounded.bound(0, 2, 3)
    assert rounded.make_feasible(_nothing_better)
    with pytest.raises(OutOfTimeError):
        rounded.minimise(_nothing_better)


def test_the_exact_program_ends_when_the_time_is_over() -> None:
    clock = Clock()
    clock.stop()
    simplex = Simplex(lambda _: -1, clock.tick)
    simplex.add(0b1)
    simplex.know(0b1)
    simplex.bound(0, 0, 1)
    with pytest.raises(OutOfTimeError):
        simplex.minimise(_nothing_better)


def test_highs_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Reports go where it would say who it is."""
    test_weights_prove_the_optimum()
    test_weights_prove_that_there_is_nothing()
    assert capfd.readouterr() == ("", "")


def test_where_nothing_is_large_highs_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(_: object) -> None:
        pytest.fail("asked for")

    monkeypatch.setattr(rounding, "Rounded", loaded)
    problem: Problem = random_problem(Random(1), 5, 3)
    assert Solver().solve(problem, problem.everything).range == oracle.bounds(problem, problem.everything)
