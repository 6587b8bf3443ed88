"""What is kept in every world whatever is of the rest: so says the search, and so do bounds that rest on it."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from left_out import left_out_for_no_rival
from random_months import random_month
from random_strands import random_nation

from reconcile.bits import bits
from reconcile.bounds import Clock, Problem, Sense, Solver, holds, solve
from reconcile.bounds.hulls import Hulled, hulled
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import pairs_of, rivals_of, strands_of


def _found(problem: Problem) -> Hulled | None:
    return hulled(problem, problem.everything, Clock(), wide=True)


def _towns(region: int, last_of_region: int, early: tuple[int, ...], late: tuple[int, ...]) -> Problem:
    """A region's figure that holds towns' early ones, later ones of the towns, and a last one of the region."""
    towns = len(early)
    sizes = (region, last_of_region, *early, *late)
    within = [0b10, 0, *(0b11 | 1 << 2 + towns + at for at in range(towns)), *(0 for _ in late)]
    everyone = (1 << 2 + 2 * towns) - 4
    own = [1 << 2 + at | 1 << 2 + towns + at for at in range(towns)]
    apart = (0, 0, *(everyone & ~each for each in own + own))
    return Problem(sizes, sizes, tuple(within), apart, kinds=(0, 0, *range(1, towns + 1), *range(1, towns + 1)))


def test_what_lies_in_a_set_that_is_too_small_is_in_doubt_and_nothing_else() -> None:
    """A region of 8 with towns of 5 and 4 in it; 6 and 7 are dead there later, and 20 in the region."""
    problem = _towns(8, 20, (5, 4), (6, 7))
    found = _found(problem)
    assert found is not None
    assert found.doubted == 0b001101
    first, second = 1 << 2 | 1 << 4, 1 << 3 | 1 << 5
    assert [found.bounds.at_least(town).value for town in (first, second)] == [6, 7]
    assert [found.bounds.at_most(town).value for town in (first, second)] == [6, 7]
    assert all(found.bounds.least_world(town) and found.bounds.most_world(town) for town in (first, second))


def test_a_later_set_must_have_room_for_all_in_doubt() -> None:
    """The region's last figure holds the 5 and 4 too, and is 8 as well: in doubt like the first; a 9 is not."""
    for last, doubted in ((8, 0b001111), (9, 0b001101)):
        found = _found(_towns(8, last, (5, 4), (6, 7)))
        assert found is not None
        assert found.doubted == doubted


def test_what_may_be_kept_beside_all_that_is_sure_may_add_to_a_union() -> None:
    """Where no figure of the region is sure, it holds 8 at most, and 13 dead are in the towns, who may be others."""
    problem = _towns(8, 8, (5, 4), (6, 7))
    found = _found(problem)
    assert found is not None
    assert found.bounds.at_most(0b11).value == 8 + 8
    assert found.bounds.least_world(0b11) is None
    assert found.bounds.most_world(0b11) is None
    true = Solver().solve(problem, problem.everything)
    assert found.bounds.at_least(problem.everything).value <= true.lower.value
    assert found.bounds.at_most(problem.everything).value >= true.upper.value


def test_groups_that_exclude_each_other_are_no_forest() -> None:
    """Children of a region and adults of a town are apart, but the children may be any of the town's people.

    The region's 2 (and later 9) hold two dead of a town, of whom one is adult, an adult of another town, and a child.
    Without the child in it, places alone say what is apart.
    """
    sizes = (2, 9, 1, 2, 1, 1)
    apart = (0, 0, 1 << 5, 1 << 4, 1 << 3 | 1 << 5, 1 << 2 | 1 << 4)
    problem = Problem(sizes, sizes, (0b10, 0, *[0b11] * 4), apart, kinds=(0, 0, 1, 2, 3, 4))
    assert _found(problem) is None
    without_child = replace(problem, within=(*problem.within[:5], 0))
    assert _found(without_child) is not None


