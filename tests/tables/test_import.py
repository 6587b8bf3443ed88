"""Tables in: columns are found, rows become claims, what is broken is named."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from reconcile.casefile import read
from reconcile.casefile.files import forbidden_character
from reconcile.reports.csv import unguarded
from reconcile.tables import (
    Defaults,
    TableError,
    case_text,
    file_names,
    find_columns,
    import_claims,
    read_delimited,
    read_excel,
)
from reconcile.tables.fresh import Fresh
from reconcile.tables.paths import joined, parted, tree_of
from reconcile.tables.records import divide
from reconcile.tables.rows import _parsed as parsed
from reconcile.tables.yamltext import to_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Case
    from reconcile.tables import Columns, Fault, Imported

TEXT = st.text(max_size=60).filter(lambda text: text.isprintable() or not forbidden_character(text))


NOTHING = Defaults()


def imported(folder: Path, text: str, *maps: str, defaults: Defaults = NOTHING) -> tuple[Columns, Imported]:
    path = folder / "table.csv"
    path.write_bytes(text.encode())
    table = read_delimited(path)
    columns = find_columns(table, maps)
    return columns, import_claims(table, columns, defaults)


def case_of(folder: Path, text: str, *maps: str, date: str | None = "2025-06-06") -> Case:
    """Return the one case that a table makes, read back from its file without a fault."""
    defaults = Defaults(date=date)
    _, found = imported(folder, text, *maps, defaults=defaults)
    assert found.faults == []
    (entries,) = found.incidents.values()
    path = folder / "case.yaml"
    path.write_text(case_text(entries, defaults, "Untitled"), encoding="utf-8")
    case, diagnostics = read(path)
    assert [each.message for each in diagnostics if each.severity == "error"] == []
    assert case
    return case


def faults(folder: Path, text: str, *maps: str) -> list[str]:
    _, found = imported(folder, text, *maps, defaults=Defaults(date="2025-06-06"))
    return [str(fault).removeprefix(f"{(folder / 'table.csv').as_posix()}:") for fault in found.faults]


@pytest.mark.parametrize(
    ("header", "understood"),
    [
        ("source,killed", "source ← source, killed ← killed"),
        ("Reported by,Deaths,Injured", "source ← Reported by, killed ← Deaths, wounded ← Injured"),
        ("source,outcome,count,shoe size", "source ← source, outcome ← outcome, count ← count; not used: shoe size"),
        ("Source;Min killed;Deaths (high)", "source ← Source, killed-min ← Min killed, killed-max ← Deaths (high)"),
        ("SOURCE\tDead\tSo-Far", "source ← SOURCE, so-far ← So-Far, killed ← Dead"),
        (
            "a,b,c\n#meta+source,#affected +killed +min,#affected+killed+max",
            "source ← a, killed-min ← b, killed-max ← c",
        ),
        ("#meta+source,#affected+injured", "source ← #meta+source, wounded ← #affected+injured"),
        ("source,killed,killed", "source ← source, killed ← killed; not used: killed"),
    ],
)
def test_columns_are_found_by_name_or_tag(header: str, understood: str, tmp_path: Path) -> None:
    columns, _ = imported(tmp_path, header + "\n")
    assert str(columns) == understood


def test_the_user_knows_better(tmp_path: Path) -> None:
    text = "who,dead,note,safe\nMayor,4,4,9\n"
    columns, _ = imported(tmp_path, text, "who=source", "note=killed", "dead=", "safe=says.rescued")
    assert str(columns) == "source ← who, killed ← note, rescued ← safe; not used: dead"


@pytest.mark.parametrize(
    ("maps", "message"),
    [
        (["dead"], "expected column=field"),
        (["ded=killed"], "has no column `ded`; did you mean `dead`?"),
        (["dead=kiled"], "no field is called `kiled`; did you mean `killed`?"),
        (["dead=says.two words"], "no field is called"),
        (["dead="], "no column has figures"),
        (["source="], "no column says who gives a figure"),
        (["dead=count"], "no column says the outcome"),
    ],
)
def test_what_cannot_be_understood(maps: list[str], message: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match=message.replace("?", r"\?").replace(".", r"\.")):
        imported(tmp_path, "source,dead\nMayor,4\n", *maps)


def test_every_field_reaches_its_claim(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "title,date,timezone,vague,id,source,source-name,role,grade,source-url,via,at,outcome,count,country,town,who,"
        "during,so-far,identified,quote,note,url\n"
        "A night,2025-06-05/2025-06-06,Europe/Kyiv,airwars,a 1,mayor,The mayor,mayor of Kyiv,b,http://m,CNN,"
        '2025-06-06 18:00,killed,dozens,Ukraine,Kyiv,children,2025-06-05,yes,true,"so, ""dozens""",- mind,http://u\n',
        date=None,
    )
    (claim,) = case.claims.values()
    source = case.sources["mayor"]
    assert (case.title, case.date.text, case.timezone) == ("A night", "2025-06-05/2025-06-06", "Europe/Kyiv")
    assert (source.name, source.role, source.grade, source.url) == ("The mayor", "mayor of Kyiv", "B", "http://m")
    assert (claim.id, claim.source, claim.via, claim.at and claim.at.text) == (
        "a-1",
        "mayor",
        "CNN",
        "2025-06-06T18:00",
    )
    assert (claim.count.lo, claim.count.hi, claim.count.open, claim.count.words) == (12, 24, True, "dozens")
    assert (claim.scope.place, claim.scope.who, claim.scope.window.text) == ("Kyiv", "children", "2025-06-05")
    assert case.places.path("Kyiv") == ["Kyiv", "Ukraine"]
    assert case.groups.path("children") == ["children", "people"]
    assert (claim.identified, claim.quote, claim.note, claim.url) == (True, 'so, "dozens"', "- mind", "http://u")


