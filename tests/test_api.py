"""The library: load, report, options, frames and graphs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_cases import random_case

import reconcile
from reconcile import Options
from reconcile.casefile import read
from reconcile.model import Parts

if TYPE_CHECKING:
    from reconcile import Report
    from reconcile.reports.value import Toll

KYIV = Path(__file__).parent.parent / "cases" / "kyiv-2025-06-06.yaml"


def toll(report: Report, outcome: str, place: str, who: str = "people") -> Toll:
    """Return the answer to one question."""
    return next(one for one in report.questions if (one.outcome, one.place, one.who) == (outcome, place, who))


def bounds(options: Options, outcome: str = "killed", place: str = "Kyiv") -> tuple[int | None, int | None]:
    """Report on the Kyiv case and return one range."""
    found = toll(reconcile.report(reconcile.load(KYIV), options), outcome, place)
    return found.lower, found.upper


def test_the_worked_example() -> None:
    report = reconcile.report(reconcile.load(KYIV))
    killed = toll(report, "killed", "Kyiv")
    assert (killed.lower, killed.upper, killed.open, killed.status) == (4, 7, True, "exact")
    assert killed.lower_because.claims == ("mayor-toll",)
    assert killed.upper_because.claims == ("firefighters", "mayor-toll")
    (name,) = killed.ambiguities
    (ambiguity,) = (one for one in report.ambiguities if one.id == name)
    assert (ambiguity.claim, ambiguity.relation, ambiguity.other) == ("firefighters", "within", "mayor-toll")
    assert ambiguity.basis == "stated"
    (effect,) = ambiguity.effects
    assert (effect.if_within, effect.if_apart, effect.settles) == ((4, 4), (7, 7), 3)
    assert bounds(Options(), "wounded", "Ukraine") == (35, 50)
    assert bounds(Options(), "wounded", "Lutsk") == (5, 5)


def test_an_assumption_settles_it() -> None:
    assert bounds(Options(assume=("firefighters:within:mayor-toll=yes",))) == (4, 4)
    assert bounds(Options(assume=("firefighters:within:mayor-toll=no",))) == (7, 7)


def test_a_claim_set_aside_is_as_if_never_made() -> None:
    assert bounds(Options(without=("firefighters",))) == (4, 4)
    assert bounds(Options(without=("mayor-toll",))) == (4, 7)
    assert bounds(Options(without=("mayor-toll", "cnn-toll"))) == (3, 3)


def test_a_question_without_claims_is_not_zero() -> None:
    options = Options(without=("mayor-toll", "cnn-toll", "firefighters"))
    found = toll(reconcile.report(reconcile.load(KYIV), options), "killed", "Kyiv")
    assert (found.lower, found.upper, found.status) == (None, None, "no-claims")


def test_before_anything_was_said_nothing_is_known() -> None:
    assert reconcile.report(reconcile.load(KYIV), Options(as_of="2025-06-05")).questions == ()
    assert bounds(Options(as_of="2025-06-06")) == (4, 7)


def test_a_day_is_over_only_when_it_is_over() -> None:
    assert reconcile.report(reconcile.load(KYIV), Options(as_of="2025-06-06T23:00")).questions == ()


@pytest.mark.parametrize(
    ("as_of", "notes"),
    [
        (None, ()),
        ("2025-06-05", ()),
        ("2025-06-06", ()),
        ("2025-06-06T12:00", ("2 claims are left out: it is not sure that they were made by 2025-06-06T12:00",)),
        ("2025-06-07T12:00", ("1 claim is left out: it is not sure that it was made by 2025-06-07T12:00",)),
    ],
)
def test_claims_of_which_it_is_not_sure_that_they_were_made_are_counted(
    as_of: str | None, notes: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(
        "title: T\ndate: 2025-06-06\nclaims:\n"
        "  early: {source: mayor, at: 2025-06-06T09:00, says: {killed: 3}}\n"
        "  someday: {source: mayor, says: {missing: 3}}\n"
        "  that-day: {source: police, at: 2025-06-06, says: {killed: 4, wounded: 5}}\n"
        "  next-day: {source: police, at: 2025-06-07, says: {killed: 6}}\n"
    )
    assert reconcile.report(reconcile.load(path), Options(as_of=as_of)).notes == notes


def test_a_minimum_grade_sets_the_ungraded_aside_and_says_so() -> None:
    report = reconcile.report(reconcile.load(KYIV), Options(min_grade="B"))
    assert {one.status for one in report.questions} == {"no-claims"}
    assert "CNN" in report.notes[0]


def test_presumed_parts_are_within() -> None:
    assert bounds(Options(parts=Parts.PRESUMED), "wounded", "Ukraine") == (35, 45)


def test_what_is_said_to_be_unclear_is_presumed_by_no_convention() -> None:
    assert bounds(Options(parts=Parts.PRESUMED, without=("cnn-toll",))) == (4, 7)


def test_with_all_conventions_off_figures_of_one_scope_may_overlap() -> None:
    report = reconcile.report(reconcile.load(KYIV), Options(conventions=()))
    assert not report.assumptions


@pytest.mark.parametrize(
    ("options", "asked"),
    [
        (Options(outcome=("wounded",)), [("wounded", "Ukraine", "people"), ("wounded", "Lutsk", "people")]),
        (Options(place=("Lutsk",)), [("wounded", "Lutsk", "people")]),
        (Options(outcome=("killed",), place=("Lutsk",)), [("killed", "Lutsk", "people")]),
        (Options(outcome=("killed",), who=("firefighters",)), [("killed", "Kyiv", "firefighters")]),
        (Options(outcome=("missing",), place=("Kyiv",), who=("people",)), [("missing", "Kyiv", "people")]),
    ],
)
def test_only_these_questions(options: Options, asked: list[tuple[str, str, str]]) -> None:
    report = reconcile.report(reconcile.load(KYIV), options)
    assert [(one.outcome, one.place, one.who) for one in report.questions] == asked


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(without=("mayor-tol",)), "did you mean `mayor-toll`?"),
        (Options(place=("Kiev",)), "no place is called `Kiev`"),
        (Options(who=("firemen",)), "no group is called `firemen`"),
        (
            Options(as_of="noon"),
            "as-of: `noon`: this is neither a date nor a time: write 2025-06-06 or 2025-06-06T18:00",
        ),
        (Options(as_of="6.6.2025"), "as-of: `6.6.2025`: this is neither a date nor a time: write year, month, day"),
        (Options(min_grade="Z"), "is no grade"),
        (Options(assume=("firefighters:inside:mayor-toll=yes",)), "claim:within:claim=yes"),
        (Options(assume=("firefighters:within:mayor-toll=perhaps",)), "claim:within:claim=yes"),
        (Options(assume=("firefighters:within:nobody=yes",)), "no claim is called `nobody`"),
        (Options(assume=("mayor-toll:within:mayor-toll=yes",)), "this relates `mayor-toll` to itself: name another"),
        (Options(assume=("mayor-toll:within:lutsk-wounded=yes",)), "scopes are apart (place: Kyiv and Lutsk)"),
    ],
)
def test_an_option_that_does_not_fit_says_so(options: Options, message: str) -> None:
    with pytest.raises(reconcile.OptionError) as caught:
        reconcile.report(reconcile.load(KYIV), options)
    assert message in str(caught.value)


def test_a_link_across_scopes_is_an_error_with_both_places_named(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = KYIV.read_text(encoding="utf-8").replace(
        "links:\n", "links:\n  - {claim: lutsk-wounded, within: cnn-toll}\n"
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(reconcile.CaseError) as caught:
        reconcile.load(path)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.excerpt.strip() == "- {claim: lutsk-wounded, within: cnn-toll}"
    assert "Lutsk and Kyiv" in diagnostic.message
    assert diagnostic.hint is not None
    assert diagnostic.hint.count("case.yaml:") == 2


def test_a_decision_outranks_the_statement(tmp_path: Path) -> None:
    path = tmp_path / "kyiv.yaml"
    path.write_bytes(KYIV.read_bytes())
    decisions = tmp_path / "kyiv.decisions.yaml"
    decisions.write_text("- {claim: firefighters, within: mayor-toll, answer: yes, by: OK}\n", encoding="utf-8")
    assert toll(reconcile.report(reconcile.load(path)), "killed", "Kyiv").upper == 4
    assert toll(reconcile.report(reconcile.load(path, decisions=False)), "killed", "Kyiv").upper == 7
    with decisions.open("a", encoding="utf-8") as file:
        file.write("- {claim: firefighters, within: mayor-toll, answer: unclear, by: OK, because: taken back}\n")
    report = reconcile.report(reconcile.load(path))
    assert toll(report, "killed", "Kyiv").upper == 7
    assert {one.basis for one in report.ambiguities} == {"decided", "scope"}


def test_the_frame_has_a_row_a_question() -> None:
    frame = reconcile.report(reconcile.load(KYIV)).to_frame()
    assert list(frame.loc[frame.outcome == "killed", ["lower", "upper"]].iloc[0]) == [4, 7]
    assert str(frame.dtypes["lower"]) == "Int64"


def test_the_graph_has_typed_edges() -> None:
    graph = reconcile.report(reconcile.load(KYIV)).graph
    assert isinstance(graph, nx.DiGraph)
    assert graph.nodes["mayor-toll"]["lo"] == 4
    edge = graph.edges["firefighters", "mayor-toll"]
    assert (edge["relation"], edge["basis"], edge["convention"]) == ("possibly within", "stated", None)
    assert graph.edges["cnn-toll", "mayor-toll"]["relation"] == "same"
    assert not graph.has_edge("lutsk-wounded", "mayor-toll")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_answering_a_question_never_widens_a_range_without_disagreement(tmp_path: Path, random: object) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(random, 7), encoding="utf-8")  # type: ignore[arg-type]
    case, _ = read(path)
    if case is None or reconcile.check(case):
        return
    report = reconcile.report(case)
    if report.disagreements:
        return
    for ambiguity in report.ambiguities:
        for effect in ambiguity.effects:
            now = report.questions[effect.question]
            for low, high in (effect.if_within, effect.if_apart):
                assert now.lower <= low <= high <= now.upper  # type: ignore[operator]
            assert effect.settles >= 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(random=st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_no_bound(tmp_path: Path, random: object) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(random, 7), encoding="utf-8")  # type: ignore[arg-type]
    case, _ = read(path)
    if case is None or reconcile.check(case):
        return
    backwards = replace(case, claims=dict(reversed(list(case.claims.items()))))
    one, other = reconcile.report(case), reconcile.report(backwards)
    assert [(toll.lower, toll.upper, toll.claims) for toll in one.questions] == [
        (toll.lower, toll.upper, toll.claims) for toll in other.questions
    ]


def test_what_the_scopes_rule_out_is_told_with_all_other_faults(tmp_path: Path) -> None:
    """Only of claims whose scopes are sure: `c`, `d` and the part of `d` are not."""
    path = tmp_path / "case.yaml"
    path.write_text(
        """\
