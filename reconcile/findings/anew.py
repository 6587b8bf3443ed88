"""What an answer makes of unions of strands that are set up anew with it: that tells more than changing seats does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.bits import bits, gathered
from reconcile.bounds.strandanswers import Possible
from reconcile.findings.answer import as_strands, with_answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconcile.bounds import Bundle, Problem
    from reconcile.bounds.strandanswers import Answered, StrandAnswers
    from reconcile.findings.answer import Answer
    from reconcile.findings.tolls import Range, Tolls


class Anew:
    """Sets up the strands of a large component with an answer.

    Parameters
    ----------
    answers
        What is known of answers in the component as it is.
    """

    def __init__(self, tolls: Tolls, answers: StrandAnswers) -> None:
        self.tolls, self.answers, self.strands = tolls, answers, answers.strands
        self._insides: dict[int, int] = {}

    def ranges(self, pair: Answer, known: Answered) -> Mapping[int, Range] | None:
        """Return the ranges under an answer of the unions near it, of those of which both ends are proven.

        None where it is not known that the answer is possible.

        Parameters
        ----------
        known
            What is known of the answer without setting up anything.
        """
        near = self.answers.near(pair.one, pair.two)
        unions = [each for each in self.answers.now if each & near]
        possible, least, greatest = known.possible is Possible.YES, dict(known.least), dict(known.greatest)
        if not possible or not all(each in least and each in greatest for each in unions):
            found = self._bundle(pair, fits=possible and not self.strands.doubted)
            if found is None:
                return known.ranges if possible else None
            problem, bundle = found
            solver, query = self.tolls.solver, {each: self.strands.sets_of(each) for each in unions}
            solver.foresee([bundle], [query[each] for each in unions if each not in greatest])
            for each in unions:
                if each not in least and (end := solver.least(problem, [bundle], query[each])).proven:
                    least[each] = end.value
                if each not in greatest and (end := solver.most(problem, bundle, query[each])).proven:
                    greatest[each] = end.value
        return {each: (least[each], greatest[each]) for each in unions if each in least and each in greatest}

    def _bundle(self, pair: Answer, *, fits: bool) -> tuple[Problem, Bundle] | None:
        """Put an answer into the problem; None where it is not known that the same is kept."""
        structure, sets = self.tolls.structure, self.strands.sets
        problem = with_answer(structure.problem, pair, self._below, self.strands.sure, sets)
        bundles = [bundle for bundle in structure.bundles if bundle.sets & sets]
        bundle = as_strands(self.tolls.solver, problem, bundles, fits=fits)
        return None if bundle is None else (problem, bundle)

    def _below(self, one: int) -> int:
        """Return the sets that surely lie within one, itself included, as a group."""
        if one not in self._insides:
            lies_within = self.answers.surroundings.lies_within
            self._insides[one] = gathered(each for each in bits(self.strands.sure) if lies_within(each, one)) | 1 << one
        return self._insides[one]
