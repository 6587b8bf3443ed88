"""`reconcile compare`, `timeline` and `diff`: what they print, what they read, and how they fail."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import reconcile as library
from reconcile.api import Options
from reconcile.cli.program import program
from reconcile.reports import comparison, difference
from reconcile.reports import timeline as chronicle
from reconcile.reports.studied import Change, Difference, FieldChange, Figure
from reconcile.studies import compare, each_claim, timeline

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
MORNING, LATER = "cases/kyiv-2025-06-06.yaml", "cases/kyiv-2025-06-06-later.yaml"


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository whose one commit has the Kyiv case, with a decision taken after it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / MORNING, "kyiv.yaml")
    for command in (["init", "-q"], ["add", "."], ["-c", "user.name=T", "-c", "user.email=t@t", "commit", "-qm", "."]):
        subprocess.run(["git", *command], check=True, cwd=tmp_path)
    Path("kyiv.decisions.yaml").write_text(
        "- {claim: firefighters, within: mayor-toll, answer: yes, by: OK, because: a call}\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("compare", ["compare", MORNING, "--parts", "possible,presumed", "--conventions", "none", "--without", "each"]),
        ("timeline", ["timeline", LATER, "--outcome", "killed", "--outcome", "wounded"]),
        ("diff", ["diff", MORNING, LATER]),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_what_is_printed(name: str, arguments: list[str], form: str, golden: Callable[[Path, str], None]) -> None:
    if form == ("csv" if name == "diff" else "markdown"):
        return
    result = reconcile(*arguments, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(GOLDEN / f"{name}-{form}.txt", result.stdout.replace("\r\n", "\n"))


@pytest.mark.parametrize("width", [60, 100])
def test_on_a_terminal(width: int, golden: Callable[[Path, str], None]) -> None:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    morning, later = library.load(MORNING), library.load(LATER)
    options = Options(outcome=("killed", "wounded"), who=("people",))
    compared = compare(morning, each_claim(morning, options), options, library.load)
    texts = [comparison.to_text(compared, console), chronicle.to_text(timeline(later, options), console)]
    assert all(len(line) <= width for text in texts for line in text.splitlines())
    golden(GOLDEN / f"studies-{width}.txt", "\n".join(texts))


def test_a_poor_encoding_gets_an_ascii_chart() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    text = chronicle.to_text(timeline(library.load(LATER), Options()), Console(file=stream, width=100))
    assert "#######-------------" in text
    text.encode("ascii")


def test_formats_are_named_and_read_back() -> None:
    compared = json.loads(reconcile("compare", MORNING, "--without", "firefighters", "--format", "json").stdout)
    assert compared["format"] == "reconcile/compare/1"
    assert compared["variants"][1]["tolls"][0] == {
        "question": 0, "lower": 4, "upper": 4, "open": True, "status": "exact", "changed": True,
    }  # fmt: skip
    moments = json.loads(reconcile("timeline", LATER, "--format", "json").stdout)
    assert (moments["format"], moments["moments"][-1]["at"]) == ("reconcile/timeline/1", "2025-06-08")
    rows = list(csv.DictReader(io.StringIO(reconcile("timeline", LATER, "--format", "csv").stdout)))
    assert len(rows) == len(moments["moments"]) * len(moments["questions"])
    assert json.loads(reconcile("diff", MORNING, LATER, "--format", "json").stdout)["format"] == "reconcile/diff/1"


def test_a_lexicon_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "vague.yaml"
    path.write_text("title: T\ndate: 2025-06-06\nclaims:\n  a: {source: s, says: {killed: dozens}}\n", encoding="utf-8")
    rows = list(
        csv.DictReader(
            io.StringIO(reconcile("compare", str(path), "--vague", "airwars,logical", "--format", "csv").stdout)
        )
    )
    assert [(row["variant"], row["lower"], row["upper"]) for row in rows] == [
        ("as it is", "24", "24"),
        ("vague airwars", "12", "24"),
    ]


def test_a_limit_has_an_exit_code() -> None:
    result = reconcile("compare", LATER, "--parts", "presumed", "--max-seconds", "1e-9")
    assert result.exit_code == 3
    assert "allow more with --max-seconds" in result.stderr


def test_a_case_at_a_revision_has_the_decisions_of_then(repository: Path) -> None:
    found = json.loads(
        reconcile("diff", "kyiv.yaml@HEAD", "kyiv.yaml", "--format", "json", "--outcome", "killed").stdout
    )
    assert [(each["kind"], each["what"], each["name"]) for each in found["changes"]] == [
        ("added", "decision", "firefighters within mayor-toll")
    ]
    (killed,) = [each for each in found["tolls"] if each["place"] == "Kyiv"]
    assert (killed["before"]["upper"], killed["after"]["upper"]) == (7, 4)
    assert (found["old"], found["new"]) == ("kyiv.yaml@HEAD", "kyiv.yaml")
    (repository / "kyiv.yaml").unlink()
    assert reconcile("diff", "kyiv.yaml@HEAD", "kyiv.yaml@HEAD@{0}").exit_code == 0


def test_faults_at_a_revision_bear_the_name_the_user_knows(repository: Path) -> None:
    result = reconcile("diff", "kyiv.decisions.yaml", "kyiv.yaml")
    assert result.exit_code == 2
    Path("broken.yaml").write_text("title: [\n", encoding="utf-8")
    subprocess.run(["git", "-C", repository, "add", "broken.yaml"], check=True)
    result = reconcile("diff", "broken.yaml@", "kyiv.yaml")
    assert result.exit_code == 2
    commit = ["git", "-C", str(repository), "-c", "user.name=T", "-c", "user.email=t@t", "commit", "-qm", "."]
    subprocess.run(commit, check=True)
    result = reconcile("diff", "broken.yaml@HEAD", "kyiv.yaml")
    assert result.stderr.startswith("broken.yaml@HEAD:")
    assert "/tmp" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", f"{MORNING}@no-such-revision", MORNING], "invalid object name"),
        (["diff", f"{MORNING}@--output=x", MORNING], "no revision begins with a hyphen"),
        (["diff", "cases/nowhere.yaml@HEAD", MORNING], "does not exist in 'HEAD'"),
        (["diff", "nowhere/case.yaml@HEAD", MORNING], "there is no folder nowhere"),
        (["diff", "nowhere.yaml", MORNING], "nowhere.yaml"),
        (["diff", "\0@HEAD", MORNING], "git cannot be asked"),
        (["diff", MORNING], "Missing argument"),
        (["compare", MORNING, "--without", "mayor-tol"], "did you mean `mayor-toll`?"),
        (["compare", MORNING, "--vague", "airwar"], "no lexicon is called `airwar`"),
        (["compare", MORNING, "--parts", ""], "`` is none of possible, presumed"),
        (["compare", MORNING, "--max-seconds", "0"], "0"),
        (["timeline", MORNING, "--place", "Kiev"], "no place is called `Kiev`"),
        (["timeline", "nowhere.yaml"], "nowhere.yaml"),
        (["timeline", "cases"], "cases"),
    ],
)
def test_mistakes(arguments: list[str], message: str) -> None:
    result = reconcile(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in " ".join(result.stderr.split())


@pytest.mark.parametrize("claims", ["{}", "{a: {source: a, says: {wounded: 3}}}"])
@pytest.mark.parametrize("width", [50, 100])
def test_a_toll_that_no_claim_answers_has_no_course(claims: str, width: int, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(f"title: T\ndate: 2025-06-06\nclaims: {claims}\n", encoding="utf-8")
    result = reconcile("timeline", str(path), "--outcome", "killed", "--width", str(width))
    assert result.exit_code == 0
    assert "\nkilled · everywhere\nNo claim answers this question.\n" in result.stdout


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
@pytest.mark.parametrize("command", ["", "compare", "timeline", "why", "graph", "diff", "export"])
def test_a_search_without_time_is_refused(command: str, seconds: str) -> None:
    cases = (MORNING, MORNING) if command == "diff" else (MORNING,)
    result = reconcile(*command.split(), *cases, "--max-seconds", seconds)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the search needs more than 0 seconds" in result.stderr


def test_without_git_there_are_files_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = reconcile("diff", f"{MORNING}@HEAD", MORNING)
    assert (result.exit_code, result.stderr) == (2, f"Error: {MORNING}@HEAD: git is not installed\n")
    assert reconcile("diff", MORNING, LATER).exit_code == 0


def test_text_of_a_case_is_no_markup() -> None:
    nasty = "[x](http://e) | `code` <b> *bold* _it_ @somebody #1 & \x1b[31m\nline"
    change = Change("changed", "claim", nasty, (FieldChange("note", nasty, None),))
    text = difference.to_markdown(Difference("a", "b", nasty, (change,), ()))
    assert "\x1b" not in text
    assert r"\[x\](http:&#8203;//e) \| \`code\` \<b\> \*bold\* \_it\_ @&#8203;somebody #&#8203;1 &amp;" in text
    assert len(text.splitlines()) == 9


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(), "–"),
        (Figure(4, 4), "4"),
        (Figure(4, 7, open=True), "4–7+"),
        (Figure(4, 9, open=True, upper_proven=False), "4 ≤ 9+"),
        (Figure(4, 9, lower_proven=False), "≥ 4 9"),
    ],
)
def test_bounds_in_words(figure: Figure, text: str) -> None:
    assert str(figure) == text


@pytest.mark.parametrize("command", [["compare", MORNING], ["timeline", MORNING], ["diff", MORNING, LATER]])
def test_an_outcome_that_was_perhaps_meant_otherwise_is_doubted(command: list[str]) -> None:
    result = reconcile(*command, "--outcome", "kiled")
    warning = "`kiled` is an outcome of its own, apart from `killed`; did you mean `killed`?"
    assert (result.exit_code, result.stderr) == (0, f"{command[-1]}: warning: {warning}\n")
    assert reconcile(*command, "--outcome", "killed").stderr == ""
