"""Random problems as many sources make them: places within places, groups, growing and rivalling figures, ties.

In some of them it is said of two sets that they are apart, although their scopes are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bounds import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

PLACES = {"country": "", "north": "country", "south": "country", "town": "north"}
GROUPS = ("people", "children", "adults", "rescuers")


def random_strands(random: Random, size: int, most: int = 5) -> tuple[Problem, list[int]]:
    """Return a problem of `size` sets with kinds, and the queries that its places suggest."""
    scopes = [(random.choice(list(PLACES)), random.choices(GROUPS, (3, 1, 1, 1))[0]) for _ in range(size)]
    return random_of(random, scopes, most)


def random_quarrel(random: Random, size: int) -> tuple[Problem, list[int]]:
    """Return the same of few scopes: more sets of each are rivals, or are not said to be nested."""
    return random_of(random, random.choices([("country", "people"), ("north", "people")], (1, 5), k=size), 2 * size)


def random_doubt(random: Random, size: int) -> tuple[Problem, list[int]]:
    """Return the same of one town and its groups: others lie within sets that have rivals."""
    scopes = [("town", "people"), ("town", "children"), ("town", "adults"), ("north", "people")]
    return random_of(random, random.choices(scopes, (5, 2, 2, 2), k=size), random.choice([5, 9, 14]))


def random_nation(random: Random, size: int) -> tuple[Problem, list[int]]:
    """Return the same, in which much is said of the groups of a whole country."""
    places, groups = ("country", "north", "south", "town"), random.choices(GROUPS, (3, 2, 1, 2), k=size)
    scopes = list(zip(random.choices(places, (3, 1, 2, 2), k=size), groups, strict=True))
    return random_of(random, scopes, random.choice([5, 8, 12]))


def random_of(random: Random, scopes: Sequence[tuple[str, str]], most: int) -> tuple[Problem, list[int]]:
    """Return a problem of sets of these scopes, and the queries that their places suggest."""
    size = len(scopes)
    kinds = {scope: at for at, scope in enumerate(dict.fromkeys(scopes))}
    lo = [random.randint(1, most) for _ in scopes]
    hi = [low if random.random() < 0.85 else low + 1 for low in lo]
    within, apart = [0] * size, [0] * size
    for one in range(size):
        for other in range(one + 1, size):
            if are_apart(PLACES, scopes[one], scopes[other]):
                apart[one] |= 1 << other
                apart[other] |= 1 << one
            elif scopes[one] == scopes[other] and random.random() < 0.1:
                pass  # one source, at one time
            elif scopes[one] == scopes[other]:
                same = random.random() < 0.15 or hi[other] < lo[one]
                within[one] |= 1 << other
                within[other] |= int(same) << one
            elif random.random() < 0.3:
                inner, outer = (one, other) if _holds(scopes[other], scopes[one]) else (other, one)
                if _holds(scopes[outer], scopes[inner]) and lo[inner] <= hi[outer]:
                    within[inner] |= 1 << outer
    if random.random() < 0.3:
        one, other = random.sample(range(size), 2)
        apart[one] |= 1 << other
        apart[other] |= 1 << one
    problem = Problem(tuple(lo), tuple(hi), tuple(within), tuple(apart), kinds=tuple(kinds[scope] for scope in scopes))
    queries = [sum(1 << at for at, (inner, _) in enumerate(scopes) if place in path(PLACES, inner)) for place in PLACES]
    return problem, [query for query in queries if query]


def path(places: Mapping[str, str], place: str) -> list[str]:
    """Return a place and all around it, by places with what each lies in."""
    found = []
    while place:
        found.append(place)
        place = places[place]
    return found


def are_apart(places: Mapping[str, str], one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two scopes, of a place and a group each, share nobody."""
    branches = one[0] not in path(places, other[0]) and other[0] not in path(places, one[0])
    return branches or {one[1], other[1]} == {"children", "adults"}


def _holds(outer: tuple[str, str], inner: tuple[str, str]) -> bool:
    return outer != inner and outer[0] in path(PLACES, inner[0]) and outer[1] in (inner[1], "people")
