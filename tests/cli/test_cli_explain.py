"""`reconcile explain`, and the lint that `reconcile check` shows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reconcile.casefile import Code
from reconcile.cli.program import program
from reconcile.lint import RULES

DOUBTFUL = """\
title: Doubtful
date: 2025-06-06
claims:
  a: {source: mayor, says: {killed: 4}, quote: Forty are dead.}
"""
ROOT = Path(__file__).parents[2]


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_every_code_is_listed() -> None:
    result = reconcile("explain")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == list(Code)
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


@pytest.mark.parametrize("code", Code)
def test_every_code_is_explained(code: Code) -> None:
    result = reconcile("explain", code)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{code}: ")
    assert f"[{code}]" in result.stdout
    assert (f"ignore: {{{code}: " in result.stdout) == (code in RULES)
    assert all(character.isprintable() for character in result.stdout.replace("\n", ""))


def test_an_explanation() -> None:
    assert (
        reconcile("explain", "self-link").stdout
        == """\
self-link: A link relates a claim to itself.

Name another claim. `a` and `a.killed` are one claim, if it says nothing but the killed.

The smallest case that causes it, self-link.yaml:

    title: A night in Port Example
    date: 2024-03-09
    claims:
      a: {source: mayor, says: {killed: 4}}
    links:
      - {claim: a, same-as: a.killed}

What is printed:

    self-link.yaml:6:13: error: this relates `a` to itself [self-link]
       6 |   - {claim: a, same-as: a.killed}
         |             ^
      hint: name another claim
"""
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("quote-numbr", "no diagnostic is called `quote-numbr`; did you mean `quote-number`?"),
        ("zzz", "no diagnostic is called `zzz`; `reconcile explain` lists them"),
    ],
)
def test_a_code_that_is_none(name: str, message: str) -> None:
    result = reconcile("explain", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_check_warns_of_doubts_and_names_the_command_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(DOUBTFUL)
    result = reconcile("check", "one.yaml", "two.yaml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{name}.yaml: ok, 1 claim, 1 source, 1 warning" for name in ("one", "two")]
    assert result.stderr.count("warning: `a` says 4 killed, and its quote forty [quote-number]") == 2
    assert result.stderr.count("reconcile explain quote-number") == 1


def test_doubts_for_editors(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(DOUBTFUL)
    result = reconcile("check", "--format", "json", str(path))
    assert (result.exit_code, result.stderr) == (0, "")
    [found] = json.loads(result.stdout)["files"][0]["diagnostics"]
    assert (found["code"], found["severity"], found["line"]) == ("quote-number", "warning", 4)


def test_a_report_has_no_doubts(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(DOUBTFUL)
    assert reconcile(str(path)).stderr == ""


def test_a_sound_case_is_checked_without_what_explains() -> None:
    program = "import sys; from reconcile.cli.program import program; program(sys.argv[1:], standalone_mode=False)"
    loaded = "print('importlib.resources' in sys.modules, 'reconcile.casefile.explanations' in sys.modules)"
    arguments = [sys.executable, "-c", f"{program}; {loaded}", "check", str(ROOT / "cases" / "kyiv-2025-06-06.yaml")]
    run = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1].endswith("False")
