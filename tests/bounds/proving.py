"""Every bound that the solver finds while a test runs is proven, and the checker has to accept the proof.

`EveryBound` is a plugin of pytest's, which `conftest.py` registers. It notes what `Solver.least`, `Solver.most` and
`Solver.solve` return, and the tolls of each case; when the test has ended it proves them, and has the independent
checker read the proofs. So the bounds of what-ifs (a question answered, a claim set aside, a list of questions asked in
turn) are proven too, and those of cases so large that they are bounded as strands. A bound is proven from nothing but
the problem, of the sets that the query has to do with, by a solver that knows nothing of the first one's work. What was
proven before in the session has only to be the same number again.

Not covered are

* the bounds of other processes that a test starts;
* those that the solver itself calls unproven, as the time was over;
* what `StrandBounds` says where a test asks it directly, and of strands without one of their sets: `test_strands`
  compares both with the solver, whose bounds are proven here;
* what `StrandAnswers` makes of the ranges under an answer: `test_strandanswers` compares that with the solver;
* of a what-if, that what it moves in one component adds to what the others have: that is a sum, in `findings`.
"""

from __future__ import annotations

import json
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, NamedTuple

import pytest

from reconcile.bounds import Overlap, Problem, Sense, Solver, Sum, bits, checker
from reconcile.bounds.document import Writer
from reconcile.bounds.parting import bound_together, touching
from reconcile.bounds.problem import union
from reconcile.bounds.prove import Prover
from reconcile.findings.tolls import Tolls

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from reconcile.bounds import Bounds, Bundle, End


class Found(NamedTuple):
    """What the solver was asked: one end of the range of a query, among some sets of a problem."""

    problem: Problem
    sets: int
    query: int
    sense: Sense


class Asked(NamedTuple):
    """The same, of a whole problem."""

    query: int
    sense: Sense


class EveryBound:
    """Notes the bounds that are found while a test runs, and then proves them."""

    def __init__(self) -> None:
        self.noted: list[tuple[Found, int]] = []
        self._values: dict[Found, int] = {}
        self._proven: dict[Problem, dict[Asked, int]] = {}
        self._patch = pytest.MonkeyPatch()

    def pytest_sessionstart(self) -> None:
        self._after(Solver, "least", _least)
        self._after(Solver, "most", _most)
        self._after(Solver, "solve", _bounds)
        self._after(Tolls, "__init__", _tolls)

    def pytest_sessionfinish(self) -> None:
        self._patch.undo()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None]:
        try:
            yield
            self._prove()
        finally:
            self.noted.clear()  # proofs ask the solver, too

    def _after(self, where: type, name: str, ends: Callable[..., Iterator[tuple[Found, End]]]) -> None:
        """Have what a method finds noted; `ends` takes its result, and what it was called with.

        The bounds that it added up to these are parts of their proofs, and not proven again.
        """
        method = getattr(where, name)

        @wraps(method)
        def noting(*given: object) -> object:
            before = len(self.noted)
            result = method(*given)
            found = list(ends(result, *given))
            if all(end.proven for _, end in found):
                del self.noted[before:]
            self.noted += [(asked, end.value) for asked, end in found if end.proven]
            return result

        self._patch.setattr(where, name, noting)

    def _prove(self) -> None:
        """Prove what was noted, but for what was proven before."""
        fresh: dict[Problem, dict[Asked, int]] = {}
        for found, value in dict.fromkeys(self.noted):
            if found in self._values:
                assert self._values[found] == value, f"{value} was {self._values[found]}: {found}"
                continue
            self._values[found] = value
            problem, asked = alone(found)
            proven = self._proven.setdefault(problem, {})
            if asked in proven:
                assert proven[asked] == value, f"{value} was {proven[asked]}: {found}"
                continue
            proven[asked] = fresh.setdefault(problem, {})[asked] = value
        for problem, values in fresh.items():
            prove(problem, values)


