"""`reconcile why`: both bounds explained, and the proof for the checker."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from reconcile.bounds import checker
from reconcile.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Callable

MORNING = "cases/kyiv-2025-06-06.yaml"


def why(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["why", *arguments], prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_an_editor_reads_why(golden: Callable[[Path, str], None]) -> None:
    result = why(MORNING, "--outcome", "killed")
    assert (result.exit_code, result.stderr) == (0, "")
    golden(Path(__file__).parent / "golden" / "why-kyiv.txt", result.stdout)


def test_the_checker_proves_the_document(tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    result = why(MORNING, "--format", "json", "-o", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["format"] == "reconcile/why/1"
    assert len(checker.check(found)) == len(found["bounds"]) == 16


def test_a_scope_that_no_claim_asked_for() -> None:
    result = why(MORNING, "--outcome", "killed", "--place", "Lutsk", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["bounds"] == []


def test_other_assumptions_have_other_proofs() -> None:
    result = why(MORNING, "--outcome", "killed", "--assume", "firefighters:within:mayor-toll=yes", "--format", "json")
    assert [bound["value"] for bound in json.loads(result.stdout)["bounds"]] == [4, 4]


def test_what_is_not_proven_in_time_is_said() -> None:
    result = why(MORNING, "--max-seconds", "1e-9")
    assert result.exit_code == 3
    assert "the time ran out" in result.stdout + result.stderr


def test_mistakes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: Nothing\n", encoding="utf-8")
    for arguments in ([str(path)], [MORNING, "--place", "Kiyv"], [str(tmp_path / "nowhere.yaml")]):
        result = why(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr
