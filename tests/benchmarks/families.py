"""Seeded families of case files, as large as asked: what the benchmarks run on."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MINUTES = 30 * 24 * 60
"""A month."""


def overlapping(claims: int, seed: int = 0) -> str:
    """One place, `claims` figures of different groups that may all overlap."""
    random = Random(seed)
    lines = ["title: Overlapping groups in one place", "date: 2025-06-06", "places: {Town: }", "groups:", "  people:"]
    lines += [f"    group-{at}:" for at in range(claims)]
    lines.append("claims:")
    for at in range(claims):
        lines += [
            f"  c{at}:",
            f"    source: source-{at}",
            f"    says: {{killed: {random.randint(3, 60)}}}",
            f"    who: group-{at}",
            "    place: Town",
        ]
    return "\n".join(lines) + "\n"


def disagreeing(claims: int, clashes: int, seed: int = 0) -> str:
    """One town whose toll grows; `clashes` of its figures are each denied by another at the very same time."""
    random = Random(seed)
    lines = ["title: A town and its quarrels", "date: 2025-06-01", "places: {Town: }", "claims:"]
    town = ("Town", "people")
    steps = claims - clashes
    apart = max(1, steps // max(1, clashes))
    for at in range(steps):
        lines += _claim(f"c{at}", f"s{at % 250}", at, 10 + at, town)
        if at % apart == 0 and at // apart < clashes:
            lines += _claim(f"d{at}", f"t{at % 250}", at, 10 + at + random.randint(1, 5), town)
    return "\n".join(lines) + "\n"


def country(claims: int, seed: int = 0, clash: float = 0.02, *, anywhere: bool = False) -> str:
    """A country, 12 regions, 120 towns, 4 groups, 250 sources: a month of growing tolls.

    A ministry speaks for the country and its regions, governors for their region and its towns, town halls for
    their town and the groups in it; everybody else reports on a few places. Wider figures include all narrower
    ones. Every source comes back to the same few scopes, and its figures grow. One statement of a wider source
    in twenty says how many children are included; one figure in fifty is "at least" or "about"; one in a
    hundred is too high, and its source takes it back the next day.

    Parameters
    ----------
    clash
        How many of the figures, as a share, are yesterday's news or somewhat too high, and stay so: they disagree
        with what others say. With 0 all that stands can be true at once.
    anywhere
        Whether everybody speaks of any place, of all people or any group there, as often as of any other.
    """
    random = Random(seed)
    land = _Land(random)
    if anywhere:
        scopes = [(place, who) for place in land.places for who in ("people", *GROUPS)]
        land.beats = [(1, scopes) for _ in land.beats]
    lines = ["title: A month of growing tolls", "date: 2025-06-01/2025-06-30", "places:", "  Country:"]
    for region, towns in land.regions.items():
        lines += [f"    {region}:", *(f"      {town}:" for town in towns)]
    lines += ["groups:", "  people:", *(f"    {who}:" for who in GROUPS), "exclusive: [[children, adults]]"]
    lines += ["sources:", *(f"  s{at}: {{name: Source {at}}}" for at in range(len(land.beats))), "claims:"]
    for at, said in enumerate(sorted(_statements(random, land, claims, clash), key=lambda said: said.minute)):
        lines += _claim(f"c{at}", f"s{said.source}", said.minute, said.killed, said.scope)
        if said.children is not None:
            lines += ["    including:", f"      - {{says: {{killed: {said.children}}}, who: children}}"]
    return "\n".join(lines) + "\n"


GROUPS = {"children": (0.1, 0.3), "adults": (0.5, 0.7), "rescuers": (0.02, 0.1), "journalists": (0.0, 0.03)}
"""The groups counted, and what part of a town's dead belong to each, at least and at most."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement: a claim, and perhaps the children that it includes."""

    source: int
    minute: int
    killed: str | int
    scope: tuple[str, str]
    children: int | None = None


