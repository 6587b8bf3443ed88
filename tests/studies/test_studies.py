"""Studies against the report: whatever a study says of a variant, a moment or a revision, the report says too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from random_cases import random_case

import reconcile
from reconcile import OptionError, Options
from reconcile.casefile import read
from reconcile.model import Case, Parts
from reconcile.reports.studied import Asked, Cause, Figure
from reconcile.studies import Change, compare, diff, each_claim, options_for, timeline

CASES = Path(__file__).parents[2] / "cases"
MORNING, LATER = (reconcile.load(CASES / f"kyiv-2025-06-06{suffix}.yaml") for suffix in ("", "-later"))
KILLED = Options(outcome=("killed",), place=("Kyiv",), who=("people",))


def no_reader(_: str) -> Case:
    raise AssertionError("nothing is read again")


def reported(case: Case, options: Options) -> list[tuple[int | None, int | None, bool]]:
    return [(toll.lower, toll.upper, toll.open) for toll in reconcile.report(case, options).questions]


def told(figures: tuple[Figure, ...]) -> list[tuple[int | None, int | None, bool]]:
    return [(figure.lower, figure.upper, figure.open) for figure in figures]


def random(seed: int, tmp_path: Path) -> Case | None:
    path = tmp_path / "case.yaml"
    path.write_text(random_case(Random(seed), 6), encoding="utf-8")
    case, _ = read(path)
    return None if case is None or reconcile.check(case) else case


@pytest.mark.parametrize("seed", range(60))
def test_studies_say_what_the_report_says(seed: int, tmp_path: Path) -> None:
    case = random(seed, tmp_path)
    if case is None:
        return
    now = reported(case, Options())
    found = timeline(case, Options())
    assert told(tuple(step.figure for step in found.moments[-1].steps)) == now
    assert sorted(claim for moment in found.moments for claim in moment.claims) == sorted(case.claims)
    variants = compare(case, each_claim(case, Options()), Options(), no_reader).variants
    assert told(variants[0].figures) == now
    for variant in variants[1:]:
        assert told(variant.figures) == reported(case, Options(without=(variant.value,)))
    same = diff(case, case)
    assert same.changes == ()
    assert not any(moved.changed for moved in same.tolls)


@pytest.mark.parametrize("at", ["2025-06-06T11:00", "2025-06-06", "2025-06-08"])
def test_a_moment_is_the_report_as_of_then(at: str) -> None:
    found = timeline(LATER, KILLED)
    moment = next(moment for moment in found.moments if moment.at == at)
    assert told(tuple(step.figure for step in moment.steps)) == reported(LATER, replace(KILLED, as_of=at))


def test_what_moved_a_toll_is_named() -> None:
    found = timeline(LATER, Options())
    causes = {
        (found.questions[at].title, cause.kind): cause
        for moment in found.moments
        for at, step in enumerate(moment.steps)
        for cause in step.causes
    }
    assert causes["killed · Kyiv", "revision down"] == Cause(
        "revision down", ("mayor-later",), ("mayor-toll", "cnn-toll")
    )
    assert causes["wounded · Lutsk", "growth"].claims == ("ses-lutsk.wounded",)
    assert causes["wounded · Kyiv", "disagreement"].claims == ("ses-11h/rescuers", "minister-rescuers.wounded")
    assert causes["killed · Chernihiv", "new claim"].claims == ("ses-chernihiv",)
    assert causes["wounded · Ukraine", "replacement"].instead_of == ("minister-wounded", "cnn-wounded")


def test_claims_without_a_time_count_from_the_start() -> None:
    undated = replace(MORNING, claims={name: replace(claim, at=None) for name, claim in MORNING.claims.items()})
    (moment,) = timeline(undated, KILLED).moments
    assert (moment.at, len(moment.claims)) == (None, 12)


def test_a_variant_changes_one_thing_alone() -> None:
    changes = [Change("parts", "presumed"), Change("assume", "firefighters:within:mayor-toll=no")]
    found = compare(MORNING, changes, KILLED, no_reader)
    assert [str(variant.figures[0]) for variant in found.variants] == ["4–7+", "4+", "7+"]
    assert [found.changed(variant, 0) for variant in found.variants] == [False, True, True]


def test_a_change_that_changes_nothing_makes_no_variant() -> None:
    changes = [Change("parts", "possible"), Change("conventions", "all"), Change("vague", "logical")]
    assert len(compare(MORNING, changes, KILLED, no_reader).variants) == 1


def test_the_questions_stay_whatever_is_set_aside() -> None:
    found = compare(MORNING, [Change("min-grade", "A"), Change("as-of", "2025-06-01")], KILLED, no_reader)
    assert [str(variant.figures[0]) for variant in found.variants] == ["4–7+", "–", "–"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("parts", "maybe"), "`maybe` is none of possible, presumed"),
        (Change("conventions", "grwth"), "no convention is called `grwth`"),
        (Change("without", "mayor-tol"), "did you mean `mayor-toll`"),
        (Change("as-of", "noon"), "as-of"),
        (Change("min-grade", "Z"), "is no grade"),
    ],
)
def test_a_change_that_does_not_fit_says_so(change: Change, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        compare(MORNING, [change], KILLED, no_reader)


def test_options_for_a_change() -> None:
    assert options_for(Change("parts", "presumed"), KILLED).parts is Parts.PRESUMED
    assert options_for(Change("conventions", "growth+update"), KILLED).conventions == ("update", "growth")
    assert options_for(Change("without", "a"), Options(without=("b",))).without == ("b", "a")


def test_a_difference_names_what_changed_and_what_it_did() -> None:
    found = diff(MORNING, LATER)
    kinds = {(change.what, change.name): change.kind for change in found.changes if change.name != "mayor-toll"}
    assert kinds["claim", "ses-11h"] == "added"
    assert kinds["claim", "cnn-toll"] == "withdrawn"
    assert kinds["link", "mayor-later replaces mayor-toll"] == "added"
    assert kinds["group", "outpatients"] == "added"
    moved = {each.question: each for each in found.tolls}
    killed = moved[Asked("killed", "Kyiv", "people")]
    assert (str(killed.before), str(killed.after)) == ("4–7+", "3")
    assert moved[Asked("killed", "Solomianskyi", "people")].before is None


def test_backwards_what_was_added_is_removed() -> None:
    there, back = diff(MORNING, LATER), diff(LATER, MORNING)
    added = {(each.what, each.name) for each in there.changes if each.kind == "added"}
    assert {(each.what, each.name) for each in back.changes if each.kind == "removed"} == added
    assert {each.kind for each in back.changes} == {"removed", "changed", "back in force"}


def test_two_links_that_say_the_same_are_two_entries() -> None:
    twice = replace(MORNING, links=(*MORNING.links, MORNING.links[0]))
    (change,) = diff(MORNING, twice).changes
    assert (change.kind, change.name) == ("added", "firefighters within mayor-toll (2)")


def test_settings_are_compared() -> None:
    presumed = replace(MORNING, settings=replace(MORNING.settings, parts=Parts.PRESUMED))
    (change,) = diff(MORNING, presumed).changes
    assert [(field.name, field.before, field.after) for field in change.fields] == [("parts", "possible", "presumed")]