def _least(end: End, _: Solver, problem: Problem, bundles: Sequence[Bundle], query: int) -> Iterator[tuple[Found, End]]:
    yield Found(problem, union(bundle.sets for bundle in bundles), query, Sense.LEAST), end


def _most(end: End, _: Solver, problem: Problem, bundle: Bundle, query: int) -> Iterator[tuple[Found, End]]:
    yield Found(problem, bundle.sets, query, Sense.GREATEST), end


def _bounds(bounds: Bounds, _: Solver, problem: Problem, query: int) -> Iterator[tuple[Found, End]]:
    yield Found(problem, problem.everything, query, Sense.LEAST), bounds.lower
    yield Found(problem, problem.everything, query, Sense.GREATEST), bounds.upper


def _tolls(_: None, tolls: Tolls, *_given: object) -> Iterator[tuple[Found, End]]:
    for toll in tolls.tolls:
        if toll.bounds:
            yield from _bounds(toll.bounds, tolls.solver, tolls.structure.problem, toll.claims)


def prove(problem: Problem, values: Mapping[Asked, int]) -> None:
    """Prove bounds of a problem, and have the proofs checked; fail where one is another, or is not accepted.

    Where bounds rest on what is not in doubt, and the ways to keep the rest are too many to list, there is no proof to
    check: these are held against the search (`test_doubting`).
    """
    solver = Solver()
    structure = solver.structure(problem, queries=[query for query, _ in values])
    if any(bundle.strands and not bundle.known and not bundle.listed for bundle in structure.bundles):
        return
    prover = Prover(solver, structure)
    writer = Writer(problem, [f"s{at}" for at in range(problem.size)])
    proofs = [prover.prove(*asked) for asked in values]
    for proved, (asked, value) in zip(proofs, values.items(), strict=True):
        assert proved.value == value, f"{proved.value} is proven, not {value}: {asked} of {problem}"
    document = {"format": checker.FORMAT, **writer.document(({}, proved) for proved in proofs)}
    try:
        checker.check(json.loads(json.dumps(document)))
    except checker.Wrong as wrong:
        raise AssertionError(f"{wrong}: {values} of {problem}") from wrong


def alone(found: Found) -> tuple[Problem, Asked]:
    """Return what was asked as a problem of its own: of the components that the query is about, and no other sets."""
    query = found.query & found.sets
    sets = union(component for component in _components(found.problem, found.sets) if component & query)
    numbers = {one: at for at, one in enumerate(bits(sets))}
    return _of(found.problem, sets), Asked(_renumbered(query, numbers), found.sense)


@lru_cache(maxsize=500)
def _components(problem: Problem, sets: int) -> list[int]:
    together = bound_together(problem, sets)
    return [union(together[at] for at in numbers) for numbers in touching(problem, together)]


@lru_cache(maxsize=500)
def _of(problem: Problem, sets: int) -> Problem:
    """Return the problem of some of the sets, of which no rule binds one to any that is left out."""
    numbers = {one: at for at, one in enumerate(bits(sets))}

    def inside(group: int) -> int:
        return _renumbered(group & sets, numbers)

    return Problem(
        tuple(problem.lo[one] for one in numbers),
        tuple(problem.hi[one] for one in numbers),
        tuple(inside(problem.within[one]) for one in numbers),
        tuple(inside(problem.apart[one]) for one in numbers),
        tuple(Overlap(inside(rule.sets), rule.lo, rule.hi) for rule in problem.overlaps if not rule.sets & ~sets),
        tuple(
            Sum(numbers[rule.whole], inside(rule.parts))
            for rule in problem.sums
            if not (rule.parts | 1 << rule.whole) & ~sets
        ),
        inside(problem.firm),
        tuple(problem.kinds[one] for one in numbers) if problem.kinds else (),
    )


def _renumbered(group: int, numbers: Mapping[int, int]) -> int:
    return sum(1 << numbers[one] for one in bits(group))