def test_a_column_an_outcome_makes_one_claim_of_several_figures(tmp_path: Path) -> None:
    case = case_of(tmp_path, "source,killed,wounded,missing\nMayor,4,about 40,\n")
    assert [(claim.id, str(claim.count)) for claim in case.claims.values()] == [
        ("mayor.killed", "4"),
        ("mayor.wounded", "35–45"),
    ]


@pytest.mark.parametrize(
    ("low", "high", "count"), [("3", "5", "3–5"), ("4", "4", "4"), ("4", "", "4+"), ("", "5", "0–5")]
)
def test_the_ends_of_a_range_may_have_a_column_each(low: str, high: str, count: str, tmp_path: Path) -> None:
    case = case_of(tmp_path, f"source,killed min,killed max\nMayor,{low},{high}\n")
    assert [str(claim.count) for claim in case.claims.values()] == [count]


def test_without_a_date_it_is_the_day_of_the_earliest_claim(tmp_path: Path) -> None:
    case = case_of(tmp_path, "source,at,killed\nA,2025-06-07,4\nB,2025-06-06T23:00,3\nC,,2\n", date=None)
    assert case.date.text == "2025-06-06"


def test_without_any_date_all_rows_of_the_case_are_at_fault(tmp_path: Path) -> None:
    _, found = imported(tmp_path, "incident,source,killed\nx,A,4\nx,B,3\n")
    assert found.incidents == {}
    assert [fault.line for fault in found.faults] == [2, 3]
    assert "--date" in found.faults[0].message


def test_a_message_quotes_the_cell_as_it_stands_there(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, "source,at,killed\nMayor,12/03/2024 09:00,4\n")
    assert fault.startswith("2: error: at: `12/03/2024 09:00`: this is neither a date nor a time: write year, month")


