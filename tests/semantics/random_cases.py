"""Random case files with every feature of the format, small enough for the slow definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

OUTCOMES = ["killed"] * 6 + ["wounded", "wounded", "missing", "casualties", "rescued"]
PLACES = ["Land", "North", "South", "Port", "Quay"]
GROUPS = ["people"] * 5 + ["children", "adults", "rescuers", "drones"]
TIMES = ["2025-06-06", "2025-06-06T08:00", "2025-06-06T12:00", "2025-06-07", "2025-06-08"]
WINDOWS = ["2025-06-05", "2025-06-06/2025-06-07"]
HEAD = """\
title: A random case
date: 2025-06-05/2025-06-06
places:
  Land:
    North:
      Port:
    South:
    Quay:
groups:
  people:
    children:
    adults:
    rescuers:
  drones:
exclusive:
  - [children, adults]
sources:
  mayor: {name: The mayor, grade: A}
  police: {name: The police, grade: C}
"""


def random_case(random: Random, most: int = 5) -> str:
    """Write a case file of at most `most` claims."""
    names: list[tuple[str, list[str]]] = []
    lines = [HEAD, "claims:"]
    # A case of few distinct scopes makes claims meet.
    outcomes = random.sample(OUTCOMES, random.randint(1, 3))
    places = random.sample(PLACES, random.randint(1, 3))
    groups = random.sample(GROUPS, random.randint(1, 3))
    left = random.randint(1, most)
    while left > 0:
        name = f"c{len(names)}"
        says = {
            outcome: _count(random)
            for outcome in random.sample(outcomes, 1 if random.random() < 0.85 else min(2, len(set(outcomes))))
        }
        says = dict(list(says.items())[:left])
        left -= len(says)
        names.append((name, sorted(says)))
        lines.append(f"  {name}:")
        lines.append(f"    source: {random.choice(['mayor', 'police', 'A paper'])}")
        lines.append("    says: {" + ", ".join(f"{key}: {value}" for key, value in says.items()) + "}")
        lines.append(f"    place: {random.choice(places)}")
        if random.random() < 0.6:
            lines.append(f"    who: {random.choice(groups)}")
        if random.random() < 0.7:
            lines.append(f"    at: {random.choice(TIMES)}")
        if random.random() < 0.1:
            lines.append(f"    during: {random.choice(WINDOWS)}")
        if random.random() < 0.12:
            lines.append("    identified: yes")
        if random.random() < 0.15:
            lines.append("    so-far: yes")
        if left and random.random() < 0.15:
            outcome = random.choice(sorted(says))
            left -= 1
            lines.append("    including:")
            lines.append(
                f"      - {{says: {{{outcome}: {_count(random)}}}, who: {random.choice(['children', 'rescuers'])}}}"
            )
    lines += _links(random, names)
    if random.random() < 0.3:
        lines.append("settings:")
        lines.append(f"  parts: {random.choice(['possible', 'presumed'])}")
        lines.append(f"  same-scope: {random.choice(['alternatives', 'nested'])}")
        if random.random() < 0.5:
            every = ["update", "growth", "same-scope", "own-parts", "parts", "identified"]
            lines.append(f"  conventions: [{', '.join(random.sample(every, random.randint(0, 6)))}]")
    return "\n".join(lines) + "\n"


def _count(random: Random) -> str:
    low = random.randint(0, 4)
    return random.choice(
        [str(low)] * 5 + [f"{low}-{low + random.randint(0, 2)}", f"at least {low}", "up to 3", "about 3"]
    )


def _links(random: Random, names: list[tuple[str, list[str]]]) -> list[str]:
    if len(names) < 2 or random.random() < 0.4:
        return []
    lines = ["links:"]
    for _ in range(random.randint(1, 3)):
        one, other, *more = random.sample(names, min(len(names), 3))
        kind = random.choice(["within"] * 4 + ["same-as", "apart-from", "replaces", "repeats", "overlaps", "sum-of"])
        a, b = _ends(random, one, other)
        answer = random.choice(["", "", "", ", answer: no", ", answer: unclear"])
        target = b
        extra = ""
        if kind == "overlaps":
            extra = f", by: {random.choice(['0-1', '1', '2', '1-2'])}"
        if kind == "sum-of":
            target = f"[{', '.join([b, *([_ends(random, one, more[0])[1]] if more else [])])}]"
        lines.append(f"  - {{claim: {a}, {kind}: {target}{extra}{answer}}}")
    return lines


def _ends(random: Random, one: tuple[str, list[str]], other: tuple[str, list[str]]) -> tuple[str, str]:
    """Address two claims so that a link between them is never ambiguous."""
    shared = sorted(set(one[1]) & set(other[1]))
    if shared and random.random() < 0.5:
        return one[0], other[0]
    a = random.choice(shared or one[1])
    b = a if shared else random.choice(other[1])
    return f"{one[0]}.{a}", f"{other[0]}.{b}"


def random_decisions(random: Random, claims: list[str]) -> str:
    """Write a decisions file about some claims, by address."""
    lines = []
    for _ in range(random.randint(1, 3)):
        one, other = random.sample(claims, 2)
        kind = random.choice(["within", "within", "same-as", "apart-from"])
        lines.append(f"- {{claim: {one}, {kind}: {other}, answer: {random.choice(['yes', 'no', 'unclear'])}}}")
    return "\n".join(lines) + "\n"
