"""Variants of a case side by side: each changes one thing, and all answer the same questions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reconcile import api
from reconcile.bounds import Clock, Solver
from reconcile.graph import build
from reconcile.model import CONVENTIONS, Parts, SameScope
from reconcile.reports.studied import Comparison, Variant
from reconcile.studies.answers import answer, figures, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from reconcile.api import Options
    from reconcile.model import Case

AS_IT_IS = "as it is"
"""The name of the variant that changes nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to change: an option of the report, by its name on the command line, and its value there."""

    option: str
    value: str

    @property
    def name(self) -> str:
        """What to call the variant: `parts presumed`, `without mayor-toll`."""
        return f"{self.option} {self.value}"


def compare(case: Case, changes: Iterable[Change], options: Options, reread: Callable[[str], Case]) -> Comparison:
    """Bound the questions of a case as it is, and with each of some changes made alone.

    Parameters
    ----------
    changes
        What to change, each by itself; a change that leaves the case as it is gives no variant.
    options
        What holds for all variants.
    reread
        Reads the case again with a lexicon, by name: counts in words depend on it.

    Raises
    ------
    OptionError
        If an option or a change does not fit the case.
    """
    solver = Solver(Clock(options.max_seconds))
    base = api.inquire(case, options)
    variants = [Variant(AS_IT_IS, "", "", figures(answer(base, solver)))]
    for change in changes:
        another = change.option == "vague" and change.value != case.settings.vague
        read = reread(change.value) if another else case
        asked = api.inquire(read, options_for(change, options))
        if read is not case or _differs(asked, base):
            found = figures(answer(replace(asked, questions=base.questions), solver))
            variants.append(Variant(change.name, change.option, change.value, found))
    return Comparison(case.title, case.path, named(base.questions), tuple(variants))


def each_claim(case: Case, options: Options) -> list[Change]:
    """Return the changes that set aside each claim in force, one at a time."""
    asked = api.inquire(case, options)
    graph = build(case, asked.claims, asked.settings, asked.assumed)
    return [Change("without", claim.id) for claim in graph.claims]


def options_for(change: Change, options: Options) -> Options:
    """Return the options with one change made.

    Raises
    ------
    OptionError
        If the value is none of the option's.
    """
    field = change.option.replace("-", "_")
    match change.option:
        case "parts" | "same-scope":
            value: Any = _chosen({"parts": Parts, "same-scope": SameScope}[change.option], change)
        case "conventions":
            value = _conventions(change)
        case "assume" | "without":
            value = (*getattr(options, field), change.value)
        case "vague":  # it is for the reader of the case
            return options
        case _:
            value = change.value
    return replace(options, **{field: value})


def _chosen(choices: type[StrEnum], change: Change) -> StrEnum:
    if change.value not in list(choices):
        raise api.OptionError(f"{change.option}: `{change.value}` is none of {', '.join(choices)}")
    return choices(change.value)


def _conventions(change: Change) -> tuple[str, ...]:
    """Read `all`, `none`, or names with a plus between them."""
    names = {"all": CONVENTIONS, "none": ()}.get(change.value, tuple(change.value.split("+")))
    for name in names:
        if name not in CONVENTIONS:
            raise api.OptionError(f"no convention is called `{name}`; there are {', '.join(CONVENTIONS)}")
    return tuple(name for name in CONVENTIONS if name in names)


def _differs(asked: api.Inquiry, base: api.Inquiry) -> bool:
    """Whether two inquiries into one case differ in anything but their questions."""
    return (asked.settings, asked.claims, asked.assumed) != (base.settings, base.claims, base.assumed)
