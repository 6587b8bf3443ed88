"""`reconcile graph`: what it draws and writes, what it reads, and how it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from reconcile.cli.program import program

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
MORNING, LATER = "cases/kyiv-2025-06-06.yaml", "cases/kyiv-2025-06-06-later.yaml"
FORMS = ("text", "svg", "dot", "graphml", "json")


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def graph(*arguments: str) -> Result:
    result = CliRunner().invoke(program, ["graph", *arguments], prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("name", "path"), [("kyiv", MORNING), ("later", LATER)])
def test_what_is_written(name: str, path: str, form: str, golden: Callable[[Path, str], None]) -> None:
    if name == "later" and form not in {"text", "svg"}:
        return
    result = graph(path, "--format", form)
    assert (result.exit_code, result.stderr) == (0, "")
    golden(GOLDEN / f"graph-{name}.{'txt' if form == 'text' else form}", result.stdout.replace("\r\n", "\n"))


def test_text_is_what_one_gets_unasked() -> None:
    assert graph(MORNING).stdout == graph(MORNING, "--format", "text").stdout


def test_a_poor_encoding_gets_an_ascii_tree() -> None:
    for encoding in ("ascii", "cp1251"):
        run = subprocess.run(
            [sys.executable, "-m", "reconcile", "graph", MORNING],
            capture_output=True,
            check=True,
            env={"PYTHONIOENCODING": encoding},
        )
        assert "`-- firefighters\n" in run.stdout.decode(encoding).replace("\r\n", "\n")
    assert run.stderr == b""


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_written_whole(form: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    result = graph(MORNING, "--format", form, "-o", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert path.read_text(encoding="utf-8") == graph(MORNING, "--format", form, "-o", "-").stdout
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_an_svg_file_is_a_document() -> None:
    text = graph(MORNING, "--format", "svg").stdout
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<svg ')
    assert ET.fromstring(text.encode()).tag == "{http://www.w3.org/2000/svg}svg"


def test_settings_choose_what_is_drawn() -> None:
    assert "open question" in graph(MORNING).stdout
    assumed = graph(MORNING, "--assume", "firefighters:within:mayor-toll=yes", "--parts", "presumed").stdout
    assert "⊂ within mayor-toll (assumed)" in assumed
    assert "⊂ within minister-wounded (parts)" in assumed
    assert "[mayor-toll]" not in graph(MORNING, "--without", "mayor-toll").stdout
    assert "[ses-lutsk.killed]" not in graph(LATER, "--as-of", "2025-06-07").stdout
    assert "(own-parts)" not in graph(LATER, "--conventions", "growth,update").stdout
    nobody = graph(MORNING, "--min-grade", "A")
    assert (nobody.exit_code, nobody.stdout.splitlines()[1:]) == (0, [])
    assert "since nobody graded them" in nobody.stderr


def test_decisions_are_drawn_unless_they_are_not_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "kyiv.yaml"
    path.write_bytes(Path(MORNING).read_bytes())
    decision = "- {claim: firefighters, within: mayor-toll, answer: yes, by: OK, because: a call}\n"
    path.with_name("kyiv.decisions.yaml").write_text(decision, encoding="utf-8")
    assert "⊂ within mayor-toll (decided)" in graph(str(path)).stdout
    assert "(decided)" not in graph(str(path), "--no-decisions").stdout


def test_a_lexicon_gives_a_vague_word_its_figure(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\ndate: 2025-06-06\nclaims:\n  a: {source: s, says: {killed: dozens}}\n", encoding="utf-8")
    assert "24+ s [a]" in graph(str(path)).stdout
    assert "12–24 s [a]" in graph(str(path), "--vague", "airwars").stdout


@pytest.mark.parametrize("form", FORMS)
def test_text_of_a_case_does_not_turn_around_what_is_printed(form: str, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        r"""
        title: "d\u202e"
        date: 2025-06-06
        places: {"c\u202e": }
        claims: {"a\u202e": {source: "b\u202e", says: {killed: 4}, place: "c\u202e"}}
        """,
        encoding="utf-8",
    )
    found = graph(str(case), "--format", form)
    assert found.exit_code == 0
    assert "\u202e" not in found.stdout
    assert form != "json" or json.loads(found.stdout)["graphs"][0]["nodes"][0]["id"] == "a\u202e"


def test_several_cases() -> None:
    several = graph("cases", "--format", "json")
    assert len(json.loads(several.stdout)["graphs"]) == len(list(Path("cases").glob("*.yaml")))
    assert graph(MORNING, LATER).stdout == f"{graph(MORNING).stdout}\n{graph(LATER).stdout}"


@pytest.mark.parametrize("form", ["svg", "dot", "graphml"])
def test_one_picture_holds_one_case(form: str) -> None:
    result = graph(MORNING, LATER, "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{form} holds one case, and there are 2" in result.stderr


@pytest.mark.parametrize("form", FORMS)
def test_a_case_with_errors_is_told_and_not_drawn(form: str, tmp_path: Path) -> None:
    path, output = tmp_path / "case.yaml", tmp_path / "out"
    path.write_text("title: T\ndate: 2025-06-06\nclaims:\n  a: {source: s, says: {killed: wow}}\n", encoding="utf-8")
    result = graph(str(path), "--format", form)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "[bad-count]" in result.stderr
    result = graph(str(path), "--format", form, "-o", str(output))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{output}: not written, as a case has errors" in result.stderr
    assert not output.exists()


def test_one_case_with_errors_keeps_no_other_from_being_printed(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\n", encoding="utf-8")
    result = graph(str(path), MORNING)
    assert (result.exit_code, result.stdout) == (2, graph(MORNING).stdout)


def test_no_file_that_is_needed_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "kyiv.yaml"
    path.write_bytes(Path(MORNING).read_bytes())
    result = graph(str(path), "-o", str(path))
    assert result.exit_code == 2
    assert path.read_bytes() == Path(MORNING).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--without", "nobody"], "no claim is called `nobody`"),
        (["--as-of", "noon"], "as-of"),
        (["--conventions", "growht"], "did you mean `growth`?"),
        (["--vague", "airwar"], "did you mean `airwars`?"),
        (["--format", "png"], "'png' is not one of"),
        (["-o", "nowhere/out.svg"], "there is no folder nowhere"),
    ],
)
def test_mistakes_are_told(arguments: list[str], message: str) -> None:
    result = graph(MORNING, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_limit_has_an_exit_code_and_the_picture_is_drawn_all_the_same() -> None:
    result = graph(LATER, "--max-seconds", "1e-9")
    assert result.exit_code == 3
    assert "--max-seconds allows more" in result.stderr
    assert "[mayor-later]" in result.stdout
