"""`--width`: tables as wide as asked for, in any command that prints one; and in full where nobody asks."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from rich.console import Console

import reconcile as library
from reconcile.cli.program import program
from reconcile.reports import summary, table
from reconcile.reports.terminal import UNWRAPPED

if TYPE_CHECKING:
    from reconcile.reports.value import Report

ROOT = Path(__file__).parents[2]
CASES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "cases").glob("*.yaml"))
MORNING, LATER = "cases/kyiv-2025-06-06.yaml", "cases/kyiv-2025-06-06-later.yaml"
WIDTHS = [40, 60, 80, 120, 200]

RIGHT_TO_LEFT = """\
title: قصف على مدينة غزة
date: 2025-06-06
places: {مدينة غزة: , 東京: }
groups: {people: {أطفال: }}
claims:
  بلدية: {source: بلدية غزة, says: {killed: 4}, place: مدينة غزة}
  مستشفى: {source: مستشفى, says: {killed: 3}, place: مدينة غزة, who: أطفال}
  tokyo: {source: 東京都, says: {killed: 12}, place: 東京}
"""


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def reconcile(*arguments: str) -> Result:
    result = CliRunner().invoke(program, arguments, prog_name="reconcile")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@cache
def report(case: str) -> Report:
    return library.report(library.load(case))


def console(width: int) -> Console:
    return Console(file=io.StringIO(), width=width)


def words(text: str) -> set[str]:
    return {word for word in text.split() if not word.startswith("─")}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_a_report_of_any_width_has_every_word(case: str, width: int) -> None:
    text = table.to_text(report(case), console(width))
    assert max(map(cell_len, text.splitlines())) <= width
    in_full = words(table.to_text(report(case), console(UNWRAPPED)))
    heads = {"Toll", "Lower", "Upper", "Open", "questions", "Dis-", "agree", "rests", "on"}
    unbroken = "".join(text.split())
    assert {word for word in in_full - heads if word not in unbroken} == set()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_summary_of_any_width_has_every_word(width: int) -> None:
    cases = [*(summary.summed_up(case, report(case)) for case in CASES), summary.CaseLines("cases/faulty.yaml")]
    text = summary.to_text(cases, console(width))
    assert max(map(cell_len, text.splitlines())) <= width
    in_full = words(summary.to_text(cases, console(UNWRAPPED)))
    heads = {"Case", "Toll", "Range", "Open", "Dis-", "questions", "agreements", "0"}
    assert in_full - heads <= words(text)


@pytest.mark.parametrize("width", [40, 70, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        [MORNING],
        [MORNING, MORNING],
        ["timeline", LATER, "--outcome", "wounded"],
        ["diff", MORNING, LATER, "--outcome", "wounded"],
        ["compare", MORNING, "--without", "each", "--parts", "presumed", "--outcome", "wounded"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_with_a_table_takes_a_width(arguments: list[str], width: int) -> None:
    result = reconcile(*arguments, "--width", str(width))
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(cell_len, result.stdout.splitlines())) <= width


def test_where_columns_would_be_cramped_each_toll_has_lines_of_its_own() -> None:
    narrow = reconcile(MORNING, "--outcome", "killed", "--place", "Kyiv", "--width", "50").stdout
    assert "\n\nkilled · Kyiv\n  lower  4   mayor-toll\n  upper  7+  firefighters, mayor-toll\n" in narrow
    assert "  open   1 question\n\n+ a claim leaves room" in narrow
    assert "\n\nThe shortest way to certainty\nkilled · Kyiv\n  1 answer settles it: A1\n\n" in narrow
    assert "Lower rests on" in reconcile(MORNING, "--width", "140").stdout


def test_where_columns_would_be_cramped_each_case_has_lines_of_its_own() -> None:
    narrow = reconcile(MORNING, CASES[0], "--outcome", "killed", "--outcome", "wounded", "--width", "50").stdout
    assert narrow.startswith(f"{MORNING}\n  killed · Kyiv")
    assert "  wounded · Ukraine" in narrow
    assert "35–50\n    1 question\n" in narrow


def test_where_columns_would_be_cramped_each_moment_has_lines_of_its_own() -> None:
    narrow = reconcile("timeline", LATER, "--place", "Lutsk", "--outcome", "wounded", "--width", "50").stdout
    assert narrow.endswith(
        "\nwounded · Lutsk\n2025-06-06: 5\n  new claim: lutsk-wounded\n2025-06-08: 30\n  growth: ses-lutsk.wounded\n"
    )


def test_where_nobody_asks_no_line_is_folded(tmp_path: Path) -> None:
    names = [f"the-claim-about-place-number-{number}" for number in range(10, 22)]
    places = ", ".join(f"p{name}: " for name in names)
    claims = "".join(f"  {name}: {{source: s, says: {{killed: 1}}, place: p{name}}}\n" for name in names)
    text = f"title: Long\ndate: 2025-06-06\nplaces: {{All: {{{places}}}}}\nclaims:\n{claims}"
    (tmp_path / "long.yaml").write_text(text, encoding="utf-8")
    printed = reconcile(str(tmp_path / "long.yaml"), "--place", "All").stdout
    assert f"\n  upper  12  {', '.join(names)}\n" in printed


def test_a_variant_of_several_lines_hangs_under_its_toll(tmp_path: Path) -> None:
    name = "a" * 80
    claims = f"  {name}: {{source: s, says: {{killed: 4}}}}\n  b: {{source: t, says: {{killed: 9}}}}\n"
    path = tmp_path / "long.yaml"
    path.write_text(f"title: Long\ndate: 2025-06-06\nclaims:\n{claims}", encoding="utf-8")
    printed = reconcile("compare", str(path), "--without", "each", "--width", "60").stdout
    rows = printed[printed.index("killed") :].splitlines()[1:-1]
    assert [row[:2] for row in rows] == ["  "] * 3
    assert rows[0].startswith("  without aaaa")
    assert rows[0].endswith("  * 9")
    assert "".join(row.removesuffix("* 9").strip() for row in rows[:2]) == f"without {name}"
    assert rows[2].split() == ["without", "b", "*", "4"]
    for width in (40, 41, 80):
        narrow = reconcile("compare", str(path), "--without", "each", "--width", str(width)).stdout
        assert max(map(cell_len, narrow.splitlines())) <= width
        assert "* 9" in narrow


def test_a_file_gets_the_width_as_well(tmp_path: Path) -> None:
    assert reconcile(MORNING, "--width", "70", "-o", str(tmp_path / "out")).exit_code == 0
    assert (tmp_path / "out").read_text(encoding="utf-8") == reconcile(MORNING, "--width", "70").stdout


def test_names_from_right_to_left_are_marked_in_tables_alone(tmp_path: Path) -> None:
    path = tmp_path / "rtl.yaml"
    path.write_text(RIGHT_TO_LEFT, encoding="utf-8")
    assert "killed · \u2068مدينة غزة\u2069 " in reconcile(str(path)).stdout
    for form in ("json", "csv"):
        printed = reconcile(str(path), "--format", form).stdout
        assert "مدينة غزة" in printed
        assert not {"\u2068", "\u2069"} & {*printed}


@pytest.mark.parametrize(
    "arguments",
    [
        [MORNING, "--width", "39"],
        [MORNING, "--width", "wide"],
        [MORNING, "--width", "80", "--format", "json"],
        ["timeline", MORNING, "--width", "80", "--format", "csv"],
        ["compare", MORNING, "--width", "80", "--format", "json"],
        ["diff", MORNING, LATER, "--width", "80", "--format", "markdown"],
    ],
    ids=" ".join,
)
def test_widths_that_make_no_sense(arguments: list[str]) -> None:
    result = reconcile(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--width" in result.stderr
