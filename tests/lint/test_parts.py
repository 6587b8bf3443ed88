"""Parts larger than their whole, and parts that add up to more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doubts import codes, doubts

if TYPE_CHECKING:
    from pathlib import Path

TREES = """\
places: {Land: {Port Example: {Harbour: , Old Town: }, Inland: }}
groups: {people: {children: , adults: , rescuers: }}
exclusive: [[children, adults]]
"""


def test_a_linked_part_is_shown_at_its_link(tmp_path: Path) -> None:
    [doubt] = doubts(
        tmp_path,
        TREES
        + """
claims:
  a: {source: mayor, says: {killed: 4}, place: Port Example}
  b: {source: brigade, says: {killed: at least 5}, who: rescuers, place: Port Example}
links:
  - {claim: b, within: a}
""",
    )
    assert (doubt.code, doubt.origin.line) == ("part-above-whole", 11)


def test_own_narrower_figure_of_the_same_time(tmp_path: Path) -> None:
    claims = """
claims:
  a: {source: mayor, at: 2024-03-09, says: {killed: 4}, place: Land}
  b: {source: mayor, at: 2024-03-09, says: {killed: 5}, place: Harbour}
"""
    assert codes(tmp_path, TREES + claims) == ["part-above-whole"]


def test_parts_that_may_be_larger(tmp_path: Path) -> None:
    claims = """
claims:
  # another source, another time, another outcome, an uncertain whole
  a: {source: mayor, at: 2024-03-09, says: {killed: 4}, place: Port Example}
  b: {source: brigade, at: 2024-03-09, says: {killed: 5}, place: Harbour}
  c: {source: mayor, at: 2024-03-10, says: {killed: 5}, place: Harbour}
  d: {source: mayor, at: 2024-03-09, says: {wounded: 9}, place: Harbour}
  e: {source: clinic, says: {wounded: about 40}, including: [{says: {wounded: 44}, who: adults}]}
  # of these somebody says something
  f: {source: police, says: {killed: 6}, place: Port Example}
  g: {source: police, says: {killed: 7}, place: Harbour}
  h: {source: police, says: {killed: 7}, who: rescuers, place: Harbour}
  i: {source: police, says: {killed: 9}, place: Port Example}
links:
  - {claim: g, within: f, answer: unclear}
  - {claim: h, within: f, answer: no}
  - {claim: i, replaces: f}
"""
    assert codes(tmp_path, TREES + claims) == []


def test_parts_of_places_groups_sums_and_links_are_added(tmp_path: Path) -> None:
    claims = """
claims:
  a:
    source: mayor
    says: {killed: 9}
    including:
      - {says: {killed: 5}, who: children}
      - {says: {killed: 5}, who: adults}
  b: {source: mayor, says: {wounded: 9}, place: Land}
  c: {source: mayor, says: {wounded: 5}, place: Harbour}
  d: {source: mayor, says: {wounded: 6}, place: Inland}
  e: {source: clinic, says: {missing: 9}}
  f: {source: clinic, says: {missing: 5}, who: rescuers}
  g: {source: clinic, says: {missing: 6}, who: children}
links:
  - {claim: f, apart-from: g}
"""
    assert codes(tmp_path, TREES + claims) == ["parts-above-whole"] * 3


def test_a_sum_that_is_too_large(tmp_path: Path) -> None:
    claims = """
claims:
  a: {source: mayor, says: {killed: 9}}
  b: {source: brigade, says: {killed: 5}}
  c: {source: clinic, says: {killed: 6}}
links:
  - {claim: a, sum-of: [b, c]}
"""
    assert codes(tmp_path, TREES + claims) == ["parts-above-whole"]


def test_the_largest_part_need_not_be_in_the_set(tmp_path: Path) -> None:
    claims = """
claims:
  a:
    source: mayor
    says: {killed: 9}
    including:
      - {says: {killed: 7}, who: rescuers}
      - {says: {killed: 5}, who: children}
      - {says: {killed: 5}, who: adults}
"""
    assert codes(tmp_path, TREES + claims) == ["parts-above-whole"]


def test_parts_that_may_share_people_or_fit(tmp_path: Path) -> None:
    claims = """
claims:
  a:
    source: mayor
    says: {killed: 9}
    including:
      - {says: {killed: 7}, who: rescuers}
      - {says: {killed: 6}, who: adults}
      - {says: {killed: 3}, who: children}
      - {says: {killed: 9}, place: Port Example, including: [{says: {killed: 9}, place: Harbour}]}
  b:
    source: clinic
    says: {wounded: about 40}
    including:
      - {says: {wounded: about 20}, place: Harbour}
      - {says: {wounded: up to 30}, place: Inland}
"""
    assert codes(tmp_path, TREES + claims) == []
