"""The engine against the slow definition, and the laws that hold at any size."""

from __future__ import annotations

from random import Random

import oracle
import pytest
from random_problems import random_problem
from random_strands import random_strands
from tasks import hidden_world

from reconcile.bounds import Clock, Overlap, Problem, Sense, Solver, Sum, bits, holds, simplex
from reconcile.bounds.heaviest import Shape, heaviest
from reconcile.bounds.kept import conflicts, kept_groups
from reconcile.bounds.reduction import reduce
from reconcile.bounds.regions import regions_of


def free(*sizes: int) -> Problem:
    """Sets of these sizes of which nothing else is known."""
    return Problem(sizes, sizes, (0,) * len(sizes), (0,) * len(sizes))


def test_two_free_sets_share_all_or_nothing() -> None:
    assert Solver().solve(free(4, 3), 0b11).range == (4, 7)


def test_a_part_adds_nothing() -> None:
    assert Solver().solve(free(4, 3).with_within(1, 0), 0b11).range == (4, 4)


def test_apart_sets_add_up() -> None:
    assert Solver().solve(free(4, 3).with_apart(0, 1), 0b11).range == (7, 7)


def test_a_known_overlap_is_counted_once() -> None:
    problem = Problem((31, 4), (31, 4), (0, 0), (0, 0), (Overlap(0b11, 3, 3),))
    assert Solver().solve(problem, 0b11).range == (32, 32)


def test_a_whole_is_its_parts() -> None:
    problem = Problem((0, 28, 2), (99, 28, 2), (0, 1, 1), (0, 4, 2), sums=(Sum(0, 0b110),))
    assert Solver().solve(problem, 0b1).range == (30, 30)


def test_sets_that_must_be_equal_but_are_not_take_turns() -> None:
    same = free(4, 6).with_within(0, 1).with_within(1, 0)
    assert Solver().solve(same, 0b11).range == (4, 6)


def test_a_firm_set_is_kept_first() -> None:
    problem = Problem((5, 4), (5, 4), (2, 0), (0, 0), firm=0b01)
    assert Solver().solve(problem, 0b11).range == (5, 5)


def test_elements_are_whole() -> None:
    # Five sets of one element, each apart from the next but one: 2.5 elements would do, were there halves.
    apart = tuple(1 << (one + 2) % 5 | 1 << (one + 3) % 5 for one in range(5))
    assert Solver().solve(Problem((1,) * 5, (1,) * 5, (0,) * 5, apart), 0b11111).range == (3, 5)


@pytest.mark.parametrize("block", range(14))
def test_bounds_and_witnesses_are_those_of_the_definition(block: int) -> None:
    for seed in range(block * 150, block * 150 + 150):
        random = Random(seed)
        size = random.choice((2, 3, 4, 4, 5))
        problem = random_problem(random, size, 4 if size < 5 else 3)
        query = random.randint(1, problem.everything)
        expected = oracle.bounds(problem, query)
        found = Solver().solve(problem, query)
        assert found.range == expected, seed
        assert (found.lower.world, found.upper.world) != (None, None)
        for end in (found.lower, found.upper):
            assert end.world is not None
            assert end.world.union(query) == end.value


@pytest.mark.parametrize("block", range(4))
def test_conflicts_and_kept_groups_are_those_of_the_definition(block: int) -> None:
    for seed in range(block * 60, block * 60 + 60):
        random = Random(seed)
        problem = random_problem(random, random.randint(2, 5), 3)
        found = conflicts(problem, problem.everything, Solver().feasible, Clock())
        assert found == oracle.smallest_conflicts(problem), seed
        assert kept_groups(problem, problem.everything, found, Clock()) == oracle.kept_groups(problem), seed


@pytest.mark.parametrize("seed", range(300))
def test_a_reduced_problem_has_the_same_bounds_and_its_worlds_lift(seed: int) -> None:
    random = Random(seed)
    problem = random_problem(random, random.randint(2, 4), 3)
    query = random.randint(1, problem.everything)
    unions = oracle.unions(problem, problem.everything, query)
    reduction = reduce(problem, problem.everything, query)
    if reduction is None:
        assert not unions
        return
    smaller = oracle.unions(reduction.problem, reduction.problem.everything, reduction.query)
    assert (bool(smaller), min(smaller, default=0), max(smaller, default=0)) == (
        bool(unions),
        min(unions, default=0),
        max(unions, default=0),
    )


@pytest.mark.parametrize("seed", range(40))
def test_larger_problems_have_witnesses_that_recount(seed: int) -> None:
    random = Random(seed)
    problem = random_problem(random, 12, 40)
    found = Solver().solve(problem, problem.everything)
    for end in (found.lower, found.upper):
        assert end.proven
        assert end.world is not None
        assert holds(problem, end.world)
        assert end.world.union(problem.everything) == end.value


