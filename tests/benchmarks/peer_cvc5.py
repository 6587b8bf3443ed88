"""cvc5: the theory of finite sets with cardinality, the bound found by asking for worlds beyond a number.

Each end is asked for at the best that the sizes alone allow before it is bisected: where that is attained, one
question is enough. An uninterpreted sort of elements was faster than whole numbers, the logic ALL faster than a
narrower one, and no option that was tried faster than the defaults.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from keeping import ranges

from reconcile.bounds import bits

if TYPE_CHECKING:
    from exchange import Question, Range

    from reconcile.bounds import Problem

    Term = Any
    Kind = Any

TITLE = "cvc5"
NEEDS = "cvc5"


def answer(asked: Question) -> list[Range]:
    """Return the bounds of each query."""
    return ranges(asked, _Sets)


class _Sets:
    """The kept sets as cvc5 sees them."""

    def __init__(self, problem: Problem, keep: int) -> None:
        cvc5 = import_module(NEEDS)
        self.problem, self.keep = problem, keep
        self.kind = cvc5.Kind
        self.terms = cvc5.TermManager()
        self.solver = cvc5.Solver(self.terms)
        self.solver.setLogic("ALL")
        self.solver.setOption("incremental", "true")
        self.solver.setOption("produce-models", "true")
        self.number = self.terms.getIntegerSort()
        self.sort = self.terms.mkSetSort(self.terms.mkUninterpretedSort("person"))
        self.empty = self.terms.mkEmptySet(self.sort)
        self.sets = {one: self.terms.mkConst(self.sort, f"set{one}") for one in bits(keep)}
        self._state()

    def extremes(self, query: int) -> Range | None:
        """Bisect both ends of the union's size."""
        low = max((self.problem.lo[one] for one in bits(query)), default=0)
        high = sum(self.problem.hi[one] for one in bits(query))
        size = self._size(self._join(self.kind.SET_UNION, query) if query else self.empty)
        least = self._extreme(size, low, high, upwards=False)
        return None if least is None else (least, self._extreme(size, least, high, upwards=True) or least)

    def _extreme(self, size: Term, low: int, high: int, *, upwards: bool) -> int | None:
        beyond = self.kind.GEQ if upwards else self.kind.LEQ
        best = self._attained(size, beyond, high if upwards else low)
        if best is not None:
            return best
        best = self._attained(size, beyond, low if upwards else high)
        worst = high if upwards else low  # the nearest number known to be out of reach
        while best is not None and abs(worst - best) > 1:
            middle = (best + worst) // 2
            found = self._attained(size, beyond, middle)
            best, worst = (best, middle) if found is None else (found, worst)
        return best

    def _attained(self, size: Term, relation: Kind, number: int) -> int | None:
        """Return the size of the union in some world where it is at least, or at most, a number."""
        self.solver.push()
        self.solver.assertFormula(self.terms.mkTerm(relation, size, self.terms.mkInteger(number)))
        result = self.solver.checkSat()
        assert not result.isUnknown(), "cvc5 gives up"
        found = self.solver.getValue(size).getIntegerValue() if result.isSat() else None
        self.solver.pop()
        return found

    def _state(self) -> None:
        """Assert sizes and relations."""
        make, kind, sets, keep = self.terms.mkTerm, self.kind, self.sets, self.keep
        for one, term in sets.items():
            self._between(self._size(term), self.problem.lo[one], self.problem.hi[one])
            for other in bits(self.problem.within[one] & keep):
                self.solver.assertFormula(make(kind.SET_SUBSET, term, sets[other]))
            for other in bits(self.problem.apart[one] & keep >> one << one):
                self.solver.assertFormula(make(kind.EQUAL, make(kind.SET_INTER, term, sets[other]), self.empty))
        for shared in self.problem.overlaps:
            if shared.sets & ~keep == 0:
                self._between(self._size(self._join(kind.SET_INTER, shared.sets)), shared.lo, shared.hi)
        for total in self.problem.sums:
            if (total.parts | 1 << total.whole) & ~keep == 0:
                parts = self._join(kind.SET_UNION, total.parts)
                self.solver.assertFormula(make(kind.SET_SUBSET, sets[total.whole], parts))

    def _between(self, size: Term, low: int, high: int) -> None:
        for relation, number in ((self.kind.GEQ, low), (self.kind.LEQ, high)):
            self.solver.assertFormula(self.terms.mkTerm(relation, size, self.terms.mkInteger(number)))

    def _size(self, term: Term) -> Term:
        return self.terms.mkTerm(self.kind.SET_CARD, term)

    def _join(self, kind: Kind, group: int) -> Term:
        first, *others = (self.sets[one] for one in bits(group))
        for other in others:
            first = self.terms.mkTerm(kind, first, other)
        return first
