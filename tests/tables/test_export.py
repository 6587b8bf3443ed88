"""Tables out: what is in them, and that the claims come back as they were."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from openpyxl import load_workbook
from random_cases import random_case

from reconcile import api
from reconcile.casefile import read
from reconcile.cli.export import _TABLES as OFFERED
from reconcile.tables import (
    TABLES,
    Defaults,
    Frames,
    TableError,
    case_text,
    find_columns,
    import_claims,
    read_delimited,
    read_excel,
    to_csv,
    to_excel,
    to_parquet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.model import Case, Claim

CASES = sorted(path for path in (Path(__file__).parents[2] / "cases").glob("*.yaml") if "decisions" not in path.name)
NASTY = """\
title: "=1+1"
date: 2025-06-06
places: {"@home": {"a > b": , "it\\\\": }}
groups: {robots: {drones: }, people: {children: }}
sources: {plus: {name: "+1", url: "-"}}
settings: {vague: airwars}
claims:
  a: {source: plus, says: {killed: dozens, rescued: "1,200"}, place: "a > b", who: children, so-far: yes}
  b: {source: "'=quoted", says: {hit: about forty}, place: "it\\\\", who: drones, quote: "2\\nlines\\" \\u2028"}
  c: {source: "@x", says: {killed: 4}, during: 2025-06-05/2025-06-06, at: 2025-06-06T18, identified: yes}
  d: {source: NaN, says: {killed: none}, note: 'null', via: "=cmd"}
"""


def exported(case: Case, *names: str) -> dict[str, pd.DataFrame]:
    frames = Frames(names or tuple(TABLES))
    frames.add("the-case", case, api.report(case))
    return {name: frames.frame(name) for name in frames.names}


def of_file(path: Path, text: str) -> Case:
    path.write_text(text, encoding="utf-8")
    return api.load(path)


def through_csv(frame: pd.DataFrame, folder: Path) -> Path:
    (folder / "claims.csv").write_bytes(to_csv("claims", frame))
    return folder / "claims.csv"


def through_hxl(frame: pd.DataFrame, folder: Path) -> Path:
    (folder / "claims.csv").write_bytes(to_csv("claims", frame, hxl=True))
    return folder / "claims.csv"


def through_excel(frame: pd.DataFrame, folder: Path) -> Path:
    (folder / "claims.xlsx").write_bytes(to_excel({"claims": frame}))
    return folder / "claims.xlsx"


def facts(case: Case, claim: Claim) -> list[object]:
    """Return what a claim says, without its id and its relations."""
    source, count, scope = case.sources[claim.source], claim.count, claim.scope
    return [
        *(source.id, source.name, source.role, source.grade, source.url, claim.via),
        *(count.lo, count.hi, count.open, count.words, count.lexicon),
        *(scope.outcome, case.places.path(scope.place), case.groups.path(scope.who), scope.window, scope.window.text),
        *(claim.at, claim.at and claim.at.text, claim.identified, claim.quote, claim.note, claim.url),
    ]


def brought_back(case: Case, through: Callable[[pd.DataFrame, Path], Path], folder: Path) -> Case:
    path = through(exported(case, "claims")["claims"], folder)
    table = read_excel(path) if path.suffix == ".xlsx" else read_delimited(path)
    found = import_claims(table, find_columns(table), Defaults())
    assert found.faults == []
    (entries,) = found.incidents.values()
    (folder / "again.yaml").write_text(case_text(entries, Defaults(), ""), encoding="utf-8")
    again, diagnostics = read(folder / "again.yaml")
    assert not [each for each in diagnostics if each.severity == "error"]
    assert again
    return again


def assert_round_trip(case: Case, through: Callable[[pd.DataFrame, Path], Path], folder: Path) -> None:
    again = brought_back(case, through, folder)
    assert (again.title, again.date, again.timezone) == (case.title, case.date, case.timezone)
    assert [facts(again, claim) for claim in again.claims.values()] == [
        facts(case, claim) for claim in case.claims.values()
    ]


@pytest.mark.parametrize("through", [through_csv, through_hxl, through_excel])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_claims_of_every_case_come_back(
    path: Path, through: Callable[[pd.DataFrame, Path], Path], tmp_path: Path
) -> None:
    assert_round_trip(api.load(path), through, tmp_path)


@pytest.mark.parametrize("through", [through_csv, through_hxl, through_excel])
def test_claims_that_spreadsheets_would_spoil_come_back(
    through: Callable[[pd.DataFrame, Path], Path], tmp_path: Path
) -> None:
    assert_round_trip(of_file(tmp_path / "case.yaml", NASTY), through, tmp_path)


@pytest.mark.parametrize("seed", range(60))
def test_the_claims_of_random_cases_come_back(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(Random(seed)), encoding="utf-8")
    case, _ = read(path)
    if case:
        assert_round_trip(case, through_csv, tmp_path)


def test_figures_stay_whole_numbers(tmp_path: Path) -> None:
    case = of_file(
        tmp_path / "case.yaml",
        "title: A\ndate: 2025-06-06\nclaims: {a: {source: s, says: {killed: 9007199254}}}\n"
        "questions: [{outcome: killed}, {outcome: missing}]\n",
    )
    questions = exported(case)["questions"]
    assert questions["lower"].dtype == "Int64"
    assert [*questions["upper"]] == [9007199254, pd.NA]
    assert ",9007199254,9007199254," in to_csv("questions", questions).decode()
    again = pd.read_parquet(io.BytesIO(to_parquet(questions)))
    assert str(again["lower"].dtype) == "Int64"
    assert again["lower"][0] == 9007199254


def test_the_tables_say_what_the_report_says() -> None:
    case = api.load(next(path for path in CASES if path.stem == "kyiv-2025-06-06"))
    report = api.report(case)
    tables = exported(case)
    assert set(tables["claims"]["id"]) == set(case.claims)
    assert [*tables["questions"]["upper"]] == [toll.upper for toll in report.questions]
    ambiguities = tables["ambiguities"]
    killed = ambiguities[ambiguities["outcome"] == "killed"].iloc[0]
    assert (killed["claim"], killed["relation"], killed["other"]) == ("firefighters", "within", "mayor-toll")
    assert [killed[name] for name in ("lower_if_within", "upper_if_within", "lower_if_apart", "upper_if_apart")] == [
        *(4, 4, 7, 7)
    ]
    assert len(tables["assumptions"]) == len(report.assumptions)
    assert all(frame["incident"].eq("the-case").all() for frame in tables.values())


def test_every_column_has_a_hashtag_of_its_own() -> None:
    for form in TABLES.values():
        tags = [column.tag for column in form.columns]
        assert len(set(tags)) == len(tags)
        assert all(tag.startswith("#") for tag in tags)


def test_no_cell_is_run_as_a_formula(tmp_path: Path) -> None:
    tables = exported(of_file(tmp_path / "case.yaml", NASTY))
    for name, frame in tables.items():
        cells = pd.read_csv(io.BytesIO(to_csv(name, frame)), dtype=str, keep_default_na=False).to_numpy().ravel()
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    book = load_workbook(io.BytesIO(to_excel(tables, hxl=True)))
    assert book.sheetnames == list(TABLES)
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_what_excel_would_cut_is_refused(tmp_path: Path) -> None:
    case = of_file(
        tmp_path / "case.yaml",
        f"title: A\ndate: 2025-06-06\nclaims: {{a: {{source: s, says: {{killed: 4}}, note: {'x' * 40_000}}}}}\n",
    )
    with pytest.raises(TableError, match="a text in claims, note, is longer"):
        to_excel(exported(case, "claims"))


def test_the_command_offers_every_table() -> None:
    assert tuple(TABLES) == OFFERED