@pytest.mark.parametrize("seed", range(60))
def test_numbering_sets_otherwise_changes_no_bound(seed: int) -> None:
    random = Random(seed)
    problem = random_problem(random, 5, 9)
    order = random.sample(range(5), 5)

    def moved(group: int) -> int:
        return sum(1 << order[one] for one in range(5) if group >> one & 1)

    where = sorted(range(5), key=lambda one: order[one])
    renumbered = Problem(
        tuple(problem.lo[one] for one in where),
        tuple(problem.hi[one] for one in where),
        tuple(moved(problem.within[one]) for one in where),
        tuple(moved(problem.apart[one]) for one in where),
        tuple(Overlap(moved(rule.sets), rule.lo, rule.hi) for rule in problem.overlaps),
        tuple(Sum(order[rule.whole], moved(rule.parts)) for rule in problem.sums),
        moved(problem.firm),
    )
    query = random.randint(1, 31)
    assert Solver().solve(problem, query).range == Solver().solve(renumbered, moved(query)).range


def test_without_time_a_bound_is_never_called_proven() -> None:
    random = Random(1)
    problem = random_problem(random, 14, 40)
    exact = Solver().solve(problem, problem.everything)
    hurried = Solver(Clock(0)).solve(problem, problem.everything)
    for end, sense in ((hurried.lower, Sense.LEAST), (hurried.upper, Sense.GREATEST)):
        true = exact.lower.value if sense is Sense.LEAST else exact.upper.value
        assert end.proven or end.world is None
        assert end.value * sense <= true * sense


def test_twenty_two_sets_that_may_all_overlap() -> None:
    sizes = tuple(range(3, 25))
    assert Solver().solve(free(*sizes), (1 << 22) - 1).range == (24, sum(sizes))


def tangled(random: Random, size: int, people: int) -> Problem:
    """Sets that are counted in a hidden world of so many elements, with most of their overlaps."""
    lives = [random.randrange(1, 1 << size) for _ in range(people)]
    lo = tuple(sum(life >> one & 1 for life in lives) for one in range(size))
    hi = tuple(low + random.choice((0, 0, 1)) for low in lo)
    overlaps = []
    for one in range(size):
        for other in range(one):
            both = 1 << one | 1 << other
            shared = sum(life & both == both for life in lives)
            if random.random() < 0.7:
                overlaps.append(Overlap(both, shared, shared + random.choice((0, 0, 1))))
    return Problem(lo, hi, (0,) * size, (0,) * size, tuple(overlaps))


@pytest.mark.parametrize("patience", [60, -1])
@pytest.mark.parametrize("seed", range(15))
def test_many_known_overlaps_have_the_bounds_of_the_definition(
    seed: int, patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(simplex, "_PATIENCE", patience)  # with none, every choice is the one against circles
    problem = tangled(Random(seed), 4, 5)
    assert Solver().solve(problem, problem.everything).range == oracle.bounds(problem, problem.everything)


def test_of_each_family_a_region_is_found() -> None:
    """Two sets of one town, one of another, and one of their country; on the way, only one of the first town."""
    problem = Problem((9,) * 4, (9,) * 4, (0b1000,) * 3 + (0,), (0b100, 0b100, 0b011, 0))
    weights = {0b0001: 2, 0b0010: 3, 0b0100: 4, 0b1000: -1}
    found = heaviest(Shape(regions_of(problem)), weights, 0, 0, Clock().tick)
    assert found == [(0b1011, 4), (0b1100, 3), (0b1010, 2)]
    assert not heaviest(Shape(regions_of(problem)), weights | {0b1000: -9}, 0, 0, Clock().tick)


def test_twenty_four_tangled_sets_are_solved() -> None:
    problem = hidden_world(Random(24), 24)
    assert Solver(Clock(30)).solve(problem, problem.everything).range == (53, 290)


@pytest.mark.parametrize("places", [False, True])
@pytest.mark.parametrize("seed", range(150))
def test_the_heaviest_region_is_that_of_the_definition(seed: int, *, places: bool) -> None:
    """Also among places within places, where all regions are of some branch."""
    random = Random(seed)
    problem = random_strands(random, 9)[0] if places else random_problem(random, 6)
    groups = random.sample(range(1, problem.everything + 1), 12) + [1 << one for one in range(problem.size)]
    weights = {group: random.randint(-9, 9) for group in groups}
    query, bonus = random.randint(0, problem.everything), random.randint(-9, 9)
    regions = regions_of(problem)
    possible = [
        region
        for region in range(1, problem.everything + 1)
        if all(not regions.closed[one] & ~region for one in bits(region))
        and not regions.clash(region)
        and regions.complete(region)
    ]

    def weight(region: int) -> int:
        gained = sum(gain for group, gain in weights.items() if not group & ~region)
        return gained + (bonus if region & query else 0)

    found = heaviest(Shape(regions), weights, query, bonus, Clock().tick)
    most = max(map(weight, possible), default=0)
    assert [each for _, each in found[:1]] == ([most] if most > 0 else [])
    assert all(region in possible and weight(region) == each > 0 for region, each in found)
