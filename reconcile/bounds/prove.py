"""Makes proofs: for a bound that the solver found, a world that attains it and a proof that none goes beyond.

A proof begins with a group that may be all that is kept, and weights that prove the bound for it. Of the sets that
these rest on, those that fit whatever else is kept are shown to be kept; for any other, both cases are gone through.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reconcile.bits import bits
from reconcile.bounds.binding import Binding
from reconcile.bounds.clock import OutOfTimeError
from reconcile.bounds.completing import Completing
from reconcile.bounds.ends import NOTHING, End
from reconcile.bounds.grounds import Grounds
from reconcile.bounds.optimum import optimise
from reconcile.bounds.problem import World, holds, union
from reconcile.bounds.proof import Choose, Kept, LeftOut, Part, Parts, Proved, Weighing
from reconcile.bounds.reduction import reduce
from reconcile.bounds.sense import Sense
from reconcile.bounds.weighing import Asked, Cases, Known, relaxed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconcile.bounds.problem import Problem
    from reconcile.bounds.proof import Proof
    from reconcile.bounds.solve import Bundle, Solver, Structure


class Prover:
    """Proves bounds of one problem.

    Parameters
    ----------
    solver
        Finds the bounds, and limits the time.
    structure
        The problem, as the solver took it apart.
    """

    def __init__(self, solver: Solver, structure: Structure) -> None:
        self.solver, self.structure, self.problem = solver, structure, structure.problem
        self.binding = Binding(self.problem)
        self._refuted: dict[int, Proof] = {}
        self._together: dict[int, World | None] = {}
        self._rest: dict[int, World] = {}
        self._whole: dict[tuple[int, frozenset[tuple[int, int]]], tuple[World, tuple[LeftOut, ...]]] = {}

    def prove(self, query: int, sense: Sense) -> Proved:
        """Prove one end of the range of a query's union.

        Parameters
        ----------
        sense
            `Sense.LEAST` or `Sense.GREATEST`.

        Raises
        ------
        OutOfTimeError
            When the limit of time is reached first.
        """
        shares = list(self._shares(query, sense))
        end = sum((found for _, found in shares), NOTHING)
        world, left_out = self._witness(end)
        parts = []
        for bundles, found in shares:
            if found.value or sense is Sense.GREATEST:
                sets = union(bundle.sets for bundle in bundles)
                tree = _Tree(self, bundles, Asked(query & sets, sense, found.value), world, found)
                parts.append(Part(query & sets, found.value, tree.grow(_Case(0, 0))))
        proof = parts[0].proof if len(parts) == 1 else Parts(tuple(parts)) if parts else Weighing((), Fraction(0))
        return Proved(query, sense, end.value, world, left_out, proof)

    def completing(self, bundles: Sequence[Bundle]) -> Completing:
        """Return what can be kept of some bundles."""
        if not all(bundle.known or bundle.listed for bundle in bundles):
            raise OutOfTimeError
        found = (conflict for bundle in bundles for conflict in bundle.conflicts)
        return Completing(union(bundle.sets for bundle in bundles), found, self.problem.firm, self.solver.clock.tick)

    def refuted(self, conflict: int) -> Proof:
        """Prove that sets cannot be kept together."""
        if conflict not in self._refuted:
            cases = Cases(relaxed(self.problem, conflict, 0), Asked(0, Sense.ANY), self.solver.clock)
            self._refuted[conflict] = cases.prove()
        return self._refuted[conflict]

    def together(self, group: int) -> World | None:
        """Return a world in which all of a group fit together, but for rivals; None where there is none."""
        if group not in self._together:
            known = (world for world in self._together.values() if world and not group & ~world.kept)
            found = next(known, None) or self._in_strands(group) or self._some_world(self.binding.unrivalled, group)
            self._together[group] = found
        return self._together[group]

    def _in_strands(self, group: int) -> World | None:
        """Return such a world of a large problem."""
        for bundle in self.structure.bundles:
            strands = bundle.strands if not group & ~bundle.sets else None
            if strands and group & ~strands.strands.sets:
                found = self.solver.strands(self.problem, group)
                strands = found.strands if found else None
            world = strands.together() if strands else None
            if world is not None and holds(self.binding.unrivalled, world):
                regions: dict[int, int] = {}
                for region, number in world.regions.items():
                    regions[region & group] = regions.get(region & group, 0) + number
                return World(group, {region: number for region, number in regions.items() if region})
        return None

    def _shares(self, query: int, sense: Sense) -> Iterator[tuple[list[Bundle], End]]:
        """Yield the bundles whose unions add up, with the end of each."""
        structure = self.structure
        for numbers in structure.components:
            asked = [structure.bundles[at] for at in numbers if structure.bundles[at].sets & query]
            for bundles in [asked] if sense is Sense.LEAST else [[bundle] for bundle in asked]:
                if not bundles:
                    continue
                if sense is Sense.LEAST:
                    end = self.solver.least(self.problem, bundles, query)
                else:
                    end = self.solver.most(self.problem, bundles[0], query)
                if not end.proven:
                    raise OutOfTimeError
                yield bundles, end

    def _witness(self, end: End) -> tuple[World, tuple[LeftOut, ...]]:
        """Return a world of all that can be kept, from one of what is asked about, and what is not kept in it.

        Many ends have the same.
        """
        world = end.witness()
        assert world is not None, "a proven end has a world"
        kept, regions = world.kept, dict(world.regions)
        for bundle in self.structure.bundles:
            if not bundle.sets & kept:
                rest = self._resting(bundle)
                kept |= rest.kept
                regions |= rest.regions
        key = kept, frozenset(regions.items())
        if key not in self._whole:
            world = World(kept, regions)
            self._whole[key] = world, tuple(self._left_out(world))
        return self._whole[key]

    def _resting(self, bundle: Bundle) -> World:
        """Return a world of a bundle that nothing is asked about."""
        if bundle.sets not in self._rest:
            group = self.completing([bundle]).complete(0, 0, 0)
            world = None if group is None else self._some_world(self.problem, group)
            assert world is not None, "something can be kept"
            self._rest[bundle.sets] = world
        return self._rest[bundle.sets]

    def _some_world(self, problem: Problem, group: int) -> World | None:
        """Return a world that keeps a group; None where there is none."""
        reduction = reduce(problem, group, 0)
        optimum = reduction and optimise(reduction.problem, 0, Sense.ANY, self.solver.clock)
        return reduction.invert(optimum.regions) if reduction and optimum else None

    def _left_out(self, world: World) -> Iterator[LeftOut]:
        completing = self.completing(self.structure.bundles)
        for one in bits(self.problem.everything & ~world.kept):
            among = world.kept & self.problem.firm if self.problem.firm >> one & 1 else world.kept
            conflict = completing.conflict(one, among)
            assert conflict is not None, "what is left out could not be kept"
            yield LeftOut(one, self.refuted(conflict))


class _Case(NamedTuple):
    """Where a step stands: what is known to be kept and to be left out."""

    kept: int
    out: int


class _Tree:
    """The proof of a bound of some bundles, in the making."""

    def __init__(self, prover: Prover, bundles: Sequence[Bundle], asked: Asked, witness: World, end: End) -> None:
        self.prover, self.witness, self.problem, self.binding = prover, witness, prover.problem, prover.binding
        self.completing = prover.completing(bundles)
        sets, doubted = self.completing.sets, union(self.completing.conflicts)
        self.grounds = Grounds(prover.solver, prover.problem, prover.binding, sets, doubted, asked)
        self.ends = {witness.kept & self.completing.sets: end}

    def grow(self, case: _Case) -> Proof:
        """Prove the bound for a case."""
        group = self.completing.complete(case.kept, case.out, self.witness.kept)
        if group is None:
            return self._close(case)
        proof, needed = self.grounds.of(group, Known(case.kept, case.out), self.ends.get(group))
        steps: list[Kept] = []
        for one in bits(needed.kept & ~case.kept):
            step = None if case.kept >> one & 1 else self._surely_kept(one, case)
            if step is not None:
                steps.append(step)
                case = self._after(step, case)
        missing, wrong = needed.kept & ~case.kept, needed.out & ~case.out
        if missing or wrong:
            proof = self._choose(missing | wrong, case)
        for step in reversed(_joined(steps, self.witness)):
            proof = replace(step, then=proof)
        return proof

    def _after(self, step: Kept, case: _Case) -> _Case:
        fresh = step.sets & ~self.binding.rivalled(step.sets)
        return _Case(case.kept | fresh, case.out)

    def _close(self, case: _Case) -> Proof:
        """Prove that a case cannot be."""
        for conflict in self.completing.conflicts:
            if not conflict & ~case.kept:
                return self.prover.refuted(conflict)
        for one in bits(case.out):
            step = self._surely_kept(one, case)
            if step is not None:
                return step
        return self._choose(case.out, case)

    def _surely_kept(self, one: int, case: _Case) -> Kept | None:
        """Return the step that shows a set to be kept whatever else is; None where it is not, or not yet."""
        firm = self.problem.firm
        for among in [self.problem.everything, *([firm] if firm >> one & 1 else [])]:
            group = self.binding.bound_to(one, among & ~case.out)
            if self.binding.rivalled(group) >> one & 1:
                continue
            world = self.witness if not group & ~self.witness.kept else self.prover.together(group)
            if world:
                return Kept(group, world, firm=among == firm)
        return None

    def _choose(self, about: int, case: _Case) -> Choose:
        """Go through both cases of a set, on which it depends what else is kept."""
        one = self._doubtful(about, case)
        kept, out = case.kept | 1 << one, case.out | 1 << one
        return Choose(one, self.grow(_Case(kept, case.out)), self.grow(_Case(case.kept, out)))

    def _doubtful(self, about: int, case: _Case) -> int:
        """Return a set that some world keeps and some leaves out, as far as is known: one of these, if there is one."""
        decided = case.kept | case.out
        conflicts = [
            conflict
            for conflict in self.completing.conflicts
            if conflict & ~decided and (conflict & case.out).bit_count() <= bool(about & case.out)
        ]
        for conflict in conflicts:
            if conflict & about & ~decided:
                return next(bits(conflict & about & ~decided))
        among = self.problem.everything & ~case.out
        reach = union(self.binding.bound_to(one, among) for one in bits(about or case.kept))
        near = [conflict for conflict in conflicts if conflict & reach] or conflicts

        def hardness(conflict: int) -> tuple[int, bool]:
            return (conflict & ~decided).bit_count(), bool(self.binding.rivalled(conflict))

        return next(bits(min(near, key=hardness) & ~decided))


def _joined(steps: Sequence[Kept], witness: World) -> list[Kept]:
    """Make one step of those that the witness shows."""
    shown = [step.sets for step in steps if step.world is witness and not step.firm]
    others = [step for step in steps if step.world is not witness or step.firm]
    return [*([Kept(union(shown), witness)] if shown else []), *others]
