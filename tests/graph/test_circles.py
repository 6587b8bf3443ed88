"""Claims that replace one another in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import reconcile
from reconcile.casefile import read

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.casefile import Diagnostic

HEAD = """\
title: A night in Port Example
date: 2024-03-09
claims:
  a: {source: police, says: {killed: 10, wounded: 20}}
  b: {source: ngo, says: {killed: 12, wounded: 22}}
  c: {source: press, says: {killed: 3}}
  d: {source: clinic, says: {killed: 4}}
links:
"""


def found(folder: Path, *links: str, decisions: str = "") -> list[Diagnostic]:
    path = folder / "case.yaml"
    path.write_text(HEAD + "".join(f"  - {{{link}}}\n" for link in links), encoding="utf-8")
    (folder / "case.decisions.yaml").write_text(decisions, encoding="utf-8")
    case, diagnostics = read(path)
    assert case is not None
    assert diagnostics == []
    return reconcile.check(case, lint=True)


def test_two_that_replace_each_other_are_one_error_for_all_their_figures(tmp_path: Path) -> None:
    [error] = found(tmp_path, "claim: a, replaces: b", "claim: b, replaces: a")
    assert (error.code, error.severity) == ("replacement-loop", "error")
    assert (error.origin.line, error.origin.column) == (10, 5)
    assert error.excerpt == "  - {claim: b, replaces: a}"
    assert error.message.startswith("`a.killed` and `b.killed` replace one another in a circle")
    assert error.hint is not None
    assert "case.yaml:9:5 and `b.killed` replaces `a.killed` at " in error.hint
    assert "case.yaml:10:5: " in error.hint


def test_a_longer_circle_is_told_from_the_link_behind_the_one_written_last(tmp_path: Path) -> None:
    [error] = found(tmp_path, "claim: c, replaces: d", "claim: a, replaces: c", "claim: d, replaces: a")
    assert error.message.startswith("`a.killed`, `c` and `d` ")
    assert error.origin.line == 11


def test_what_leads_into_a_circle_or_out_of_it_is_not_of_it(tmp_path: Path) -> None:
    links = ["claim: d, replaces: a", "claim: a, replaces: b", "claim: b, replaces: a", "claim: b, replaces: c"]
    [error] = found(tmp_path, *links)
    assert error.message.startswith("`a.killed` and `b.killed` ")


def test_each_circle_is_an_error_of_its_own(tmp_path: Path) -> None:
    links = ["claim: c, replaces: d", "claim: d, replaces: c", "claim: a, replaces: b", "claim: b, replaces: a"]
    assert [error.origin.line for error in found(tmp_path, *links)] == [10, 12]
    meeting = ["claim: a, replaces: c", "claim: c, replaces: a", "claim: d, replaces: c", "claim: c, replaces: d"]
    assert [error.origin.line for error in found(tmp_path, *meeting)] == [10, 12]


@pytest.mark.parametrize("answer", ["no", "unclear"])
def test_only_a_link_that_is_so_replaces(answer: str, tmp_path: Path) -> None:
    assert found(tmp_path, "claim: c, replaces: d", f"claim: d, replaces: c, answer: {answer}") == []


def test_without_a_circle_there_is_nothing_to_tell(tmp_path: Path) -> None:
    links = ["claim: a, replaces: c", "claim: a, replaces: d", "claim: d, replaces: c", "claim: a.wounded, replaces: b"]
    assert found(tmp_path, *links) == []


def test_a_decision_on_a_pair_opens_the_circle(tmp_path: Path) -> None:
    links = ["claim: a, replaces: c", "claim: c, replaces: d", "claim: d, replaces: a"]
    assert len(found(tmp_path, *links)) == 1
    assert found(tmp_path, *links, decisions="- {claim: d, within: c, answer: unclear}\n") == []
    assert len(found(tmp_path, *links, decisions="- {claim: d, within: b.killed, answer: unclear}\n")) == 1


def test_a_wide_circle_is_told_in_brief(tmp_path: Path) -> None:
    numbers = range(2000)
    path = tmp_path / "case.yaml"
    claims = "".join(f"  c{at}: {{source: police, says: {{killed: 1}}}}\n" for at in numbers)
    links = "".join(f"  - {{claim: c{at}, replaces: c{(at + 1) % len(numbers)}}}\n" for at in numbers)
    path.write_text(f"title: T\ndate: 2024-03-09\nclaims:\n{claims}links:\n{links}", encoding="utf-8")
    with pytest.raises(reconcile.CaseError) as caught:
        reconcile.load(path)
    [error] = caught.value.diagnostics
    assert error.message.startswith("`c0`, `c1`, `c2`, `c3`, `c4`, `c5`, `c6`, `c7`, … replace one another")


def test_where_decisions_cannot_be_read_no_circle_is_blamed(tmp_path: Path) -> None:
    """One of them may have opened it."""
    text = HEAD + "  - {claim: c, replaces: d}\n  - {claim: d, replaces: c}\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    decisions = "- {claim: c, apart-from: d, answer: no}\n- {claim: zz, within: d, answer: yes}\n"
    (tmp_path / "case.decisions.yaml").write_text(decisions, encoding="utf-8")
    _, diagnostics = read(tmp_path / "case.yaml", also=reconcile.check)
    assert [(error.code, error.origin.path) for error in diagnostics] == [
        ("unknown-claim", str(tmp_path / "case.decisions.yaml"))
    ]
