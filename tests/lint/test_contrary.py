"""Links that say contrary things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import doubts

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.casefile import Diagnostic

CLAIMS = """\
groups: {people: {children: }}
claims:
  a: {source: mayor, says: {killed: 9, wounded: 9}, including: [{says: {killed: 2}, who: children}]}
  b: {source: brigade, says: {killed: 4, wounded: 4}}
  c: {source: clinic, says: {killed: 5}}
links:
"""


def found(folder: Path, *links: str) -> list[Diagnostic]:
    text = CLAIMS + "".join(f"  - {{{link}}}\n" for link in links)
    return [doubt for doubt in doubts(folder, text) if doubt.code in ("contrary-links", "needless-ignore")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("claim: c, within: a", "claim: c, within: a, answer: no"),
        ("claim: c, within: a", "claim: a, apart-from: c"),
        ("claim: c, same-as: b", "claim: b, apart-from: c"),
        ("claim: c, repeats: b", "claim: c, apart-from: b"),
        ("claim: c, repeats: b", "claim: b, same-as: c, answer: no"),
        ("claim: c, same-as: b", "claim: b, same-as: c, answer: no"),
        ("claim: c, repeats: b, answer: no", "claim: c, repeats: b"),
        ("claim: c, replaces: b, answer: no", "claim: c, replaces: b"),
        ("claim: c, apart-from: b", "claim: b, apart-from: c, answer: no"),
        ("claim: c, overlaps: b, by: 1", "claim: b, overlaps: c, by: 2-3"),
        ("claim: c, overlaps: b, by: 1", "claim: b, overlaps: c, by: 1, answer: no"),
        ("claim: c, overlaps: b, by: 1-2", "claim: c, apart-from: b"),
        ("claim: c, overlaps: b, by: 0", "claim: c, within: b"),
        ("claim: a, sum-of: [b, c]", "claim: b.killed, overlaps: c, by: 1"),
        ("claim: a, sum-of: [b, c]", "claim: c, within: a, answer: no"),
        ("claim: a, sum-of: [b, c]", "claim: a, sum-of: [c, b], answer: no"),
    ],
)
def test_two_links_that_cannot_both_hold(first: str, second: str, tmp_path: Path) -> None:
    for links in ([first, second], [second, first]):
        [doubt] = found(tmp_path, *links)
        assert (doubt.code, doubt.severity, doubt.origin.line) == ("contrary-links", "warning", 10)
        assert doubt.hint is not None
        assert "case.yaml:9:5: " in doubt.hint


@pytest.mark.parametrize(
    "links",
    [
        ["claim: c, within: a", "claim: c, within: a, answer: unclear"],
        ["claim: c, within: a, answer: no", "claim: c, apart-from: a"],
        ["claim: c, within: a", "claim: c, overlaps: a, by: 2-5"],
        ["claim: c, within: b, answer: no", "claim: c, within: a"],
        ["claim: c, repeats: b", "claim: b, repeats: c, answer: no"],
        ["claim: c, repeats: b, answer: no", "claim: c, same-as: b"],
        ["claim: c, replaces: b", "claim: b, replaces: c, answer: no"],
        ["claim: c, overlaps: b, by: 0-1", "claim: c, apart-from: b"],
        ["claim: c, overlaps: b, by: 1", "claim: c, overlaps: b, by: 3, answer: no"],
        ["claim: c, same-as: b, answer: no", "claim: c, within: b"],
        ["claim: a, sum-of: [b, c]", "claim: b, apart-from: c"],
        ["claim: c, within: a", "claim: c, within: a, answer: no, ignore: {contrary-links: the two speak of two days}"],
    ],
)
def test_links_that_can_hold_together_or_are_let_be(links: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, *links) == []


def test_both_are_named_once_for_all_outcomes(tmp_path: Path) -> None:
    [doubt] = found(
        tmp_path, "claim: b, overlaps: a, by: 1-3", "claim: c, within: a", "claim: b, within: a, answer: no"
    )
    assert doubt.message == (
        "`b.killed within a.killed, answer: no` cannot hold beside `b.killed overlaps a.killed, by: 1-3`"
    )
    assert doubt.origin.line == 11


def test_a_listed_part_is_within_its_whole(tmp_path: Path) -> None:
    [doubt] = found(tmp_path, "claim: a/children, apart-from: a.killed")
    assert doubt.origin.line == 9
    assert doubt.hint is not None
    assert "case.yaml:5:65: " in doubt.hint


def test_a_decision_outranks_both(tmp_path: Path) -> None:
    links = ["claim: c, within: a", "claim: c, within: a, answer: no"]
    decisions = tmp_path / "case.decisions.yaml"
    decisions.write_text("- {claim: c, within: b, answer: yes}\n", encoding="utf-8")
    assert len(found(tmp_path, *links)) == 1
    decisions.write_text("- {claim: a.killed, apart-from: c, answer: unclear}\n", encoding="utf-8")
    assert found(tmp_path, *links) == []
    decisions.write_text("- {claim: b.killed, within: c, answer: unclear}\n", encoding="utf-8")
    assert found(tmp_path, "claim: a, sum-of: [b, c]", "claim: b.killed, overlaps: c, by: 1") == []


def test_nobody_can_be_among_others_and_apart_from_them(tmp_path: Path) -> None:
    text = """\
claims:
  a: {source: mayor, says: {killed: none}}
  b: {source: brigade, says: {killed: 5}}
links: [{claim: a, within: b}, {claim: a, apart-from: b}]
"""
    assert not [doubt for doubt in doubts(tmp_path, text) if doubt.code == "contrary-links"]
