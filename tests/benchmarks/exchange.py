"""What is asked of every peer, and how it travels to another process: problems and queries, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reconcile.bounds import Overlap, Problem, Sum, bits

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Question:
    """A problem, and the groups of its sets whose unions are asked for."""

    problem: Problem
    queries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions that are timed together: one line of a table. `size` says how large each is."""

    family: str
    size: str
    questions: tuple[Question, ...]


def to_json(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """Return questions as plain values. A group of sets is the list of its numbers."""
    return [
        {
            "lo": asked.problem.lo,
            "hi": asked.problem.hi,
            "within": [list(bits(group)) for group in asked.problem.within],
            "apart": [list(bits(group)) for group in asked.problem.apart],
            "overlaps": [[list(bits(rule.sets)), rule.lo, rule.hi] for rule in asked.problem.overlaps],
            "sums": [[rule.whole, list(bits(rule.parts))] for rule in asked.problem.sums],
            "firm": list(bits(asked.problem.firm)),
            "kinds": asked.problem.kinds,
            "queries": [list(bits(query)) for query in asked.queries],
        }
        for asked in questions
    ]


def from_json(values: list[dict[str, Any]]) -> tuple[Question, ...]:
    """Return the questions that plain values stand for."""
    return tuple(
        Question(
            Problem(
                tuple(value["lo"]),
                tuple(value["hi"]),
                tuple(map(_group, value["within"])),
                tuple(map(_group, value["apart"])),
                tuple(Overlap(_group(sets), lo, hi) for sets, lo, hi in value["overlaps"]),
                tuple(Sum(whole, _group(parts)) for whole, parts in value["sums"]),
                _group(value["firm"]),
                tuple(value["kinds"]),
            ),
            tuple(map(_group, value["queries"])),
        )
        for value in values
    )


def _group(members: list[int]) -> int:
    return sum(1 << one for one in members)
