"""Completion: what a shell is offered at each TAB, in the protocol of each and in a real bash."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from reconcile.cli import completion
from reconcile.cli.program import COMMANDS, COMPLETE, DEFAULT, program
from reconcile.cli.shells import SHELLS
from reconcile.model import CONVENTIONS

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
title: Pier
date: 2025-06-06
places: {Land: {North Shore: , "it's $(here)": }}
groups: {people: {sailors: }}
claims:
  mayor: {source: The mayor, at: 2025-06-06T18:00, says: {killed: at least 4, wounded: 9}, place: North Shore}
  rescuers: {source: service, at: 2025-06-06T09:00, says: {killed: 3}, who: sailors}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a case, its decisions, a folder of cases, and a file that is none."""
    (tmp_path / "pier.yaml").write_text(CASE)
    (tmp_path / "pier.decisions.yaml").write_text("- {no decision\n")
    (tmp_path / "notes.txt").write_text("no case")
    (tmp_path / "my cases").mkdir()
    (tmp_path / "my cases" / "quay.yml").write_text(CASE.replace("rescuers", "divers"))
    (tmp_path / ".hidden").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(monkeypatch: pytest.MonkeyPatch, shell: str, line: str, replaced: str | None = None) -> list[str]:
    """Return the answer to a shell whose line up to the cursor this is; bash also says what it will replace."""
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", line.rpartition(" ")[2] if replaced is None else replaced)
    answer = SHELLS[shell](program, {}, "reconcile", COMPLETE).complete()
    return answer.split("\n") if answer else []


