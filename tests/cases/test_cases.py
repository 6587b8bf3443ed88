"""The shipped cases against bounds that were reasoned out by hand, each with its reason, before the tool was asked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from click.testing import CliRunner

import reconcile
from reconcile.casefile import read
from reconcile.cli.program import program

if TYPE_CHECKING:
    from reconcile.reports.value import Report

FOLDER = Path(__file__).parents[2] / "cases"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml") if not path.stem.endswith(".decisions"))

MORNING, LATER, JUNE_17 = "kyiv-2025-06-06", "kyiv-2025-06-06-later", "kyiv-2025-06-17"
KRYVYI_RIH, KREMENCHUK, BRUSSELS = "kryvyi-rih-2025-04-04", "kremenchuk-2022-06-27", "brussels-2016-03-22"
NORWAY, MOGADISHU, LAHAINA = "norway-2011-07-22", "mogadishu-2017-10-14", "lahaina-2023-08-08"
WEST_BANK = "west-bank-2023-10"


class Expected(NamedTuple):
    """One toll: what it should be, and why."""

    case: str
    outcome: str
    place: str
    who: str
    lower: int
    upper: int
    open: bool
    because: str
    as_of: str | None = None


# fmt: off
TOLLS = (
    # Kyiv, 6 June 2025, that morning.
    Expected(MORNING, "killed", "Kyiv", "people", 4, 7, True, "three firefighters in the mayor's four, or beside them"),
    Expected(MORNING, "wounded", "Ukraine", "people", 35, 50, False,
             "about 40 is 35 to 45; Lutsk's 5 in it or beside it"),
    Expected(MORNING, "wounded", "Lutsk", "people", 5, 5, False, "one figure; the national one says nothing of Lutsk"),
    Expected(MORNING, "launched", "Ukraine", "missiles", 44, 44, True, "38 cruise and 6 ballistic missiles are apart"),
    Expected(MORNING, "launched", "Ukraine", "drones", 407, 407, True, "one preliminary count"),
    Expected(MORNING, "destroyed", "Russia", "drones", 174, 174, False,
             "one figure, of other drones than those launched"),
    Expected(MORNING, "destroyed", "Black Sea", "missiles", 3, 3, False, "one figure"),
    Expected(MORNING, "heard", "Chernihiv", "explosions", 14, 14, False, "one figure"),
    # Kyiv, 6 June 2025, later.
    Expected(LATER, "killed", "Kyiv", "people", 3, 3, False,
             "the mayor's 3 are his 3 rescuers, the same as all others'"),
    Expected(LATER, "killed", "Solomianskyi", "people", 3, 3, False, "all of the mayor's 3"),
    Expected(LATER, "killed", "Lutsk", "people", 2, 2, False, "two bodies"),
    Expected(LATER, "killed", "Chernihiv", "people", 1, 1, False, "one body"),
    Expected(LATER, "killed", "Ukraine", "people", 6, 6, False,
             "the minister's 3 are his 3 rescuers in Kyiv, so the 1 of Chernihiv and the 2 of Lutsk are others"),
    Expected(LATER, "wounded", "Lutsk", "people", 30, 30, False, "the mayor's 5 of two days before are among the 30"),
    Expected(LATER, "wounded", "Kyiv", "people", 25, 57, False,
             "least: 17 in hospital and 8 outpatients, the service's 23 among them; most: 17 + 8 + 23, and the "
             "minister's 9 rescuers, if right, beside all of them"),
    Expected(LATER, "wounded", "Ukraine", "people", 55, 123, False,
             "least: 25 in Kyiv and 30 in Lutsk, the minister's 35 among them; most: 17 + 8 + 23 in Kyiv, 30 "
             "in Lutsk, and the minister's 45 elsewhere, with his 9 rescuers among them"),
    # Kyiv, 17 June 2025.
    Expected(JUNE_17, "killed", "Ukraine", "people", 30, 30, True,
             "at least 30, the sum of 28 and 2; all others in the 28"),
    Expected(JUNE_17, "killed", "Kyiv", "people", 28, 28, False,
             "the mayor's 27 of two hours before are among the 28, and so is each figure of 17 June, the "
             "police's 15 as well"),
    Expected(JUNE_17, "killed", "nine-storey building", "people", 23, 23, False, "one figure"),
    Expected(JUNE_17, "killed", "Odesa", "people", 2, 2, False, "one figure"),
    Expected(JUNE_17, "wounded", "Ukraine", "people", 188, 188, False, "Kyiv's 134 are a stated part"),
    Expected(JUNE_17, "wounded", "Kyiv", "people", 134, 134, False, "one figure"),
    Expected(JUNE_17, "found", "Kyiv", "remains", 5, 5, False, "finds are no people and add to no toll of people"),
    # Kryvyi Rih.
    Expected(KRYVYI_RIH, "killed", "Kryvyi Rih", "people", 20, 20, False, "18 + 1 are the 19, and 19 + 1 the 20"),
    Expected(KRYVYI_RIH, "killed", "Kryvyi Rih", "children", 9, 9, False, "twice 9 are the same 9; the 6 gave way"),
    Expected(KRYVYI_RIH, "killed", "Kryvyi Rih", "hit-by-missile", 18, 18, False, "the governor's second toll alone"),
    Expected(KRYVYI_RIH, "killed", "Kryvyi Rih", "hit-by-drones", 1, 1, False, "one figure"),
    Expected(KRYVYI_RIH, "wounded", "Kryvyi Rih", "people", 61, 61, False, "one figure"),
    Expected(KRYVYI_RIH, "killed", "Kryvyi Rih", "servicemen", 0, 85, False,
             "up to 85, of another kind than the city's dead"),
    # Kremenchuk.
    Expected(KREMENCHUK, "killed", "Kremenchuk", "people", 21, 21, False,
             "18, 20 and the 20 identified are all in the 21"),
    Expected(KREMENCHUK, "missing", "Kremenchuk", "people", 1, 1, False, "what is left of both lists, which gave way"),
    Expected(KREMENCHUK, "wounded", "Kremenchuk", "people", 66, 66, False,
             "59 grew to 66; those in hospital are parts"),
    Expected(KREMENCHUK, "wounded", "Kremenchuk", "in-hospital", 26, 26, False, "25 grew to 26"),
    Expected(KREMENCHUK, "killed", "Kremenchuk", "reported-missing", 20, 20, False, "20 identified"),
    Expected(KREMENCHUK, "killed", "Kremenchuk", "people", 18, 21, False,
             "18 with the death in hospital in it, or the president's 20, of which nobody "
             "says that it is in it", as_of="2022-06-28"),
    Expected(KREMENCHUK, "missing", "Kremenchuk", "people", 21, 36, False, "21 or 36, of one day", as_of="2022-06-28"),
    Expected(KREMENCHUK, "casualties", "Kremenchuk", "people", 77, 116, False,
             "least: 18 dead and 59 wounded, the 21 missing among them; most: 20 dead, one "
             "more in hospital, 59 and 36", as_of="2022-06-28"),
    # Brussels.
    Expected(BRUSSELS, "killed", "Brussels", "victims", 32, 32, False, "31 + 4 − 3 are the 32"),
    Expected(BRUSSELS, "killed", "Brussels", "attackers", 3, 3, False, "two sources, the same three"),
    Expected(BRUSSELS, "killed", "Brussels", "people", 35, 35, False, "32 victims and 3 attackers share nobody"),
    Expected(BRUSSELS, "killed", "Brussels", "victims", 31, 31, False, "the centre's reading", as_of="2016-03-27"),
    Expected(BRUSSELS, "killed", "Brussels", "people", 35, 38, False,
             "the minister's 35 with the three attackers or without", as_of="2016-03-28"),
    # Norway.
    Expected(NORWAY, "killed", "Norway", "people", 76, 76, False, "the 93 is withdrawn; the 7 of Oslo are in the 8"),
    Expected(NORWAY, "killed", "Utøya", "people", 68, 68, False, "the 86 is withdrawn"),
    Expected(NORWAY, "killed", "Oslo", "people", 8, 8, False, "7 grew to 8"),
    Expected(NORWAY, "killed", "Norway", "people", 93, 93, False, "the sum of its parts", as_of="2011-07-23"),
    Expected(NORWAY, "killed", "Utøya", "people", 86, 86, False, "not revised yet", as_of="2011-07-23"),
    Expected(NORWAY, "killed", "Oslo", "people", 7, 7, False, "not revised yet", as_of="2011-07-23"),
    # Mogadishu.
    Expected(MOGADISHU, "killed", "Mogadishu", "people", 587, 587, False,
             "358 and 512 are in it; the missing are no limit"),
    Expected(MOGADISHU, "wounded", "Mogadishu", "people", 312, 316, False,
             "one figure in two versions; 228 is in both"),
    Expected(MOGADISHU, "missing", "Mogadishu", "people", 62, 67, False,
             "two sources; the later, smaller one is no revision"),
    # Lahaina.
    Expected(LAHAINA, "killed", "Lahaina", "people", 97, 97, True, "115 gave way; the laboratory calls 97 a minimum"),
    Expected(LAHAINA, "missing", "Lahaina", "people", 31, 31, False, "41 gave way"),
    Expected(LAHAINA, "casualties", "Lahaina", "people", 105, 128, True,
             "of 31 missing none to 23 are among the 97 − 74 dead who are not identified: 97 + 31 − 23 to 97 + "
             "31"),
    # West Bank.
    Expected(WEST_BANK, "killed", "West Bank", "people", 15, 18, False, "the two of the last day hold all before"),
    Expected(WEST_BANK, "killed", "West Bank", "people", 3, 6, False, "the two of the first day", as_of="2023-10-07"),
    Expected(WEST_BANK, "killed", "West Bank", "people", 13, 14, False,
             "the two of the second day", as_of="2023-10-08"),
)
# fmt: on


class Findings(NamedTuple):
    """How many questions should be open (None: not reasoned out), how many sets of claims should disagree, and why."""

    case: str
    ambiguities: int | None
    disagreements: int
    because: str


FINDINGS = (
    Findings(MORNING, 2, 0, "the firefighters among the four; Lutsk's five among the 40"),
    Findings(LATER, None, 1, "14 or 9 wounded rescuers"),
    Findings(
        JUNE_17, 0, 4, "the police's 15 against the mayor's 10, the minister's 10, the 13 and the 14; all in the 28"
    ),
    Findings(KRYVYI_RIH, 0, 0, "sums leave nothing open"),
    Findings(
        KREMENCHUK, 0, 2, "18 against the president's 20; 18 against the 20 identified, taken to be in every total"
    ),
    Findings(BRUSSELS, 0, 0, "the corrections settle all"),
    Findings(NORWAY, 0, 0, "revisions of one source"),
    Findings(MOGADISHU, 0, 2, "312 against 316 wounded; 62 against 67 missing"),
    Findings(LAHAINA, 0, 0, "the missing can be among the dead in part only, and a pair is asked for all or none"),
    Findings(WEST_BANK, 0, 3, "flash against verified, one pair a day"),
)

RELAYED = {
    MORNING: {"CNN"},
    LATER: {"CNN", "Censor.net, online.ua", "Ukrainska Pravda", "menafn", "news.liga.net"},
    JUNE_17: {"online.ua", "babel.ua", "Ukrinform", "Interfax-Ukraine"},
    KRYVYI_RIH: {"Euromaidan Press, newser, Brecorder"},
    KREMENCHUK: {"ukranews, Kyiv Independent, babel.ua"},
    BRUSSELS: {"Le Monde", "rsi.ch, tn8"},
    NORWAY: {"GlobalPost, Wikinews"},
    MOGADISHU: {"Reuters, AP", "Reuters", "AP", "Hiiraan, Arab News, Garowe"},
    LAHAINA: {"Guardian, Fox61"},
    WEST_BANK: {"Tech for Palestine"},
}
"""The outlets that each case takes its figures from."""


WIDTH = 132
"""How wide a line of a case may be, for readers with two windows side by side."""


@cache
def report_of(case: str) -> Report:
    return reconcile.report(reconcile.load(path_of(case)))


def path_of(case: str) -> Path:
    return FOLDER / f"{case}.yaml"


def test_every_case_is_expected_here() -> None:
    assert {toll.case for toll in TOLLS} == set(CASES) == set(RELAYED)


@pytest.mark.parametrize("toll", TOLLS, ids=lambda toll: " ".join(filter(None, (*toll[:4], toll.as_of))))
def test_tolls_are_those_reasoned_out_by_hand(toll: Expected) -> None:
    asked = reconcile.Options(outcome=(toll.outcome,), place=(toll.place,), who=(toll.who,), as_of=toll.as_of)
    (found,) = reconcile.report(reconcile.load(path_of(toll.case)), asked).questions
    assert (found.lower, found.upper, found.open) == (toll.lower, toll.upper, toll.open), toll.because
    assert found.status == "exact"


def test_three_people_on_both_lists_of_brussels_count_once() -> None:
    asked = reconcile.Options(who=("victims",), without=("final-toll",))
    (found,) = reconcile.report(reconcile.load(path_of(BRUSSELS)), asked).questions
    assert (found.lower, found.upper) == (32, 32), "31 + 4 − 3, without the authorities' own 32"


@pytest.mark.parametrize("case", CASES)
def test_every_toll_that_a_case_reports_was_reasoned_out(case: str) -> None:
    reported = {(toll.outcome, toll.place, toll.who) for toll in report_of(case).questions}
    expected = {(toll.outcome, toll.place, toll.who) for toll in TOLLS if toll.case in (case, _ALIKE.get(case))}
    assert reported <= expected


_ALIKE = {LATER: MORNING}
"""The later case repeats the figures of the morning that are not about people."""


@pytest.mark.parametrize("findings", FINDINGS, ids=lambda findings: findings.case)
def test_what_stays_open_and_what_disagrees(findings: Findings) -> None:
    report = report_of(findings.case)
    assert len(report.disagreements) == findings.disagreements, findings.because
    if findings.ambiguities is not None:
        assert len(report.ambiguities) == findings.ambiguities, findings.because


@pytest.mark.parametrize("case", CASES)
def test_cases_are_without_any_diagnostic(case: str) -> None:
    found, diagnostics = read(path_of(case))
    assert diagnostics == []
    assert found is not None
    assert reconcile.check(found) == []


def test_the_checking_command_is_content() -> None:
    result = CliRunner().invoke(program, ["check", str(FOLDER)], prog_name="reconcile")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("case", CASES)
def test_cases_open_with_a_comment_on_what_is_hard_and_what_to_expect(case: str) -> None:
    lines = path_of(case).read_text(encoding="utf-8").splitlines()
    comment = [line for line in lines[: lines.index("")] if line.startswith("#")]
    assert comment == lines[: lines.index("")]
    said = "\n".join(comment)
    assert len(comment) >= 4
    assert "What is hard:" in said
    assert "The report should say:" in said
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize("case", CASES)
def test_outlets_are_named(case: str) -> None:
    found = reconcile.load(path_of(case))
    assert {claim.via for claim in found.claims.values()} - {None} == RELAYED[case]
    # Only what an outlet says in its own words comes from nobody else.
    assert {found.sources[claim.source].name for claim in found.claims.values() if claim.via is None} <= {"CNN"}


@pytest.mark.parametrize("case", CASES)
def test_two_reports_on_a_case_are_the_same_bytes(case: str) -> None:
    arguments = [str(path_of(case)), "--format", "json"]
    first, second = (CliRunner().invoke(program, arguments, prog_name="reconcile") for _ in range(2))
    assert first.exit_code == 0
    assert first.stdout_bytes == second.stdout_bytes
    assert json.loads(first.stdout)["format"] == "reconcile/report/1"
