"""`reconcile decide`: one decision, from the command line into the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reconcile.cli.program import program

KYIV = Path(__file__).parents[2] / "cases" / "kyiv-2025-06-06.yaml"
PAIR = ("firefighters", "within", "mayor-toll")
BECAUSE = ("--because", "the mayor's office confirmed it by phone")


@pytest.fixture(autouse=True)
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kyiv.yaml"
    path.write_bytes(KYIV.read_bytes())
    monkeypatch.chdir(tmp_path)
    return path


def decide(*arguments: str, by: str | None = "OK") -> Result:
    signed = ["--by", by] if by else []
    result = CliRunner().invoke(program, ["decide", "kyiv.yaml", *arguments, *signed], prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def decisions(case: Path) -> str:
    beside = case.with_name("kyiv.decisions.yaml")
    return beside.read_text(encoding="utf-8") if beside.exists() else ""


def test_a_decision_is_written_and_what_it_does_is_told(case: Path) -> None:
    result = decide(*PAIR, "yes", *BECAUSE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "1 decision in kyiv.decisions.yaml:\n"
        "  firefighters within mayor-toll: yes, because the mayor's office confirmed it by phone\n"
        "killed · Kyiv: 4–7+ → 4+\n"
    )
    assert decisions(case).startswith("- {claim: firefighters, within: mayor-toll, answer: yes, by: OK, on: 20")
    assert decisions(case).endswith("Z, because: the mayor's office confirmed it by phone}\n")
    assert case.read_bytes() == KYIV.read_bytes()


def test_decisions_that_cannot_be_read_are_a_fault(case: Path) -> None:
    case.with_name("kyiv.decisions.yaml").mkdir()
    result = decide(*PAIR, "yes", *BECAUSE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "kyiv.decisions.yaml:1:1: error: this is a folder, not a file [unreadable]" in result.stderr


def test_the_name_of_a_file_is_not_obeyed(case: Path) -> None:
    case.rename("e\x1b.yaml")
    result = CliRunner().invoke(program, ["decide", "e\x1b.yaml", "a", "within", "b", "yes", *BECAUSE, "--by", "OK"])
    assert result.stderr == "Error: e\\x1b.yaml: no claim is called `a`\n"


@pytest.mark.parametrize("name", [".", "/", "folder"])
def test_a_folder_is_no_case(name: str, case: Path) -> None:
    case.with_name("folder").mkdir()
    result = CliRunner().invoke(program, ["decide", name, *PAIR, "yes", *BECAUSE, "--by", "OK"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}:1:1: error: this is a folder, not a file [unreadable]" in result.stderr


def test_a_decision_that_moves_nothing_says_so(case: Path) -> None:
    assert decide(*PAIR, "unclear", "--because", "taken back").stdout.splitlines()[-1] == "No bound moved."
    assert "answer: unclear" in decisions(case)


def test_a_decision_that_makes_claims_disagree_is_kept_and_told(case: Path) -> None:
    result = decide("mayor-toll", "within", "firefighters", "yes", "--because", "a mistake")
    assert result.exit_code == 0
    assert "\nNew disagreement: The 4+ killed in Kyiv" in result.stdout
    assert "claim: mayor-toll, within: firefighters, answer: yes" in decisions(case)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("firefighter", "within", "mayor-toll"), "no claim is called `firefighter`; did you mean `firefighters`?"),
        (("firefighters", "within", "lutsk-wounded"), "cannot share people"),
        (("firefighters", "apart-from", "firefighters"), "relates `firefighters` to itself: name another claim"),
        (("firefighters.killed", "within", "firefighters"), "relates `firefighters` to itself: name another claim"),
        (("firefighters.wounded", "within", "mayor-toll"), "no claim is called `firefighters.wounded`"),
        (("a:b=c", "within", "mayor-toll"), "a:b=c"),
    ],
)
def test_what_cannot_be_decided_is_not_written(case: Path, arguments: tuple[str, ...], message: str) -> None:
    result = decide(*arguments, "yes", *BECAUSE)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert decisions(case) == ""


def test_addresses_are_taken_as_well_as_ids(case: Path) -> None:
    assert decide("firefighters.killed", "apart-from", "mayor-toll.killed", "yes", *BECAUSE).exit_code == 0
    assert "claim: firefighters.killed, apart-from: mayor-toll.killed, answer: yes" in decisions(case)


@pytest.mark.parametrize(("because", "message"), [(" ", "needs a reason"), ("a\x1bb", "U+001B")])
def test_a_reason_that_is_none(case: Path, because: str, message: str) -> None:
    result = decide(*PAIR, "yes", "--because", because)
    assert result.exit_code == 2
    assert message in result.stderr
    assert decisions(case) == ""


@pytest.mark.parametrize("arguments", [(*PAIR, "yes"), (*PAIR, "perhaps", *BECAUSE), ("a", "in", "b", "yes", *BECAUSE)])
def test_usage(case: Path, arguments: tuple[str, ...]) -> None:
    result = decide(*arguments)
    assert result.exit_code == 2
    assert "Usage: reconcile decide" in result.stderr
    assert decisions(case) == ""


def test_a_file_with_faults_is_left_alone(case: Path) -> None:
    beside = case.with_name("kyiv.decisions.yaml")
    beside.write_text("- {claim: nobody, within: mayor-toll, answer: yes}\n")
    result = decide(*PAIR, "yes", *BECAUSE)
    assert result.exit_code == 2
    assert "kyiv.decisions.yaml:1:11: error: no claim is called `nobody`" in result.stderr
    assert beside.read_text() == "- {claim: nobody, within: mayor-toll, answer: yes}\n"


def test_a_case_that_is_not_there() -> None:
    result = CliRunner().invoke(program, ["decide", "gone.yaml", *PAIR, "yes", *BECAUSE, "--by", "OK"])
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


def test_who_signs_is_said_aloud(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Оксана K.")
    result = decide(*PAIR, "yes", *BECAUSE, by=None)
    assert result.stderr == "signed Оксана K. (git's user.name; --by NAME changes it)\n"
    assert "by: Оксана K., on:" in decisions(case)


def test_without_git_the_login_name_signs(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("getpass.getuser", lambda: "oksana")
    assert decide(*PAIR, "yes", *BECAUSE, by=None).stderr == "signed oksana (the login name; --by NAME changes it)\n"
    assert "by: oksana, on:" in decisions(case)


def test_nobody_signs_nothing(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise OSError

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("getpass.getuser", nobody)
    result = decide(*PAIR, "yes", *BECAUSE, by=None)
    assert result.exit_code == 2
    assert "name yourself with --by NAME" in result.stderr
    assert decisions(case) == ""


def test_many_at_once_lose_nothing(case: Path) -> None:
    command = [sys.executable, "-m", "reconcile", "decide", "kyiv.yaml", *PAIR, "yes", "--by", "OK", "--because"]
    running = [subprocess.Popen([*command, str(number)], stdout=subprocess.DEVNULL) for number in range(16)]
    assert [process.wait() for process in running] == [0] * 16
    assert len(decisions(case).splitlines()) == 16
    assert len(list(case.parent.iterdir())) == 2
