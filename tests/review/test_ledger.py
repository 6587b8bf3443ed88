"""The decisions file is appended to, never damaged, and loses nothing."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

import reconcile
from reconcile.model import Answer, LinkKind
from reconcile.review import Decision, DecisionError, append, ledger

if TYPE_CHECKING:
    from collections.abc import Callable

CASE = """\
title: A case
date: 2025-06-06
claims:
  wide: {source: mayor, says: {killed: 4}}
  narrow: {source: other, says: {killed: 3}}
"""
OLD = "- {claim: narrow, within: wide, answer: no, because: first}\n"

APPEND_MANY = """
import sys
from pathlib import Path
from reconcile.model import Answer, LinkKind
from reconcile.review import Decision, append
path, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for time in range(times):
    append(path, Decision("narrow", LinkKind.WITHIN, "wide", Answer.YES, name, f"{name} {time}"))
    print("written", flush=True)
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def decisions(case: Path) -> Path:
    return case.with_name("case.decisions.yaml")


def decision(because: str = "second") -> Decision:
    return Decision("narrow", LinkKind.WITHIN, "wide", Answer.YES, "OK", because, "2025-06-07T10:02:11Z")


def appending(case: Path, name: str, times: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", APPEND_MANY, str(case), name, str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_the_first_decision_makes_the_file(case: Path) -> None:
    append(case, decision(), b"")
    assert decisions(case).read_text() == decision().line() + "\n"
    assert case.read_text() == CASE
    assert sorted(path.name for path in case.parent.iterdir()) == ["case.decisions.yaml", "case.yaml"]


@pytest.mark.parametrize(
    ("before", "joined"),
    [
        (OLD, ""),
        (OLD.rstrip(), "\n"),
        ("# only a remark", "\n"),
        ("\ufeff---\n" + OLD, ""),
        ("- claim: narrow\n  within: wide\n  answer: no\n  because: |\n    one\n    two\n", ""),
    ],
)
def test_what_is_there_stays_as_it_is(case: Path, before: str, joined: str) -> None:
    decisions(case).write_text(before, encoding="utf-8")
    append(case, decision())
    assert decisions(case).read_text(encoding="utf-8") == before + joined + decision().line() + "\n"
    assert reconcile.load(case).decisions[-1].because == "second"


def test_a_list_may_be_indented(case: Path) -> None:
    decisions(case).write_text("  " + OLD)
    append(case, decision())
    assert decisions(case).read_text() == f"  {OLD}  {decision().line()}\n"
    assert reconcile.load(case).decisions[-1].because == "second"


@pytest.mark.parametrize("before", ["[]\n", "[{claim: narrow, within: wide, answer: no}]\n", OLD + "...\n"])
def test_a_file_that_no_line_can_be_appended_to_is_left_alone(case: Path, before: str) -> None:
    decisions(case).write_text(before)
    with pytest.raises(DecisionError, match="no line can be appended"):
        append(case, decision())
    assert decisions(case).read_text() == before


@pytest.mark.parametrize("before", ["- {claim: narrow\n", "- {claim: gone, within: wide, answer: no}\n", "a: b\n"])
def test_a_file_with_faults_is_left_alone(case: Path, before: str) -> None:
    decisions(case).write_text(before)
    with pytest.raises(reconcile.CaseError):
        append(case, decision())
    assert decisions(case).read_text() == before
    assert len(list(case.parent.iterdir())) == 2


def test_others_may_append_meanwhile_but_not_edit(case: Path) -> None:
    append(case, decision("theirs"), b"")
    append(case, decision("mine"), b"")
    assert [line.rpartition(" ")[2] for line in decisions(case).read_text().splitlines()] == ["theirs}", "mine}"]
    read = decisions(case).read_bytes()
    decisions(case).write_text(OLD)
    with pytest.raises(DecisionError, match="somebody has changed what was in it"):
        append(case, decision(), read)
    assert decisions(case).read_text() == OLD


def test_permissions_and_links_are_kept(case: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    target = elsewhere / "decisions.yaml"
    target.write_text(OLD)
    target.chmod(0o640)
    decisions(case).symlink_to(target)
    append(case, decision())
    assert decisions(case).is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert len(target.read_text().splitlines()) == 2


def test_what_cannot_be_written_is_told(case: Path) -> None:
    decisions(case).mkdir()
    with pytest.raises(DecisionError, match="it cannot be written"):
        append(case, decision())


def test_whoever_is_locked_out_too_long_is_told(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_PATIENCE", 0)
    with (
        FileLock(case.with_name(".case.decisions.yaml.lock")),
        pytest.raises(DecisionError, match="somebody else keeps it locked"),
    ):
        append(case, decision())


def test_nothing_is_lost_among_threads(case: Path) -> None:
    threads = [threading.Thread(target=append, args=(case, decision(str(number)))) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(decisions(case).read_text().splitlines()) == 12


def test_nothing_is_lost_among_processes(case: Path) -> None:
    running = [appending(case, f"reviewer-{number}", 5) for number in range(8)]
    for process in running:
        assert process.communicate()[0] == "written\n" * 5
    lines = decisions(case).read_text().splitlines()
    assert sorted(line.rpartition("because: ")[2] for line in lines) == sorted(
        f"reviewer-{number} {time}}}" for number in range(8) for time in range(5)
    )
    assert sorted(path.name for path in case.parent.iterdir()) == ["case.decisions.yaml", "case.yaml"]


def test_a_killed_process_leaves_a_whole_file(case: Path) -> None:
    confirmed = 0
    for number in range(12):
        process = appending(case, f"reviewer-{number}", 10_000)
        assert process.stdout is not None
        # Killed after another number of lines each time, it is stopped at another point of the next one.
        confirmed += sum(bool(process.stdout.readline()) for _ in range(1 + number % 5))
        process.send_signal(signal.SIGKILL)
        confirmed += len(process.communicate()[0].splitlines())
        assert len(decisions(case).read_text().splitlines()) >= confirmed
        reconcile.load(case)
    append(case, decision("afterwards"))
    assert sorted(path.name for path in case.parent.iterdir()) == ["case.decisions.yaml", "case.yaml"]


def failing(_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interruption_leaves_the_old_file(case: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    decisions(case).write_text(OLD)
    interrupted: dict[str, Callable[..., None]] = {
        "fsync": lambda: monkeypatch.setattr("os.fsync", failing),
        "replace": lambda: monkeypatch.setattr(Path, "replace", lambda *_: failing(None)),
    }
    interrupted[step]()
    with pytest.raises(KeyboardInterrupt):
        append(case, decision())
    assert decisions(case).read_text() == OLD
    assert len(list(case.parent.iterdir())) == 2
