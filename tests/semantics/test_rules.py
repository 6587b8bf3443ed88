"""Rules of the definition one by one, on cases small enough to work out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import reconcile

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
title: By hand
date: 2025-06-06
places: {Land: {Town: }}
groups: {people: {rescuers: , children: }}
claims:
"""

REVISED = """\
  e: {source: mayor, at: 2025-06-06, says: {killed: 4}, place: Town}
  e2: {source: mayor, at: 2025-06-07, says: {killed: %s}, place: Town}
  x: {source: service, at: 2025-06-06, says: {killed: 2}, place: Town, who: rescuers}
"""

TWICE_REVISED = REVISED + "  x2: {source: service, at: 2025-06-07, says: {killed: %s}, place: Town, who: rescuers}\n"


def report(path: Path, claims: str, *more: str, decisions: str = "", **options: object) -> reconcile.Report:
    path.write_text(HEAD + claims + "".join(more), encoding="utf-8")
    path.with_name(f"{path.stem}.decisions.yaml").write_text(decisions, encoding="utf-8")
    return reconcile.report(reconcile.load(path), reconcile.Options(**options))  # type: ignore[arg-type]


def town(found: reconcile.Report) -> tuple[int | None, int | None]:
    (toll,) = [toll for toll in found.questions if (toll.outcome, toll.place, toll.who) == ("killed", "Town", "people")]
    return toll.lower, toll.upper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.yaml"


def link(answer: str) -> str:
    return f"links: [{{claim: x, within: e, answer: {answer}}}]\n"


@pytest.mark.parametrize(
    ("newer", "stated", "decided", "range_"),
    [
        (6, "no", "yes", (6, 6)),  # the two are among the four, which are among the six
        (3, "no", "yes", (3, 5)),  # of the three nobody said anything
        (3, "yes", "no", (3, 5)),
        (6, "yes", "no", (6, 8)),
    ],
)
def test_what_reviewers_overruled_does_not_go_over_to_a_newer_figure(
    newer: int, stated: str, decided: str, range_: tuple[int, int], path: Path
) -> None:
    decisions = f"- {{claim: x, within: e, answer: {decided}}}\n"
    found = report(path, REVISED % newer, link(stated), decisions=decisions)
    assert town(found) == range_
    assert not list(found.disagreements)


@pytest.mark.parametrize("answer", ["yes", "no", "unclear"])
@pytest.mark.parametrize("newer", [3, 6])
def test_who_decides_what_was_stated_changes_nothing(newer: int, answer: str, path: Path) -> None:
    decisions = f"- {{claim: x, within: e, answer: {answer}}}\n"
    stated = report(path, REVISED % newer, link(answer), parts="presumed")
    decided = report(path, REVISED % newer, link(answer), parts="presumed", decisions=decisions)
    assert town(decided) == town(stated)


@pytest.mark.parametrize(("newer", "part"), [(3, 1), (6, 3), (3, 3), (6, 1)])
@pytest.mark.parametrize("answer", ["yes", "no", "unclear"])
def test_what_is_said_of_two_figures_goes_over_where_both_have_newer_ones(
    answer: str, newer: int, part: int, path: Path
) -> None:
    presumed = report(path, TWICE_REVISED % (newer, part), link(answer), parts="presumed")
    least = min(newer + part, newer) if answer != "no" else newer + part
    most = newer if answer == "yes" else newer + part
    assert town(presumed) == (least, most)


def test_a_later_part_is_not_surely_within_a_later_whole(path: Path) -> None:
    """Two of Sunday's three rescuers are among Friday's dead, and so among Saturday's five; the third may not be."""
    claims = """\
  first:
    {source: mayor, at: 2025-06-06, says: {killed: 4}, place: Town, including: [{says: {killed: 2}, who: rescuers}]}
  second: {source: mayor, at: 2025-06-07, says: {killed: 5}, place: Town}
  third: {source: mayor, at: 2025-06-08, says: {killed: 3}, place: Town, who: rescuers}
"""
    assert town(report(path, claims)) == (5, 6)


