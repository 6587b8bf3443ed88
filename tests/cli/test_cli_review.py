"""`reconcile review`: which of its two faces it shows, how it ends, and what is kept."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import reconcile.cli.review as review_command
from reconcile.cli.program import program

KYIV = Path(__file__).parents[2] / "cases" / "kyiv-2025-06-06.yaml"


@pytest.fixture(autouse=True)
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "kyiv.yaml"
    path.write_bytes(KYIV.read_bytes())
    monkeypatch.chdir(tmp_path)
    return path


def review(typed: str, *arguments: str) -> Result:
    command = ["review", "kyiv.yaml", "--by", "OK", *arguments]
    result = CliRunner().invoke(program, command, input=typed, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answers(case: Path) -> list[str]:
    beside = case.with_name("kyiv.decisions.yaml")
    lines = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
    return [line.partition("answer: ")[2].partition(",")[0] for line in lines]


def test_review_answer_undo_answer_quit(case: Path) -> None:
    result = review("skip\nno\ntheir own\nundo\nyes\nby phone\n\n")
    assert result.exit_code == 0
    assert case.read_bytes() == KYIV.read_bytes()
    assert answers(case) == ["no", "unclear", "yes"]
    assert result.stdout.endswith(
        "1 decision in kyiv.decisions.yaml:\n"
        "  firefighters within mayor-toll: yes, because by phone\n"
        "killed · Kyiv: 4–7+ → 4+\n"
        "1 question still open.\n"
    )
    report = CliRunner().invoke(program, ["kyiv.yaml", "--outcome", "killed", "--format", "csv"])
    assert ",killed,Kyiv,people,4,4," in report.stdout


def test_a_review_can_be_left_and_taken_up(case: Path) -> None:
    review("y\nfirst\n")
    assert "1 question left.\n" in review("y\nsecond\n\n").stdout
    assert review("").stdout.splitlines()[0] == "No question is left."
    assert answers(case) == ["yes", "yes"]


def test_blind() -> None:
    assert "settles" not in review("q\n", "--blind").stdout
    assert "1. yes\n" in review("q\n", "--blind").stdout


def test_a_case_with_errors(case: Path) -> None:
    case.write_text("title: x\n")
    result = review("")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "kyiv.yaml:1:1: error" in result.stderr


@pytest.mark.parametrize("name", [".", "/"])
def test_a_folder_is_no_case(name: str) -> None:
    result = CliRunner().invoke(program, ["review", name, "--by", "OK"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{name}:1:1: error: this is a folder, not a file [unreadable]" in result.stderr


def test_an_interruption_keeps_what_is_decided(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = iter(["y", "so"])

    def typed(_: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr("builtins.input", typed)
    result = review("")
    assert result.exit_code == 130
    assert result.stdout.endswith("wounded · Ukraine: 35–50 → 35–45\n1 question still open.\n")
    assert answers(case) == ["yes"]


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, *arguments: str, term: str = "xterm-256color") -> None:
        self._screen, terminal = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "reconcile", "review", "kyiv.yaml", "--by", "OK", *arguments],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**os.environ, "TERM": term},
            start_new_session=True,
        )
        os.close(terminal)
        self.shown = b""

    def until(self, text: str, seconds: float = 60) -> None:
        """Read until a text is shown, the program ends, or it has been silent for so long."""
        with suppress(OSError):  # the other end is closed
            while text.encode() not in self.shown and select.select([self._screen], [], [], seconds)[0]:
                self.shown += os.read(self._screen, 4096)

    def type(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def end(self) -> int:
        """Read to the end, and return the exit code."""
        self.until("\0")
        os.close(self._screen)
        return self.process.wait()


@pytest.mark.parametrize(("arguments", "term"), [(("--prompt",), "xterm"), ((), "dumb")])
def test_plain_questions_on_a_terminal(case: Path, arguments: tuple[str, ...], term: str) -> None:
    terminal = Terminal(*arguments, term=term)
    terminal.until("Answer, 1 to 6: ")
    terminal.type("1\r")
    terminal.until("Because")
    terminal.type("so\r")
    terminal.until("1 question left · 1 answered.")
    terminal.type("\x04")
    assert terminal.end() == 0
    assert b"\x1b[H" not in terminal.shown
    assert answers(case) == ["yes"]


def test_an_interrupted_terminal(case: Path) -> None:
    terminal = Terminal("--prompt")
    terminal.until("Answer, 1 to 6: ")
    while b"Nothing decided." not in terminal.shown:  # Python misses a signal that comes just before it waits
        terminal.process.send_signal(signal.SIGINT)
        terminal.until("Nothing decided.", seconds=2)
    assert terminal.end() == 130
    assert answers(case) == []


def test_the_full_screen_on_a_capable_terminal(case: Path) -> None:
    terminal = Terminal()
    terminal.until("Quit")
    terminal.type("y")
    terminal.until("goes back")
    terminal.type("so\r")
    terminal.until("Written")
    terminal.type("\x03")
    assert terminal.end() == 130
    assert b"\x1b[?1049h" in terminal.shown
    assert "1 question still open." in terminal.shown.decode(errors="replace")
    assert answers(case) == ["yes"]


def test_without_textual_a_terminal_gets_plain_questions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    assert review_command._has_full_screen()
    monkeypatch.setattr(review_command, "find_spec", lambda _: None)
    assert not review_command._has_full_screen()
    assert "pip install 'reconcile[review]'" in capsys.readouterr().err


def test_plain_questions_load_no_textual() -> None:
    program_text = (
        "import sys\nfrom reconcile.cli.program import program\n"
        "try:\n    program(['review', 'kyiv.yaml', '--by', 'OK'])\n"
        "finally:\n    sys.stderr.write(str('textual' in sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", program_text], input="", capture_output=True, text=True, check=True)
    assert run.stderr == "False"