def test_what_is_apart_from_a_wider_set_is_so_from_what_it_may_share_with_a_narrower_one() -> None:
    """Four of a town may all be children of the region: then three adults of the town are not among them.

    So the town's 5 have no room for both. The region's 6 are too few for the four and three of another town. With the
    adults in doubt, too, nothing is known, as they and the children exclude each other.
    """
    region, four, other, children, adults, town, elsewhere = range(7)
    sizes = (6, 4, 3, 5, 3, 5, 2)
    within = [0] * 7
    within[four] = 1 << region | 1 << children | 1 << town
    within[other] = within[children] = 1 << region
    within[adults] = 1 << town
    pairs = [(four, other), (adults, children), (adults, other), (town, other)]
    pairs += [(elsewhere, at) for at in (four, other, adults, town)]
    apart = [0] * 7
    for one, two in pairs:
        apart[one] |= 1 << two
        apart[two] |= 1 << one
    problem = Problem(sizes, sizes, tuple(within), tuple(apart), kinds=tuple(range(7)))
    conflicts = Solver().bundle(problem, problem.everything).conflicts
    assert sum(1 << at for at in (four, children, adults, town)) in conflicts
    assert _found(problem) is None
    larger = replace(problem, lo=(*sizes[:5], 7, 2), hi=(*sizes[:5], 7, 2))
    found = _found(larger)
    assert found is not None
    assert found.doubted == sum(1 << at for at in (region, four, other, children))


def test_a_set_of_unknown_size_is_as_large_as_what_lies_within_it() -> None:
    """About four, within a three: if the four within it is kept, it is more than that."""
    region, four, about, other, three, elsewhere = range(6)
    lo, hi = (8, 4, 3, 5, 3, 2), (8, 4, 5, 5, 3, 2)
    within = [0] * 6
    within[four] = 1 << region | 1 << about
    within[about] = 1 << region | 1 << three
    within[other] = 1 << region
    town = [four, about, three]
    apart = [sum(1 << each for each in (other, elsewhere)) if at in town else 0 for at in range(6)]
    apart[other] = sum(1 << at for at in town) | 1 << elsewhere
    apart[elsewhere] = apart[other] & ~(1 << elsewhere) | 1 << other
    problem = Problem(lo, hi, tuple(within), tuple(apart), kinds=(0, 1, 1, 2, 3, 4))
    assert sum(1 << at for at in (four, about, three)) in Solver().bundle(problem, problem.everything).conflicts
    found = _found(problem)
    assert found is not None
    assert found.doubted >> three & 1
    assert not found.doubted >> elsewhere & 1


ONCE_WRONG = [
    Problem((9, 6, 1, 5, 8), (9, 15, 10, 5, 12), (0, 17, 16, 4, 1), (0, 4, 2, 0, 0), kinds=(0, 2, 3, 4, 5)),
    Problem(
        (8, 5, 4, 1, 5, 6, 2),
        (8, 5, 4, 10, 5, 6, 2),
        (0, 1, 1, 33, 8, 0, 32),
        (0, 4, 10, 68, 0, 0, 8),
        kinds=tuple(range(7)),
    ),
]


@pytest.mark.parametrize("problem", ONCE_WRONG)
def test_what_lies_within_a_set_of_unknown_size_may_be_apart_from_less(problem: Problem) -> None:
    """A set of about so many holds all of one that is not said to be apart from what it is apart from itself."""
    found = _found(problem)
    groups = Solver().bundle(problem, problem.everything).groups
    assert groups is not None
    if found is not None:
        assert all(not (problem.everything & ~found.doubted) & ~group for group in groups)


def test_what_is_firm_is_not_in_doubt() -> None:
    problem = _towns(8, 20, (5, 4), (6, 7))
    assert _found(replace(problem, firm=1)) is None
    assert _found(replace(problem, firm=1 << 1)) is not None


def test_where_all_is_in_doubt_nothing_is_known() -> None:
    problem = _towns(8, 8, (5, 4), (6, 7))
    all_within = (0b10, 0, *[0b11] * 4)
    assert _found(replace(problem, within=all_within)) is None


