"""Strands against the search: the same conflicts, never a bound that is not one, and worlds that hold."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
from random_strands import random_doubt, random_nation, random_quarrel, random_strands

from reconcile.bits import bits
from reconcile.bounds import Clock, OutOfTimeError, Problem, Solver, holds, joining
from reconcile.bounds.branching import cases
from reconcile.bounds.piling import Piling
from reconcile.bounds.solve import LARGE, TOO_LARGE
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import strands_of
from reconcile.bounds.strandsizes import StrandSizes
from reconcile.bounds.weaving import Aim, weave
from reconcile.bounds.woven import regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.bounds import End
    from reconcile.bounds.attained import Attained
    from reconcile.bounds.strands import Strands
    from reconcile.bounds.summing import SumBound


def _in_strands(problem: Problem) -> StrandBounds | None:
    strands = strands_of(problem, problem.everything)
    bounds = strands and StrandBounds(strands, Clock())
    return bounds if bounds and bounds.sound else None


def _agree(bound: SumBound, world: Attained | None, end: End, problem: Problem, query: int) -> bool:
    """Hold a bound and its world against the searched end; return whether there was a world."""
    if world is None:
        return False
    found = world.make()
    assert found.kept == world.kept
    assert holds(problem, found)
    assert bound.value == end.value == found.union(query)
    return True


@pytest.mark.parametrize("seed", range(500))
def test_what_is_proven_is_what_the_search_finds(seed: int) -> None:
    random = Random(seed)
    _hold_against_the_search(*random_strands(random, random.randint(2, 8)))


@pytest.mark.parametrize("seed", range(150))
def test_so_is_what_is_proven_of_a_quarrel(seed: int) -> None:
    random = Random(seed)
    _hold_against_the_search(*random_quarrel(random, random.randint(4, 8)))


@pytest.mark.parametrize("seed", range(150))
def test_so_is_what_is_proven_where_others_lie_within_rivals(seed: int) -> None:
    random = Random(seed)
    _hold_against_the_search(*random_doubt(random, random.randint(5, 9)))


@pytest.mark.parametrize("seed", range(300))
def test_so_is_what_is_proven_part_by_part(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more strands than a few, what the trunk holds and the parts beside it."""
    random = Random(seed)
    monkeypatch.setattr(joining, "_MOST_STRANDS", random.randint(2, 4))
    monkeypatch.setattr("reconcile.bounds.strands.FEW", seed % 2 * 100)
    kind = random.choice([random_strands, random_quarrel, random_doubt])
    _hold_against_the_search(*kind(random, random.randint(5, 10)))


