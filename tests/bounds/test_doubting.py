"""What too small sets put in doubt: all else is kept in every world, and bounds that rest on that are the true ones."""

from __future__ import annotations

from random import Random

import pytest
from left_out import left_out_for_no_rival
from random_months import random_month

from reconcile.bounds import Clock, Problem, Sense, Solver, holds
from reconcile.bounds.doubting import doubt
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import Strands, strands_of


def _strands(problem: Problem, aside: int = 0, unsure: int = 0) -> Strands:
    strands = strands_of(problem, problem.everything & ~aside, unsure & ~aside)
    assert strands is not None
    return strands


def _region(size: int, *towns: int, last: int | None = None) -> Problem:
    """A region's figure, towns' figures within it, and of each a last figure: of the towns of twice as many."""
    sizes = (size, *towns, last or 2 * sum(towns), *(2 * town for town in towns))
    count = len(towns) + 1
    everything = (1 << 2 * count) - 1
    within = [1 << count, *(1 | 1 << count | 1 << count + at for at in range(1, count))]
    within += [0, *(1 << count for _ in towns)]
    ours = [1 << at | 1 << count + at for at in range(count)]
    apart = [0 if not at % count else everything & ~ours[0] & ~ours[at % count] for at in range(2 * count)]
    return Problem(sizes, sizes, tuple(within), tuple(apart), kinds=(*range(count), *range(count)))


def test_the_set_and_what_may_give_way_to_it_are_in_doubt() -> None:
    """Towns of 5, 4 and 1 in a region of 8: either of the larger ones may give way, and the small one too."""
    found = doubt(_strands(_region(8, 5, 4, 1)), Clock().tick)
    assert found is not None
    assert found.sets == 0b1111
    assert found.aside == 0b0001


def test_what_would_have_to_give_way_no_further_is_not() -> None:
    """An earlier figure of 3 of the town of 5, in a region of 8 with another of 4: without the 5 there is room."""
    problem = _region(8, 5, 4)
    three = problem.size
    inner = problem.within[1] | 1 << 1
    problem = Problem(
        (*problem.lo, 3),
        (*problem.hi, 3),
        (*problem.within, inner),
        (*(apart | (apart >> 1 & 1) << three for apart in problem.apart), problem.apart[1]),
        kinds=(*problem.kinds, problem.kinds[1]),
    )
    found = doubt(_strands(problem), Clock().tick)
    assert found is not None
    assert not found.sets >> three & 1
    assert found.sets == 0b0111


def test_where_nothing_is_too_small_nothing_is_in_doubt() -> None:
    found = doubt(_strands(_region(9, 5, 4)), Clock().tick)
    assert found is not None
    assert found == (0, 0)


def test_a_last_figure_that_is_too_small_may_add_to_the_union() -> None:
    """Region of 17 with towns of 10 and 8 in it: nothing sure would hold it if it was kept."""
    problem = _region(9, 5, 4, last=17)
    found = doubt(_strands(problem), Clock().tick)
    assert found is not None
    assert found.aside == 1 << 3
    around = StrandBounds(_strands(problem, found.aside, found.sets), Clock(), found.aside)
    region = 1 << 0 | 1 << 3
    assert around.at_most(region).value >= 17
    assert around.most_world(region) is None
    assert around.at_least(region).value == 9
    assert around.least_world(region) is not None


def test_parts_that_may_share_do_not_add_up() -> None:
    """A region's one dead may be one of three children of a town: with both kept, others can be pushed out.

    Region (0-2), country (3, 4), one town (5, 6), children of another (7). The country's 3, the children and the
    region's first figure fit together, but with the region's second figure, the same one, not with the other town.
    """
    within = (0b11110, 0b10000, 0b00010, 0b10000, 0, 0b10110, 0b111111, 0b11000)
    lo, hi = (1, 1, 1, 3, 5, 1, 1, 3), (1, 1, 2, 3, 5, 1, 1, 3)
    apart = (0, 0, 0, 0, 0, 1 << 7, 1 << 7, 0b1100000)
    problem = Problem(lo, hi, within, apart, kinds=(0, 0, 0, 1, 1, 2, 2, 3))
    bundle = Solver().bundle(problem, problem.everything)
    assert 0b10101011 in bundle.conflicts
    assert doubt(_strands(problem), Clock().tick) is None


def _of(sizes: str, within: tuple[int, ...], apart: tuple[int, ...], kinds: tuple[int, ...]) -> Problem:
    """Return a problem of sets whose sizes are given as `1-2 3`."""
    ends = [size.partition("-")[::2] for size in sizes.split()]
    return Problem(
        tuple(int(lo) for lo, _ in ends), tuple(int(hi or lo) for lo, hi in ends), within, apart, kinds=kinds
    )


