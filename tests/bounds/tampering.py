"""Documents of proofs, and every small change that can be made to one."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from reconcile.bounds import Overlap, Problem, Sense, Solver, Sum, World, bits, checker, union
from reconcile.bounds.binding import Binding
from reconcile.bounds.document import Writer
from reconcile.bounds.prove import Prover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Path = tuple[str | int, ...]
Json = Any

STEPS = ("weights", "impossible", "split", "choose", "kept", "parts")


def document(problem: Problem, *queries: int) -> Json:
    """Prove both ends of queries, as a document that the checker reads. Sets are called s0, s1 …"""
    solver = Solver()
    prover = Prover(solver, solver.structure(problem))
    writer = Writer(problem, [f"s{at}" for at in range(problem.size)])
    senses = (Sense.LEAST, Sense.GREATEST)
    found = writer.document(({}, prover.prove(query, sense)) for query in queries for sense in senses)
    return json.loads(json.dumps({"format": checker.FORMAT, **found}))


def accepted(found: object) -> bool:
    try:
        checker.check(found)
    except checker.Wrong:
        return False
    return True


def walk(value: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Iterate over all that a document holds, and where."""
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from walk(each, (*path, key))


def at(value: Json, path: Path) -> Json:
    for key in path:
        value = value[key]
    return value


def changes(found: Json, beginning: Path) -> Iterator[tuple[Path, Json, Json]]:
    """Make every small change to a part of a document.

    A number becomes another, a name that of another set, a word another word; entries and fields go, lists are
    emptied. Yields where something changed, what stands there now (None where it is gone), and the document.
    """
    names = [each["id"] for each in found["problem"]["sets"]]
    for path, value in walk(at(found, beginning), beginning):
        if path:
            for other in _others(value, names):
                yield path, other, _changed(found, path, other)
            yield path, None, _changed(found, path, None)


def _others(value: Json, names: Iterable[str]) -> list[Json]:
    if isinstance(value, int):
        return [other for other in (value + 1, value - 1, -value, 2 * value) if other != value]
    if isinstance(value, str):
        for words in (names, STEPS, ("lower", "upper")):
            if value in words:
                return [word for word in words if word != value]
        return [f"{value}1", 1]
    return [type(value)()] if value else []


def _changed(found: Json, path: Path, value: Json) -> Json:
    copy = {key: deepcopy(each) if key == path[0] else each for key, each in found.items()}
    inner = at(copy, path[:-1])
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy


def problem_of(found: Json) -> Problem:
    """Read the problem of a document anew."""
    rows = found["problem"]["sets"]
    within, apart = [0] * len(rows), [0] * len(rows)
    for inner, outer in found["problem"]["within"]:
        for name in inner:
            one = number(found, name)
            within[one] |= group(found, outer) & ~(1 << one)
    for family in found["problem"]["apart"]:
        for place, names in enumerate(family):
            for name in names:
                for others in (*family[:place], *family[place + 1 :]):
                    apart[number(found, name)] |= group(found, others)
    return Problem(
        tuple(row["lo"] for row in rows),
        tuple(row["hi"] for row in rows),
        tuple(within),
        tuple(apart),
        tuple(Overlap(group(found, rule["sets"]), rule["lo"], rule["hi"]) for rule in found["problem"]["overlaps"]),
        tuple(Sum(number(found, rule["whole"]), group(found, rule["parts"])) for rule in found["problem"]["sums"]),
        sum(1 << at for at, row in enumerate(rows) if row.get("firm")),
    )


def ruling(found: Json, at: int) -> Problem:
    """Return the problem whose rules hold in a world: rivals lie within each other only where no more can be kept."""
    problem = problem_of(found)
    return problem if "left_out" in found["worlds"][at] else Binding(problem).unrivalled


def world_of(found: Json, at: int) -> World:
    """Read a world of a document: elements lie in all kept sets around those that are named, too."""
    problem, listed = ruling(found, at), found["worlds"][at]
    kept = group(found, listed["kept"])
    regions: dict[int, int] = {}
    for each in listed["regions"]:
        region = fresh = group(found, each["sets"])
        while fresh:
            around = union(problem.within[one] for one in bits(fresh)) & kept
            fresh = around & ~region
            region |= fresh
        regions[region] = regions.get(region, 0) + each["count"]
    return World(kept, regions)


def serves(found: Json, path: Path, value: Json) -> bool:
    """Whether a number of a world is that of another one that shows the same."""
    if path[-1] not in {"world", "witness"} or value not in range(len(found["worlds"])):
        return False
    step, other = at(found, path[:-1]), found["worlds"][value]
    if path[-1] == "world":
        return set(step["sets"]) <= set(other["kept"])
    return "left_out" in other and world_of(found, value).union(group(found, step["query"])) == step["value"]


def number(found: Json, name: str) -> int:
    return [row["id"] for row in found["problem"]["sets"]].index(name)


def group(found: Json, names: Iterable[str]) -> int:
    return sum(1 << number(found, name) for name in names)
