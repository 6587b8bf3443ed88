"""The words for what follows from the bounds: what to ask first, and what each single claim does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.wording import counted, in_a_row, range_if, toll_name, toll_range, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconcile.reports.value import Report, SetAside, Settling

LEFT_OUT = "Left out of this report, as it takes long for so many claims: `reconcile compare CASE --without each` tells"
"""What is said where sensitivity was not found out."""


def settlings(report: Report) -> Iterator[tuple[str, str]]:
    """Yield each toll with open questions, and the shortest way to close it.

    Examples
    --------
    2 answers settle it: A1, then A3
    """
    for way in report.settling:
        toll = report.questions[way.question]
        yield toll_name(toll), _way(way, width(toll))


def movers(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the claims that move a bound, or take it away, when they are set aside; those that move most come first."""
    moved = []
    for each in report.sensitivity or ():
        effects = [effect for effect in each.effects if _distance(report, effect)]
        if effects:
            moved.append((max(_distance(report, effect) for effect in effects), each, effects))
    for _, each, effects in sorted(moved, key=lambda one: -one[0]):
        yield each.without, in_a_row(_move(report, effect) for effect in effects)


def _way(way: Settling, before: int) -> str:
    if not way.ask:
        return "no answer is sure to narrow it"
    answers, verb = counted(len(way.ask), "answer"), "s" if len(way.ask) == 1 else ""
    rule_of_thumb = "" if way.exact else " (by a rule of thumb: there may be a better list)"
    if way.width_after[-1] == 0:
        return f"{answers} settle{verb} it: {', then '.join(way.ask)}{rule_of_thumb}"
    if len(way.ask) == 1:
        return (
            f"1 answer narrows it from a width of {before} to at most {way.width_after[0]}: {way.ask[0]}{rule_of_thumb}"
        )
    steps = ", then ".join(f"{name} ({left})" for name, left in zip(way.ask, way.width_after, strict=True))
    return f"{answers} narrow it from a width of {before} to at most {way.width_after[-1]}: {steps}{rule_of_thumb}"


def _move(report: Report, effect: SetAside) -> str:
    toll = report.questions[effect.question]
    name = f" ({toll_name(toll)})" if len(report.questions) > 1 else ""
    return f"{range_if(toll, effect.bounds)} instead of {toll_range(toll)}{name}"


def _distance(report: Report, effect: SetAside) -> int:
    """Return how far a claim, set aside, moves both ends of a toll together; by 1 each if nothing else answers it."""
    toll = report.questions[effect.question]
    ends = [(toll.lower, effect.bounds[0]), (toll.upper, effect.bounds[1])]
    return sum(1 if now is None or then is None else abs(now - then) for now, then in ends)
