"""Where reports go: a file written whole or not at all, standard output of any kind."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from reconcile.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Iterator

LOOSE = Path(__file__).parents[2] / "cases" / "kyiv-2025-06-06.yaml"
"""A case that is not done with in no time."""

CASE = """\
title: Пожежа
date: 2025-06-06
claims:
  mayor: {source: mayor, says: {killed: 4 to 6}}
"""
OPEN = """\
title: Open
date: 2025-06-06
groups: {people: {firefighters: }}
claims:
  mayor: {source: mayor, says: {killed: 4}}
  rescuers: {source: service, says: {killed: 3}, who: firefighters}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder with a case; no drafts of files may be left in it."""
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "open.yaml").write_text(OPEN)
    (tmp_path / "loose.yaml").write_bytes(LOOSE.read_bytes())
    (tmp_path / "faulty.yaml").write_text("title: Faulty\n")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(tmp_path.rglob("*.tmp"))


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def started(*arguments: str, encoding: str = "utf-8", **more: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": ""} | more
    return subprocess.Popen(
        [sys.executable, "-m", "reconcile", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_file_holds_what_a_pipe_would_get(form: str, folder: Path) -> None:
    printed = reconcile("case.yaml", "--format", form)
    result = reconcile("case.yaml", "--format", form, "-o", "out")
    assert (result.exit_code, result.output) == (0, "")
    assert (folder / "out").read_bytes() == printed.stdout_bytes
    assert "Пожежа".encode() in printed.stdout_bytes


def test_a_dash_is_standard_output() -> None:
    assert reconcile("case.yaml", "-o", "-").stdout == reconcile("case.yaml").stdout


def test_with_an_error_in_any_case_a_file_stays_as_it_is(folder: Path) -> None:
    (folder / "out").write_text("old")
    result = reconcile("case.yaml", "faulty.yaml", "-o", "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "out: not written, as a case has errors" in result.stderr
    assert (folder / "out").read_text() == "old"


def test_a_file_stays_as_it_is_when_writing_fails(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (folder / "out").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    result = reconcile("case.yaml", "-o", "out")
    assert result.exit_code == 2
    assert "out: not written: No space left on device" in result.stderr
    assert (folder / "out").read_text() == "old"


def test_a_new_file_has_the_permissions_of_any_new_file(folder: Path) -> None:
    (folder / "plain").touch()
    reconcile("case.yaml", "-o", "out")
    assert (folder / "out").stat().st_mode == (folder / "plain").stat().st_mode


def test_a_file_keeps_its_permissions(folder: Path) -> None:
    (folder / "out").touch(mode=0o600)
    reconcile("case.yaml", "-o", "out")
    assert stat.S_IMODE((folder / "out").stat().st_mode) == 0o600


def test_a_link_is_followed(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "out").symlink_to("elsewhere/file")
    reconcile("case.yaml", "-o", "out")
    assert (folder / "out").is_symlink()
    assert (folder / "elsewhere" / "file").read_text().startswith("Пожежа")


def test_a_pipe_is_written_to_and_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_text()))
    reader.start()
    reconcile("case.yaml", "-o", "pipe", "--format", "csv")
    reader.join(timeout=10)
    assert read[0].startswith("title,")
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


@pytest.mark.parametrize(
    ("destination", "message"),
    [
        (".", "this is a folder"),
        ("nowhere/out", "there is no folder nowhere"),
        ("case.yaml", "the report would overwrite the case"),
        ("./faulty.yaml", "the report would overwrite the case"),
        ("x" * 300, "File name too long"),
    ],
)
def test_what_cannot_or_must_not_be_written(destination: str, message: str, folder: Path) -> None:
    result = reconcile("case.yaml", "faulty.yaml", "-o", destination)
    assert result.exit_code == 2
    assert message in result.stderr
    assert (folder / "case.yaml").read_text(encoding="utf-8") == CASE


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_who_has_had_enough_is_no_fault(form: str) -> None:
    process = started("case.yaml", "case.yaml", "--format", form)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 0
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_standard_output_that_is_full() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "reconcile", "case.yaml"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert result.returncode == 2
    assert result.stderr == b"Error: standard output: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["-h"], ["check", "-h"], ["--version"], []], ids=" ".join)
def test_help_that_finds_no_room(arguments: list[str], unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "reconcile", *arguments],
            stdout=full,
            stderr=subprocess.PIPE if arguments else full,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert result.returncode == 2
    assert not arguments or result.stderr == b"Error: standard output: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_messages_that_find_no_room_cost_no_result(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "reconcile", "loose.yaml", "--max-seconds", "1e-9", "--format", "json", "-o", "out"],
            stderr=full,
            check=False,
        )
    assert result.returncode == 3
    assert json.loads((folder / "out").read_text(encoding="utf-8"))["reports"][0]["questions"][0]["status"] == "limit"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "faulty.yaml"], 2),
        (["faulty.yaml"], 2),
        (["nowhere.yaml"], 2),
        (["loose.yaml", "--max-seconds", "1e-9"], 3),
        ([], 2),
        (["--help"], 0),
        (["graph", "--help"], 0),
        (["--version"], 0),
    ],
)
def test_the_exit_code_where_nobody_reads_results_or_messages(arguments: list[str], code: int, unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        stdout=writer,
        stderr=writer,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
    )
    os.close(writer)
    assert process.returncode == code


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize(("last", "code"), [("faulty.yaml", 2), ("open.yaml", 1)])
def test_all_cases_are_looked_at_though_nobody_reads_on(last: str, code: int, form: str) -> None:
    process = started("--strict", "case.yaml", "case.yaml", last, "--format", form)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    process.stderr.read()
    assert process.wait(timeout=30) == code
    process.stderr.close()


@pytest.mark.parametrize(("encoding", "usage"), [("latin-1", "CASE..."), ("cp1251", "CASE…")])
def test_help_and_messages_in_a_poor_encoding(encoding: str, usage: str) -> None:
    printed, _ = started("-h", encoding=encoding).communicate()
    assert printed.decode(encoding).startswith(f"Usage: reconcile [OPTIONS] {usage}")
    _, errors = started("nowhere.yaml", encoding=encoding).communicate()
    assert errors.decode(encoding).startswith(f"Usage: reconcile [OPTIONS] {usage}")


def test_json_is_utf8_whatever_the_terminal_is() -> None:
    printed, _ = started("case.yaml", "--format", "json", encoding="ascii").communicate()
    assert json.loads(printed.decode("utf-8"))["reports"][0]["case"]["title"] == "Пожежа"


def test_a_table_in_a_poor_encoding() -> None:
    printed, errors = started("case.yaml", encoding="ascii").communicate()
    assert errors == b""
    assert printed.startswith(b"\\u041f")
    assert b"\n------" in printed


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE"])
@pytest.mark.parametrize("command", [(), ("compare",), ("timeline",), ("why",), ("graph",), ("diff", "case.yaml")])
def test_what_is_no_terminal_gets_no_colour_whatever_the_environment_says(
    command: tuple[str, ...], variable: str, folder: Path
) -> None:
    printed, errors = started(*command, "case.yaml", **{variable: "1"}).communicate()
    assert "Пожежа".encode() in printed
    assert b"\x1b" not in printed + errors
    if not command:
        started("case.yaml", "-o", "out", **{variable: "1"}).communicate()
        assert b"\x1b" not in (folder / "out").read_bytes()


def test_a_pipe_gets_no_colour() -> None:
    printed, _ = started("case.yaml").communicate()
    assert b"\x1b" not in printed


def test_decisions_are_never_overwritten(folder: Path) -> None:
    decisions = folder / "case.decisions.yaml"
    decisions.write_text("[]\n", encoding="utf-8")
    found = reconcile("case.yaml", "--format", "json", "-o", "case.decisions.yaml")
    assert found.exit_code == 2
    assert "would overwrite the decisions" in found.stderr
    assert decisions.read_text(encoding="utf-8") == "[]\n"


def test_a_folder_may_be_called_like_the_default_command(folder: Path) -> None:
    (folder / "report").mkdir()
    (folder / "report" / "a.yaml").write_text(CASE, encoding="utf-8")
    assert reconcile("report", "--format", "csv").exit_code == 0
