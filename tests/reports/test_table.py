"""The table as people see it: golden files, and the promises that hold at any width and in any encoding."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from samples import kyiv, nasty

from reconcile.reports import table
from reconcile.reports.terminal import UNWRAPPED
from reconcile.reports.value import Disagreement, SetAside, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.reports.value import Report

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = {"kyiv": kyiv, "nasty": nasty}


def on_terminal(report: Report, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
    return table.to_text(report, console, brief=True)


def piped(report: Report) -> str:
    return table.to_text(report, Console(file=io.StringIO(), width=UNWRAPPED, force_terminal=False))


@pytest.mark.parametrize("width", [50, 80, 140])
@pytest.mark.parametrize("sample", SAMPLES)
def test_table_on_a_terminal(sample: str, width: int, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"table-{sample}-{width}.txt", on_terminal(SAMPLES[sample](), width))


@pytest.mark.parametrize("sample", SAMPLES)
def test_table_piped(sample: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"table-{sample}-piped.txt", piped(SAMPLES[sample]()))


@given(st.integers(36, 200))
def test_nothing_is_wider_than_the_terminal_and_no_number_is_cut(width: int) -> None:
    text = on_terminal(nasty(), width)
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert "1234567890123456+" in re.sub(r"\s+", "", text)
    assert all(name in re.sub(r"\s+", "", text) for name in ("Łódź", "[red]b[/red]", "оцінка-адміністрації"))


@pytest.mark.parametrize("width", [50, 80, 140])
def test_numbers_are_never_folded(width: int) -> None:
    assert re.search(r"(?<!\d)1234567890123456\+", on_terminal(nasty(), width))


def test_a_pipe_gets_everything_on_unfolded_lines() -> None:
    text = piped(nasty())
    assert "witness-30" in text
    assert "more: -o FILE has all" not in text
    assert nasty().ambiguities[0].text in text
    assert all(line == line.rstrip() for line in text.splitlines())
    assert "\x1b" not in text


def test_what_a_terminal_leaves_out_is_counted() -> None:
    text = on_terminal(nasty(), 140)
    assert "and 8 more: -o FILE has all" in text
    assert "and 26 more" in on_terminal(nasty(), 80)


def test_text_of_a_case_is_never_obeyed() -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="truecolor")
    text = table.to_text(nasty(), console)
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", text))
    assert codes <= {"0", "1", "2", "1;36", "1;33"}
    assert not re.search("[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", text)
    assert "[bold]Not markup[/bold] \\x1b[31mnor red\\x07 \\u202eevil\\u202c" in text


def test_no_color_leaves_the_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", table.to_text(nasty(), console))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_a_poor_encoding_loses_no_information(encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    text = table.to_text(nasty(), Console(file=stream, width=200))
    text.encode(encoding)
    assert ">= 35" in text
    assert "\\u6771\\u4eac" in text
    assert "\n-----" in text
    assert not re.search(r"\\u2[0-9a-f]{3}", text.replace("\\u202eevil\\u202c", "").replace("\\u2066figure\\u2069", ""))


def test_a_report_without_tolls_says_so() -> None:
    empty = replace(kyiv(), questions=(), ambiguities=(), assumptions=(), sensitivity=(), settling=())
    assert "No claims, and so no tolls." in piped(empty)


def test_a_settled_report_says_so() -> None:
    settled = replace(kyiv(), ambiguities=())
    assert "No open question moves these bounds, and no claims disagree." in piped(settled)


def test_a_single_toll_is_not_named_behind_every_answer() -> None:
    report = kyiv()
    single = replace(
        report,
        questions=report.questions[:1],
        ambiguities=report.ambiguities[1:],
        sensitivity=report.sensitivity and report.sensitivity[:3],
        settling=report.settling[:1],
    )
    assert "yes: 4+ · no: 7+ · settles 3 of 3\n" in piped(single)
    assert "rescuers    4+ instead of 4–7+\n" in piped(single)


def test_what_leaves_room_above_is_told_with_every_upper_bound() -> None:
    report = kyiv()
    both = {"mayor-toll": (SetAside(0, (3, 4)),), "rescuers": (SetAside(0, (4, 4)), SetAside(2, (None, None)))}
    clash = Disagreement("D1", ("mayor-toll", "rescuers"), "Both cannot be right.", both)
    text = piped(replace(report, disagreements=(clash,)))
    assert "without mayor-toll: 3–4+ (killed · Kyiv)\n" in text
    assert "without rescuers: 4+ (killed · Kyiv) · no claims (wounded · Lutsk)\n" in text
    assert "mayor-toll  3–4+ instead of 4–7+ (killed · Kyiv)\n" in text
    assert "minister    5 instead of 35–50 (wounded · Ukraine)\n" in text
    stopped = replace(report.questions[0], status=Status.LIMIT, upper_proven=False)
    unproven = replace(report, questions=(stopped, *report.questions[1:]))
    assert "the lower bound is 4, the upper bound at most 7+; " in piped(unproven)
