"""Why a pair is open of which somebody spoke: what was said, by kind of link and answer, and never more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import reconcile
from reconcile import Options
from reconcile.casefile import decisions_path
from reconcile.model import Answer
from reconcile.reports import markdown
from reconcile.reports.dossier import dossier
from reconcile.review import Session
from reconcile.review.sheet import sheet

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
title: Two lists
date: 2025-06-06
claims:
  a: {source: mayor, says: {killed: 7}}
  b: {source: police, says: {killed: 5}}
"""
OPEN = " What they share is open."
SUM = "the sum of the 5 killed (police) and the 1 killed (clinic)"
NOT_THE_SAME = "they are not the same people"


def written(folder: Path, link: str = "", decided: str = "", claims: str = "") -> Path:
    path = folder / "case.yaml"
    path.write_text(f"{CASE}{claims}links:\n{f'  - {{{link}}}' if link else ''}\n", encoding="utf-8")
    if decided:
        decisions_path(path).write_text(f"- {{{decided}}}\n", encoding="utf-8")
    return path


def reason(path: Path, options: Options | None = None) -> str:
    return reconcile.report(reconcile.load(path), options).ambiguities[0].reason


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("same-as: b, answer: no, note: two lists", f"It is said that {NOT_THE_SAME}: two lists.{OPEN}"),
        ("same-as: b, answer: no", f"It is said that {NOT_THE_SAME}.{OPEN}"),
        ("same-as: b, answer: unclear, note: who knows?", "It is said to be unclear: who knows?"),
        ("sum-of: [b, c], answer: unclear, note: two lists", "It is said to be unclear: two lists."),
        (
            "sum-of: [b, c], answer: no, note: two lists",
            f"It is said that the 7 killed (mayor) are not {SUM}: two lists.{OPEN}",
        ),
        (
            "replaces: b, answer: no",
            f"It is said that the 7 killed (mayor) do not replace the 5 killed (police).{OPEN}",
        ),
        ("repeats: b, answer: no", f"It is said that the 7 killed (mayor) do not repeat the 5 killed (police).{OPEN}"),
        ("overlaps: b, by: 1, answer: no", f"It is said that they do not share 1 person.{OPEN}"),
        ("overlaps: b, by: 2-3, answer: no", f"It is said that they do not share 2–3 people.{OPEN}"),
    ],
)
def test_what_the_case_says(tmp_path: Path, link: str, said: str) -> None:
    claims = "  c: {source: clinic, says: {killed: 1}}\n" if "c]" in link else ""
    report = reconcile.report(reconcile.load(written(tmp_path, f"claim: a, {link}", claims=claims)))
    assert said in {each.reason for each in report.ambiguities}


def test_of_one_person(tmp_path: Path) -> None:
    ones = "  c: {source: s, says: {wounded: 1}}\n  d: {source: t, says: {wounded: 1}}\n"
    path = written(tmp_path, "claim: c, same-as: d, answer: no", claims=ones)
    assert reason(path) == f"It is said that they are not the same person.{OPEN}"
    path = written(tmp_path, "claim: c, repeats: d, answer: no", claims=ones)
    assert reason(path) == f"It is said that the 1 wounded (s) does not repeat the 1 wounded (t).{OPEN}"


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ("same-as: b, answer: no, because: two morgues", f"A reviewer decided that {NOT_THE_SAME}: two morgues.{OPEN}"),
        ("same-as: b, answer: unclear, because: two morgues", "A reviewer left it unclear: two morgues."),
        ("within: b, answer: unclear, because: taken back", "A reviewer took the answer back."),
        (
            "within: b, answer: unclear, because: 'taken back: no reply'",
            "A reviewer left it unclear: no reply. A later answer was taken back.",
        ),
        (
            "same-as: b, answer: no, because: 'taken back: two morgues'",
            f"A reviewer decided that {NOT_THE_SAME}: two morgues.{OPEN} A later answer was taken back.",
        ),
        ("same-as: b, answer: unclear, because: taken backwards", "A reviewer left it unclear: taken backwards."),
    ],
)
def test_what_a_reviewer_decided(tmp_path: Path, decided: str, said: str) -> None:
    assert reason(written(tmp_path, decided=f"claim: a, {decided}".replace("a, within: b", "b, within: a"))) == said


@pytest.mark.parametrize(
    ("what_if", "said"),
    [
        ("a:same-as:b=no", f"It is assumed that {NOT_THE_SAME}.{OPEN}"),
        ("b:within:a=unclear", "Assumed to be unclear."),
    ],
)
def test_what_is_assumed(tmp_path: Path, what_if: str, said: str) -> None:
    path = written(tmp_path, "claim: b, within: a, answer: unclear, note: of no interest then")
    assert reason(path, Options(assume=(what_if,))) == said


def test_what_went_over_from_an_older_figure(tmp_path: Path) -> None:
    claims = "  old: {source: press, at: 2025-06-06T08:00, says: {killed: 4}}\n"
    claims += "  new: {source: press, at: 2025-06-06T18:00, says: {killed: 5}}\n"
    path = written(tmp_path, "claim: old, same-as: a, answer: no, note: two lists", claims=claims)
    report = reconcile.report(reconcile.load(path), Options(without=("b",)))
    assert {each.reason for each in report.ambiguities} == {f"It is said that {NOT_THE_SAME}: two lists.{OPEN}"}


def test_the_first_of_two_links_is_the_one_in_force(tmp_path: Path) -> None:
    links = "claim: a, same-as: b, answer: no, note: first}\n  - {claim: a, repeats: b, answer: unclear, note: second"
    assert reason(written(tmp_path, links)) == f"It is said that {NOT_THE_SAME}: first.{OPEN}"


def test_every_form_for_people_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "claim: a, same-as: b, answer: no, note: two lists")
    said = f"It is said that {NOT_THE_SAME}: two lists.{OPEN}"
    report = reconcile.report(reconcile.load(path))
    assert said in str(report)
    assert said in markdown.dumps([dossier(report)])


def test_a_review_says_that_an_answer_was_taken_back(tmp_path: Path) -> None:
    session = Session(written(tmp_path, "claim: a, same-as: b, answer: no"), "OK")
    session.answer(Answer.YES, "confirmed")
    session.undo()
    assert session.question is not None
    assert sheet(session, session.question).reason == "A reviewer took the answer back."
