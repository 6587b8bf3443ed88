"""The roll of claims: what links may call them, and which figures of two claims a link is about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import Names

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults, Positioned
    from reconcile.casefile.nodes import Scalar

Figures: TypeAlias = "dict[str, str]"
"""Outcome to address: the claims, one an outcome, that one reference stands for."""


class Roll:
    """Every claim of a case by what it may be called: `id` for all its figures, `id.outcome` for one."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._figures: dict[str, Figures] = {}
        self._places: dict[str, Positioned] = {}
        self._unsound: set[str] = set()
        self._numbers: dict[str, int] = {}

    def enter(self, name: str, outcomes: list[str], at: Positioned) -> Figures:
        """Enter a claim of the file, and return the address of each of its figures."""
        single = len(outcomes) == 1
        figures = {outcome: name if single else f"{name}.{outcome}" for outcome in outcomes}
        self._enter(name, figures, at)
        for outcome, address in figures.items():
            self._enter(f"{name}.{outcome}", {outcome: address}, at)
        return figures

    def vacant(self, name: str, outcomes: list[str]) -> str:
        """Return the name, with a number behind it where a claim is called so already."""
        free = name
        while any(taken in self._figures for taken in (free, *(f"{free}.{outcome}" for outcome in outcomes))):
            self._numbers[name] = self._numbers.get(name, 1) + 1
            free = f"{name}-{self._numbers[name]}"
        return free

    def mark_unsound(self, name: str) -> None:
        """Remember that a claim was written wrongly, so that links to it are not blamed for what it lacks."""
        self._unsound.add(name)

    def is_sound(self, reference: str) -> bool:
        """Return whether the claim that a reference stands for was written without fault."""
        return reference not in self._unsound and reference.rpartition(".")[0] not in self._unsound

    def find(self, key: Scalar, faults: Faults) -> Figures | None:
        """Return the figures that a reference stands for, or report, among `faults`, that there are none."""
        reference = key.text
        if figures := self._figures.get(reference):
            return figures
        if not self.is_sound(reference):
            return None
        name, _, outcome = reference.rpartition(".")
        message, hint = f"no claim is called {quoted(reference)}", self._names.hint(reference, faults)
        if name in self._figures:
            message = f"the claim {quoted(name)} says nothing of {quoted(outcome)}"
            hint = f"it says {', '.join(self._figures[name])}"
        faults.error(Code.UNKNOWN_CLAIM, key, message, hint)
        return None

    @cached_property
    def _names(self) -> Names:
        return Names(self._figures)

    def _enter(self, reference: str, figures: Figures, at: Positioned) -> None:
        if earlier := self._places.get(reference):
            message = f"{quoted(reference)} would stand for this claim and for the one in line {earlier.line}"
            hint = "rename one: `a.killed` is what links call the killed of a claim `a`"
            self._faults.error(Code.DUPLICATE_CLAIM, at, message, hint)
        else:
            self._figures[reference], self._places[reference] = figures, at


def matched(figures: list[Figures]) -> list[tuple[str, ...]]:
    """Return the addresses that belong together, one tuple an outcome that all have.

    Where they have no outcome in common but each has a single figure, these belong together; otherwise
    nothing does.
    """
    first, *others = figures
    common = [outcome for outcome in first if all(outcome in other for other in others)]
    if common:
        return [tuple(each[outcome] for each in figures) for outcome in common]
    if all(len(each) == 1 for each in figures):
        return [tuple(address for each in figures for address in each.values())]
    return []
