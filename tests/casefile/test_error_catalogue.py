"""The catalogue: each diagnostic has an explanation, the smallest file that causes it, and the text that is printed."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import pytest

import reconcile
from reconcile import casefile
from reconcile.casefile import Code, Severity, read, render, to_json
from reconcile.casefile.explanations import explain, summary
from reconcile.casefile.faults import MOST
from reconcile.casefile.files import LARGEST
from reconcile.lint import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

CATALOGUE = Path(casefile.__file__).parent / "catalogue"

WARNINGS = {Code.NO_CLAIMS, Code.NEAR_SOURCE, Code.NEAR_OUTCOME, Code.NEEDLESS_IGNORE, *RULES}

READABLE = {*WARNINGS, Code.LINK_ACROSS_SCOPES, Code.REPLACEMENT_LOOP}
"""Faults of a case that can be read."""


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _huge(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)


def _mangled(path: Path) -> None:
    lines = "".join(f"  - {{claim: a{number}, within: b}}\n" for number in range(MOST))
    path.write_text(f"title: T\ndate: 2024-03-09\nlinks:\n{lines}", encoding="utf-8")


MADE: dict[Code, Callable[[Path], None]] = {
    Code.UNREADABLE: _missing,
    Code.TOO_LARGE: _huge,
    Code.TOO_MANY_FAULTS: _mangled,
}
"""Faults whose files are not kept, and what makes them."""


def test_every_diagnostic_has_its_files() -> None:
    files = {path.name for path in CATALOGUE.iterdir()}
    examples = {f"{code}.yaml" for code in set(Code) - set(MADE)}
    assert files == examples | {f"{code}{suffix}" for code in Code for suffix in (".md", ".txt")}


@pytest.mark.parametrize("code", Code)
def test_explanation(code: Code) -> None:
    explanation = explain(code)
    assert explanation.summary == summary(code)
    assert explanation.summary.endswith(".")
    assert len(explanation.summary) <= 80
    assert explanation.text.endswith(".")
    assert (explanation.example is None) == (code in MADE)
    assert f"[{code}]" in explanation.printed


@pytest.mark.parametrize("code", Code)
def test_an_explanation_is_wrapped_as_it_is_printed(code: Code) -> None:
    for paragraph in explain(code).text.split("\n\n"):
        assert paragraph.split("\n") == wrap(paragraph, 90, break_on_hyphens=False, break_long_words=False)


@pytest.mark.parametrize("code", Code)
def test_fault(
    code: Code,
    golden: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if code in MADE:
        monkeypatch.chdir(tmp_path)
        MADE[code](Path(f"{code}.yaml"))
    else:
        monkeypatch.chdir(CATALOGUE)
    case, diagnostics = read(f"{code}.yaml")
    if case is not None:
        diagnostics += reconcile.check(case, lint=True)
    if code is Code.TOO_MANY_FAULTS:
        assert len(diagnostics) == MOST + 1
        diagnostics = [found for found in diagnostics if found.code == code]
    assert {found.code for found in diagnostics} == {code}, "the smallest file has no other fault"
    severity = Severity.WARNING if code in WARNINGS else Severity.ERROR
    assert {found.severity for found in diagnostics} == {severity}
    assert (case is not None) == (code in READABLE)
    golden(CATALOGUE / f"{code}.txt", "\n".join(map(render, diagnostics)) + "\n")


def test_a_diagnostic_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CATALOGUE)
    _, [found] = read("unknown-key.yaml")
    assert to_json(found) == {
        "file": "unknown-key.yaml",
        "line": 4,
        "column": 41,
        "severity": "error",
        "code": "unknown-key",
        "message": "`plcae` is not a key of a claim",
        "hint": "did you mean `place`?",
        "excerpt": "  a: {source: mayor, says: {killed: 4}, plcae: Kyiv}",
    }
