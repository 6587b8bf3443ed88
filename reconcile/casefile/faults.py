"""Gathers what is wrong with one file, so that a reader can go on and report everything at once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import Diagnostic, Severity, line_of, split_lines
from reconcile.casefile.names import Names
from reconcile.model import Origin

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

MOST = 1000
"""Errors reported of one file; a file with more has been mangled, or was no case."""


class Positioned(Protocol):
    """Whatever knows its line and column, both counted from 1."""

    @property
    def line(self) -> int: ...  # noqa: D102 - the class says it

    @property
    def column(self) -> int: ...  # noqa: D102 - the class says it


class Faults:
    """The faults found so far in the file at `path`, whose text is `text`; `errors` counts the errors.

    `unsure` are the sections of the case of which not all could be read: what is missing there is no fault more.
    """

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self.errors = 0
        self.unsure: frozenset[str] = frozenset()
        self._reported = 0
        self._text = text
        self._found: dict[Diagnostic, None] = {}
        self._names: dict[int, tuple[Iterable[str], Names]] = {}

    def error(self, code: Code, at: Positioned, message: str, hint: str | None = None) -> None:
        """Note a fault that keeps the case from being used."""
        self.errors += 1
        if self._reported < MOST:
            self._reported += self._add(Severity.ERROR, code, at, message, hint)
        elif not self.full:
            message = f"there are more than {MOST} errors; the others are not shown"
            self._reported += self._add(Severity.ERROR, Code.TOO_MANY_FAULTS, at, message, "mend these first")

    def warn(self, code: Code, at: Positioned, message: str, hint: str | None = None) -> None:
        """Note what is probably a mistake, though the case can be used."""
        self._add(Severity.WARNING, code, at, message, hint)

    def nearest(self, word: str, names: Iterable[str]) -> str | None:
        """Return the name most like a word. The names are indexed once, and kept for as long as this is."""
        if self.full:
            return None
        if id(names) not in self._names:
            self._names[id(names)] = names, Names(names)
        return self._names[id(names)][1].nearest(word)

    def anew(self) -> Faults:
        """Return faults of the same file, of which none is found yet."""
        faults = Faults(self.path, self._text)
        faults.unsure = self.unsure
        return faults

    def take_over(self, others: Faults, places: Container[tuple[int, int]]) -> None:
        """Note the errors that others found at these lines and columns."""
        for found in others.diagnostics:
            at = found.origin
            if found.severity is Severity.ERROR and (at.line, at.column) in places:
                self.error(Code(found.code), at, found.message, found.hint)

    def origin(self, at: Positioned) -> Origin:
        """Return where in the file something stands."""
        return Origin(self.path, at.line, at.column)

    @property
    def full(self) -> bool:
        """Whether no further error will be reported, so that none needs a hint."""
        return self._reported > MOST

    @property
    def codes(self) -> set[str]:
        """The codes of the faults found so far."""
        return {found.code for found in self._found}

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """The faults by position."""
        return sorted(self._found, key=lambda found: (found.origin.line, found.origin.column))

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return split_lines(self._text)

    def _add(self, severity: Severity, code: Code, at: Positioned, message: str, hint: str | None) -> bool:
        """Keep a fault, and return whether it is new: behind an alias a place is read several times."""
        excerpt = line_of(self.lines, at.line)
        found = Diagnostic(code, message, self.origin(at), excerpt, hint, severity)
        is_new = found not in self._found
        self._found[found] = None
        return is_new
