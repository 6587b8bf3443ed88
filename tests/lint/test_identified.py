"""Tallies of people identified that are read as tolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes

if TYPE_CHECKING:
    from pathlib import Path

TREES = "places: {Land: {Port Example: }}\ngroups: {people: , missiles: }\n"


def test_no_total_beside_it(tmp_path: Path) -> None:
    claims = """\
claims:
  a: {source: clinic, says: {killed: 4}, place: Land, identified: yes}
  narrower: {source: mayor, says: {killed: 9}, place: Port Example}
  also-identified: {source: police, says: {killed: 3}, identified: yes}
  another-outcome: {source: mayor, says: {wounded: 9}}
"""
    assert codes(tmp_path, TREES + claims) == ["identified-total"] * 2


@pytest.mark.parametrize(
    "total",
    [
        "source: mayor, says: {killed: 9}, place: Port Example",
        "source: mayor, says: {killed: at least 1}, place: Land",
        "source: mayor, says: {casualties: dozens}",
    ],
)
def test_a_total_of_the_same_or_a_wider_scope(total: str, tmp_path: Path) -> None:
    claim = "a: {source: clinic, says: {killed: 4}, place: Port Example, identified: yes}"
    assert codes(tmp_path, f"{TREES}claims:\n  {claim}\n  b: {{{total}}}\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "Four of the dead were identified by DNA.",
        "74 victims have been identified.",
        "Counted one by one, from lists of relatives.",
        "The bodies identified so far.",
        "74 named so far",
    ],
)
@pytest.mark.parametrize("key", ["quote", "note"])
def test_words_that_call_it_identified(words: str, key: str, tmp_path: Path) -> None:
    figure = 4 if words.startswith("Four") else 74
    claim = f"a: {{source: clinic, says: {{killed: {figure}}}, {key}: {words!r}}}"
    assert codes(tmp_path, f"{TREES}claims:\n  {claim}\n") == ["identified-total"]


@pytest.mark.parametrize(
    "words",
    [
        "Nobody was identified.",
        "74 bodies, not identified yet",
        "Unidentified bodies were found.",
        "74 are dead, of whom 30 victims were identified.",
        "Named as not counted in the total.",
        "The minister, identified as the speaker, said so.",
        "The dead are yet to be identified by DNA.",
        "The missile was identified.",
    ],
)
def test_words_that_do_not(words: str, tmp_path: Path) -> None:
    claim = f"a: {{source: clinic, says: {{killed: 74}}, note: {words!r}}}"
    assert codes(tmp_path, f"{TREES}claims:\n  {claim}\n") == []


def test_missiles_are_identified_too(tmp_path: Path) -> None:
    claim = "a: {source: clinic, says: {found: 7}, who: missiles, note: 7 identified}"
    assert codes(tmp_path, f"{TREES}claims:\n  {claim}\n") == []
