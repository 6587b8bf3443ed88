"""`--watch`: what makes it report anew, what it shows, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from reconcile.cli import reporting, watch
from reconcile.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reconcile.cli.exits import Exit
    from reconcile.cli.work import Request

CASE = """\
title: Pier
date: 2025-06-06
groups: {{people: {{sailors: }}}}
claims:
  mayor: {{source: mayor, says: {{killed: {}}}}}
  rescuers: {{source: service, says: {{killed: 3}}, who: sailors}}
"""
DECISION = "- {claim: rescuers, within: mayor, answer: yes, by: OK, because: a call}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with one case."""
    (tmp_path / "pier.yaml").write_text(CASE.format(10))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def watched(monkeypatch: pytest.MonkeyPatch, arguments: list[str], *happenings: Callable[[], object]) -> Result:
    """Watch while one thing after the other happens between two looks, and then Ctrl-C."""
    coming = iter(happenings)

    def sleep(_: float) -> None:
        happening = next(coming, None)
        if happening is None:
            raise KeyboardInterrupt
        happening()

    monkeypatch.setattr(watch, "sleep", sleep)
    result = CliRunner().invoke(program, ["--watch", *arguments], prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def nothing() -> None:
    """Let a moment pass."""


def long() -> list[Callable[[], None]]:
    """Let a time pass that is longer than any editor takes."""
    return [nothing] * 20


def ranges(result: Result) -> list[str]:
    """Return the bounds of the first toll of each report, as `10–13`, and `none` where there is no report."""
    reports = result.stdout.split("── ")[1:]
    rows = [[line.split() for line in report.splitlines() if line.startswith(" killed")] for report in reports]
    return [f"{row[0][3]}–{row[0][4]}" if row else "none" for row in rows]


def test_it_reports_at_once_and_ends_with_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    result = watched(monkeypatch, ["pier.yaml"], *long())
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
    assert ranges(result) == ["10–13"]


def test_a_rule_with_the_time_sets_reports_off(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    result = watched(monkeypatch, ["pier.yaml"], lambda: (folder / "pier.yaml").write_text(CASE.format(200)), nothing)
    rules = [line for line in result.stdout.splitlines() if line.startswith("── ")]
    assert len(rules) == 2
    assert all(len(rule) == 60 and rule[3:11].replace(":", "").isdigit() for rule in rules)


def test_a_file_that_is_written_in_place(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    save = (folder / "pier.yaml").write_text
    result = watched(
        monkeypatch,
        ["pier.yaml"],
        lambda: save(CASE.format(200)),
        nothing,
        nothing,
        lambda: save(CASE.format(3000)),
        nothing,
    )
    assert ranges(result) == ["10–13", "200–203", "3000–3003"]


def test_a_file_that_is_being_written_is_left_alone_until_it_is_whole(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    whole = CASE.format(200)
    pieces = [whole[: len(whole) * part // 4] for part in range(5)]
    writes = [lambda piece=piece: (folder / "pier.yaml").write_text(piece) for piece in pieces]
    result = watched(monkeypatch, ["pier.yaml"], *writes, nothing, nothing)
    assert (ranges(result), result.stderr) == (["10–13", "200–203"], "interrupted\n")


def test_a_file_that_is_always_being_written_is_reported_nonetheless(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def add_line() -> None:
        with (folder / "pier.yaml").open("a") as file:
            file.write("# one more line\n")

    assert len(ranges(watched(monkeypatch, ["pier.yaml"], *[add_line] * 40))) > 2


def test_a_file_in_whose_place_another_is_put(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def replace() -> None:
        before = (folder / "pier.yaml").stat()
        (folder / "draft").write_text(CASE.format(20))
        os.utime(folder / "draft", ns=(before.st_atime_ns, before.st_mtime_ns))
        (folder / "draft").rename(folder / "pier.yaml")

    assert ranges(watched(monkeypatch, ["pier.yaml"], replace, *long())) == ["10–13", "20–23"]


@pytest.mark.parametrize("argument", ["pier.yaml", "."])
def test_a_file_that_is_gone_for_a_moment(monkeypatch: pytest.MonkeyPatch, folder: Path, argument: str) -> None:
    def come_back() -> None:
        (folder / "pier.yaml").write_text(CASE.format(20))

    happenings = [(folder / "pier.yaml").unlink, nothing, nothing, come_back, *long()]
    result = watched(monkeypatch, [argument], *happenings)
    assert (ranges(result), result.stderr) == (["10–13", "20–23"], "interrupted\n")


def test_a_file_that_is_gone_for_long(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def come_back() -> None:
        (folder / "pier.yaml").write_text(CASE.format(20))

    result = watched(monkeypatch, ["pier.yaml"], (folder / "pier.yaml").unlink, *long(), come_back, *long())
    assert ranges(result) == ["10–13", "none", "20–23"]
    assert "there is no such file" in result.stderr


def test_errors_are_shown_and_pass(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    save = (folder / "pier.yaml").write_text
    result = watched(
        monkeypatch,
        ["pier.yaml"],
        lambda: save("title: Pier\n"),
        nothing,
        nothing,
        lambda: save(CASE.format(20)),
        nothing,
    )
    assert ranges(result) == ["10–13", "none", "20–23"]
    assert "[missing-key]" in result.stderr


def test_decisions_are_watched_too(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    decisions = folder / "pier.decisions.yaml"
    result = watched(
        monkeypatch, ["pier.yaml"], lambda: decisions.write_text(DECISION), *long(), decisions.unlink, *long()
    )
    assert ranges(result) == ["10–13", "10–10", "10–13"]


def test_what_changes_while_a_report_is_made_is_reported_next(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def run(paths: list[Path], request: Request, send: Callable[[bytes], bool]) -> Exit:
        code = reporting.run(paths, request, send)
        (folder / "pier.yaml").write_text(CASE.format(200))
        return code

    monkeypatch.setattr(watch, "run", run)
    assert ranges(watched(monkeypatch, ["pier.yaml"], nothing, nothing)) == ["10–13", "200–203"]


def test_cases_come_and_go_in_a_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    cases = folder / "cases"
    cases.mkdir()
    result = watched(
        monkeypatch,
        ["cases"],
        lambda: (cases / "a.yaml").write_text(CASE.format(10)),
        *long(),
        lambda: (cases / "b.yaml").write_text(CASE.format(20)),
        *long(),
        (cases / "a.yaml").unlink,
        *long(),
        lambda: (cases / "notes.txt").write_text("no case"),
        *long(),
    )
    reports = result.stdout.split("── ")[1:]
    assert [[name for name in ("a.yaml", "b.yaml") if f"cases/{name}" in report] for report in reports] == [
        [],
        ["a.yaml"],
        ["a.yaml", "b.yaml"],
        ["b.yaml"],
    ]
    assert "no case (*.yaml) in this folder yet" in result.stderr


def test_a_folder_that_is_gone_for_a_while(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    (folder / "cases").mkdir()
    (folder / "cases" / "a.yaml").write_text(CASE.format(10))
    away = folder / "away"
    happenings = [lambda: (folder / "cases").rename(away), *long(), lambda: away.rename(folder / "cases"), *long()]
    assert ranges(watched(monkeypatch, ["cases"], *happenings)) == ["10–13", "none", "10–13"]


def test_a_file_is_written_anew_each_time(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    written: list[int] = []

    def look() -> None:
        written.append(json.loads((folder / "out.json").read_text())["reports"][0]["questions"][0]["lower"])

    save = (folder / "pier.yaml").write_text
    happenings = [look, lambda: save(CASE.format(200)), *long(), look, lambda: save("title: Pier\n"), *long(), look]
    result = watched(monkeypatch, ["pier.yaml", "--format", "json", "-o", "out.json"], *happenings)
    assert (written, result.stdout) == ([10, 200, 200], "")
    assert [line[9:] for line in result.stderr.splitlines() if line.endswith(": written")] == ["out.json: written"] * 2
    assert "out.json: not written, as a case has errors" in result.stderr


def test_a_failure_to_write_ends_it_only_at_the_start(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    at_the_start = watched(monkeypatch, ["pier.yaml", "-o", "nowhere/out"], *long())
    assert (at_the_start.exit_code, at_the_start.stderr) == (2, "Error: nowhere/out: there is no folder nowhere\n")
    (folder / "out").mkdir()
    save = (folder / "pier.yaml").write_text
    later = watched(
        monkeypatch,
        ["pier.yaml", "-o", "out/table"],
        lambda: (folder / "out").rename(folder / "away"),
        lambda: save(CASE.format(200)),
        *long(),
    )
    assert later.exit_code == 130
    assert "Error: out/table: there is no folder out" in later.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pier.yaml", "--strict"], "they do not go together"),
        (["pier.yaml", "--format", "json"], "needs a file to write anew: -o FILE"),
        (["pier.yaml", "--format", "csv", "-o", "-"], "needs a file to write anew: -o FILE"),
        (["nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["pipe"], "pipe: --watch needs a file or a folder"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_watched(
    arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    os.mkfifo(folder / "pipe")
    result = watched(monkeypatch, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


def started(stdout: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "reconcile", "--watch", "pier.yaml"]
    return subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE)


def test_a_program_that_is_read_through_a_pipe(folder: Path) -> None:
    process = started(subprocess.PIPE)
    assert process.stdout
    assert any(b" 10 " in line for line in process.stdout)
    (folder / "pier.yaml").write_text(CASE.format(200))
    assert any(b" 200 " in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, b"interrupted\n")


def test_it_ends_when_nobody_reads_on(folder: Path) -> None:
    process = started(subprocess.PIPE)
    assert process.stdout
    assert any(b" 10 " in line for line in process.stdout)
    process.stdout.close()
    (folder / "pier.yaml").write_text(CASE.format(200))
    assert process.wait(timeout=30) == 0
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()


def test_a_terminal_is_cleared_before_each_report(folder: Path) -> None:
    ours, theirs = pty.openpty()
    process = started(theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        shown = b""
        while b" 10 " not in shown:
            shown += terminal.read(1000)
        (folder / "pier.yaml").write_text(CASE.format(200))
        while b" 200 " not in shown:
            shown += terminal.read(1000)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    _, errors = process.communicate(timeout=30)
    assert shown.count(b"\x1b[2J") == 2
    assert process.returncode == 130
    assert b" watching 1 case; Ctrl-C ends\n" in errors
