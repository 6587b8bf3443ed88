"""Answers about strands against the search: never a range that is not one, and nothing possible that is not."""

from __future__ import annotations

from itertools import permutations, product
from random import Random
from typing import TYPE_CHECKING

import pytest
from random_strands import random_strands

from reconcile.bounds import Clock, Problem, Solver
from reconcile.bounds.strandanswers import Answered, Possible, StrandAnswers
from reconcile.bounds.strandbounds import StrandBounds
from reconcile.bounds.strands import strands_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def _answers(problem: Problem, queries: list[int]) -> StrandAnswers | None:
    strands = strands_of(problem, problem.everything)
    bounds = strands and StrandBounds(strands, Clock())
    if not bounds or not bounds.sound:
        return None
    bounds.foresee(queries)
    return StrandAnswers(bounds, [bounds.strands.asked(query) for query in queries])


def _kept(problem: Problem) -> set[int]:
    structure = Solver().structure(problem)
    return {sum(groups) for groups in product(*(bundle.groups or () for bundle in structure.bundles))}


def _open_pairs(problem: Problem, answers: StrandAnswers) -> Iterator[tuple[int, int]]:
    strand_of = answers.strands.strand_of
    for one, other in permutations(range(problem.size), 2):
        related = problem.apart[one] >> other | problem.within[one] >> other | problem.within[other] >> one
        if strand_of[one] != strand_of[other] and not related & 1:
            yield one, other


def _hold_against_search(
    problem: Problem, under: Problem, answered: Answered, both: int, queries: dict[int, int]
) -> None:
    """Hold what is known of an answer against the search of the problem under it."""
    before, after = _kept(problem), _kept(under)
    possible = any(group & both == both and group in before for group in after)
    assert (answered.possible is Possible.YES) <= possible
    assert (answered.possible is Possible.NO) <= (not possible)
    if answered.possible is Possible.YES:
        assert before == after
        for union, found in answered.ranges.items():
            assert found == Solver().solve(under, queries[union]).range


@pytest.mark.parametrize("seed", range(150))
def test_what_is_known_of_an_answer_is_what_the_search_finds(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(2, 7))
    answers = _answers(problem, queries)
    if answers is None:
        return
    unions = {answers.strands.asked(query): query for query in queries}
    for one, other in _open_pairs(problem, answers):
        both = 1 << one | 1 << other
        _hold_against_search(problem, problem.with_within(one, other), answers.within(one, other), both, unions)
        if one < other:
            _hold_against_search(problem, problem.with_apart(one, other), answers.apart(one, other), both, unions)


@pytest.mark.parametrize("seed", range(100))
def test_so_is_what_it_makes_of_unions_that_have_nothing_to_do_with_it(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, random.randint(2, 7))
    answers = _answers(problem, queries)
    for one, other in _open_pairs(problem, answers) if answers else ():
        assert answers is not None
        for apart, under in enumerate((problem.with_within(one, other), problem.with_apart(one, other))):
            least, greatest = answers.given(one, other, apart=bool(apart))
            for query in queries:
                union, (low, high) = answers.strands.asked(query), Solver().solve(under, query).range
                assert (least.get(union, low), greatest.get(union, high)) == (low, high)


def test_most_answers_are_known() -> None:
    known = asked = 0
    for seed in range(60):
        random = Random(seed)
        problem, queries = random_strands(random, random.randint(2, 8), most=40)
        answers = _answers(problem, queries)
        for one, other in _open_pairs(problem, answers) if answers else ():
            assert answers is not None
            asked += 2
            known += answers.within(one, other).possible is not Possible.UNKNOWN
            known += answers.apart(one, other).possible is not Possible.UNKNOWN
    assert known > 0.8 * asked > 0


def test_a_set_that_others_nearly_fill_takes_in_who_shares_with_them() -> None:
    """Ten hold seven; another five may be among the ten only if two of them are among the seven."""
    problem = Problem((7, 5, 10), (7, 5, 10), (0b100, 0, 0), (0, 0, 0), kinds=(0, 1, 2))
    answers = _answers(problem, [0b111])
    assert answers is not None
    assert answers.now == {0b111: (10, 15)}
    assert answers.apart(1, 2).ranges == {0b111: (15, 15)}
    assert answers.within(1, 2).possible is not Possible.NO


def test_who_cannot_come_along_gives_the_seat_to_somebody_new() -> None:
    """Four in a town, two of them women perhaps; if all four are among nine men, the women are others."""
    problem = Problem(
        (4, 2, 9, 20), (4, 2, 9, 20), (0b1000, 0b1000, 0b1000, 0), (0, 0b100, 0b010, 0), kinds=(0, 1, 2, 3)
    )
    answers = _answers(problem, [0b0011])
    assert answers is not None
    assert answers.now == {answers.strands.asked(0b0011): (4, 6)}
    assert answers.within(0, 2).ranges == {answers.strands.asked(0b0011): (6, 6)}
    assert Solver().solve(problem.with_within(0, 2), 0b0011).range == (6, 6)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_known_of_one_end_is_what_the_search_finds(seed: int) -> None:
    random = Random(seed)
    problem, queries = random_strands(random, 6)
    answers = _answers(problem, queries)
    for one, other in _open_pairs(problem, answers) if answers else ():
        assert answers is not None
        for apart in (False, True):
            under = problem.with_apart(one, other) if apart else problem.with_within(one, other)
            least, greatest = answers.given(one, other, apart=apart)
            for query in queries if least or greatest else ():
                low, high = Solver().solve(under, query).range
                union = answers.strands.asked(query)
                assert least.get(union, low) == low
                assert greatest.get(union, high) == high


