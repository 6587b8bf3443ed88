"""Claims replaced by older ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes, doubts

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
claims:
  a: {{source: police, at: {a}, says: {{killed: 10, wounded: 5}}}}
  b: {{source: police, at: {b}, says: {{killed: 12, wounded: 6}}}}
  c: {{source: police, says: {{killed: 13, wounded: 7}}}}
links:
  - {{{link}}}
"""
MORNING, NOON = "2024-03-09T08:00", "2024-03-09T12:00"


def case(a: str = MORNING, b: str = NOON, link: str = "claim: a, replaces: b") -> str:
    return CASE.format(a=a, b=b, link=link)


def test_an_older_figure_replaces_a_newer_one(tmp_path: Path) -> None:
    [doubt] = doubts(tmp_path, case())
    assert (doubt.code, doubt.severity, doubt.origin.line, doubt.origin.column) == (
        "replaced-by-older",
        "warning",
        8,
        5,
    )
    assert doubt.message == (
        "`a.killed` (2024-03-09T08:00) is said to replace `b.killed` (2024-03-09T12:00), which is newer"
    )


@pytest.mark.parametrize(
    ("a", "b", "link"),
    [
        (NOON, MORNING, "claim: a, replaces: b"),
        (MORNING, MORNING, "claim: a, replaces: b"),
        ("2024-03-09", NOON, "claim: a, replaces: b"),  # it may have been said in the evening
        (MORNING, NOON, "claim: a, replaces: c"),
        (MORNING, NOON, "claim: c, replaces: b"),
        (MORNING, NOON, "claim: a, replaces: b, answer: no"),
        (MORNING, NOON, "claim: a, replaces: b, answer: unclear"),
        (MORNING, NOON, "claim: a, repeats: b"),
        (MORNING, NOON, "claim: a, replaces: b, ignore: {replaced-by-older: b was posted late}"),
    ],
)
def test_what_is_not_surely_older_or_does_not_replace_or_is_let_be(a: str, b: str, link: str, tmp_path: Path) -> None:
    assert "replaced-by-older" not in codes(tmp_path, case(a, b, link))
    assert "needless-ignore" not in codes(tmp_path, case(a, b, link))


def test_a_decision_outranks_the_link(tmp_path: Path) -> None:
    decisions = tmp_path / "case.decisions.yaml"
    decisions.write_text("- {claim: a.killed, within: b.killed, answer: yes}\n", encoding="utf-8")
    [doubt] = doubts(tmp_path, case())
    assert doubt.message.startswith("`a.wounded` ")
    decisions.write_text("- {claim: a, within: b, answer: yes}\n", encoding="utf-8")
    assert doubts(tmp_path, case()) == []