def test_parts_of_a_sum_may_share_where_the_whole_is_wrong(path: Path) -> None:
    claims = """\
  whole: {source: agency, says: {killed: 10}, place: Town}
  rescuers: {source: service, says: {killed: 3}, place: Town, who: rescuers}
  children: {source: service, says: {killed: 4}, place: Town, who: children}
links: [{claim: whole, sum-of: [rescuers, children]}]
"""
    found = report(path, claims)
    (clash,) = found.disagreements
    without = {claim: [effect.bounds for effect in effects] for claim, effects in clash.without.items()}
    assert town(found) == (4, 10)
    assert (4, 7) in without["whole"]
    assert town(report(path, claims, without=("whole",))) == (4, 7)


def test_parts_of_a_sum_share_nobody_where_the_whole_is_right(path: Path) -> None:
    claims = """\
  whole: {source: agency, says: {killed: 5-9}, place: Town}
  rescuers: {source: service, says: {killed: 3}, place: Town, who: rescuers}
  children: {source: service, says: {killed: 4}, place: Town, who: children}
links: [{claim: whole, sum-of: [rescuers, children]}]
"""
    assert town(report(path, claims)) == (7, 7)


@pytest.mark.parametrize("who", ["people", "children"])
def test_a_question_that_its_counts_answer_is_asked_as_the_scopes_leave_it(who: str, path: Path) -> None:
    """Nobody knows whether the four are among the three: they are not; but the three may be among the four."""
    claims = f"""\
  a: {{source: s1, says: {{killed: 4}}, place: Town, who: {who}}}
  b: {{source: s2, says: {{killed: 3}}, place: Town, who: rescuers}}
links: [{{claim: a, within: b, answer: unclear}}]
"""
    found = report(path, claims)
    assert not list(found.tensions)
    (ambiguity,) = found.ambiguities
    assert (ambiguity.claim, ambiguity.other) == ("b", "a")
    assert {(effect.if_within, effect.if_apart) for effect in ambiguity.effects} >= {((4, 4), (7, 7))}


def test_a_tension_is_one_whichever_way_it_was_asked(path: Path) -> None:
    claims = """\
  wide: {source: s1, says: {killed: 3}, place: Land}
  narrow: {source: s2, says: {killed: 4}, place: Town}
links: [{claim: wide, within: narrow, answer: unclear}]
"""
    assert [(tension.claim, tension.other) for tension in report(path, claims).tensions] == [("narrow", "wide")]


def test_the_smaller_of_two_is_so_by_all_that_is_known_of_it(path: Path) -> None:
    """The 3–6 of one source are part of its own 3, and so fewer than the 4."""
    claims = """\
  p: {source: s1, says: {casualties: 3}, place: Town}
  q: {source: s1, says: {killed: 3-6}, place: Town}
  b: {source: s1, says: {killed: 4}, place: Town}
"""
    (ambiguity,) = report(path, claims).ambiguities
    (effect, *_) = (effect for effect in ambiguity.effects if effect.if_apart == (7, 7))
    assert (ambiguity.claim, ambiguity.other, effect.if_within) == ("q", "b", (4, 4))


def test_a_figure_that_replaces_another_and_repeats_it_stands(path: Path) -> None:
    claims = """\
  a: {source: s1, says: {killed: 4}, place: Town}
  b: {source: s1, says: {killed: 3}, place: Town}
links: [{claim: a, replaces: b}, {claim: a, repeats: b}]
"""
    assert town(report(path, claims)) == (4, 4)


@pytest.mark.parametrize(
    ("claims", "range_"),
    [
        (  # against the convention `update`, which would withdraw the ten for the four
            """\
  a: {source: s1, at: 2025-06-06T08:00, says: {killed: 10}, place: Town}
  b: {source: s1, at: 2025-06-06T18:00, says: {killed: 4}, place: Town}
links: [{claim: a, replaces: b}]
""",
            (10, 10),
        ),
        (  # a correction taken back
            """\
  a: {source: s1, at: 2025-06-06T08:00, says: {killed: 10}, place: Town}
  b: {source: s1, at: 2025-06-06T12:00, says: {killed: 4}, place: Town}
  x: {source: s1, at: 2025-06-06T18:00, says: {killed: 10}, place: Town}
links: [{claim: b, replaces: a}, {claim: x, replaces: b}, {claim: x, repeats: a}]
""",
            (10, 10),
        ),
    ],
)
def test_of_figures_that_stand_for_each_other_one_stands(claims: str, range_: tuple[int, int], path: Path) -> None:
    assert town(report(path, claims)) == range_


