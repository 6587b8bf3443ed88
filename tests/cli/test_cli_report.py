"""`reconcile CASE…`: what is reported, where it goes, and how it ends."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from reconcile import api
from reconcile.casefile import LEXICONS
from reconcile.cli.program import COMMANDS, program
from reconcile.model import CONVENTIONS, Parts, SameScope
from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reconcile.api import Options
    from reconcile.bounds import Clock
    from reconcile.model import Case
    from reconcile.reports.value import Report

OPEN = """\
title: Open
date: 2025-06-06
places: {Kyiv: }
groups: {people: {firefighters: }}
claims:
  mayor: {source: mayor, says: {killed: 4}, place: Kyiv}
  rescuers: {source: service, says: {killed: 3}, place: Kyiv, who: firefighters}
links:
  - {claim: rescuers, within: mayor, answer: unclear, quote: it was unclear}
"""
SETTLED = """\
title: Settled
date: 2025-06-06
claims:
  mayor: {source: mayor, says: {killed: 4}}
"""
FAULTY = "title: Faulty\ndate: 2025-06-06\nclaimz: {}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work in a folder with an open, a settled and a faulty case."""
    for name, text in {"open": OPEN, "settled": SETTLED, "faulty": FAULTY}.items():
        (tmp_path / f"{name}.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(tmp_path.rglob("*.tmp"))


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def reporting(monkeypatch: pytest.MonkeyPatch, change: Callable[[Report], Report]) -> None:
    """Let every report be changed before the command sees it."""
    genuine = api.report
    monkeypatch.setattr(api, "report", lambda case, options, _clock: change(genuine(case, options)))


def unproven(report: Report) -> Report:
    tolls = (replace(toll, status=Status.LIMIT, upper_proven=False) for toll in report.questions)
    return replace(report, questions=tuple(tolls))


def test_a_case_needs_no_command() -> None:
    result = reconcile("open.yaml")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.startswith("Open\n2025-06-06 · 2 claims from 2 sources · open.yaml\n")
    assert "yes: 4 · no: 7 · settles 3 of 3" in result.stdout


def test_options_may_come_first() -> None:
    assert json.loads(reconcile("--format", "json", "open.yaml").stdout) == json.loads(
        reconcile("open.yaml", "--format", "json").stdout
    )


def test_a_folder_is_every_case_in_it(folder: Path) -> None:
    (folder / "cases").mkdir()
    for name in ("b.yaml", "a.yml", "b.decisions.yaml", "notes.txt"):
        (folder / "cases" / name).write_text(SETTLED if "decisions" not in name else "[]\n")
    document = json.loads(reconcile("open.yaml", "cases", "--format", "json").stdout)
    paths = [report["case"]["path"] for report in document["reports"]]
    assert paths == ["open.yaml", "cases/a.yml", "cases/b.yaml"]


def test_tables_of_several_cases_stand_apart() -> None:
    result = reconcile("settled.yaml", "open.yaml")
    assert "\n\n\nOpen\n" in result.stdout


def test_a_case_with_errors_does_not_keep_others_from_being_reported() -> None:
    result = reconcile("open.yaml", "faulty.yaml", "settled.yaml", "--format", "csv")
    assert result.exit_code == 2
    assert [line.split(",")[1] for line in result.stdout.splitlines()] == [
        "path",
        "open.yaml",
        "settled.yaml",
    ]
    assert "faulty.yaml:3:1: error" in result.stderr
    assert "faulty" not in result.stdout


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_where_nothing_can_be_reported_nothing_is_printed(form: str) -> None:
    result = reconcile("faulty.yaml", "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")


def test_an_option_that_does_not_fit_a_case_is_an_error_of_that_case() -> None:
    result = reconcile("settled.yaml", "open.yaml", "--without", "rescuers")
    assert result.exit_code == 2
    assert result.stderr.startswith("settled.yaml: error: ")
    assert "rescuers" in result.stderr
    assert "\n\n\nOpen\n" in result.stdout


def test_notes_and_warnings_go_to_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reporting(monkeypatch, lambda report: replace(report, notes=("take \x1b care",)))
    result = reconcile("settled.yaml")
    assert result.stderr == "settled.yaml: warning: take \\x1b care\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["open.yaml"], 0),
        (["open.yaml", "--strict"], 1),
        (["settled.yaml", "--strict"], 0),
        (["settled.yaml", "faulty.yaml", "--strict"], 2),
        (["open.yaml", "faulty.yaml", "--strict"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    assert reconcile(*arguments).exit_code == code


@pytest.mark.parametrize(
    ("outcome", "meant"),
    [("kiled", "killed"), ("dead", "killed"), ("injured", "wounded"), ("lunched", "launched")],
)
def test_an_outcome_that_was_perhaps_meant_otherwise_is_doubted(folder: Path, outcome: str, meant: str) -> None:
    claims = "a: {source: s, says: {killed: 4, launched: 3}}"
    (folder / "heard.yaml").write_text(f"title: Heard\ndate: 2025-06-06\nclaims:\n  {claims}\n")
    result = reconcile("heard.yaml", "--strict", "--outcome", outcome, "--outcome", "killed")
    warning = f"`{outcome}` is an outcome of its own, apart from `{meant}`; did you mean `{meant}`?"
    assert (result.exit_code, result.stderr) == (0, f"heard.yaml: warning: {warning}\n")
    assert outcome in result.stdout


@pytest.mark.parametrize("outcome", ["killed", "missing", "launched", "hungry"])
def test_any_other_outcome_is_not_doubted(folder: Path, outcome: str) -> None:
    claims = "a: {source: s, says: {killed: 4, launched: 3}}"
    (folder / "heard.yaml").write_text(f"title: Heard\ndate: 2025-06-06\nclaims:\n  {claims}\n")
    assert reconcile("heard.yaml", "--outcome", outcome).stderr == ""


def test_strict_counts_no_disagreement_that_touches_nothing_asked(folder: Path) -> None:
    claims = (
        "a: {source: s, says: {killed: 4}}\n  b: {source: t, says: {killed: 6}}\n  c: {source: u, says: {wounded: 3}}"
    )
    (folder / "two.yaml").write_text(f"title: Two\ndate: 2025-06-06\nclaims:\n  {claims}\n")
    assert reconcile("two.yaml", "--strict").exit_code == 1
    assert reconcile("two.yaml", "--strict", "--outcome", "killed").exit_code == 1
    result = reconcile("two.yaml", "--strict", "--outcome", "wounded", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["reports"][0]["disagreements"]) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["settled.yaml"], 3), (["open.yaml", "--strict"], 3), (["faulty.yaml", "settled.yaml"], 2)],
)
def test_a_limit_has_an_exit_code(arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    reporting(monkeypatch, unproven)
    assert reconcile(*arguments).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["open.yaml"], 0), (["settled.yaml"], 0), (["open.yaml", "--strict"], 1), (["settled.yaml", "--strict"], 3)],
)
def test_what_may_be_missing_is_no_bound_but_leaves_nothing_settled(
    arguments: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporting(monkeypatch, lambda report: replace(report, complete=False))
    assert reconcile(*arguments).exit_code == code


@pytest.mark.parametrize("extra", [[], ["-o", "out.txt"], ["--format", "json"]])
def test_an_interruption_ends_quietly(extra: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "report", interrupted)
    result = reconcile("faulty.yaml", "open.yaml", *extra)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.endswith("interrupted\n")
    assert not (folder / "out.txt").exists()


def test_every_option_reaches_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Options] = []
    genuine = api.report

    def recording(case: Case, options: Options, _clock: Clock) -> Report:
        asked.append(options)
        return genuine(case, api.Options())

    monkeypatch.setattr(api, "report", recording)
    result = reconcile(
        *("open.yaml", "--parts", "presumed", "--same-scope", "nested", "--conventions", "growth,update"),
        *("--as-of", "2025-06-06T12:00", "--assume", "rescuers:within:mayor=yes", "--without", "a"),
        *("--without", "b", "--min-grade", "b", "--outcome", "killed", "--place", "Kyiv", "--place", "Lutsk"),
        *("--who", "people", "--max-seconds", "5"),
    )
    assert result.exit_code == 0
    assert asked == [
        api.Options(
            parts=Parts.PRESUMED,
            same_scope=SameScope.NESTED,
            conventions=("update", "growth"),
            as_of="2025-06-06T12:00",
            assume=("rescuers:within:mayor=yes",),
            without=("a", "b"),
            min_grade="B",
            outcome=("killed",),
            place=("Kyiv", "Lutsk"),
            who=("people",),
            max_seconds=5,
        )
    ]


