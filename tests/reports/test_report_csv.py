"""The report as rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from samples import kyiv, nasty

from reconcile.reports.csv import COLUMNS, dumps


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_a_question() -> None:
    killed, wounded, lutsk = rows(dumps([kyiv()]))
    assert killed == {
        "title": "Russian strikes on Kyiv and other Ukrainian cities",
        "path": "cases/kyiv-2025-06-06.yaml",
        "outcome": "killed",
        "place": "Kyiv",
        "who": "people",
        "lower": "4",
        "upper": "7",
        "open": "true",
        "status": "exact",
        "lower_proven": "",
        "upper_proven": "",
        "claims": "agency mayor-toll rescuers",
        "lower_claims": "mayor-toll",
        "upper_claims": "mayor-toll rescuers",
        "ambiguities": "1",
        "disagreements": "0",
    }
    assert (wounded["lower"], wounded["upper"]) == ("35", "50")
    assert (lutsk["place"], lutsk["ambiguities"]) == ("Lutsk", "0")


def test_lines_end_as_rfc_4180_says() -> None:
    text = dumps([kyiv()])
    assert text.split("\r\n")[0] == ",".join(COLUMNS)
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_no_claims_and_limits() -> None:
    *_, wounded, missing, ill = rows(dumps([nasty()]))
    assert (wounded["status"], wounded["lower_proven"], wounded["upper_proven"]) == ("limit", "true", "false")
    assert (missing["lower_proven"], missing["upper_proven"]) == ("false", "false")
    assert (ill["status"], ill["lower"], ill["upper"]) == ("no-claims", "", "")


def test_any_text_survives() -> None:
    first, *_ = rows(dumps([nasty()]))
    assert first["title"] == nasty().case.title
    assert first["upper"] == "1234567890123456"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n="])
def test_no_cell_is_a_formula(start: str) -> None:
    report = kyiv()
    toll = replace(report.questions[0], place=f"{start}cmd()", outcome=f"{start}1", who=start)
    hostile = replace(report, case=replace(report.case, title=f"{start}SUM(A1)"), questions=(toll,))
    [row] = rows(dumps([hostile]))
    assert row["title"] == f"'{start}SUM(A1)"
    assert row["place"] == f"'{start}cmd()"
    assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for value in row.values())
