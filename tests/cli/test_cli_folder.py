"""Many cases at once: a summary, several processes, documents that are written as the work goes on."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from reconcile.cli.exits import Failure
from reconcile.cli.pool import in_order
from reconcile.cli.program import program
from reconcile.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

KYIV = Path(__file__).parents[2] / "cases" / "kyiv-2025-06-06.yaml"
OPEN = """\
title: Open
date: 2025-06-06
places: {Kyiv: }
groups: {people: {firefighters: }}
claims:
  mayor: {source: mayor, says: {killed: at least 4}, place: Kyiv}
  rescuers: {source: service, says: {killed: 3}, place: Kyiv, who: firefighters}
"""
CLASH = """\
title: Clash
date: 2025-06-06
claims:
  mayor: {source: mayor, says: {killed: 4}}
  police: {source: police, says: {killed: 6}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work beside a folder of three cases: one open, one that clashes with itself, one with errors."""
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "a-open.yaml").write_text(OPEN)
    (tmp_path / "many" / "b-faulty.yaml").write_text("title: Faulty\ndate: 2025-06-06\nclaimz: {}\n")
    (tmp_path / "many" / "c-clash.yaml").write_text(CLASH)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    assert not list(tmp_path.rglob("*.tmp"))


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_a_summary_comes_first_and_names_what_is_missing() -> None:
    result = reconcile("many")
    assert result.exit_code == 2
    assert "b-faulty.yaml:3:1: error" in result.stderr
    summary, first, second = result.stdout.split("\n\n\n")
    assert [cells(line) for line in summary.splitlines() if "many/" in line] == [
        ["many/a-open.yaml", "killed · Kyiv", "4–7+", "1", "0"],
        ["many/b-faulty.yaml", "not reported: see its errors"],
        ["many/c-clash.yaml", "killed · everywhere", "4–6", "0", "1"],
    ]
    assert summary.endswith("\n2 cases · 2 tolls · 1 open question · 1 disagreement · 1 not reported")
    assert first.startswith("Open\n")
    assert second.startswith("Clash\n")


def test_a_single_case_needs_no_summary() -> None:
    assert reconcile("many/a-open.yaml").stdout.startswith("Open\n")


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_any_number_of_processes_writes_the_same_bytes(form: str) -> None:
    one, several = (reconcile("many", "many", "--format", form, "-j", jobs) for jobs in ("1", "3"))
    assert one.stdout_bytes == several.stdout_bytes
    assert one.stderr_bytes == several.stderr_bytes
    assert one.exit_code == several.exit_code == 2


def test_documents_of_several_cases_keep_their_order() -> None:
    document = json.loads(reconcile("many", "--format", "json", "-j", "2").stdout)
    assert [each["case"]["title"] for each in document["reports"]] == ["Open", "Clash"]


def test_a_file_is_whole_or_not_at_all(folder: Path) -> None:
    (folder / "out").write_text("old")
    assert reconcile("many", "-o", "out", "-j", "2").exit_code == 2
    assert (folder / "out").read_text() == "old"
    (folder / "many" / "b-faulty.yaml").unlink()
    assert reconcile("many", "-o", "out", "-j", "2").exit_code == 0
    assert (folder / "out").read_bytes() == reconcile("many").stdout_bytes


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_there_is_at_least_one_process(jobs: str) -> None:
    assert reconcile("many", "-j", jobs).exit_code == 2


def test_results_come_in_the_order_of_the_work() -> None:
    assert list(in_order(abs, range(-50, 0), 2)) == [*range(50, 0, -1)]


def test_work_that_nobody_waits_for_is_dropped() -> None:
    with closing(in_order(abs, range(1000), 2)) as results:  # type: ignore[type-var]  # it is a generator
        assert next(results) == 0


def test_a_process_that_dies_is_reported() -> None:
    with pytest.raises(Failure, match="a process ended"):
        list(in_order(os._exit, [1, 1], 2))


@pytest.mark.skipif(sys.platform == "win32", reason="a signal for a group of processes")
def test_an_interruption_ends_all_processes_quietly(folder: Path) -> None:
    (folder / "many" / "b-faulty.yaml").unlink()
    os.mkfifo(folder / "many" / "slow.yaml")  # reading it takes for ever, so that the work is never done
    (folder / "many" / "z-bad.yaml").write_text("title: bad")
    program_itself = subprocess.Popen(
        [sys.executable, "-m", "reconcile", "many/z-bad.yaml", "many/slow.yaml", "-j", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program_itself.stderr
    first = program_itself.stderr.readline()  # the first case is done, and the second waits
    os.killpg(program_itself.pid, signal.SIGINT)
    _, errors = program_itself.communicate(timeout=30)
    assert b"z-bad.yaml" in first
    assert program_itself.returncode == 130
    assert errors.endswith(b"interrupted\n")
    assert b"Traceback" not in errors


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with progress(2, patience=0) as advance:
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join()
        assert "0/2" in terminal.getvalue()
        advance()


@pytest.mark.parametrize(("stream", "total"), [(io.StringIO(), 2), (Terminal(), 1)])
def test_there_is_no_bar_in_a_pipe_or_for_one_case(
    stream: io.StringIO, total: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(total, patience=0) as advance:
        advance()
    assert stream.getvalue() == ""


def test_an_import_says_what_it_did(folder: Path) -> None:
    (folder / "t.csv").write_text("Reported by,Deaths,Said on\nMayor,4,2025-06-06\nPolice,abc,2025-06-06\n")
    result = reconcile("import", "csv", "t.csv", "-o", "new.yaml", "--map", "Said on=at")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "t.csv: source ← Reported by, at ← Said on, killed ← Deaths",
        "t.csv:3: error: Deaths: `abc`: this is no count",
        "new.yaml: 1 claim in 1 case; left out, as errors were found in them: 1 row",
    ]
    assert reconcile("check", "new.yaml").exit_code == 0
    again = reconcile("import", "csv", "t.csv", "-o", "new.yaml")
    assert "new.yaml: there is such a file, and it stays as it is" in again.stderr


def test_incidents_become_a_folder(folder: Path) -> None:
    (folder / "t.csv").write_text("incident,source,killed\nx,Mayor,4\ny,Mayor,5\nx,Police,3\n")
    assert reconcile("import", "csv", "t.csv", "-o", "new", "--date", "2025-06-06").exit_code == 0
    assert sorted(path.name for path in (folder / "new").iterdir()) == ["x.yaml", "y.yaml"]
    assert reconcile("check", "new").exit_code == 0
    (folder / "new" / "x.yaml").write_text("mine")
    assert reconcile("import", "csv", "t.csv", "-o", "new", "--date", "2025-06-06").exit_code == 2
    assert (folder / "new" / "x.yaml").read_text() == "mine"


def test_one_case_may_go_to_standard_output(folder: Path) -> None:
    (folder / "t.tsv").write_text("source\tkilled\nMayor\t4\n")
    result = reconcile("import", "csv", "t.tsv", "--date", "2025-06-06", "--title", "A: night")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "title: 'A: night'")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["import", "csv", "nowhere.csv"], "nowhere.csv: No such file"),
        (["import", "csv", "t.csv", "--date", "6 June"], "--date: this is neither a date nor a time"),
        (["import", "csv", "t.csv", "--timezone", "Kyiv"], "no time zone is called `Kyiv`"),
        (["import", "csv", "t.csv", "--title", " "], "--title is blank"),
        (["import", "csv", "t.csv", "--delimiter", "ab"], "a single sign"),
        (["import", "csv", "t.csv", "--map", "x=y"], "has no column `x`"),
        (["import", "csv", "t.csv", "-o", "new.yaml"], "no row gives a claim"),
        (["import", "csv", "t.csv", "--date", "2025-06-06"], "2 incidents: name a folder"),
        (["import", "csv", "t.csv", "--date", "2025-06-06", "-o", "many"], "it stays as it is"),
        (["import", "csv", "t.csv", "--date", "2025-06-06", "-o", "no/where"], "No such file"),
        (["import", "excel", "t.csv"], "cannot be read as an Excel workbook"),
        (["export", "many"], "only a single table as csv"),
        (["export", "many", "--format", "xlsx"], "only a single table as csv"),
        (["export", "many", "--format", "parquet", "--hxl", "-o", "x"], "--hxl is for csv and xlsx"),
        (["export", "many", "-o", "t.csv"], "this is a file"),
        (["export", "many", "--format", "xlsx", "-o", "many"], "this is a folder"),
        (["export", "many", "-o", "out"], "out: not written, as a case has errors"),
    ],
)
def test_mistakes_with_tables(arguments: list[str], message: str, folder: Path) -> None:
    (folder / "t.csv").write_text("incident,source,killed\nx,Mayor,4\ny,Mayor,5\n")
    result = reconcile(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


WITHOUT_LIBRARIES = """
import sys
sys.modules["openpyxl"] = sys.modules["pyarrow"] = None
from reconcile.cli.program import program
program(sys.argv[1:])
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "excel", "t.xlsx"],
        ["export", "many/a-open.yaml", "--format", "xlsx", "-o", "out.xlsx"],
        ["export", "many/a-open.yaml", "--format", "parquet", "-o", "out"],
    ],
    ids=" ".join,
)
def test_a_missing_library_is_named(arguments: list[str], folder: Path) -> None:
    (folder / "t.xlsx").touch()
    command = [sys.executable, "-c", WITHOUT_LIBRARIES, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "pip install 'reconcile[tables]'" in result.stderr


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_fill_a_folder(form: str, folder: Path) -> None:
    for _ in range(2):
        assert reconcile("export", "many/a-open.yaml", "--format", form, "-o", "out").exit_code == 0
    assert {path.stem for path in (folder / "out").glob(f"*.{form}")} >= {"claims", "questions", "ambiguities"}


def test_one_table_may_go_to_standard_output() -> None:
    header, tags, *rows = reconcile("export", "many/a-open.yaml", "--table", "claims", "--hxl").stdout.splitlines()
    assert header.startswith("incident,title,date")
    assert tags.startswith("#event+id,#event+name")
    assert [row.split(",")[0] for row in rows] == ["a-open", "a-open"]


@pytest.mark.parametrize(("paths", "code"), [(["kyiv.yaml"], 3), (["kyiv.yaml", "many/b-faulty.yaml"], 2)])
def test_a_limit_has_an_exit_code_and_what_may_be_missing_is_said(paths: list[str], code: int, folder: Path) -> None:
    (folder / "kyiv.yaml").write_bytes(KYIV.read_bytes())
    found = reconcile("export", *paths, "--table", "questions", "--max-seconds", "1e-9")
    assert found.exit_code == code
    assert "kyiv.yaml: warning: ambiguities and disagreements may be missing" in found.stderr
    assert ",limit," in found.stdout
    assert reconcile("export", "kyiv.yaml", "--table", "questions", "-o", "out.csv").exit_code == 0


@pytest.mark.parametrize(("name", "shown"), [(b"b\xff.yaml", "b\\udcff"), (b"e\x1b.yaml", "e\\x1b")])
def test_names_of_files_that_no_table_can_hold_are_escaped(name: bytes, shown: str, folder: Path) -> None:
    path = os.fsdecode(name)
    try:
        (folder / path).write_text(OPEN, encoding="utf-8")
    except OSError:
        pytest.skip("the system has no such names")
    printed = reconcile("export", path, "--table", "claims")
    assert (printed.exit_code, printed.stdout.splitlines()[1].split(",")[0]) == (0, shown)
    assert reconcile("export", path, "--format", "xlsx", "-o", "out.xlsx").exit_code == 0
    assert reconcile("export", path, "--format", "parquet", "-o", "out").exit_code == 0
    reported = reconcile(path, "--format", "csv")
    assert reported.stdout.splitlines()[1].split(",")[1] == f"{shown}.yaml"


def test_cases_of_one_name_stay_apart(folder: Path) -> None:
    (folder / "a-open.yaml").write_text(OPEN)
    rows = reconcile("export", "many/a-open.yaml", "a-open.yaml", "--table", "questions").stdout.splitlines()
    assert [row.split(",")[0] for row in rows] == ["incident", "many/a-open", "a-open"]
