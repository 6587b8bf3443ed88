"""`reconcile why`: both bounds explained, and the proof for the checker."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import reconcile
from reconcile import studies
from reconcile.bounds import checker
from reconcile.bounds.prove import Prover
from reconcile.cli.program import program
from reconcile.reports.why import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

MORNING, LATER = "cases/kyiv-2025-06-06.yaml", "cases/kyiv-2025-06-06-later.yaml"
ROOT = Path(__file__).parents[2]


proved = Prover.prove


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def why(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["why", *arguments], prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("kyiv", [MORNING, "--outcome", "killed"]),
        ("later", [LATER, "--outcome", "killed", "--place", "Ukraine", "--place", "Solomianskyi"]),
        ("rescuers", [LATER, "--outcome", "wounded", "--place", "Kyiv"]),
        ("quarrel", ["cases/mogadishu-2017-10-14.yaml", "--outcome", "wounded"]),
        ("overlap", ["cases/brussels-2016-03-22.yaml", "--who", "victims", "--without", "final-toll"]),
        ("servicemen", ["cases/kryvyi-rih-2025-04-04.yaml", "--outcome", "killed", "--who", "servicemen"]),
        ("missiles", [MORNING, "--outcome", "launched", "--who", "missiles"]),
    ],
)
def test_an_editor_reads_why(name: str, arguments: list[str], golden: Callable[[Path, str], None]) -> None:
    result = why(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(Path(__file__).parent / "golden" / f"why-{name}.txt", result.stdout)


@pytest.mark.parametrize(
    ("links", "said"),
    [
        ("claim: a, apart-from: b, answer: no", "At least 1 is counted by both the 7 killed (s) and the 5 killed (t)"),
        ("claim: a, overlaps: b, by: 1", "1 is counted by both the 7 killed (s) and the 5 killed (t)"),
        ("claim: a, overlaps: b, by: 2", "2 are counted by both the 7 killed (s) and the 5 killed (t)"),
        ("claim: a, overlaps: b, by: 1-2", "1–2 are counted by both the 7 killed (s) and the 5 killed (t)"),
    ],
)
def test_one_is_and_several_are(tmp_path: Path, links: str, said: str) -> None:
    claims = "  a: {source: s, says: {killed: 7}}\n  b: {source: t, says: {killed: 5}}\n"
    path = tmp_path / "case.yaml"
    path.write_text(f"title: One\ndate: 2025-06-06\nclaims:\n{claims}links:\n  - {{{links}}}\n", encoding="utf-8")
    assert f" {said}, as is stated.\n" in why(str(path)).stdout


@pytest.mark.parametrize("width", [40, 100])
def test_it_fits_a_terminal(width: int) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    text = to_text(studies.why(reconcile.load(LATER), reconcile.Options()), console)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("form", ["text", "json"])
def test_two_runs_are_the_same_bytes(form: str) -> None:
    first, second = (why(LATER, "--format", form) for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes


def test_the_checker_proves_the_document(tmp_path: Path) -> None:
    path = tmp_path / "why.json"
    result = why(MORNING, "--format", "json", "-o", str(path))
    assert (result.exit_code, result.stdout) == (0, "")
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["format"] == "reconcile/why/2"
    assert len(checker.check(found)) == len(found["bounds"]) == 16


def test_a_scope_that_no_claim_asked_for() -> None:
    result = why(MORNING, "--outcome", "killed", "--place", "Lutsk", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["bounds"] == []


def test_an_outcome_that_was_perhaps_meant_otherwise_is_doubted() -> None:
    result = why(MORNING, "--outcome", "kiled")
    warning = "`kiled` is an outcome of its own, apart from `killed`; did you mean `killed`?"
    assert (result.exit_code, result.stderr) == (0, f"{MORNING}: warning: {warning}\n")


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


def test_a_file_is_written_whole_and_never_over_the_case(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(Path(MORNING).read_bytes())
    result = why(str(path), "-o", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "would overwrite the case" in result.stderr
    assert path.read_bytes() == Path(MORNING).read_bytes()
    text = tmp_path / "why.txt"
    assert why(str(path), "--outcome", "killed", "-o", str(text)).exit_code == 0
    told = why(str(path), "--outcome", "killed", "-o", "-").stdout
    assert text.read_text(encoding="utf-8") == told


@pytest.mark.parametrize("name", [".", "/"])
def test_a_folder_is_no_case(name: str, tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old", encoding="utf-8")
    found = why(name, "-o", str(tmp_path / "old.json"))
    assert found.exit_code == 2
    assert f"{name}:1:1: error: this is a folder, not a file [unreadable]" in found.stderr
    assert (tmp_path / "old.json").read_text(encoding="utf-8") == "old"


def test_what_does_not_hold_is_never_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Prover, "prove", lambda self, query, sense: replace(proved(self, query, sense), value=5))
    path = tmp_path / "why.json"
    result = why(MORNING, "--outcome", "killed", "--format", "json", "-o", str(path))
    assert (result.exit_code, result.stdout, path.exists()) == (2, "", False)
    assert "a proof does not hold" in result.stderr


def test_a_document_needs_no_rich() -> None:
    code = "import sys; from reconcile.cli.program import program; program(sys.argv[1:], standalone_mode=False)"
    code += "; sys.exit('rich' in sys.modules or 'networkx' in sys.modules)"
    subprocess.run(
        [sys.executable, "-c", code, "why", MORNING, "--format", "json"], check=True, stdout=subprocess.DEVNULL
    )