def test_who_surely_shares_is_not_apart() -> None:
    """Two of set 0 lie within both others."""
    problem = Problem((2, 5, 6), (2, 5, 6), (0b110, 0, 0), (0, 0, 0), kinds=(0, 1, 2))
    answers = _answers(problem, [0b111])
    assert answers is not None
    assert answers.apart(1, 2).possible is Possible.NO
    assert answers.within(1, 2).ranges == {0b111: (6, 6)}


def test_who_is_in_a_strand_further_on_cannot_enter_one_that_is_apart_from_it() -> None:
    """Set 5 lies within set 4, and set 1 is apart from that, though some of its strand's holders lie within set 4."""
    within, apart = (28, 8, 24, 0, 0, 16), (34, 17, 0, 0, 2, 1)
    problem = Problem((1, 3, 2, 9, 7, 1), (1, 3, 2, 9, 7, 1), within, apart, kinds=(0, 1, 2, 2, 3, 4))
    answers = _answers(problem, [problem.everything])
    assert answers is not None
    assert answers.within(5, 1).possible is not Possible.YES


def test_an_empty_set_leads_on_as_others_do() -> None:
    """Set 4 lies within set 2, which is apart from set 3, which set 1 lies within."""
    within, apart = (6, 8, 0, 0, 4), (0, 0, 8, 4, 0)
    problem = Problem((0, 5, 10, 10, 3), (0, 5, 10, 10, 3), within, apart, kinds=(0, 0, 1, 2, 3))
    answers = _answers(problem, [problem.everything])
    assert answers is not None
    assert answers.within(4, 1).possible is not Possible.YES


def test_nobody_gets_seats_in_both_of_two_sets_that_are_to_be_apart() -> None:
    """One element can leave only the one set, another only the other; two outsiders cannot take both places."""
    within, apart = (32, 8, 0, 0, 8, 0), (6, 5, 3, 0, 0, 0)
    problem = Problem((2, 2, 2, 4, 9, 4), (2, 2, 2, 4, 9, 4), within, apart, kinds=(0, 1, 2, 3, 3, 4))
    answers = _answers(problem, [problem.everything])
    assert answers is not None
    found = Solver().solve(problem.with_apart(3, 5), problem.everything).range
    assert found == (8, 17)
    assert answers.apart(3, 5).ranges.get(answers.strands.asked(problem.everything), found) == found


def test_what_lies_within_two_that_are_apart_is_apart_itself() -> None:
    """Six lie within one set and three within another; if these are apart, so are the six and the three."""
    problem = Problem((6, 6, 12, 3), (7, 6, 12, 3), (0b10, 0, 0, 0b100), (0, 0, 0, 0), kinds=(0, 1, 2, 3))
    answers = _answers(problem, [0b1001])
    assert answers is not None
    far = answers.strands.asked(0b1001)
    assert answers.now == {far: (6, 9)}
    assert Solver().solve(problem.with_apart(1, 2), 0b1001).range == (9, 9)
    least, _ = answers.given(1, 2, apart=True)
    assert least.get(far, 9) == 9


def test_who_changes_seats_takes_room_in_strands_further_on() -> None:
    """Four of set 0 are among the nine of set 3, and so are six of set 2: there is no room for them to be apart."""
    problem = Problem((4, 9, 6, 9), (4, 9, 6, 9), (0b1000, 0b100, 0b1010, 0), (0, 0, 0, 0), kinds=(0, 1, 1, 1))
    answers = _answers(problem, [0b1111])
    assert answers is not None
    assert answers.apart(0, 2).possible is not Possible.YES


def test_a_set_some_of_which_is_apart_from_another_is_not_within_that() -> None:
    """Three adults are among a town's eight, who cannot all be among twenty children."""
    problem = Problem((8, 3, 20), (8, 3, 20), (0, 0b001, 0), (0, 0b100, 0b010), kinds=(0, 1, 2))
    answers = _answers(problem, [0b111])
    assert answers is not None
    assert answers.never(0, 2, apart=False)
    assert answers.within(0, 2).possible is Possible.NO