def test_settings_of_reading_reach_the_reader(folder: Path) -> None:
    (folder / "vague.yaml").write_text(SETTLED.replace("killed: 4", "killed: dozens"))
    (folder / "open.decisions.yaml").write_text(
        "- {claim: rescuers, within: mayor, answer: yes, by: OK, on: 2025-06-07T10:02:11Z, because: a call}\n"
    )
    first = json.loads(reconcile("vague.yaml", "--vague", "airwars", "--format", "json").stdout)
    assert (first["reports"][0]["questions"][0]["lower"], first["reports"][0]["questions"][0]["upper"]) == (
        12,
        24,
    )
    assert "settles" not in reconcile("open.yaml").stdout
    assert "settles 3 of 3" in reconcile("open.yaml", "--no-decisions").stdout


@pytest.mark.parametrize(("given", "switched_on"), [("none", ()), ("growth, update,growth", ("update", "growth"))])
def test_conventions(given: str, switched_on: tuple[str, ...]) -> None:
    document = json.loads(reconcile("settled.yaml", "--conventions", given, "--format", "json").stdout)
    assert tuple(document["reports"][0]["settings"]["conventions"]) == switched_on


def test_claims_that_may_have_been_made_later_are_left_out_aloud(folder: Path) -> None:
    (folder / "dated.yaml").write_text(SETTLED.replace("says:", "at: 2025-06-06, says:"))
    result = reconcile("dated.yaml", "--as-of", "2025-06-06T12:00", "--format", "json")
    assert result.exit_code == 0
    assert result.stderr == (
        "dated.yaml: warning: 1 claim is left out: it is not sure that it was made by 2025-06-06T12:00\n"
    )
    assert json.loads(result.stdout)["reports"][0]["questions"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["open.yaml", "--conventions", "grwth"], "did you mean `growth`?"),
        (["open.yaml", "--conventions", ""], f"there are {', '.join(CONVENTIONS)}"),
        (["open.yaml", "--conventions", "growth,none"], "no convention is called `none`"),
        (["open.yaml", "--vague", "airwar"], "did you mean `airwars`?"),
        (["open.yaml", "--vague", ""], f"there are {', '.join(LEXICONS)}"),
        (["open.yaml", "--parts", "maybe"], "possible"),
        (
            ["open.yaml", "--min-grade", "G"],
            "Invalid value for '--min-grade': `G` is no grade: expected one of A, B, C,",
        ),
        (["open.yaml", "--min-grade", ""], "expected one of A, B, C, D, E, F"),
        (["open.yaml", "--min-grade", "AB"], "expected one of A, B, C, D, E, F"),
        (["open.yaml", "--max-seconds", "0"], "more than 0 seconds"),
        (["open.yaml", "--max-seconds", "nan"], "more than 0 seconds"),
        (["open.yaml", "--max-seconds", "soon"], "not a valid float"),
        (["open.yaml", "--formt", "json"], "--format"),
        (["nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["no\x1b\u202ewhere.yaml"], "no\\x1b\\u202ewhere.yaml: no such file or folder"),
        (["open.yaml", "nowhere.yaml"], "nowhere.yaml: no such file or folder"),
        (["open.yaml/inside.yaml"], "Not a directory"),
        (["x" * 300], "File name too long"),
        (["chekc", "open.yaml"], "did you mean the command `check`?"),
        (["shcema"], "did you mean the command `schema`?"),
        (["open.yaml", "check"], "put it first: reconcile check"),
        (["--strict"], "Missing argument"),
    ],
)
def test_mistakes_in_usage(arguments: list[str], message: str) -> None:
    result = reconcile(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["check"], ["graph"], ["export", "--table", "claims"], ["compare"], ["timeline"], ["why"]),
        *(["review"], ["diff", "open.yaml"]),
    ],
    ids=" ".join,
)
def test_an_empty_word_is_not_the_folder_one_is_in(arguments: list[str]) -> None:
    result = reconcile(*arguments, "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "an empty word names no file; is a variable of the shell not set?" in " ".join(result.stderr.split())


def test_a_folder_without_a_case(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = reconcile("empty")
    assert result.exit_code == 2
    assert "empty: no case (*.yaml) in this folder" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_called_like_a_command(name: str, folder: Path) -> None:
    (folder / name).write_text(SETTLED)
    assert reconcile(f"./{name}").stdout.startswith("Settled\n")


def test_an_interrupted_search_says_what_is_proven(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search = api.report

    def interrupted(case: Case, options: Options, clock: Clock) -> Report:
        signal.raise_signal(signal.SIGINT)
        return search(case, options, clock)

    monkeypatch.setattr(api, "report", interrupted)
    path = folder / "open.yaml"
    result = CliRunner().invoke(program, [str(path), "--format", "json"])
    assert result.exit_code == 130
    assert result.stderr.endswith("interrupted: what is proven so far\n")
    (toll,) = json.loads(result.stdout)["reports"][0]["questions"]
    assert toll["status"] == Status.LIMIT
    assert toll["lower"] <= 4
    assert toll["upper"] >= 7


@pytest.mark.parametrize("form", ["table", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize(("cases", "whole"), [(["open", "settled"], False), (["open"], True)])
def test_an_interruption_leaves_no_file_without_the_cases_behind_it(
    cases: list[str], whole: bool, form: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = api.report

    def interrupted(case: Case, options: Options, clock: Clock) -> Report:
        signal.raise_signal(signal.SIGINT)
        return search(case, options, clock)

    monkeypatch.setattr(api, "report", interrupted)
    (folder / "out").write_text("old")
    result = reconcile(*(f"{case}.yaml" for case in cases), "--format", form, "-o", "out")
    assert (result.exit_code, result.stdout) == (130, "")
    assert ((folder / "out").read_text(encoding="utf-8") != "old") == whole
    assert ("out: not written, as cases that come after the interruption are missing" in result.stderr) != whole


def test_a_second_interruption_ends_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Report:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("still here")

    monkeypatch.setattr(api, "report", interrupted)
    result = CliRunner().invoke(program, [str(folder / "open.yaml")])
    assert (result.exit_code, result.stderr) == (130, "interrupted\n")
