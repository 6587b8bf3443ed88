"""One person is no people: what is said of a single member of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import reconcile
from reconcile.model import Parts
from reconcile.reports.nouns import singular
from reconcile.reports.wording import assumption_text

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
title: Market
date: 2025-06-06
groups: {people: {children: , medics: }}
claims:
  all: {source: mayor, says: {killed: 4}}
  child: {source: police, says: {killed: 1}, who: children}
  medic: {source: clinic, says: {killed: 1}, who: medics}
  more: {source: clinic, says: {wounded: at least 1}, who: children}
"""


@pytest.mark.parametrize(
    ("group", "one"),
    [
        ("children", "child"),
        ("schoolchildren", "schoolchild"),
        ("women", "woman"),
        ("servicemen", "serviceman"),
        ("townspeople", "townsperson"),
        ("firefighters", "firefighter"),
        ("Aid workers", "Aid worker"),
        ("cruise-missiles", "cruise-missile"),
        ("refugees", "refugee"),
        ("civilians", "civilian"),
        ("staff", "staff"),
        ("police", "police"),
        ("in-hospital", "in-hospital"),
        ("glass", "glass"),
        ("діти", "діти"),
        ("", ""),
    ],
)
def test_singular(group: str, one: str) -> None:
    assert singular(group) == one


def test_sentences_about_one(tmp_path: Path) -> None:
    path = tmp_path / "market.yaml"
    path.write_text(CASE, encoding="utf-8")
    report = reconcile.report(reconcile.load(path))
    assert {each.text for each in report.ambiguities} >= {
        "Is the 1 child killed (police) among the 4 killed (mayor)?",
        "Is the 1 child killed (police) also counted in the 1 medic killed (clinic), or is it another person?",
    }
    assert "1 child killed (police)" in report.questions[0].upper_because.text
    assert report.claims["more"].short == "the 1+ children wounded (clinic)"
    presumed = reconcile.report(reconcile.load(path), reconcile.Options(parts=Parts.PRESUMED))
    assert [assumption_text(presumed, each) for each in presumed.assumptions] == [
        "The 1 child killed (police) is among the 4 killed (mayor).",
        "The 1 medic killed (clinic) is among the 4 killed (mayor).",
    ]
