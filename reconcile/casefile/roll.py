"""The roll of claims: what links may call them, and which figures of two claims a link is about."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.casefile.faults import Faults, Positioned
    from reconcile.casefile.nodes import Scalar

Figures: TypeAlias = "dict[str, str]"
"""Outcome to address: the claims, one an outcome, that one reference stands for."""


class Roll:
    """Every claim of a case by what it may be called: `id` for all its figures, `id.outcome` for one.

    `unscoped` are the addresses of the figures whose scope was written wrongly.
    """

    def __init__(self, faults: Faults) -> None:
        self.unscoped: set[str] = set()
        self._faults = faults
        self._figures: dict[str, Figures] = {}
        self._places: dict[str, Positioned] = {}
        self._unsound: dict[str, tuple[str, ...]] = {}
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

    def mark_unsound(self, name: str, tried: Iterable[str]) -> None:
        """Remember that a claim's figures were written wrongly, so that links are not blamed for what it lacks.

        `tried` are the outcomes that it tries to give; with none, it may have meant any.
        """
        self._unsound[name] = tuple(tried)

    def is_sound(self, reference: str) -> bool:
        """Return whether the figures that a reference may stand for were written without fault."""
        if reference in self._unsound:
            return False
        name, _, outcome = reference.rpartition(".")
        tried = self._unsound.get(name)
        return tried is None or (bool(tried) and outcome not in tried)

    def find(self, key: Scalar, faults: Faults, beside: Iterable[Scalar] = ()) -> Figures | None:
        """Return the figures that a reference stands for, or report, among `faults`, that there are none.

        `beside` are all references of the link: what the others stand for cannot have been meant.
        """
        reference = key.text
        if figures := self._figures.get(reference):
            return figures
        name, _, outcome = reference.rpartition(".")
        is_lost = name not in self._figures and "claims" in self._faults.unsure
        if is_lost or not self.is_sound(reference):
            return None
        message = f"no claim is called {quoted(reference)}"
        taken = () if faults.full else {each for other in beside for each in self._names_of(other.text)}
        hint = self._names.hint(reference, faults, taken)
        if name in self._figures:
            message = f"the claim {quoted(name)} says nothing of {quoted(outcome)}"
            hint = f"it says {', '.join(self._unsound.get(name) or self._figures[name])}"
        faults.error(Code.UNKNOWN_CLAIM, key, message, hint)
        return None

    def _names_of(self, reference: str) -> Iterator[str]:
        """Yield what links may call the figures of a reference."""
        for outcome, address in self._figures.get(reference, {}).items():
            name = address.removesuffix(f".{outcome}")
            yield from (address, name, f"{name}.{outcome}")

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
