"""Seeded families of case files, as large as asked: what the benchmarks run on."""

from __future__ import annotations

from random import Random


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


def country(claims: int, seed: int = 0) -> str:
    """A country, 12 regions, 120 towns, 4 groups, 250 sources: a month of growing tolls."""
    random = Random(seed)
    lines = ["title: A month of growing tolls", "date: 2025-06-01", "places:", "  Country:"]
    places, weight = ["Country"], {"Country": 1200}
    for region in range(12):
        lines.append(f"    Region-{region}:")
        places.append(f"Region-{region}")
        weight[f"Region-{region}"] = 100
        for town in range(10):
            lines.append(f"      Town-{region}-{town}:")
            places.append(f"Town-{region}-{town}")
            weight[f"Town-{region}-{town}"] = 10
    lines += [
        "groups:",
        "  people:",
        "    children:",
        "    adults:",
        "    rescuers:",
        "exclusive: [[children, adults]]",
    ]
    share = {"people": 1.0, "adults": 0.7, "children": 0.3, "rescuers": 0.1}
    lines += ["sources:", *(f"  s{at}: {{name: Source {at}}}" for at in range(250)), "claims:"]
    for at in range(claims):
        place = random.choices(places, weights=[1 + weight[place] ** 0.5 for place in places])[0]
        who = random.choices(list(share), weights=[6, 1, 1, 1])[0]
        hour = random.randrange(30 * 24)
        toll = round(weight[place] * share[who] * (0.3 + 0.7 * hour / 720) * random.uniform(0.97, 1.0))
        lines += [
            f"  c{at}:",
            f"    source: s{random.randrange(250)}",
            f"    at: 2025-06-{1 + hour // 24:02}T{hour % 24:02}:{random.randrange(60):02}",
            f"    says: {{killed: {toll}}}",
            f"    place: {place}",
            f"    who: {who}",
        ]
    return "\n".join(lines) + "\n"


def disagreeing(claims: int, clashes: int, seed: int = 0) -> str:
    """One town whose toll grows; `clashes` of its figures are each denied by another at the very same time."""
    random = Random(seed)
    lines = ["title: A town and its quarrels", "date: 2025-06-01", "places: {Town: }", "claims:"]
    steps = claims - clashes
    for at in range(steps):
        minute = f"2025-06-{1 + at // 1440:02}T{at // 60 % 24:02}:{at % 60:02}"
        lines += _claim(f"c{at}", f"s{at % 250}", minute, 10 + at)
        if at % max(1, steps // clashes) == 0 and at // max(1, steps // clashes) < clashes:
            lines += _claim(f"d{at}", f"t{at % 250}", minute, 10 + at + random.randint(1, 5))
    return "\n".join(lines) + "\n"


def _claim(name: str, source: str, at: str, killed: int) -> list[str]:
    return [
        f"  {name}:",
        f"    source: {source}",
        f"    at: {at}",
        f"    says: {{killed: {killed}}}",
        "    place: Town",
    ]
