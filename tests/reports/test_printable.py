"""Text made fit to print: escapes, spellings in poor encodings, and names that run from right to left."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from samples import kyiv

from reconcile.reports import table
from reconcile.reports.printable import isolated, one_line

SIGNS = "4–7 · a — b … “c” ’ → ≥ 1 ≤ 2 █░ ─"

NAMES = st.text(
    st.sampled_from(
        [
            *"aZ 4'-·",
            *"Київґ",
            *"東京のﾄ",
            *"غزةمدينة٤",
            *"שלוםבְּ",
            *"é\u0301\u0e33\u200d\u200c",
            *"👩🚒🇺🇦☎\ufe0f",
            *"한글",
        ]
    ),
    min_size=1,
    max_size=30,
)


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("utf-8", SIGNS),
        ("ascii", '4-7 / a - b ... "c" \' -> >= 1 <= 2 #- -'),
        ("latin-1", '4-7 · a - b ... "c" \' -> >= 1 <= 2 #- -'),
        ("cp1251", "4–7 · a — b … “c” ’ -> >= 1 <= 2 #- -"),
        ("cp437", '4-7 · a - b ... "c" \' -> ≥ 1 ≤ 2 █░ ─'),
    ],
)
def test_signs_that_an_encoding_lacks_are_spelt(encoding: str, line: str) -> None:
    assert one_line(SIGNS, encoding) == line


def test_names_that_an_encoding_lacks_are_escaped() -> None:
    assert one_line("Київ · 東京", "cp1251") == "Київ · \\u6771\\u4eac"


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("killed · غزة  4  7", "killed · <غزة>  4  7"),
        ("killed · مدينة غزة · أطفال", "killed · <مدينة غزة> · <أطفال>"),
        ("שלום-עולם (ילדים)", "<שלום-עולם> (<ילדים>)"),
        ("שד' 5 ירושלים 7", "<שד' 5 ירושלים> 7"),
        ("أ  ب", "<أ>  <ب>"),
        ("Київ 東京 é", "Київ 東京 é"),
    ],
)
def test_names_from_right_to_left_are_kept_to_themselves(line: str, marked: str) -> None:
    assert isolated(line).replace("\u2068", "<").replace("\u2069", ">") == marked


@pytest.mark.parametrize("encoding", ["cp1255", "cp1256", "iso-8859-8"])
def test_an_encoding_without_isolates_has_none(encoding: str) -> None:
    line = "killed · שלום"
    assert isolated(line, encoding) == line


@settings(deadline=None)
@given(NAMES, NAMES)
def test_columns_stand_below_each_other_whatever_the_names(place: str, who: str) -> None:
    report = kyiv()
    tolls = [replace(toll, place=place, who=who) for toll in report.questions]
    report = replace(report, questions=(*report.questions, *tolls))
    lines = table.to_text(report, Console(file=io.StringIO(), width=250)).splitlines()
    rows = [line for line in lines if re.search("  (mayor-toll|minister|lutsk)   +[a-z]", line)]
    assert len(rows) == 6
    assert len({cell_len(re.split("  (?:mayor-toll|minister|lutsk)   +", row)[0]) for row in rows}) == 1


@settings(deadline=None)
@given(NAMES, st.integers(36, 120))
def test_nothing_is_wider_than_the_console_whatever_the_names(name: str, width: int) -> None:
    report = kyiv()
    tolls = [replace(toll, place=name * 4) for toll in report.questions]
    text = table.to_text(replace(report, questions=tuple(tolls)), Console(file=io.StringIO(), width=width))
    assert all(cell_len(line) <= width for line in text.splitlines())
    assert text.count("\u2068") == text.count("\u2069")