def test_figures_of_one_day_that_nobody_calls_the_later_are_in_doubt_with_what_lies_within_them() -> None:
    """A town's 5 and 6 of one source and day, with a 4 within both; another source's 5 is the same as either.

    The 6 does not fit that, and may or may not share with the 5 of its source. Of another town all is known.
    """
    sizes = (4, 5, 6, 5, 7)
    within = (0b1110, 0b1000, 0b1000, 0b0110, 0)
    apart = (*[1 << 4] * 4, 0b1111)
    problem = Problem(sizes, sizes, within, apart, kinds=(0, 0, 0, 0, 1))
    assert strands_of(problem, problem.everything) is None
    found = _found(problem)
    assert found is not None
    assert found.doubted == 0b1111
    assert found.bounds.at_least(1 << 4).value == found.bounds.at_most(1 << 4).value == 7
    assert found.bounds.least_world(1 << 4)
    assert list(pairs_of(rivals_of(problem, problem.everything))) == [1 << 2 | 1 << 3]


def test_the_solver_knows_what_is_sure_where_it_does_not_know_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = _towns(8, 8, (5, 4), (6, 7))
    monkeypatch.setattr(solve, "LARGE", 2)
    monkeypatch.setattr(solve, "TOO_LARGE", 2)
    monkeypatch.setattr("reconcile.bounds.doubting.doubt", lambda _strands, _tick: None)
    town = Solver().solve(problem, 1 << 2 | 1 << 4)
    assert (town.lower.value, town.upper.value) == (6, 6)
    assert town.lower.proven
    assert town.upper.proven
    region = Solver().solve(problem, 0b11)
    assert not region.lower.proven
    assert not region.upper.proven
    monkeypatch.undo()
    true = Solver().solve(problem, 0b11)
    assert region.lower.value <= true.lower.value <= true.upper.value <= region.upper.value


@pytest.mark.parametrize("block", range(4))
def test_so_says_the_search(block: int) -> None:
    """In each maximal kept group, what is left out for a rival aside. So do bounds, and worlds as far as they go."""
    found = attained = strays = 0
    for seed in range(1200 + block * 150, 1350 + block * 150):
        problem, queries = _random(Random(seed))
        strands = strands_of(problem, problem.everything)
        strays += strands is None
        if strands is not None and StrandBounds(strands, Clock()).sound:
            continue
        known = _found(problem)
        if known is None:
            continue
        found += 1
        bundle = Solver().bundle(problem, problem.everything)
        assert bundle.groups is not None
        sure = problem.everything & ~known.doubted
        assert not left_out_for_no_rival(known.bounds.strands, sure, bundle.groups), seed
        attained += sum(_hold_against_the_search(problem, known.bounds, query, seed) for query in queries)
    assert found > 10
    assert attained > 10
    assert strays > 3


def _random(random: Random) -> tuple[Problem, list[int]]:
    """Return a random problem in which figures often are too small, or have nothing to do with each other."""
    if random.random() < 0.3:
        return random_nation(random, random.randint(6, 10))
    problem, queries = random_month(random, random.randint(6, 10), last=random.random() < 0.5)
    if random.random() < 0.5:
        return problem, queries
    lo = tuple(max(1, round(size * random.uniform(0.4, 1.6))) for size in problem.lo)
    hi = tuple(low + most - least for low, least, most in zip(lo, problem.lo, problem.hi, strict=True))

    def fits(one: int, outer: int) -> bool:
        return lo[one] <= hi[outer] or problem.kinds[one] == problem.kinds[outer]

    within = (
        sum(1 << outer for outer in bits(around) if fits(one, outer)) for one, around in enumerate(problem.within)
    )
    return replace(problem, lo=lo, hi=hi, within=tuple(within)), queries


def _hold_against_the_search(problem: Problem, bounds: StrandBounds, query: int, seed: int) -> int:
    """Hold bounds against the search; return how many are attained."""
    true, attained = Solver().solve(problem, query), 0
    ends = [
        (Sense.LEAST, bounds.at_least(query).value, bounds.least_world(query), true.lower.value),
        (Sense.GREATEST, bounds.at_most(query).value, bounds.most_world(query), true.upper.value),
    ]
    for sense, value, attain, proven in ends:
        assert value * sense <= proven * sense, (seed, sense)
        if attain is not None:
            attained += 1
            assert value == proven, (seed, sense)
            assert holds(problem, attain.world)
            assert attain.world.union(query) == value
    for gone in bits(bounds.rivalled):
        without = Solver().solve(problem.without(gone), query)
        assert bounds.least_without(query, gone) in (None, without.lower.value), (seed, gone)
        assert bounds.most_without(query, gone) in (None, without.upper.value), (seed, gone)
    return attained
