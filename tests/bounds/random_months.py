"""Random problems of a region over time: towns and groups, some figures stale or too high, last ones that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from random_strands import are_apart, path

from reconcile.bounds import Problem

if TYPE_CHECKING:
    from random import Random

    Scope = tuple[str, str]

PLACES = {"country": "", "region": "country", **dict.fromkeys(("t0", "t1", "t2", "t3"), "region")}


def random_month(random: Random, size: int, *, last: bool) -> tuple[Problem, list[int]]:
    """Return a problem of about `size` sets with kinds, and the queries that its places suggest.

    Parameters
    ----------
    last
        Whether each scope has a last figure, later than all others, that is right.
    """
    scopes = _scopes(random, size)
    early = len(scopes)
    scopes += dict.fromkeys(scopes) if last else ()
    at = [random.random() if one < early else 1 + one / 1000 for one in range(len(scopes))]
    final = _final(random, dict.fromkeys(scopes))
    lo = []
    for scope, time in zip(scopes, at, strict=True):
        toll = final[scope] * (0.3 + 0.7 * min(1.0, time))
        if time < 1 and random.random() < 0.15:
            toll *= random.uniform(0.7, 1.3)
        lo.append(max(1, round(toll)))
    hi = [low if random.random() < 0.9 else low + random.randint(1, 2) for low in lo]
    within, apart = [0] * len(scopes), [0] * len(scopes)
    for one, scope in enumerate(scopes):
        for other, around in enumerate(scopes):
            if are_apart(PLACES, scope, around):
                apart[one] |= 1 << other
            elif one != other and at[one] <= at[other] and _lies_within(scope, around):
                told = scope == around or (lo[one] <= hi[other] and random.random() < 0.95)
                within[one] |= int(told) << other
    kinds = {scope: number for number, scope in enumerate(dict.fromkeys(scopes))}
    problem = Problem(tuple(lo), tuple(hi), tuple(within), tuple(apart), kinds=tuple(kinds[scope] for scope in scopes))
    queries = [
        sum(1 << one for one, (inner, _) in enumerate(scopes) if place in path(PLACES, inner)) for place in PLACES
    ]
    return problem, [query for query in dict.fromkeys(queries) if query]


def _scopes(random: Random, size: int) -> list[Scope]:
    found = [("region", "people")] * random.randint(2, 4)
    found += [("country", "people")] * random.choice([0, 0, 1, 2])
    found += [("region", "children")] * random.choice([0, 0, 1, 2])
    towns = ["t0", "t1", "t2", "t3"][: random.randint(2, 4)]
    while len(found) < size:
        found.append((random.choice(towns), random.choices(("people", "children", "adults"), (6, 1, 1))[0]))
    return found


def _final(random: Random, scopes: dict[Scope, None]) -> dict[Scope, int]:
    """Return how many there are in the end: in the towns any number, in what holds them about as many in all."""
    most = random.choice([3, 6, 10])
    final = {(place, "people"): random.randint(1, most) for place, _ in scopes if place.startswith("t")}
    total = sum(final.values())
    final["region", "people"] = max(1, total + random.randint(-2, 3))
    final["country", "people"] = max(1, total + random.randint(-2, 5))
    return {scope: final.get(scope) or random.randint(1, final[scope[0], "people"]) for scope in scopes}


def _lies_within(inner: Scope, outer: Scope) -> bool:
    return outer[0] in path(PLACES, inner[0]) and outer[1] in (inner[1], "people")
