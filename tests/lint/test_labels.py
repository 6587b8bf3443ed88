"""One figure under two labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes

if TYPE_CHECKING:
    from pathlib import Path

TREES = """\
places: {Land: {Port Example: , Inland: }}
groups: {people: {victims: , attackers: }}
"""


@pytest.mark.parametrize(
    "other",
    [
        "source: ministry, at: 2024-03-09T12:00, says: {killed: 31}, place: Land",
        "source: ministry, at: 2024-03-09, says: {killed: 31}, place: Port Example, who: victims",
        "source: ministry, at: 2024-03-09, says: {killed: 31}, place: Land, who: victims",
    ],
)
def test_a_scope_that_only_partly_agrees(other: str, tmp_path: Path) -> None:
    first = "source: mayor, at: 2024-03-09, says: {killed: 31}, place: Port Example"
    assert codes(tmp_path, f"{TREES}claims:\n  a: {{{first}}}\n  b: {{{other}}}\n") == ["same-figure"]


@pytest.mark.parametrize(
    "other",
    [
        "source: ministry, at: 2024-03-09, says: {killed: 31}, place: Port Example",  # the same scope
        "source: ministry, at: 2024-03-09, says: {killed: 31}, place: Inland",  # apart
        "source: ministry, at: 2024-03-10, says: {killed: 31}, place: Land",  # another time
        "source: ministry, says: {killed: 31}, place: Land",  # no time
        "source: mayor, at: 2024-03-09, says: {killed: 31}, place: Land",  # all of them in one place
        "source: ministry, at: 2024-03-09, says: {killed: 32}, place: Land",  # another figure
        "source: ministry, at: 2024-03-09, says: {killed: 31 to 33}, place: Land",  # no one figure
        "source: ministry, at: 2024-03-09, says: {wounded: 31}, place: Land",  # another outcome
    ],
)
def test_figures_that_agree_for_a_reason_or_not_at_all(other: str, tmp_path: Path) -> None:
    first = "source: mayor, at: 2024-03-09, says: {killed: 31}, place: Port Example"
    assert codes(tmp_path, f"{TREES}claims:\n  a: {{{first}}}\n  b: {{{other}}}\n") == []


def test_small_figures_agree_by_chance(tmp_path: Path) -> None:
    claims = "a: {source: mayor, says: {killed: 3}, place: Port Example}\n  b: {source: ministry, says: {killed: 3}}"
    assert codes(tmp_path, f"{TREES}claims:\n  {claims}\n") == []


def test_what_somebody_says_settles_it(tmp_path: Path) -> None:
    claims = """\
claims:
  a: {source: mayor, says: {killed: 31}, place: Port Example}
  b: {source: ministry, says: {killed: 31}}
  c: {source: courier, says: {killed: 31}}
links:
  - {claim: a, within: b}
  - {claim: c, repeats: b}
"""
    assert codes(tmp_path, TREES + claims) == []