title: T
date: 2025-06-06
places: {L: {A: , B: }}
groups: {people: {children: , adults: }}
exclusive: [[children, adults]]
claims:
  a: {source: x, says: {killed: 4}, place: A}
  b: {source: y, says: {killed: 4}, place: B, nte: x}
  c: {source: y, says: {killed: 4}, place: B, plac: A}
  d: {source: y, says: {killed: 4}, place: Q, who: children, including: [{says: {killed: 1}}]}
  e: {source: y, says: {killed: 4}, who: adults}
links:
  - {claim: a, within: b}
  - {claim: a, within: c}
  - {claim: d, within: e}
  - {claim: d/part, within: e}
  - {claim: b, same-as: a, answer: noo}
""",
        encoding="utf-8",
    )
    (tmp_path / "case.decisions.yaml").write_text("- {claim: a, same-as: b, answer: yes}\n", encoding="utf-8")
    with pytest.raises(reconcile.CaseError) as caught:
        reconcile.load(path)
    assert [(Path(found.origin.path).name, found.origin.line, found.code) for found in caught.value.diagnostics] == [
        ("case.yaml", 8, "unknown-key"),
        ("case.yaml", 9, "unknown-key"),
        ("case.yaml", 10, "unknown-place"),
        ("case.yaml", 13, "link-across-scopes"),
        ("case.yaml", 17, "unknown-word"),
        ("case.decisions.yaml", 1, "link-across-scopes"),
    ]


@pytest.mark.parametrize(
    "broken",
    ["placess: x", "places: {L: {A: , A: }}", "timezone: Nowhere/Land", "groups: [x]", "summary: x\nsummary: y"],
)
def test_the_scopes_rule_nothing_out_where_they_are_unsure(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    places = "" if "places:" in broken else "places: {L: {A: , B: }}\n"
    claims = "".join(f"  {place}: {{source: x, says: {{killed: 4}}, place: {place}}}\n" for place in "AB")
    text = f"title: T\ndate: 2025-06-06\n{places}{broken}\nclaims:\n{claims}links: [{{claim: A, within: B}}]\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(reconcile.CaseError) as caught:
        reconcile.load(path)
    assert "link-across-scopes" not in {found.code for found in caught.value.diagnostics}
