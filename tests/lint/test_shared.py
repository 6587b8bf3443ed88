"""More people shared than counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes, doubts

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = """\
claims:
  a: {source: mayor, says: {killed: 5, wounded: 9}}
  b: {source: brigade, says: {killed: at least 4, wounded: about 10}}
  c: {source: clinic, says: {killed: none}}
links:
"""


def text(link: str) -> str:
    return f"{CLAIMS}  - {{{link}}}\n"


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("claim: a.killed, overlaps: b, by: 5", "`a.killed` and `b.killed` cannot share 5: `b.killed` counts 4+"),
        (
            "claim: b, overlaps: a.killed, by: 6-8",
            "`b.killed` and `a.killed` cannot share at least 6: `b.killed` counts 4+",
        ),
        ("claim: c, apart-from: a, answer: no", "`c` and `a.killed` cannot share at least 1: `c` counts 0"),
    ],
)
def test_more_shared_than_counted(link: str, message: str, tmp_path: Path) -> None:
    [doubt] = doubts(tmp_path, text(link))
    assert (doubt.code, doubt.severity, doubt.origin.line, doubt.origin.column) == (
        "overlap-above-figure",
        "warning",
        8,
        5,
    )
    assert doubt.message == message


@pytest.mark.parametrize(
    "link",
    [
        "claim: a, overlaps: b, by: 4",
        "claim: a, overlaps: b, by: 3-6",
        "claim: a.wounded, overlaps: b.wounded, by: 9",
        "claim: a, overlaps: b, by: 6, answer: no",
        "claim: a, overlaps: b, by: 6, answer: unclear",
        "claim: a, apart-from: b, answer: no",
        "claim: a, overlaps: b, by: 6, ignore: {overlap-above-figure: as the minister has it}",
    ],
)
def test_what_can_be_shared_or_is_not_said_or_let_be(link: str, tmp_path: Path) -> None:
    assert codes(tmp_path, text(link)) == []


def test_each_outcome_by_itself(tmp_path: Path) -> None:
    assert codes(tmp_path, text("claim: a, overlaps: b, by: 20")) == ["overlap-above-figure"] * 2


def test_a_decision_outranks_the_link(tmp_path: Path) -> None:
    decisions = tmp_path / "case.decisions.yaml"
    decisions.write_text("- {claim: b.killed, within: a.killed, answer: yes}\n", encoding="utf-8")
    assert codes(tmp_path, text("claim: a.killed, overlaps: b.killed, by: 6")) == []