@dataclass(slots=True)
class _Land:
    """What happened in the country: the towns' tolls, and who reports on what."""

    random: Random
    regions: dict[str, list[str]] = field(init=False)
    final: dict[tuple[str, str], float] = field(init=False, default_factory=dict)
    beats: list[tuple[int, list[tuple[str, str]]]] = field(init=False)

    def __post_init__(self) -> None:
        random = self.random
        self.regions = {f"Region-{r}": [f"Town-{r}-{t}" for t in range(10)] for r in range(12)}
        towns = [town for inside in self.regions.values() for town in inside]
        for town in towns:
            self.final[town, "people"] = min(400.0, 8 * random.paretovariate(1.1))
            for who, (least, most) in GROUPS.items():
                self.final[town, who] = self.final[town, "people"] * random.uniform(least, most)
        # Each beat: how often the source speaks, and of which scopes.
        self.beats = [(12, [("Country", "people"), ("Country", "people"), *((r, "people") for r in self.regions)])]
        for region, inside in self.regions.items():
            self.beats.append((4, [(region, "people"), (region, "people"), *((town, "people") for town in inside)]))
        for town in towns:
            self.beats.append((1, [(town, "people"), (town, "people"), (town, random.choice(list(GROUPS)))]))
        while len(self.beats) < 250:
            places = ["Country", random.choice(list(self.regions)), *random.sample(towns, 3)]
            self.beats.append(
                (1, [*((place, "people") for place in places), (places[-1], random.choice(list(GROUPS)))])
            )

    @property
    def places(self) -> list[str]:
        """All places, the widest first."""
        return ["Country", *self.regions, *(town for inside in self.regions.values() for town in inside)]

    def toll(self, place: str, who: str, minute: int) -> int:
        """Return how many of a group were known to be dead at a place by then: more and more, fast at first."""
        known = 0.2 + 0.8 * (max(0, minute) / MINUTES) ** 0.5
        towns = self.regions.get(place) or [place]
        if place == "Country":
            towns = [town for inside in self.regions.values() for town in inside]
        return sum(int(self.final[town, who] * known) for town in towns)


def _statements(random: Random, land: _Land, claims: int, clash: float) -> Iterator[_Said]:
    """Make statements until they hold as many claims as asked."""
    often = [times for times, _ in land.beats]
    while claims > 0:
        source = random.choices(range(len(often)), often)[0]
        scope = place, who = random.choice(land.beats[source][1])
        minute = random.randrange(MINUTES)
        toll = land.toll(place, who, minute)
        chance = random.random()
        if chance < clash:
            stale = land.toll(place, who, minute - random.randrange(1, 3 * 1440))
            yield _Said(source, minute, random.choice([stale, round(toll * random.uniform(1.02, 1.2))]), scope)
        elif chance < clash + 0.01 and claims > 1 and minute + 1440 < MINUTES:
            yield _Said(source, minute, toll + random.randint(1, 1 + toll // 10), scope)
            yield _Said(source, minute + 1440, land.toll(place, who, minute + 1440), scope)
            claims -= 1
        elif who == "people" and source < 13 and claims > 1 and random.random() < 0.05:
            yield _Said(source, minute, toll, scope, children=land.toll(place, "children", minute))
            claims -= 1
        else:
            yield _Said(source, minute, _in_words(random, toll), scope)
        claims -= 1


def _in_words(random: Random, toll: int) -> str | int:
    """Return a toll as it is said: most are bare numbers, and "about" holds for what it rounds."""
    chance = random.random()
    if chance < 0.01:
        return f"at least {toll}"
    if chance < 0.02 and toll >= 20:
        return f"about {round(toll, -1)}"
    return toll


def _claim(name: str, source: str, minute: int, killed: str | int, scope: tuple[str, str]) -> list[str]:
    place, who = scope
    return [
        f"  {name}:",
        f"    source: {source}",
        f"    at: 2025-06-{1 + minute // 1440:02}T{minute // 60 % 24:02}:{minute % 60:02}",
        f"    says: {{killed: {killed}}}",
        f"    place: {place}",
        f"    who: {who}",
    ]