def offered(monkeypatch: pytest.MonkeyPatch, line: str) -> list[str]:
    """Return the whole words that may stand in the place of the last one."""
    return [each.partition("\t")[0].partition(",")[2] for each in asked(monkeypatch, "fish", line)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("reconcile ", [*COMMANDS, "my cases/", "pier.yaml"]),
        ("reconcile ch", ["check"]),
        ("reconcile p", ["pier.yaml"]),
        ("reconcile 'my c", ["my cases/"]),
        ("reconcile my\\ cases/", ["my cases/quay.yml"]),
        ("reconcile ./p", ["./pier.yaml"]),
        ("reconcile .", [".hidden/"]),
        ("reconcile n", ["new"]),
        ("reconcile no", ["no"]),  # the shell looks for files of any name
        ("reconcile --strict ", ["my cases/", "pier.yaml"]),
        ("reconcile check ", ["my cases/", "pier.yaml"]),
        ("reconcile pier.yaml p", ["pier.yaml"]),
        ("reconcile diff pier.yaml ", ["my cases/", "pier.yaml"]),
        ("reconcile --str", ["--strict"]),
        ("reconcile check --f", ["--format"]),
        ("reconcile pier.yaml --format j", ["json"]),
        ("reconcile pier.yaml --format=j", ["--format=json"]),
        ("reconcile check --format ", ["text", "json"]),
        ("reconcile import ", ["csv", "excel"]),
        ("reconcile import csv --de", ["--delimiter"]),
        ("reconcile completion ", ["bash", "zsh", "fish"]),
        ("reconcile explain tra", ["transposed"]),
        ("reconcile pier.yaml --without ", ["mayor", "mayor.killed", "mayor.wounded", "rescuers"]),
        ("reconcile pier.yaml --without mayor.k", ["mayor.killed"]),
        ("reconcile pier.yaml --without mayor --without ", ["mayor.killed", "mayor.wounded", "rescuers"]),
        ("reconcile 'my cases' --without d", ["divers"]),
        ("reconcile 'my cases' pier.yaml --without ", ["mayor", "mayor.killed", "mayor.wounded", "divers", "rescuers"]),
        ("reconcile pier.yaml --place ", ["Land", "North Shore", "it's $(here)"]),
        ("reconcile pier.yaml --place 'North S", ["North Shore"]),
        ("reconcile pier.yaml --place=No", ["--place=North Shore"]),
        ("reconcile pier.yaml --who ", ["people", "sailors"]),
        ("reconcile pier.yaml --outcome ", ["killed", "wounded"]),
        ("reconcile pier.yaml --as-of ", ["2025-06-06T09:00", "2025-06-06T18:00"]),
        ("reconcile pier.yaml --vague a", ["airwars", "acled"]),
        ("reconcile pier.yaml --conventions ", [*CONVENTIONS, "none"]),
        ("reconcile pier.yaml --conventions update,growth,s", ["update,growth,same-scope"]),
        ("reconcile pier.yaml --conventions update,", [f"update,{name}" for name in CONVENTIONS if name != "update"]),
        ("reconcile pier.yaml --assume r", ["rescuers:"]),
        ("reconcile pier.yaml --assume rescuers:", ["rescuers:within:", "rescuers:same-as:", "rescuers:apart-from:"]),
        ("reconcile pier.yaml --assume rescuers:w", ["rescuers:within:"]),
        ("reconcile pier.yaml --assume rescuers:within:mayor.", [
            "rescuers:within:mayor.killed=", "rescuers:within:mayor.wounded=",
        ]),
        ("reconcile pier.yaml --assume rescuers:within:r", []),
        ("reconcile pier.yaml --assume rescuers:within:mayor=", [
            "rescuers:within:mayor=yes", "rescuers:within:mayor=no", "rescuers:within:mayor=unclear",
        ]),
        ("reconcile pier.yaml --assume=rescuers:within:mayor=n", ["--assume=rescuers:within:mayor=no"]),
        ("reconcile decide pier.yaml res", ["rescuers"]),
        ("reconcile decide pier.yaml rescuers w", ["within"]),
        ("reconcile decide pier.yaml rescuers within ", ["mayor", "mayor.killed", "mayor.wounded"]),
        ("reconcile decide pier.yaml rescuers within mayor u", ["unclear"]),
        ("reconcile compare pier.yaml --without mayor,", [
            "mayor,mayor.killed", "mayor,mayor.wounded", "mayor,rescuers", "mayor,each",
        ]),
        ("reconcile compare pier.yaml --conventions none,update+g", ["none,update+growth"]),
        ("reconcile pier.yaml --min-grade ", ["A", "B", "C", "D", "E", "F"]),
        ("reconcile compare pier.yaml --min-grade A,", ["A,B", "A,C", "A,D", "A,E", "A,F"]),
        ("reconcile timeline pier.yaml --who s", ["sailors"]),
    ],
)  # fmt: skip
def test_what_is_offered(line: str, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert offered(monkeypatch, line) == found


def test_names_in_a_case_are_offered_wherever_an_option_takes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for = {"without", "assume", "place", "who", "outcome", "as_of"}
    context = click.Context(program)
    for name in (*COMMANDS, DEFAULT):
        command = program.get_command(context, name)
        assert command
        for option in command.params:
            if option.name in asked_for:
                line = f"reconcile {name if name != DEFAULT else ''} pier.yaml {option.opts[0]} "
                assert offered(monkeypatch, line), line


@pytest.mark.parametrize(
    "case",
    ["nowhere.yaml", "notes.txt", "faulty.yaml", "pipe.yaml", "pier.decisions.yaml", "~nobody/x.yaml", ".hidden", ""],
)
def test_a_case_that_cannot_be_read_offers_nothing(
    case: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "faulty.yaml").write_text(CASE + "claimz: {}\n")
    os.mkfifo(folder / "pipe.yaml")
    for option in ("--without", "--assume", "--place", "--as-of"):
        assert offered(monkeypatch, f"reconcile {case} {option} ") == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("line", ["", "reconcile", "reconcile --nonsense ", "reconcile 'open", "reconcile -- p\\", '"'])
def test_no_line_is_too_odd(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for shell in SHELLS:
        asked(monkeypatch, shell, line)


@pytest.mark.parametrize(
    ("line", "replaced", "answer"),
    [
        ("reconcile pi", "pi", ["plain,pier.yaml"]),
        ("reconcile my", "my", [r"part,my\ cases/"]),
        ('reconcile "my', "my", ["part,my cases/"]),
        (r"reconcile my\ c", r"my\ c", [r"part,my\ cases/"]),
        ("reconcile no", "no", ["file,no"]),
        ("reconcile pier.yaml -o ", "", ["file,"]),
        ("reconcile pier.yaml --assume res", "res", ["part,rescuers:"]),
        ("reconcile pier.yaml --assume rescuers:wi", "wi", ["part,within:"]),
        ("reconcile pier.yaml --assume rescuers:within:mayor=", "", ["plain,yes", "plain,no", "plain,unclear"]),
        ("reconcile pier.yaml --assume=rescuers:within:mayor=y", "y", ["plain,yes"]),
        ("reconcile pier.yaml --place it", "it", [r"plain,it\'s\ \$\(here\)"]),
        ('reconcile pier.yaml --place "it', "it", [r"plain,it's \$(here)"]),
        ("reconcile pier.yaml --place 'it", "it", [r"plain,it'\''s $(here)"]),
        ("reconcile pier.yaml --place=No", "No", [r"plain,North\ Shore"]),
    ],
)
def test_bash_gets_what_it_replaces_the_end_of_the_word_with(
    line: str, replaced: str, answer: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(monkeypatch, "bash", line, replaced) == answer


def test_zsh_gets_kind_value_and_help_in_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked(monkeypatch, "zsh", "reconcile pier.yaml --without mayor")
    assert answer == [
        *("plain", "mayor", "_"),
        *("plain", "mayor.killed", "4+ killed, North Shore: The mayor"),
        *("plain", "mayor.wounded", "9 wounded, North Shore: The mayor"),
    ]
    assert asked(monkeypatch, "zsh", "reconcile pier.yaml --assume r")[:2] == ["part", r"rescuers\:"]


def test_fish_gets_help_behind_a_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked(monkeypatch, "fish", "reconcile pier.yaml --without resc")
    assert answer == ["plain,rescuers\t3 sailors killed, Land: service"]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_a_shell_cannot_take_is_not_offered(shell: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nasty = (
        CASE.replace("North Shore", '"a\\u202eb"')
        .replace("The mayor", '"evil\\u202e name"')
        .replace("sailors", '"two\\nlines"')
    )
    (folder / "nasty.yaml").write_text(nasty)
    lines = [f"reconcile nasty.yaml {option} " for option in ("--place", "--who", "--without")]
    answers = [answer for line in lines for answer in asked(monkeypatch, shell, line)]
    assert any("rescuers" in answer for answer in answers)
    assert "\u202e" not in "".join(answers)
    assert not any("lines" in answer for answer in answers if "3 two lines killed" not in answer)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_program_answers_the_shells(shell: str) -> None:
    environment = {
        **os.environ,
        COMPLETE: f"{shell}_complete",
        "COMP_WORDS": "reconcile pier.yaml --who s",
        "COMP_CWORD": "s",
    }
    command = [sys.executable, "-m", "reconcile"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "sailors" in run.stdout
    assert run.stderr == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_the_program(shell: str) -> None:
    result = CliRunner().invoke(program, ["completion", shell], prog_name="reconcile")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{COMPLETE}={shell}_complete" in result.stdout


def test_every_shell_has_a_script() -> None:
    assert tuple(SHELLS) == completion._SHELLS


def test_a_real_bash(folder: Path) -> None:
    (folder / "reconcile").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m reconcile "$@"\n')
    (folder / "reconcile").chmod(0o755)
    (folder / "pier.decisions.yaml").unlink()
    typed = (
        'eval "$(reconcile completion bash)"\n'
        "reconcile pie\t--assume res\tw\tmayor.k\ty\t\n"
        "reconcile pier.yaml --place it\t--outcome k\t\n"
        "exit\n"
    )
    environment = os.environ | {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "HOME": str(folder),
        "INPUTRC": os.devnull,
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }
    ours, theirs = pty.openpty()
    command = ["bash", "--norc", "--noprofile", "-i"]
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = read_to_the_end(ours)
    assert process.wait(timeout=60) == 0
    assert "assuming rescuers:within:mayor.killed=yes" in shown
    assert "killed · it's $(here)" in shown


def read_to_the_end(terminal: int) -> str:
    """Read what a terminal shows until nobody writes to it any more."""
    shown = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            read = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            read = b""
        if not read:
            break
        shown += read
    os.close(terminal)
    return " ".join(shown.decode("utf-8", "replace").split())