def test_a_broken_row_is_named_and_does_not_lose_the_others(tmp_path: Path) -> None:
    text = (
        "source,at,killed,wounded,grade,so-far,note\n"
        'Mayor,2025-06-06,4,,,,"two\nlines"\n'
        '"Mayor,2025-06-06,4\n'
        "Police,2025-06-06,abc,4.5,,,\n"
        "Police,06/06/2025,4,,G,perhaps,\n"
        ",2025-06-06,4\n"
        "Police,2025-06-06,,\n"
        '"Police"x,2025-06-06,4\n'
        "\n"
        "Police,2025-06-06,4,,,,a,b\n"
        "Police,2025-06-06,4,,,,bell \x07\n"
        "Police,2025-06-06,5\n"
    )
    _, found = imported(tmp_path, text)
    (entries,) = found.incidents.values()
    assert [(entry.line, entry.says) for entry in entries] == [(2, {"killed": "4"}), (13, {"killed": "5"})]
    assert faults(tmp_path, text) == [
        "4: error: the quotes in this row do not match: close the cell, or write a quote in it twice",
        "5: error: killed: `abc`: this is no count",
        "5: error: wounded: `4.5`: people are counted in whole numbers",
        "6: error: grade: `G` is no grade: expected one of A, B, C, D, E, F",
        "6: error: so-far: `perhaps` is neither yes nor no",
        "6: error: at: `06/06/2025`: this is neither a date nor a time: write year, month, day: 2025-06-06",
        "7: error: source: nobody is named who gives the figure",
        "8: error: there is no figure in this row",
        "9: error: the quotes in this row do not match: close the cell, or write a quote in it twice",
        "11: error: the row has 8 cells, and the header 7: is a quote missing?",
        "12: error: the control character U+0007 cannot stand in a case file: delete it",
    ]


def test_a_case_has_one_date_and_one_time_zone(tmp_path: Path) -> None:
    text = "date,timezone,source,killed\n2025-06-06,UTC,A,4\n2025-06-07,Europe/Kyiv,B,4\n,,C,4\n"
    _, found = imported(tmp_path, text)
    assert [fault.message for fault in found.faults] == [
        "`2025-06-07` here, and `2025-06-06` in line 2 for the same case",
        "`Europe/Kyiv` here, and `UTC` in line 2 for the same case",
    ]
    assert found.claims == 2


def test_rows_of_an_incident_need_not_be_neighbours(tmp_path: Path) -> None:
    _, found = imported(tmp_path, "incident,source,at,killed\nx,A,2025-06-06,4\ny,B,2025-06-06,3\nx,C,2025-06-06,5\n")
    assert {name: [entry.line for entry in entries] for name, entries in found.incidents.items()} == {
        "x": [2, 4],
        "y": [3],
    }


def test_ids_are_made_from_sources_and_numbered(tmp_path: Path) -> None:
    case = case_of(tmp_path, "id,source,killed\n,Mayor of X,4\n,Mayor of X,4\na/b:c,Y,1\na/b:c,Y,2\n,...,3\n")
    assert list(case.claims) == ["mayor-of-x", "mayor-of-x-2", "a-b-c", "a-b-c-2", "claim"]


def test_a_source_with_a_grade_is_declared(tmp_path: Path) -> None:
    case = case_of(tmp_path, "source,grade,killed\nMinistry of Health,B,4\nMinistry of Health,,5\nReuters,,4\n")
    assert [(each.id, each.name, each.grade) for each in case.sources.values()] == [
        ("ministry-of-health", "Ministry of Health", "B"),
        ("Reuters", "Reuters", None),
    ]


def test_a_source_may_be_called_by_its_name(tmp_path: Path) -> None:
    case = case_of(tmp_path, "source,source-name,killed\na,News,4\nb,News,5\nNews,,4\n")
    assert [claim.source for claim in case.claims.values()] == ["a", "b", "a"]


def test_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    case = case_of(
        tmp_path,
        "source,state,town,killed\nA,Ohio,Springfield,1\nB,Maine,Springfield,1\nC,Gaza,Gaza,1\nD,,Ohio,1\nE,Utah,,1\n",
    )
    assert [claim.scope.place for claim in case.claims.values()] == [
        "Springfield",
        "Springfield (Maine)",
        "Gaza (Gaza)",
        "Ohio",
        "Utah",
    ]


