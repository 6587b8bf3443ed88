"""What is said of a case to those who are handed a document, before any layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossiers import HOSTILE, JUNE_17, KYIV, LATER, ROOT, entry, known
from samples import kyiv

import reconcile
from reconcile import Options
from reconcile.reports.consequences import movers
from reconcile.reports.dossier import dossier
from reconcile.reports.dossier.contents import IN_FULL
from reconcile.reports.dossier.evidence import decisions, exhibits
from reconcile.reports.dossier.glance import Glance, glances
from reconcile.reports.value import Assumption, Settling, Status

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile import Report


def glance(report: Report, name: str) -> Glance:
    return next(each for each in glances(report) if each.name == name)


def written(tmp_path: Path, claims: str, decided: str = "") -> reconcile.Report:
    """Report on a case of which the claims are given, and perhaps the decisions."""
    path = tmp_path / "case.yaml"
    path.write_text(f"title: T\ndate: 2025-06-06\n{claims}", encoding="utf-8")
    if decided:
        (tmp_path / "case.decisions.yaml").write_text(decided, encoding="utf-8")
    return reconcile.report(reconcile.load(path))


def test_a_question_that_settles_a_toll_is_asked_with_both_outcomes() -> None:
    ask = glance(entry(KYIV)[0], "killed · Kyiv").ask
    assert ask is not None
    assert (ask.id, ask.way) == ("A2", "One question settles it: A2")
    assert ask.answers == (("if so", "4+"), ("if not", "7+"))


def test_a_question_that_only_narrows_a_toll_is_asked_first() -> None:
    ask = glance(entry(LATER)[0], "wounded · Kyiv").ask
    assert ask is not None
    assert ask.way == "The question to ask first: A1"


def test_several_questions_that_settle_a_toll_are_counted() -> None:
    report = replace(kyiv(), settling=(Settling(0, ("A2", "A1"), (2, 0), exact=True),))
    ask = glance(report, "killed · Kyiv").ask
    assert ask is not None
    assert ask.way == "2 questions settle it, first A2"


def test_people_who_may_be_counted_twice_are_asked_about(tmp_path: Path) -> None:
    report = written(
        tmp_path,
        "groups: {people: {children: , rescuers: }}\n"
        "claims:\n"
        "  a: {source: s, says: {killed: 4}, who: children}\n"
        "  b: {source: t, says: {killed: 3}, who: rescuers}\n",
    )
    (found,) = (each for each in glances(report) if each.ask)
    assert found.why == "It is unclear whether the 3 rescuers killed (t) are also counted in the 4 children killed (s)."
    assert found.ask is not None
    assert found.ask.answers == (("if all are", "4"), ("if none is", "7"))


def test_why_a_toll_is_settled() -> None:
    assert glance(entry(KYIV)[0], "wounded · Lutsk").why == "5 wounded in Lutsk (Ihor Polishchuk)."


def test_why_a_toll_is_unknown_or_a_figure_is_a_range_itself() -> None:
    report = reconcile.report(reconcile.load(ROOT / KYIV), Options(without=("lutsk-wounded", "cnn-wounded")))
    assert glance(report, "wounded · Lutsk").why == "No claim answers this: the toll is unknown, which is not zero."
    assert glance(report, "wounded · Ukraine").why == (
        "At least 35: 35 wounded in Ukraine (Ihor Klymenko: “around 40”); "
        "at most 45: 45 wounded in Ukraine (Ihor Klymenko: “around 40”)."
    )


def test_why_a_search_that_stopped_says_no_more() -> None:
    report = replace(kyiv(), questions=tuple(replace(toll, status=Status.LIMIT) for toll in kyiv().questions))
    assert glance(report, "killed · Kyiv").why == "The search stopped at its time limit; this much is proven."


def test_sources_that_disagree_are_the_reason_of_a_range(tmp_path: Path) -> None:
    report = written(
        tmp_path,
        "claims:\n  a: {source: police, says: {killed: 4}}\n  b: {source: hospital, says: {killed: 6}}\n",
    )
    (found,) = glances(report)
    assert (found.range, found.ask) == ("4–6", None)
    assert found.why == "The 4 killed (police) and the 6 killed (hospital) cannot both be right."
    (card,) = dossier(report).parts[0].cards
    assert [(row.label, row.text) for row in card.comparisons[0].rows] == [
        ("now", "4–6"),
        ("without a", "6"),
        ("without b", "4"),
    ]


def test_of_several_disagreements_the_one_between_the_bounds_is_told(tmp_path: Path) -> None:
    report = written(
        tmp_path,
        "claims:\n"
        "  a: {source: police, at: 2025-06-06, says: {killed: 3}}\n"
        "  b: {source: hospital, at: 2025-06-06, says: {killed: 5}}\n"
        "  c: {source: police, at: 2025-06-07, says: {killed: 15}}\n"
        "  d: {source: hospital, at: 2025-06-07, says: {killed: 18}}\n",
    )
    (found,) = glances(report)
    assert (len(report.disagreements), found.range) == (2, "15–18")
    assert "15 killed (police, 2025-06-07) and the 18 killed (hospital, 2025-06-07) cannot both" in found.why


def test_a_disagreement_that_moves_nothing_says_so() -> None:
    found = known(JUNE_17)
    (part,) = (part for part in found.parts if part.section.title == "Disagreements")
    comparisons = [each for card in part.cards for each in card.comparisons]
    assert {each.remark for each in comparisons} == {"the same whichever is set aside"}
    assert all(len(each.rows) == 1 for each in comparisons)


def test_bars_of_an_outcome_have_one_scale() -> None:
    found = known(KYIV)
    scales = dict(zip((f"{toll.outcome} {toll.place}" for toll in found.tolls), found.scales, strict=True))
    assert (scales["killed Kyiv"], scales["wounded Ukraine"], scales["wounded Lutsk"]) == (7, 50, 50)


def test_where_each_claim_stands() -> None:
    case = reconcile.load(ROOT / LATER)
    report = reconcile.report(case, Options(as_of="2025-06-07", without=("drones",)))
    standing = {each.id: each.standing for each in exhibits(report)}
    assert standing["mayor-toll"] == "withdrawn, by mayor-later"
    assert standing["drones"] == "set aside"
    assert standing["ses-chernihiv"] == "made later"
    assert standing["mayor-later"] == ""


def test_the_facts_of_a_claim() -> None:
    found = {each.id: dict(each.facts) for each in exhibits(entry(HOSTILE)[0])}
    assert found["c<script>alert(1)"]["Grade"] == "B"
    assert found["f"]["As given"] == "“dozens”"
    assert "Relayed by" not in found["f"]


def test_decisions_are_told_with_who_took_them(tmp_path: Path) -> None:
    report = written(
        tmp_path,
        "groups: {people: {children: }}\n"
        "claims:\n"
        "  a: {source: s, says: {killed: 4}}\n"
        "  b: {source: t, says: {killed: 3}, who: children}\n",
        "- {claim: b, within: a, answer: yes, by: OK, on: 2025-06-07T10:02:11Z, because: confirmed by phone}\n",
    )
    (entry_,) = decisions(report)
    assert (entry_.label, entry_.text) == ("b within a", "yes · by OK · 2025-06-07T10:02:11Z")
    assert entry_.lines == ("confirmed by phone",)


def test_tolls_that_moved_are_told_apart_from_those_that_did_not() -> None:
    found = known(LATER).courses
    assert found is not None
    assert [course.toll for course in found.moving] == [
        "killed · Ukraine",
        "wounded · Ukraine",
        "wounded · Kyiv",
        "wounded · Lutsk",
    ]
    assert "killed · Kyiv" in found.still
    assert found.moving[0].moves[1].causes.startswith("revision down: mayor-later instead of mayor-toll, cnn-toll")


def test_long_lists_say_what_they_leave_out() -> None:
    report = kyiv()
    assumed = tuple(Assumption("update", "agency", "within", "mayor-toll") for _ in range(1000))
    (part,) = (
        part for part in dossier(replace(report, assumptions=assumed)).parts if part.section.title == "Assumptions"
    )
    (update,) = part.section.entries
    assert IN_FULL.assumptions is not None
    assert len(update.lines) == IN_FULL.assumptions
    assert update.lines[-1] == "and 900 more: --format json has all"


def test_a_report_can_be_cited() -> None:
    facts = dict(known(KYIV).provenance)
    assert facts["Case file"] == KYIV
    assert facts["SHA-256 of the file"] == entry(KYIV)[0].case.sha256
    assert facts["Made with"].startswith("reconcile ")
    assert "Assumed" not in facts


SUM = (
    "places: {Land: {N: , S: }}\n"
    "claims:\n"
    "  n: {source: n council, says: {killed: 12}, place: N}\n"
    "  s: {source: s council, says: {killed: 2-4}, place: S}\n"
    "  all: {source: office, says: {killed: 15}, place: Land}\n"
    "links:\n"
    "  - {claim: all, sum-of: [n, s]}\n"
)


def test_where_figures_are_taken_off_no_more_is_asked_of_anybody(tmp_path: Path) -> None:
    toll = written(tmp_path, SUM).questions[2]
    assert (toll.place, toll.lower, toll.upper) == ("S", 3, 3)
    assert toll.upper_because.text == "15 killed in Land (office) − 12 killed in N (n council)"
    shared = "claims:\n  a: {source: s, says: {killed: 7}}\n  b: {source: t, says: {killed: 5}}\nlinks:\n"
    toll = written(tmp_path, f"{shared}  - {{claim: a, apart-from: b, answer: no}}\n").questions[0]
    assert toll.upper_because.text == (
        "7 killed (s) + 5 killed (t) − 1 counted by both the 7 killed (s) and the 5 killed (t)"
    )


def test_a_claim_without_which_nothing_answers_is_told(tmp_path: Path) -> None:
    assert [*movers(written(tmp_path, SUM))] == [
        ("n", "no claims instead of 12 (killed · N) · 2–4 instead of 3 (killed · S)"),
        ("s", "no claims instead of 3 (killed · S)"),
        ("all", "14–16 instead of 15 (killed · Land) · 2–4 instead of 3 (killed · S)"),
    ]
    single = written(tmp_path, "claims:\n  a: {source: s, says: {killed: at least 4}}\n")
    assert [*movers(single)] == [("a", "no claims instead of 4+")]