NONE_APART = (0,) * 8
ONCE_WRONG = {
    "an unsure set tells nothing of another": _of(
        "1-2 2 2 3 2 2 3 1", (110, 96, 8, 0, 12, 64, 0, 96), (144, 144, 0, 0, 3, 0, 0, 3), (0, 0, 1, 1, 2, 3, 3, 4)
    ),
    "what is shared counts for each choice": _of(
        "6 6 8 5 5 4", (4, 13, 2, 21, 0, 21), NONE_APART[:6], (0, 0, 0, 0, 1, 2)
    ),
    "vague in vague in vague": _of("1-2 1-2 2 1", (12, 1, 2, 0), NONE_APART[:4], (0, 0, 0, 1)),
    "vague around what is raised": _of(
        "1-2 1 1-2 3 1 2", (46, 8, 9, 0, 10, 12), (16, 0, 16, 0, 37, 16), (0, 1, 0, 1, 2, 0)
    ),
    "vague around larger ones of its kind": _of(
        "3 2-3 3 3 5 6", (16, 56, 42, 48, 32, 0), (14, 1, 1, 1, 0, 0), (0, 1, 1, 1, 2, 2)
    ),
    "a small one stays and holds others": _of(
        "1 1 2 2 3 4 2", (52, 100, 48, 80, 32, 0, 52), (10, 9, 0, 3, 0, 0, 0), (0, 1, 2, 3, 2, 2, 2)
    ),
    "a vague one that holds what others hold too": _of(
        "4 8 8 7 2 3 3 6 5 1 4 5-6 6",
        (14, 0, 2, 0, 2479, 2447, 5126, 2308, 2, 2475, 4096, 258, 0),
        (0, 0, 0, 0, 5184, 5184, 2992, 5184, 5184, 5184, 2992, 5184, 2992),
        (0, 0, 0, 1, 2, 2, 3, 2, 2, 4, 3, 2, 3),
    ),
    "within by two others": _of(
        "1 1-2 1 1 2 1 1-2", (88, 120, 88, 80, 0, 90, 26), (4, 0, 1, 0, 0, 0, 0), (0, 1, 2, 1, 1, 1, 1)
    ),
}


@pytest.mark.parametrize("problem", ONCE_WRONG.values(), ids=ONCE_WRONG)
def test_what_was_wrong_once(problem: Problem) -> None:
    bundle = Solver().bundle(problem, problem.everything)
    assert bundle.groups is not None
    strands = _strands(problem)
    around = StrandBounds(strands, Clock())
    if not around.sound:
        doubted = doubt(strands, Clock().tick)
        if doubted is None:
            return
        for conflict in bundle.conflicts:
            if conflict.bit_count() > 2:  # two are rivals
                assert not conflict & ~doubted.sets
                assert conflict & doubted.aside
        around = StrandBounds(_strands(problem, doubted.aside, doubted.sets), Clock(), doubted.aside)
    kinds = [sum(1 << one for one in range(problem.size) if problem.kinds[one] == kind) for kind in set(problem.kinds)]
    for chosen in range(1, 1 << len(kinds)):
        query = sum(kind for at, kind in enumerate(kinds) if chosen >> at & 1)
        if around.sound:
            _hold_against_the_search(problem, around, query, bundle.groups, 0)


@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("block", range(2))
def test_so_says_the_search(block: int, last: bool) -> None:
    """In each maximal kept group; what is left out for a rival aside."""
    found = proven = 0
    for seed in range(block * 170, block * 170 + 170):
        random = Random(seed)
        problem, queries = random_month(random, random.randint(6, 10 if last else 12), last=last)
        strands = strands_of(problem, problem.everything)
        if strands is None or StrandBounds(strands, Clock()).sound:
            continue
        doubted = doubt(strands, Clock().tick)
        if doubted is None:
            continue
        found += 1
        bundle = Solver().bundle(problem, problem.everything)
        assert bundle.groups is not None
        sure = problem.everything & ~doubted.sets
        assert not left_out_for_no_rival(strands, sure, bundle.groups), seed
        around = StrandBounds(_strands(problem, doubted.aside, doubted.sets), Clock(), doubted.aside)
        for query in queries if around.sound else ():
            proven += _hold_against_the_search(problem, around, query, bundle.groups, seed)
    assert found > 2
    assert proven > 5


def _hold_against_the_search(
    problem: Problem, around: StrandBounds, query: int, groups: tuple[int, ...], seed: int
) -> int:
    """Hold bounds against what each maximal kept group allows; return how many are attained."""
    attained = 0
    solver = Solver()
    bundle = solver.bundle(problem, problem.everything)
    for sense in (Sense.LEAST, Sense.GREATEST):
        if sense is Sense.LEAST:
            true = solver.least(problem, [bundle], query).value
            bound, world = around.at_least(query).value, around.least_world(query)
        else:
            true = solver.most(problem, bundle, query).value
            bound, world = around.at_most(query).value, around.most_world(query)
        assert bound * sense <= true * sense, (seed, sense)
        if world is not None:
            attained += 1
            assert bound == true, (seed, sense)
            made = world.make()
            assert holds(problem, made)
            assert made.union(query) == true
            assert made.kept in groups, (seed, sense)
    return attained