UNCLEAR = """\
  list: {source: police, at: 2025-06-07, says: {killed: 2}, place: Town}
  first: {source: mayor, at: 2025-06-06T12:00, says: {killed: 2}, place: Town}
  newer: {source: mayor, at: 2025-06-07, says: {killed: 3}, place: Town}
links: [{claim: list, within: first, answer: unclear}]
"""


@pytest.mark.parametrize(("answer", "range_"), [("yes", (3, 3)), ("no", (4, 5))])
def test_what_was_unclear_stays_so_of_the_newer_figure_whoever_answers_for_the_older(
    answer: str, range_: tuple[int, int], path: Path
) -> None:
    """The two are among the first two, and so among the three; or they are others, of whom one may be the third."""
    decided = report(path, UNCLEAR, decisions=f"- {{claim: list, within: first, answer: {answer}}}\n")
    assert town(decided) == range_
    assert not list(decided.disagreements)


@pytest.mark.parametrize(
    "claims",
    [
        """\
  dawn: {source: A, at: 2025-06-06T08:00, says: {killed: 12}}
  noon: {source: A, at: 2025-06-06T12:00, says: {killed: 6}}
  both: {source: B, at: 2025-06-08, says: {killed: 15}}
links: [{claim: both, sum-of: [dawn, noon]}]
""",
        """\
  town: {source: A, says: {killed: 18}, place: Town}
  rescuers: {source: C, says: {killed: 20}, place: Town, who: rescuers}
  whole: {source: D, says: {killed: 40}, place: Land, at: 2025-06-06T12:00}
  later: {source: D, says: {killed: 36}, place: Land, at: 2025-06-07}
links: [{claim: whole, sum-of: [town, rescuers]}]
""",
    ],
)
def test_a_claim_set_aside_leaves_what_a_report_without_it_has(claims: str, path: Path) -> None:
    """Parts of one source update each other without their whole; a whole that was withdrawn comes back with its sum."""
    found, compared = report(path, claims), 0
    for one in found.sensitivity or ():
        without = report(path, claims, without=(one.without,))
        bounds = {(toll.outcome, toll.place, toll.who): (toll.lower, toll.upper) for toll in without.questions}
        for effect in one.effects:
            toll = found.questions[effect.question]
            assert effect.bounds == bounds.get((toll.outcome, toll.place, toll.who), (None, None)), one.without
            compared += 1
    assert compared


def test_a_toll_names_the_disagreement_that_moves_it_from_elsewhere(path: Path) -> None:
    """The dawn and the noon of one source are two tolls while the total is right, and one, updated, without it."""
    claims = """\
  dawn: {source: mayor, at: 2025-06-06T08:00, says: {killed: 12}, place: Town}
  noon: {source: mayor, at: 2025-06-06T12:00, says: {killed: 6}, place: Town}
  total: {source: ministry, at: 2025-06-06T20:00, says: {killed: 18}, place: Land}
  other: {source: agency, at: 2025-06-06T20:00, says: {killed: 14}, place: Land}
links: [{claim: total, sum-of: [dawn, noon]}]
"""
    for options in (dict[str, object](), {"place": ("Town",)}):
        found = report(path, claims, **options)
        (toll,) = (toll for toll in found.questions if toll.place == "Town")
        (clash,) = found.disagreements
        without = {
            claim: [each.bounds for each in effects if found.questions[each.question] is toll]
            for claim, effects in clash.without.items()
        }
        assert (toll.lower, toll.upper, toll.disagreements) == (12, 18, (clash.id,))
        assert without == {"total": [(6, 6)], "other": [(18, 18)]}