@pytest.mark.parametrize(
    ("rows", "parents"),
    [
        ("A,,everywhere,4\nB,,Kyiv,3\n", {"everywhere": None, "Kyiv": "everywhere"}),
        ("A,Ukraine,Kyiv,4\nB,,everywhere,3\n", {"everywhere": None, "Ukraine": "everywhere", "Kyiv": "Ukraine"}),
        ("A,,everywhere,4\nB,,,3\n", {"everywhere": None}),
        ("A,Ukraine,everywhere,4\nB,Ukraine,Kyiv,3\n", {"Ukraine": None, "everywhere": "Ukraine", "Kyiv": "Ukraine"}),
        (
            "A,Ukraine,everywhere,4\nB,,Lviv,3\n",
            {"everywhere": None, "Ukraine": "everywhere", "everywhere (Ukraine)": "Ukraine", "Lviv": "everywhere"},
        ),
    ],
)
def test_everywhere_holds_all_other_places(rows: str, parents: dict[str, str | None], tmp_path: Path) -> None:
    case = case_of(tmp_path, f"source,country,place,killed\n{rows}")
    assert case.places.parents == parents


def test_ids_leave_room_for_what_links_call_each_figure(tmp_path: Path) -> None:
    rows = "x,4,2,a\nx,5,,a.killed\nx,5,,b.wounded\nx,4,2,b\nx,4,2,a\n"
    case = case_of(tmp_path, f"source,killed,wounded,id\n{rows}")
    assert [claim.stated_as for claim in case.claims.values()] == [
        *("a", "a", "a.killed-2", "b.wounded", "b-2", "b-2", "a-2", "a-2")
    ]


def test_a_source_has_one_grade_and_one_name(tmp_path: Path) -> None:
    text = (
        "incident,source,source-name,grade,killed\n"
        "x,a,News,B,4\nx,a,News,C,5\nx,a,Olds,,5\nx,b,Olds,C,5\ny,a,Olds,C,4\nx,a,,,6\n"
    )
    assert faults(tmp_path, text) == [
        "3: error: grade: `C` here, and `B` in line 2 for the same source",
        "4: error: source-name: `Olds` here, and `News` in line 2 for the same source",
    ]


def test_semicolons_tabs_and_old_line_ends(tmp_path: Path) -> None:
    for text in ("source;killed\rA;4\rB;5", "source\tkilled\r\nA\t4\r\nB\t5\r\n", "\ufeffsource,killed\nA,4\nB,5\n"):
        case = case_of(tmp_path, text)
        assert [claim.count.lo for claim in case.claims.values()] == [4, 5]