@pytest.mark.parametrize("seed", range(200))
def test_so_is_what_is_proven_of_a_country_of_several_groups(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is proven is what the search finds, and what is not is no less."""
    random = Random(seed)
    monkeypatch.setattr(joining, "_MOST_STRANDS", random.randint(1, 4))
    monkeypatch.setattr("reconcile.bounds.strands.FEW", seed % 2 * 100)
    _hold_against_the_search(*random_nation(random, random.randint(6, 10)))


@pytest.mark.parametrize("seed", [4643, 5812, 6101, 8792, 17_535, 21_124, 191_738])
def test_a_case_in_which_nothing_is_in_doubt_holds_what_the_sets_looked_at_do(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else these bounds would be larger than any world; in the last, either of two vague sets can be the largest."""
    random = Random(seed)
    monkeypatch.setattr(joining, "_MOST_STRANDS", random.choice([1, 2, 3, 4, 60]))
    monkeypatch.setattr("reconcile.bounds.strands.FEW", random.choice([0, 100]))
    kind = random.choice([random_strands, random_quarrel, random_doubt, random_nation])
    problem, queries = kind(random, random.randint(5, 10))
    query, strands = random.choice(queries), _in_strands(problem)
    assert strands is not None
    bound, world = strands.at_most(query), strands.most_world(query)
    assert _agree(bound, world, Solver().solve(problem, query).upper, problem, query)


SHARED = [
    Problem(
        (1, 7, 3, 2, 1, 1), (1, 7, 3, 2, 1, 1), (18, 32, 0, 0, 2, 2), (4, 0, 25, 4, 4, 0), kinds=(0, 1, 2, 3, 4, 1)
    ),
    Problem(
        (4, 3, 1, 1, 5, 3, 4),
        (4, 3, 1, 1, 5, 3, 4),
        (0, 0, 16, 16, 4, 16, 0),
        (34, 65, 0, 0, 0, 65, 34),
        kinds=(0, 1, 2, 3, 2, 4, 5),
    ),
    Problem((5, 3, 3, 4, 1), (5, 3, 3, 4, 1), (2, 1, 3, 0, 7), (0,) * 5, kinds=(0, 0, 1, 2, 3)),
]
"""Problems in which a set of the trunk lies in two of its strands, and so do some of a part, in that set."""


@pytest.mark.parametrize("problem", SHARED)
def test_what_strands_of_the_trunk_share_is_counted_off_once(problem: Problem, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else what the trunk and the parts hold would come to more than any world has."""
    monkeypatch.setattr(joining, "_MOST_STRANDS", 2)
    monkeypatch.setattr("reconcile.bounds.strands.FEW", 100)
    monkeypatch.setattr("reconcile.bounds.spreading.Spreading._at_once", lambda _self, _asked, found, _share: found)
    strands = _in_strands(problem)
    assert strands is not None
    query = problem.everything
    assert _agree(
        strands.at_most(query), strands.most_world(query), Solver().solve(problem, query).upper, problem, query
    )


ONCE_WRONG = {
    "what stands beside the trunk is no part of a strand": Problem(
        (3, 8, 7, 6, 4, 3, 1),
        (3, 8, 7, 6, 4, 3, 1),
        (100, 0, 97, 20, 8, 70, 37),
        (0,) * 7,
        kinds=(0, 1, 0, 2, 2, 0, 0),
    ),
    "a vague set has the least size": Problem(
        (2, 2, 4, 3, 2, 2, 3, 3, 5),
        (3, 2, 4, 3, 2, 3, 3, 3, 5),
        (4, 192, 0, 0, 128, 16, 128, 0, 0),
        (296, 264, 296, 103, 0, 269, 264, 0, 103),
        kinds=(0, 1, 0, 2, 3, 4, 1, 3, 5),
    ),
    "a vague set lies within one that is not asked for": Problem(
        (1, 1, 1, 5, 2, 2, 3, 5, 2),
        (1, 1, 2, 5, 3, 2, 4, 6, 2),
        (0, 0, 128, 0, 196, 0, 256, 0, 64),
        (8, 468, 42, 501, 42, 476, 42, 42, 42),
        kinds=(0, 1, 2, 3, 4, 5, 6, 2, 6),
    ),
    "a part that stands wholly within the trunk is kept": Problem(
        (0, 0, 3, 3), (0, 1, 3, 3), (0, 4, 0, 4), (10, 9, 0, 3), kinds=(3, 2, 5, 1)
    ),
    "so is one that is not seated": Problem((0, 1, 1), (1, 1, 1), (6, 0, 0), (4, 0, 1), kinds=(0, 1, 1)),
    "a vague set lies within one that tells nothing": Problem(
        (5, 11, 11, 1, 14, 12, 12, 5),
        (5, 11, 11, 1, 14, 12, 13, 5),
        (18, 132, 128, 68, 1, 64, 32, 6),
        (104, 0, 0, 17, 104, 17, 17, 0),
        kinds=(0, 1, 1, 2, 0, 2, 2, 1),
    ),
}


@pytest.mark.parametrize("most", [1, 2, 3, 4, 60])
@pytest.mark.parametrize("problem", ONCE_WRONG.values(), ids=ONCE_WRONG)
def test_what_was_wrong_once(problem: Problem, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "_MOST_STRANDS", most)
    kinds = [sum(1 << one for one in range(problem.size) if problem.kinds[one] == kind) for kind in set(problem.kinds)]
    queries = [sum(kind for at, kind in enumerate(kinds) if asked >> at & 1) for asked in range(1, 1 << len(kinds))]
    _hold_against_the_search(problem, queries)


def test_one_of_two_rivals_is_kept_and_what_lies_within_it_too() -> None:
    """71 and 67 quarrel; five lie within the one and eleven within the other, so either five or eleven add nothing."""
    growing = _chain([25, 39, 71, 67, 85, 106])
    assert growing.within[2] >> 3 & 1
    within = (*growing.within, 1 << 2, 1 << 3)
    sizes = (*growing.lo, 5, 11)
    problem = Problem(sizes, sizes, within, (0,) * 8, kinds=(0,) * 6 + (1, 2))
    strands = _in_strands(problem)
    assert strands is not None
    bound, world = strands.at_most(problem.everything), strands.most_world(problem.everything)
    assert bound.value == 106 + 11
    assert sum(term.weight * sizes[term.sets.bit_length() - 1] for term in bound.terms) == 117
    assert _agree(bound, world, Solver().solve(problem, problem.everything).upper, problem, problem.everything)


def _hold_against_the_search(problem: Problem, queries: Sequence[int]) -> None:
    strands = _in_strands(problem)
    if strands is None:
        return
    solver = Solver()
    structure = solver.structure(problem)
    assert sorted(strands.conflicts()) == sorted(group for bundle in structure.bundles for group in bundle.conflicts)
    kept = {sum(groups) for groups in product(*(bundle.groups or () for bundle in structure.bundles))}
    strands.foresee(queries)
    for query in queries:
        bounds = solver.solve(problem, query)
        lower, upper = strands.at_least(query), strands.at_most(query)
        assert lower.value <= bounds.lower.value
        assert upper.value >= bounds.upper.value
        worlds = strands.least_world(query), strands.most_world(query)
        _agree(lower, worlds[0], bounds.lower, problem, query)
        _agree(upper, worlds[1], bounds.upper, problem, query)
        assert all(world is None or world.kept in kept for world in worlds)


def test_who_lies_within_one_of_two_that_are_apart_is_not_in_the_other() -> None:
    """Set 0 lies within set 3, and so is apart from set 2, which the scopes of 0 and 2 do not say."""
    within, apart = (0b01000, 0, 0, 0, 0), (0, 0, 0b01000, 0b10100, 0b01000)
    problem = Problem((1, 2, 1, 0, 1), (1, 3, 1, 3, 1), within, apart, kinds=(0, 1, 2, 3, 4))
    strands = strands_of(problem, problem.everything)
    assert strands is not None
    world = StrandBounds(strands, Clock()).least_world(0b10111)
    assert world is None or holds(problem, world.make())
    assert Solver().solve(problem, 0b00101).range == (2, 2)


@pytest.mark.parametrize("seed", range(500))
def test_without_a_set_is_as_if_it_had_never_been(seed: int) -> None:
    random = Random(seed)
    _hold_each_without_against_the_search(*random_strands(random, random.randint(3, 7)))


@pytest.mark.parametrize("seed", range(150))
def test_so_it_is_in_a_quarrel(seed: int) -> None:
    random = Random(seed)
    _hold_each_without_against_the_search(*random_quarrel(random, random.randint(4, 7)))


@pytest.mark.parametrize("seed", [*range(100), 306, 333, 1297, 1574, 1911, 2799, 5442, 3_006_701, 4_003_112, 4_022_534])
def test_a_bound_found_case_by_case_holds_without_a_set_that_it_does_not_rest_on(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last seeds are those where it would not, if some case, part or roof of the bound were forgotten.

    The very last, where another figure would be kept that lies within one of unknown size, and is larger there.
    """
    random = Random(seed)
    monkeypatch.setattr(joining, "_MOST_STRANDS", random.choice([1, 2, 3, 4, 60]))
    monkeypatch.setattr("reconcile.bounds.strands.FEW", random.choice([0, 100]))
    monkeypatch.setattr("reconcile.bounds.spreading._SMALL", random.choice([1, 2, 3, 8]))
    kind = random.choice([random_quarrel, random_doubt, random_nation, random_nation])
    problem, queries = kind(random, random.randint(5, 10))
    strands = _in_strands(problem)
    if strands is None:
        return
    for query, one in product(queries, bits(strands.rivalled)):
        bound, rest = strands.at_most(query), query & ~(1 << one)
        if rest and not bound.rests_on >> one & 1:
            assert bound.value >= Solver().solve(problem.without(one), rest).upper.value
    _hold_each_without_against_the_search(problem, queries)


def _hold_each_without_against_the_search(problem: Problem, queries: Sequence[int]) -> None:
    strands = _in_strands(problem)
    if strands is None:
        return
    for one in bits(strands.rivalled):
        for query in queries:  # a world without the set may serve several
            if query >> one & 1 and query != 1 << one:
                bounds = Solver().solve(problem.without(one), query & ~(1 << one))
                assert strands.least_without(query, one) in (None, bounds.lower.value)
                assert strands.most_without(query, one) in (None, bounds.upper.value)


def _twice_at_once(outer: int) -> Problem:
    """Sets of 4 and of 5 elements that nobody relates, `outer` larger ones that hold both, and one of 3 that is all.

    So the last is the rival of all others, and none is kept in every world.
    """
    sizes = (4, 5, *range(6, 6 + outer), 3)
    last, everything = len(sizes) - 1, (1 << len(sizes)) - 1
    within = [everything >> at + 1 << at + 1 for at in range(last)]
    within[0] &= ~0b10
    return Problem(sizes, sizes, (*within, everything ^ 1 << last), (0,) * len(sizes), kinds=(0,) * len(sizes))


def test_two_unrelated_sets_are_of_one_strand_if_a_third_is_kept_wherever_both_are() -> None:
    problem = _twice_at_once(2)
    strands = _in_strands(problem)
    assert strands is not None
    assert len(strands.strands.strands) == 1
    bounds = Solver().solve(problem, problem.everything)
    assert bounds.range == (3, 7)
    assert _agree(strands.at_least(0b11111), strands.least_world(0b11111), bounds.lower, problem, 0b11111)
    assert _agree(strands.at_most(0b11111), strands.most_world(0b11111), bounds.upper, problem, 0b11111)
    for one in range(problem.size):
        bounds = Solver().solve(problem.without(one), 0b11111 & ~(1 << one))
        assert strands.least_without(0b11111, one) == bounds.lower.value
        assert strands.most_without(0b11111, one) == bounds.upper.value


def test_so_they_are_not_if_the_third_may_be_set_aside() -> None:
    problem = _twice_at_once(1)
    strands = strands_of(problem, problem.everything)
    assert strands is None or len(strands.strands) > 1
    assert Solver().solve(problem.without(2), 0b1011).range == (3, 9)


def test_most_ends_are_proven() -> None:
    proven = ends = 0
    for seed in range(150):
        random = Random(seed)
        problem, queries = random_strands(random, random.randint(2, 8))
        strands = _in_strands(problem)
        for query in queries if strands else ():
            assert strands is not None
            ends += 2
            proven += (strands.least_world(query) is not None) + (strands.most_world(query) is not None)
    assert proven > 0.9 * ends > 0


def test_so_are_most_without_a_set_that_others_do_not_rest_on() -> None:
    proven = ends = 0
    for seed in range(300):
        random = Random(seed)
        problem, queries = random_doubt(random, random.randint(5, 9))
        strands = _in_strands(problem)
        for query, one in product(queries, bits(strands.rivalled)) if strands else ():
            assert strands is not None
            if strands.most_world(query) is not None and not strands.at_most(query).rests_on >> one & 1:
                ends += 1
                proven += strands.most_without(query, one) is not None
    assert proven > 0.9 * ends > 0


def _chain(sizes: list[int]) -> Problem:
    """Sets of one kind, each within all later ones; a later one that is smaller is its rival."""
    count = len(sizes)
    within = tuple(((1 << count) - 1) >> (at + 1) << (at + 1) for at in range(count))
    return Problem(tuple(sizes), tuple(sizes), within, (0,) * count, kinds=(0,) * count)


def test_a_long_quarrel_is_not_enumerated() -> None:
    """Every other figure is three too high: two to the power of some hundred ways to keep what fits together."""
    sizes = [at + (3 if at % 2 else 0) for at in range(10, 11 + 3 * LARGE)]
    problem = _chain(sizes)
    bounds = Solver().solve(problem, problem.everything)
    assert bounds.lower.proven
    assert bounds.upper.proven
    assert bounds.range == (sizes[-1], sizes[-2])  # the last two are rivals, and one of them is kept
    for end in (bounds.lower, bounds.upper):
        world = end.witness()
        assert world is not None
        assert holds(problem, world)
        assert world.union(problem.everything) == end.value


def test_a_limit_stops_the_choice() -> None:
    clock = Clock()
    clock.stop()
    strands = strands_of(_chain([3, 2, 1]), 0b111)
    assert strands is not None
    with pytest.raises(OutOfTimeError):
        StrandBounds(strands, clock)


@pytest.mark.parametrize("seed", range(60))
def test_parts_that_were_woven_before_come_out_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(6, 12))
    found = []
    for few in (0, 100):
        monkeypatch.setattr("reconcile.bounds.strands.FEW", few)
        strands = strands_of(problem, problem.everything)
        sizes = StrandSizes(strands).of(strands.sure, high=True) if strands else None
        if strands is None or sizes is None:
            return
        aims = [Aim(spread=strands.asked(query)) for query in (*queries, *queries)]
        woven = [weave(strands, sizes, aim) for aim in aims]
        found.append(
            [(runs and regions(strands, sizes, runs), aim.crowded) for runs, aim in zip(woven, aims, strict=True)]
        )
    assert found[0] == found[1]


def test_nothing_is_woven_where_too_many_must_stand_in_time() -> None:
    """Two sets of three, apart from each other, are to stand within one of five."""
    problem = Problem((3, 3, 5), (3, 3, 5), (0b100, 0b100, 0), (0b010, 0b001, 0), kinds=(0, 1, 2))
    strands = strands_of(problem, 0b111)
    assert strands is not None
    assert weave(strands, {0: 3, 1: 3, 2: 5}, Aim()) is None
    assert not StrandBounds(strands, Clock()).sound


def _greatest(problem: Problem, query: int) -> int:
    """Return the greatest union as strands prove and attain it, which the search must find as well."""
    strands = _in_strands(problem)
    assert strands is not None
    bound, world = strands.at_most(query), strands.most_world(query)
    assert world is not None
    assert _agree(bound, world, Solver().solve(problem, query).upper, problem, query)
    return bound.value


def test_a_set_outside_the_question_leaves_little_room() -> None:
    """Two of six must stand within one of ten, which nobody asks about: two of them must be the same."""
    problem = Problem((6, 6, 10), (6, 6, 10), (0b100, 0b100, 0), (0, 0, 0), kinds=(0, 1, 2))
    assert _greatest(problem, 0b011) == 10


def test_others_take_no_more_room_than_they_must(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four hold two or three others and one and one more that are asked for: these are two if the others are two."""
    monkeypatch.setattr(joining, "_MOST_STRANDS", 2)
    problem = Problem(
        (2, 4, 5, 5, 4, 1, 1),
        (3, 4, 5, 5, 5, 1, 1),
        (1 << 1, 0, 0, 0, 0, 1 << 1, 1 << 1 | 1 << 4),
        (0b1100000, 0, 0, 0b1100000, 0, 0b1001, 0b1001),
        kinds=tuple(range(7)),
    )
    assert _greatest(problem, 0b1100000) == 2


def test_of_others_is_kept_what_takes_least_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two rivals, sets 2 and 7, one lies within set 6, which has no room beside it for all of sets 1 and 3."""
    monkeypatch.setattr(joining, "_MOST_STRANDS", 2)
    monkeypatch.setattr("reconcile.bounds.strands.FEW", 0)
    problem = Problem(
        (3, 3, 2, 1, 2, 2, 5, 1),
        (4, 3, 2, 1, 2, 2, 5, 1),
        (0, 64, 192, 64, 0, 0, 0, 4),
        (180, 148, 43, 148, 43, 149, 0, 43),
        kinds=(0, 1, 2, 3, 4, 5, 6, 2),
    )
    assert _greatest(problem, 0b101011) == 10


def test_the_largest_of_a_strand_is_what_can_be_largest_where_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one that could be as large by its own figure, but lies within a smaller one."""
    monkeypatch.setattr(joining, "_MOST_STRANDS", 3)
    monkeypatch.setattr("reconcile.bounds.strands.FEW", 0)
    problem = Problem((8, 5, 1, 5, 2), (8, 5, 2, 5, 2), (8, 29, 19, 1, 2), (0,) * 5, kinds=(0, 1, 1, 0, 1))
    assert _greatest(problem, 0b11111) == 9


@pytest.mark.parametrize("seed", range(300))
def test_so_is_what_is_proven_where_one_small_world_does_not_serve_all(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each union has a small world of its own here, seated part by part, or all at once."""
    random = Random(seed)
    monkeypatch.setattr(joining, "_MOST_STRANDS", random.choice([1, 2, 60]))
    monkeypatch.setattr("reconcile.bounds.strands.FEW", seed % 2 * 100)
    monkeypatch.setattr(StrandBounds, "_in_pile", lambda _self, _asked: -1)
    monkeypatch.setattr(Piling, "_needs_seats", lambda _self, _part: True)
    kind = random.choice([random_strands, random_quarrel, random_doubt, random_nation])
    _hold_against_the_search(*kind(random, random.randint(4, 9)))


@pytest.mark.parametrize(
    "problem",
    [
        Problem(
            (5, 4, 5, 3, 3, 5, 3, 2, 3, 5),
            (5, 4, 5, 3, 3, 6, 3, 2, 3, 5),
            (0, 520, 64, 514, 0, 0, 516, 0, 0, 0),
            (256, 0, 16, 0, 484, 16, 16, 16, 529, 256),
            kinds=(0, 1, 2, 1, 3, 4, 2, 5, 6, 1),
        ),
        Problem(
            (3, 5, 3, 3, 4, 5, 4),
            (3, 5, 3, 3, 4, 5, 4),
            (56, 0, 64, 49, 0, 9, 0),
            (68, 20, 43, 68, 2, 68, 41),
            kinds=(0, 1, 2, 0, 3, 0, 4),
        ),
    ],
)
def test_what_lies_within_one_that_may_be_left_out_counts_as_well(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one of several rivals that stands for any of them holds nobody else, and is within nothing."""
    monkeypatch.setattr(StrandBounds, "_in_pile", lambda _self, _asked: -1)
    monkeypatch.setattr(Piling, "_needs_seats", lambda _self, _part: True)
    _hold_against_the_search(problem, [problem.everything])


def test_what_is_a_rival_of_all_that_may_be_kept_in_place_of_a_set_goes_with_it() -> None:
    """Two say 19, two say 17, of the same: where the one 19 is left out, so is the other."""
    everything = 0b1111
    within = tuple(everything & ~(1 << one) for one in range(4))
    strands = strands_of(Problem((19, 19, 17, 17), (19, 19, 17, 17), within, (0,) * 4, kinds=(0,) * 4), everything)
    assert strands is not None
    assert [case.sets for case in cases(strands, strands, 0)] == [0b1100, 0b0011]


def test_quarrels_that_change_nothing_take_no_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A town is said to count 60 or 61, and 72 at last; a group in it 11, all within either of the two, or 9.

    So at most 9 are beyond the 72, whichever is kept of eight earlier pairs that quarrel as well.
    """
    town = [*range(10, 26), 60, 61, 72]
    sizes = (*town, 11, 9)
    within = [(1 << len(town)) - (1 << at + 1) | 1 << (at ^ 1) for at in range(len(town) - 1)]
    within += [0, 1 << 16 | 1 << 17 | 1 << 20, 1 << 19]
    asked: list[int] = []

    def counted(root: Strands, strands: Strands, one: int) -> Iterator[Strands]:
        asked.append(one)
        return cases(root, strands, one)

    monkeypatch.setattr("reconcile.bounds.branching.cases", counted)
    problem = Problem(sizes, sizes, tuple(within), (0,) * 21, kinds=(0,) * 19 + (1,) * 2)
    assert _greatest(problem, problem.everything) == 72 + 9
    assert len(asked) <= 3


def test_others_leave_less_room() -> None:
    """Seven others, apart from the two of three that are asked for, must stand within the ten as well."""
    within = (0b1000, 0b1000, 0b1000, 0)
    problem = Problem((3, 3, 7, 10), (3, 3, 7, 10), within, (0b0100, 0b0100, 0b0011, 0), kinds=(0, 1, 2, 3))
    assert _greatest(problem, 0b0011) == 3


def test_what_lies_within_a_set_of_unknown_size_adds_nothing_however_large_it_is() -> None:
    problem = Problem((1, 2, 5), (1, 4, 5), (0b010, 0b100, 0), (0, 0, 0), kinds=(0, 0, 1))
    assert _greatest(problem, 0b111) == 5


def test_ties_that_follow_from_others_are_left_out() -> None:
    """Of a growing line within another, day by day, only the tightest ties tell."""
    sizes = (1, 2, 3, 5, 5, 8)
    within = (0b111110, 0b111100, 0b101000, 0b110000, 0b100000, 0)
    strands = strands_of(Problem(sizes, sizes, within, (0,) * 6, kinds=(0, 0, 0, 1, 1, 1)), 0b111111)
    assert strands is not None
    assert [list(tied.values()) for tied in strands.ties if tied] == [[[(2, 3)]]]


def test_a_large_component_ends_where_no_query_reaches_further() -> None:
    one, other = _chain(list(range(1, 101))), _chain(list(range(1, 101)))
    within = (*one.within, *(outer << 100 for outer in other.within))
    problem = Problem(one.lo + other.lo, one.hi + other.hi, within, (0,) * 200, kinds=(0,) * 100 + (1,) * 100)
    first, second = (1 << 100) - 1, (1 << 200) - (1 << 100)
    solver = Solver()
    assert len(solver.structure(problem, queries=[first, second]).components) == 2
    assert len(solver.structure(problem, queries=[first | second]).components) == 1
    assert len(solver.structure(problem).components) == 1


def test_where_nothing_is_proven_a_growing_toll_still_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of three, apart, cannot both stand within one of five; too many others depend on which is left out.

    That the largest is kept in any case is known only from hulls.
    """
    count = TOO_LARGE + 50
    chain = _chain(list(range(1, count + 1)))
    small, left, right = count, count + 1, count + 2
    within = [*chain.within, 0, 1 << small, 1 << small]
    within[0] |= 1 << left
    apart = [0] * (count + 1) + [1 << right, 1 << left]
    sizes = (*chain.lo, 5, 3, 3)
    problem = Problem(sizes, sizes, tuple(within), tuple(apart), kinds=(*chain.kinds, 1, 2, 3))

    def nothing(_problem: Problem, _sets: int, _clock: Clock, *, wide: bool) -> None:
        assert wide

    monkeypatch.setattr("reconcile.bounds.hulls.hulled", nothing)
    bounds = Solver().solve(problem, (1 << count) - 1)
    assert not bounds.upper.proven
    assert bounds.upper.value == count


def test_weaving_stops_when_the_time_is_over_and_what_one_strand_holds_is_known() -> None:
    problem = _chain(list(range(1, LARGE + 50)))
    over = False

    class Watch(Clock):
        def tick(self) -> None:
            if over:
                raise OutOfTimeError

    solver = Solver(Watch())
    structure = solver.structure(problem)
    over = True
    lower = solver.least(problem, structure.bundles, problem.everything)
    upper = solver.most(problem, structure.bundles[0], problem.everything)
    assert (lower.value, lower.proven) == (LARGE + 49, False)
    assert (upper.value, upper.proven) == (LARGE + 49, False)