@pytest.mark.parametrize(("room", "never"), [(11, True), (12, False)])
def test_a_set_is_not_within_one_that_others_leave_too_little_room(room: int, never: bool) -> None:
    """Seven of another town are in a region, and four of a third; one may be among the rest."""
    problem = Problem(
        (1, 7, 4, room), (1, 7, 4, room), (0, 0b1000, 0b1000, 0), (0b0110, 0b0101, 0b0011, 0), kinds=(0, 1, 2, 3)
    )
    answers = _answers(problem, [0b1111])
    assert answers is not None
    assert answers.never(0, 3, apart=False) is never
    assert answers.within(0, 3).possible is (Possible.NO if never else Possible.YES)


@pytest.mark.parametrize(("room", "never"), [(12, True), (13, False)])
def test_two_are_not_apart_if_a_set_around_one_has_too_little_room(room: int, never: bool) -> None:
    """A town's five grow out of three; these, and a region's ten, are among the country's first toll."""
    problem = Problem((5, 3, 10, room), (5, 3, 10, room), (0, 0b1001, 0b1000, 0), (0, 0, 0, 0), kinds=(0, 0, 1, 2))
    answers = _answers(problem, [0b1111])
    assert answers is not None
    assert answers.never(0, 2, apart=True) is never
    assert answers.apart(0, 2).possible is (Possible.NO if never else Possible.YES)


def test_who_lies_within_a_town_and_a_region_counts_once() -> None:
    """Ten children are among the 20 of a town; if they are among the region's 12, so are ten of the town."""
    problem = Problem((10, 20, 12), (10, 20, 12), (0b010, 0, 0), (0, 0, 0), kinds=(0, 1, 2))
    answers = _answers(problem, [0b111])
    assert answers is not None
    assert answers.now == {0b111: (20, 32)}
    assert answers.within(0, 2).ranges == {0b111: (20, 22)}
    assert Solver().solve(problem.with_within(0, 2), 0b111).range == (20, 22)


def test_those_whom_a_region_leads_into_a_country_change_seats_to_leave_it() -> None:
    """Of a region's nine, five are in the country's first toll; two of a town need not be among those."""
    problem = Problem((2, 5, 9, 6), (2, 5, 9, 6), (0b0100, 0b1100, 0, 0), (0, 0, 0, 0), kinds=(0, 1, 1, 2))
    answers = _answers(problem, [0b0111])
    assert answers is not None
    asked = answers.strands.asked(0b0111)
    assert answers.now == {asked: (9, 9)}
    assert answers.apart(0, 3).ranges == {asked: (9, 9)}
    assert Solver().solve(problem.with_apart(0, 3), 0b0111).range == (9, 9)


def test_of_unions_without_a_proven_range_nothing_is_known() -> None:
    """There is no small world of all sets that fits whatever the sizes are, so none in which seats could be changed."""
    within, apart = (32, 0, 8, 16, 0, 64, 48), (12, 12, 3, 3, 0, 0, 0)
    problem = Problem((3, 6, 1, 6, 7, 8, 4), (3, 6, 2, 6, 7, 8, 4), within, apart, kinds=(0, 1, 2, 2, 3, 4, 4))
    answers = _answers(problem, [127, 3, 12, 2])
    assert answers is not None
    assert not answers.now
    for one, other in _open_pairs(problem, answers):
        assert answers.given(one, other, apart=False) == ({}, {})
        assert answers.given(one, other, apart=True) == ({}, {})


@pytest.mark.parametrize(
    ("sizes", "most", "within", "kinds", "queries"),
    [
        ((3, 3, 1, 4, 4, 4, 4), (3, 3, 1, 5, 4, 4, 4), (54, 52, 115, 16, 32, 0, 0), (0, 0, 0, 1, 0, 0, 2), (127, 63)),
        (
            (3, 6, 5, 3, 1, 7, 4, 7),
            (3, 6, 5, 3, 1, 8, 4, 7),
            (0, 0, 34, 34, 64, 0, 2, 0),
            (0, 1, 2, 3, 4, 3, 4, 5),
            (255, 133),
        ),
        ((5, 4, 5, 2, 5, 2), (5, 4, 5, 2, 5, 2), (16, 8, 32, 3, 0, 21), (0, 1, 2, 1, 0, 2), (63, 46)),
        ((2, 5, 6, 8, 4, 11), (3, 5, 6, 8, 4, 11), (42, 32, 8, 32, 32, 0), (0, 1, 0, 0, 1, 1), (63, 13)),
    ],
    ids=["not with one of one's own", "nor where one is held", "nor who stays anyway", "no room only if nested"],
)
def test_seats_that_random_problems_showed_not_to_be_free(
    sizes: tuple[int, ...],
    most: tuple[int, ...],
    within: tuple[int, ...],
    kinds: tuple[int, ...],
    queries: tuple[int, ...],
) -> None:
    """Each was found with one condition of changing seats, or of lacking room, left out."""
    problem = Problem(sizes, most, within, (0,) * len(sizes), kinds=kinds)
    answers = _answers(problem, list(queries))
    assert answers is not None
    unions = {answers.strands.asked(query): query for query in queries}
    for one, other in _open_pairs(problem, answers):
        _hold_against_search(
            problem, problem.with_apart(one, other), answers.apart(one, other), 1 << one | 1 << other, unions
        )
