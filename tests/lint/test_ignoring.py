"""Findings that a case lets be, one by one and with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from doubts import HEAD, codes, doubts

import reconcile
from reconcile.casefile import read

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*.yaml"))


def test_one_figure_of_an_entry_needs_it(tmp_path: Path) -> None:
    text = """\
    claims:
      a: {source: mayor, says: {killed: 4, wounded: 12}, ignore: {transposed: both are as the outlets have them}}
      b: {source: mayor, says: {killed: 12, wounded: 4}}
    """
    assert codes(tmp_path, text) == []


def test_only_what_is_named_is_ignored(tmp_path: Path) -> None:
    text = """\
    groups: {people: {children: }}
    claims:
      a:
        source: mayor
        says: {killed: 4}
        quote: forty
        ignore: {part-above-whole: it was so}
        including:
          - {says: {killed: 6}, who: children}
    """
    assert codes(tmp_path, text) == ["quote-number"]


def test_a_part_or_a_link_can_ignore(tmp_path: Path) -> None:
    text = """\
    groups: {people: {children: }}
    claims:
      a:
        source: mayor
        says: {killed: 4}
        including:
          - {says: {killed: 6}, who: children, ignore: {part-above-whole: as the mayor has it}}
      b: {source: clinic, says: {killed: 5}, who: children}
    links:
      - {claim: b, within: a, ignore: {part-above-whole: as the clinic has it}}
    """
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("transposed", "there is no `transposed` here to ignore", "delete it, or put it where the warning is shown"),
        ("transposd", "no warning is called `transposd`", "did you mean `transposed`?"),
        ("bad-count", "`bad-count` cannot be ignored", "mend what it is about"),
        ("needless-ignore", "`needless-ignore` cannot be ignored", "mend what it is about"),
    ],
)
def test_a_name_that_silences_nothing(name: str, message: str, hint: str, tmp_path: Path) -> None:
    text = f"claims:\n  a: {{source: mayor, says: {{killed: 4, wounded: 9}}, ignore: {{{name}: why}}}}\n"
    [doubt] = doubts(tmp_path, text)
    assert (doubt.code, doubt.severity, doubt.message, doubt.hint) == ("needless-ignore", "warning", message, hint)
    assert (doubt.origin.line, doubt.origin.column) == (4, 62)


def test_names_that_are_like_none_are_told_all(tmp_path: Path) -> None:
    [doubt] = doubts(tmp_path, "claims:\n  a: {source: mayor, says: {killed: 4}, ignore: {zzz: why}}\n")
    assert doubt.hint is not None
    assert doubt.hint.startswith("there are `part-above-whole`, ")


@pytest.mark.parametrize(
    ("ignore", "code"), [("{transposed: ' '}", "blank"), ("{transposed: }", "wrong-kind"), ("[a]", "wrong-kind")]
)
def test_a_reason_is_needed(ignore: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(f"{HEAD}claims:\n  a: {{source: mayor, says: {{killed: 4}}, ignore: {ignore}}}\n", encoding="utf-8")
    case, [found] = read(path)
    assert case is None
    assert found.code == code


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_shipped_cases_leave_no_doubt(path: Path) -> None:
    assert reconcile.check(reconcile.load(path), lint=True) == []
