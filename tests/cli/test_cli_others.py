"""The other commands: check, new, schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from reconcile.cli.program import program

if TYPE_CHECKING:
    from pathlib import Path

SOUND = "title: Sound\ndate: 2025-06-06\nclaims:\n  a: {source: mayor, says: {killed: 4}}\n"
FAULTY = "title: Faulty\ndate: never\nclaimz: {}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a sound and a faulty case."""
    (tmp_path / "sound.yaml").write_text(SOUND)
    (tmp_path / "faulty.yaml").write_text(FAULTY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_sound_case() -> None:
    result = reconcile("check", "sound.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "sound.yaml: ok, 1 claim, 1 source\n", "")


def test_every_case_is_checked() -> None:
    result = reconcile("check", ".")
    assert result.exit_code == 2
    assert result.stdout == "sound.yaml: ok, 1 claim, 1 source\n"
    assert "faulty.yaml:2:7: error" in result.stderr
    assert "faulty.yaml:3:1: error" in result.stderr
    assert result.stderr.splitlines()[-2].startswith("faulty.yaml: ")


def test_the_name_of_a_file_is_not_obeyed(folder: Path) -> None:
    (folder / "\x1b[31m.yaml").write_text(SOUND)
    assert reconcile("check", ".").stdout.startswith("\\x1b[31m.yaml: ok")


def test_warnings_are_no_errors(folder: Path) -> None:
    (folder / "empty.yaml").write_text("title: No claims yet\ndate: 2025-06-06\nclaims: {}\n")
    result = reconcile("check", "empty.yaml")
    assert result.exit_code == 0
    assert result.stdout == "empty.yaml: ok, 0 claims, 0 sources, 1 warning\n"
    assert "warning: the case has no claims" in result.stderr


def test_links_that_contradict_the_scopes_are_found(folder: Path) -> None:
    (folder / "apart.yaml").write_text("""\
title: Apart
date: 2025-06-06
places: {Kyiv: , Lutsk: }
claims:
  a: {source: mayor, says: {killed: 4}, place: Kyiv}
  b: {source: other, says: {killed: 3}, place: Lutsk}
links:
  - {claim: b, within: a}
""")
    result = reconcile("check", "apart.yaml")
    assert result.exit_code == 2
    assert "apart.yaml:8:" in result.stderr
    assert result.stdout == ""


def test_claims_that_replace_each_other_are_an_error_of_check_and_of_the_report(folder: Path) -> None:
    (folder / "circle.yaml").write_text("""\
title: Circle
date: 2025-06-06
claims:
  a: {source: police, says: {killed: 10}}
  b: {source: ngo, says: {killed: 12}}
  c: {source: press, says: {killed: 3}}
links:
  - {claim: a, replaces: b}
  - {claim: b, replaces: a}
""")
    for arguments in (["check", "circle.yaml"], ["circle.yaml"]):
        result = reconcile(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "circle.yaml:9:5: error: `a` and `b` replace one another" in result.stderr


def test_diagnostics_for_editors() -> None:
    result = reconcile("check", "--format", "json", "sound.yaml", "faulty.yaml")
    assert (result.exit_code, result.stderr) == (2, "")
    document = json.loads(result.stdout)
    assert document["format"] == "reconcile/check/1"
    sound, faulty = document["files"]
    assert sound == {"path": "sound.yaml", "diagnostics": []}
    assert [(each["line"], each["severity"]) for each in faulty["diagnostics"]][:2] == [
        (2, "error"),
        (3, "error"),
    ]


def test_what_editors_are_told_does_not_turn_around(folder: Path) -> None:
    (folder / "turned.yaml").write_text("title: T\ntítle: \u202ereversed\n", encoding="utf-8")
    result = reconcile("check", "--format", "json", "turned.yaml")
    assert "\u202e" not in result.stdout
    assert "\u202ereversed" in json.loads(result.stdout)["files"][0]["diagnostics"][-1]["excerpt"]


def test_a_new_case_is_sound_and_is_never_overwritten(folder: Path) -> None:
    result = reconcile("new", "kharkiv")
    assert result.exit_code == 0
    assert "reconcile check kharkiv.yaml" in result.stdout
    assert reconcile("check", "kharkiv.yaml").exit_code == 0
    assert reconcile("kharkiv.yaml").exit_code == 0

    written = (folder / "kharkiv.yaml").read_bytes()
    again = reconcile("new", "kharkiv.yaml")
    assert again.exit_code == 2
    assert "kharkiv.yaml: there is such a file, and it stays as it is" in again.stderr
    assert (folder / "kharkiv.yaml").read_bytes() == written


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere/case", "there is no folder nowhere"),
        ("case.decisions.yaml", "a decisions file has a name like this"),
        (".", "no name for a file"),
        ("", "no name for a file"),
        ("x" * 300, "File name too long"),
    ],
)
def test_names_that_cannot_be_given(name: str, message: str, folder: Path) -> None:
    before = sorted(folder.iterdir())
    result = reconcile("new", name)
    assert result.exit_code == 2
    assert message in result.stderr
    assert sorted(folder.iterdir()) == before


def test_the_schema_is_one() -> None:
    result = reconcile("schema")
    assert result.exit_code == 0
    Draft202012Validator.check_schema(json.loads(result.stdout))
