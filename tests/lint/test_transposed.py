"""Killed and wounded that changed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doubts import codes, doubts

if TYPE_CHECKING:
    from pathlib import Path


def test_a_copy_of_another_source(tmp_path: Path) -> None:
    [doubt] = doubts(
        tmp_path,
        """\
        claims:
          a: {source: mayor, at: 2024-03-09, says: {killed: 4, wounded: at least 12}}
          b: {source: courier, at: 2024-03-10, says: {killed: 12, wounded: 4}}
        links:
          - {claim: b, repeats: a}
        """,
    )
    assert (doubt.code, doubt.origin.line) == ("transposed", 5)


def test_figures_that_are_not_each_others(tmp_path: Path) -> None:
    text = """\
    places: {Land: {Port Example: }}
    claims:
      a: {source: mayor, at: 2024-03-09, says: {killed: 4, wounded: 12}}
      another-time: {source: mayor, at: 2024-03-08, says: {killed: 12, wounded: 4}}
      another-place: {source: mayor, at: 2024-03-09, says: {killed: 12, wounded: 4}, place: Port Example}
      another-source: {source: brigade, at: 2024-03-09, says: {killed: 12, wounded: 4}}
      half: {source: clinic, says: {killed: 4, wounded: 12}}
      other-half: {source: clinic, says: {killed: 12, wounded: 5}}
      equal: {source: police, says: {killed: 4, wounded: 4}}
      as-equal: {source: police, says: {killed: 4, wounded: 4}}
    """
    assert "transposed" not in codes(tmp_path, text)
