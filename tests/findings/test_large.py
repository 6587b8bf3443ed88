"""Large cases: bounded without going through the ways to keep what fits together, and the same as if one did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import families
import pytest
from rich.console import Console

import reconcile
from reconcile.bounds.solve import LARGE, TOO_LARGE
from reconcile.reports.outline import outline
from reconcile.reports.value import Status
from reconcile.reports.why import to_text
from reconcile.studies.why import why

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.model import Case
    from reconcile.reports.value import Report


@pytest.fixture
def quarrel(tmp_path: Path) -> Case:
    """A town whose growing toll is denied forty times: too many ways to settle that to go through them."""
    path = tmp_path / "case.yaml"
    path.write_text(families.disagreeing(LARGE + 50, 40), encoding="utf-8")
    return reconcile.load(path)


def _ranges(report: Report) -> list[tuple[int | None, int | None]]:
    assert {toll.status for toll in report.questions} == {Status.EXACT}
    return [(toll.lower, toll.upper) for toll in report.questions]


def test_a_long_quarrel_is_exact(quarrel: Case) -> None:
    report = reconcile.report(quarrel)
    last = max(quarrel.claims.values(), key=lambda claim: claim.count.lo)
    assert _ranges(report) == [(last.count.lo, last.count.hi)]
    assert report.complete
    assert len(report.disagreements) >= 40
    assert {len(clash.claims) for clash in report.disagreements} == {2}


def test_without_a_claim_is_as_if_it_had_been_set_aside(quarrel: Case) -> None:
    report = reconcile.report(quarrel)
    last = report.disagreements[-1]
    for claim in (*report.disagreements[0].claims, *last.claims):
        clash = next(clash for clash in report.disagreements if claim in clash.claims)
        (effect,) = clash.without[claim]
        assert [effect.bounds] == _ranges(reconcile.report(quarrel, reconcile.Options(without=(claim,))))


def _month(tmp_path: Path, seed: int, clash: float) -> Report:
    path = tmp_path / "case.yaml"
    path.write_text(families.country(420, seed=seed, clash=clash), encoding="utf-8")
    return reconcile.report(reconcile.load(path))


def test_a_month_in_a_country_is_exact(tmp_path: Path) -> None:
    """Every town and region, and the country, whose parts add up."""
    report = _month(tmp_path, 0, 0)
    assert len(_ranges(report)) > 100
    regions = [toll for toll in report.questions if toll.place.startswith("Region")]
    country = next(toll for toll in report.questions if toll.place == "Country")
    assert country.lower is not None
    assert sum(toll.lower or 0 for toll in regions) <= country.lower
    assert report.ambiguities
    assert not report.complete, "not all open pairs are looked at among so many claims, and the report says so"
    assert any("too large" in note for note in report.notes)


def test_so_it_is_where_a_sum_of_sizes_proves_too_little(tmp_path: Path) -> None:
    """One figure in ten is stale or too high: who lies within one of two rivals, and what a country holds besides."""
    report = _month(tmp_path, 4, 0.1)
    assert len(_ranges(report)) > 100
    assert report.disagreements


def test_killed_and_wounded_are_bounded_each_for_themselves(tmp_path: Path) -> None:
    """No question asks about both; whether somebody died of wounds is not looked into, and the report says so."""
    lines = ["title: A town", "date: 2025-06-01", "places: {Town: }", "claims:"]
    for at in range(100):
        for outcome, toll in (("killed", 10 + at), ("wounded", 200 + at)):
            lines += [f"  {outcome}-{at}:", f"    source: {outcome}", f"    at: 2025-06-01T{at // 60:02}:{at % 60:02}"]
            lines += [f"    says: {{{outcome}: {toll}}}", "    place: Town"]
    path = tmp_path / "case.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    assert _ranges(report) == [(109, 109), (299, 299)]
    assert not report.complete


LAST = TOO_LARGE // 4
"""The last of so many figures of each of four places that they are more than can be searched."""


def _stale_region(tmp_path: Path, stale: int, less: int = 1) -> Case:
    """Return a case in which one of a governor's tolls of a region is less than its towns' a minute before."""
    lines = ["title: A region", "date: 2025-06-01", "places: {Region: {A: , B: , C: }}", "claims:"]
    for at in range(LAST + 1):
        for place, toll in (
            ("A", 10 + at),
            ("B", 20 + at),
            ("C", 30 + at),
            ("Region", 60 + 3 * at - less * (at == stale)),
        ):
            minute = 3 * at + (place == "Region")
            lines += [
                f"  {place}-{at}:",
                "    source: governor",
                f"    at: 2025-06-01T{minute // 60:02}:{minute % 60:02}",
            ]
            lines += [f"    says: {{killed: {toll}}}", f"    place: {place}"]
    path = tmp_path / "case.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return reconcile.load(path)


@pytest.mark.parametrize(("stale", "less"), [(50, 1), (LAST, 9)])
def test_a_stale_figure_of_a_region_is_named_with_the_towns_that_contradict_it(
    tmp_path: Path, stale: int, less: int
) -> None:
    """Where later figures fit, nothing depends on it; where it is the last one, bounds are known without it."""
    case = _stale_region(tmp_path, stale, less)
    report = reconcile.report(case)
    assert not report.complete
    (clash,) = report.disagreements
    assert set(clash.claims) == {f"A-{stale}", f"B-{stale}", f"C-{stale}", f"Region-{stale}"}
    without = reconcile.report(case, reconcile.Options(without=(f"Region-{stale}",)))
    ranges = dict(zip([toll.place for toll in without.questions], _ranges(without), strict=True))
    assert ranges["Region"] == (60 + 3 * LAST, 60 + 3 * LAST)
    told = {report.questions[effect.question].place: effect.bounds for effect in clash.without[f"Region-{stale}"]}
    assert told == ranges
    said = {
        entry.text for section in outline(report).sections if section.title == "Not proven" for entry in section.entries
    }
    if stale == LAST:
        assert {toll.status for toll in report.questions} == {"limit"}
        assert any(text.endswith(f"--without Region-{stale}") for text in said)
    else:
        assert {toll.status for toll in report.questions} == {"exact"}
        assert dict(zip([toll.place for toll in report.questions], _ranges(report), strict=True)) == ranges
        assert not said


def test_ways_too_many_to_list_change_no_bound_either(tmp_path: Path) -> None:
    """A toll that is nine less can be kept in many ways; the last figures are kept in all of them."""
    case = _stale_region(tmp_path, 50, less=9)
    report = reconcile.report(case)
    without = reconcile.report(case, reconcile.Options(without=("Region-50",)))
    assert {toll.status for toll in report.questions} == {Status.EXACT}
    assert _ranges(report) == _ranges(without)
    assert not report.complete
    console = Console(width=200)
    told = to_text(why(case, reconcile.Options(place=("Region",))), console)
    assert told.count("too many ways to keep what fits together") == 2
