"""The five relations, facet by facet, and the masks against them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from reconcile.graph.masks import ScopeMasks, relate_claims
from reconcile.model import Claim, Count, Origin, Scope, Span, Tree
from reconcile.scopes import Lattices, Rcc5, relate_outcomes, relate_windows

PLACES = Tree({"Ukraine": None, "Kyiv": "Ukraine", "Solomianskyi": "Kyiv", "Lutsk": "Ukraine"})
GROUPS = Tree(
    {
        "people": None,
        "rescuers": "people",
        "firefighters": "rescuers",
        "children": "people",
        "adults": "people",
        "drones": None,
    }
)
LATTICES = Lattices(PLACES, GROUPS, (("children", "adults"),))


def day(first: int, last: int | None = None) -> Span:
    """Return the days from the first to the last of a month."""
    return Span(datetime(2025, 6, first, tzinfo=UTC), datetime(2025, 6, (last or first) + 1, tzinfo=UTC), f"{first}")


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("Kyiv", "Kyiv", Rcc5.SAME),
        ("Kyiv", "Ukraine", Rcc5.WITHIN),
        ("Ukraine", "Solomianskyi", Rcc5.CONTAINS),
        ("Solomianskyi", "Lutsk", Rcc5.APART),
    ],
)
def test_places(one: str, other: str, relation: Rcc5) -> None:
    assert LATTICES.relate_places(one, other) is relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("firefighters", "people", Rcc5.WITHIN),
        ("children", "rescuers", Rcc5.OVERLAPS),
        ("children", "adults", Rcc5.APART),
        ("people", "drones", Rcc5.APART),
    ],
)
def test_groups(one: str, other: str, relation: Rcc5) -> None:
    assert LATTICES.relate_groups(one, other) is relation


def test_what_is_exclusive_is_so_for_all_within() -> None:
    lattices = Lattices(PLACES, GROUPS, (("rescuers", "children"),))
    assert lattices.relate_groups("firefighters", "children") is Rcc5.APART


@pytest.mark.parametrize(
    ("one", "other", "dying", "relation"),
    [
        ("killed", "casualties", False, Rcc5.WITHIN),
        ("casualties", "missing", False, Rcc5.CONTAINS),
        ("killed", "wounded", False, Rcc5.APART),
        ("killed", "wounded", True, Rcc5.OVERLAPS),
        ("missing", "killed", False, Rcc5.OVERLAPS),
        ("wounded", "missing", False, Rcc5.OVERLAPS),
        ("displaced", "casualties", False, Rcc5.APART),
        ("displaced", "missing", False, Rcc5.APART),
    ],
)
def test_outcomes(one: str, other: str, dying: bool, relation: Rcc5) -> None:
    assert relate_outcomes(one, other, dying=dying) is relation


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (day(5), day(5), Rcc5.SAME),
        (day(5), day(5, 6), Rcc5.WITHIN),
        (day(4, 6), day(5), Rcc5.CONTAINS),
        (day(5), day(6), Rcc5.APART),
        (day(5, 6), day(6, 7), Rcc5.OVERLAPS),
    ],
)
def test_windows(one: Span, other: Span, relation: Rcc5) -> None:
    assert relate_windows(one, other) is relation


def random_claims(random: Random) -> list[Claim]:
    """Return claims of random scopes and times."""
    return [
        Claim(
            id=f"c{at}",
            stated_as=f"c{at}",
            source="s",
            count=Count(1, 1),
            scope=Scope(
                random.choice(["killed", "wounded", "missing", "casualties", "displaced"]),
                random.choice(list(PLACES)),
                random.choice(list(GROUPS)),
                day(*random.choice([(5,), (6,), (5, 6), (6, 7)])),
            ),
            origin=Origin("x", 1, 1),
            at=random.choice([None, day(6), day(7), day(8)]),
        )
        for at in range(25)
    ]


def random_lattices(random: Random) -> Lattices:
    """Return lattices with some groups declared exclusive, of which none holds another."""
    siblings = [["children", "adults"], ["rescuers", "children"], ["firefighters", "adults"], ["rescuers", "adults"]]
    return Lattices(PLACES, GROUPS, tuple(map(tuple, random.sample(siblings, random.randint(0, 3)))))


@pytest.mark.parametrize("seed", range(60))
def test_the_masks_say_what_the_relations_say(seed: int) -> None:
    random = Random(seed)
    claims, lattices = random_claims(random), random_lattices(random)
    masks = ScopeMasks(claims, lattices)
    for one, claim in enumerate(claims):
        groups = {
            Rcc5.SAME: masks.same(one),
            Rcc5.CONTAINS: masks.narrower(one),
            Rcc5.WITHIN: masks.wider(one),
            Rcc5.APART: masks.apart(one),
            Rcc5.OVERLAPS: masks.overlapping(one),
        }
        assert sum(groups.values()) == (1 << len(claims)) - 1 - (1 << one)
        for other, rival in enumerate(claims):
            if one != other:
                relation = relate_claims(lattices, claim, rival)
                assert groups[relation] >> other & 1, (claim, rival)


@pytest.mark.parametrize("seed", range(60))
def test_the_masks_know_which_claim_came_first(seed: int) -> None:
    claims = random_claims(Random(seed))
    masks = ScopeMasks(claims, LATTICES)
    for one, claim in enumerate(claims):
        for other, rival in enumerate(claims):
            later = claim.at is not None and rival.at is not None and claim.at.surely_before(rival.at)
            assert masks.later(one) >> other & 1 == later
            assert masks.earlier(other) >> one & 1 == later


@pytest.mark.parametrize("seed", range(60))
def test_the_masks_know_which_claims_answer(seed: int) -> None:
    random = Random(seed)
    *claims, asking = random_claims(random)
    lattices = random_lattices(random)
    answering = ScopeMasks(claims, lattices).answering(asking.scope)
    for at, claim in enumerate(claims):
        answers = lattices.relate(claim.scope, asking.scope) in (Rcc5.SAME, Rcc5.WITHIN)
        assert answering >> at & 1 == answers


@pytest.mark.parametrize("seed", range(60))
def test_a_relation_read_backwards_is_its_converse(seed: int) -> None:
    converse = {Rcc5.WITHIN: Rcc5.CONTAINS, Rcc5.CONTAINS: Rcc5.WITHIN}
    one, other, *_ = random_claims(Random(seed))
    relation = relate_claims(LATTICES, one, other)
    assert relate_claims(LATTICES, other, one) is converse.get(relation, relation)