def test_nothing_is_taken_for_missing_or_for_a_number(tmp_path: Path) -> None:
    case = case_of(tmp_path, 'source,note,killed\nNA,null,0004\nnan,1e5,"1,200"\n\'=A,0x10,4\n')
    assert list(case.sources) == ["NA", "nan", "=A"]
    assert [(claim.note, claim.count.words) for claim in case.claims.values()] == [
        ("null", "0004"),
        ("1e5", "1,200"),
        ("0x10", "4"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n"])
def test_an_empty_table(text: str, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="there is no table"):
        imported(tmp_path, text)


def test_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("source,killed\nA,4\nMusée,4\n".encode("cp1252"))
    with pytest.raises(TableError, match=r"table\.csv:3: this is not utf-8 text.*--encoding"):
        read_delimited(path)
    assert [row.cells[0] for row in read_delimited(path, encoding="cp1252").rows] == ["A", "Musée"]
    with pytest.raises(TableError, match="no encoding is called"):
        read_delimited(path, encoding="klingon")


def test_a_workbook_has_typed_cells(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Other")
    assert book.active
    for row in (
        ["source", "at", "killed", "so-far"],
        [],
        ["A", date(2025, 6, 6), 4, True],
        ["B", datetime(2025, 6, 6, 18, 30), 5.0, None],  # noqa: DTZ001 - as Excel has it
        ["C", "2025-06-06", 4.5, "no"],
        ["D", None, "at least 4", ""],
    ):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    table = read_excel(tmp_path / "t.xlsx")
    found = import_claims(table, find_columns(table), Defaults(date="2025-06-06"))
    (entries,) = found.incidents.values()
    assert [(entry.line, entry.claim, entry.says) for entry in entries] == [
        (3, {"at": "2025-06-06", "so-far": "yes"}, {"killed": "4"}),
        (4, {"at": "2025-06-06T18:30:00"}, {"killed": "5"}),
        (6, {}, {"killed": "at least 4"}),
    ]
    assert [(fault.line, fault.column) for fault in found.faults] == [(5, "killed")]
    with pytest.raises(TableError, match="there is no table"):
        read_excel(tmp_path / "t.xlsx", sheet="Other")
    with pytest.raises(TableError, match="Nowhere"):
        read_excel(tmp_path / "t.xlsx", sheet="Nowhere")


def test_files_that_are_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04 no more than a start")
    with pytest.raises(TableError, match="cannot be read as an Excel workbook"):
        read_excel(tmp_path / "t.xlsx")
    with pytest.raises(TableError, match="No such file"):
        read_excel(tmp_path / "nowhere.xlsx")


def test_files_of_incidents_have_names_of_their_own() -> None:
    assert list(file_names(["Kyiv 1", "kyiv-1", "../../etc", "", "x.decisions", "Київ"]).values()) == [
        "kyiv-1.yaml",
        "kyiv-1-2.yaml",
        "etc.yaml",
        "incident.yaml",
        "x-decisions.yaml",
        "київ.yaml",
    ]


@given(
    st.lists(
        st.lists(st.text(alphabet="ab\",;\t \n#'=\\", max_size=6), min_size=2, max_size=2).filter(
            lambda cells: any(map(str.strip, cells))
        ),
        max_size=6,
    )
)
def test_any_cells_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["source", "killed"], *rows])
    faults: list[Fault] = []
    records = divide(written.getvalue(), ",", "t.csv", faults)
    assert faults == []
    assert [list(row.cells) for row in parsed(records, ",")][1:] == [[*map(unguarded, cells)] for cells in rows]


@given(st.text(alphabet="ab\", \t\r\n#'\\", max_size=40))
def test_every_sound_record_has_its_line(text: str) -> None:
    faults: list[Fault] = []
    records = divide("x,y\n" + text, ",", "t.csv", faults)
    assert [row.line for row in parsed(records, ",")] == records.lines


@given(st.lists(st.text("abc-2", max_size=4)))
def test_fresh_names_are_never_the_same(wanted: list[str]) -> None:
    fresh = Fresh()
    given = [fresh.name(name) for name in wanted]
    assert len(set(given)) == len(given)


@given(st.lists(st.text("ab>\\ ").map(str.strip).filter(bool), max_size=4).map(tuple))
def test_a_path_survives_its_cell(path: tuple[str, ...]) -> None:
    assert parted(joined(path)) == path


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(tuple), max_size=6))
def test_a_tree_has_every_name_once(paths: list[tuple[str, ...]]) -> None:
    nested, names = tree_of(paths)
    found: list[str] = []

    def walk(tree: dict[str, object] | None) -> None:
        for name, inner in (tree or {}).items():
            found.append(name)
            assert inner is None or isinstance(inner, dict)
            walk(inner)

    walk(dict(nested))
    assert len(set(found)) == len(found)
    assert set(names) == set(paths)
    assert set(names.values()) <= set(found)


@given(note=TEXT, title=TEXT.filter(lambda text: bool(text.strip())))
def test_any_text_survives_the_case_file(tmp_path_factory: pytest.TempPathFactory, note: str, title: str) -> None:
    path = tmp_path_factory.mktemp("yaml") / "case.yaml"
    claim = {"source": title, "says": {"killed": "4"}, "quote": title} | ({"note": note} if note.strip() else {})
    path.write_text(to_yaml({"title": title, "date": "2025-06-06", "claims": {"a": claim}}), "utf-8", newline="\n")
    case, _ = read(path)
    assert case
    assert (case.title, case.claims["a"].source, case.claims["a"].quote) == (title, title, title)
    assert case.claims["a"].note == (note if note.strip() else None)
