"""A decision is a line of YAML that reads back to the letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reconcile import casefile
from reconcile.casefile.files import forbidden_character
from reconcile.model import Answer, LinkKind
from reconcile.review import Decision, DecisionError

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
title: A case
date: 2025-06-06
claims:
  "null": {source: mayor, says: {killed: 4}}
  "{odd]#'": {source: other, says: {killed: 3}}
"""


def decision(because: str = "he said so", by: str = "OK") -> Decision:
    return Decision("{odd]#'", LinkKind.WITHIN, "null", Answer.YES, by, because, "2025-06-07T10:02:11Z")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("case") / "case.yaml"
    path.write_text(CASE)
    return path


def writable(text: str) -> bool:
    return bool(text.strip()) and forbidden_character(text) is None


texts = st.text(st.characters(exclude_categories=["Cs"])).filter(writable)


@settings(deadline=None)
@given(because=texts, by=texts)
@example(because='he said: "yes", # {really}', by="O'Neill")
@example(because="one\ntwo\r\nthree\x85four\u2028five\u2029", by="Оксана 😀")
@example(because=" \ttrailing ", by="null")
@example(because="\ufeff- ? ! & * | > ' % @ `", by="~")
@example(because="yes", by="2025-06-07T10:02:11Z")
def test_any_text_reads_back_to_the_letter(case: Path, because: str, by: str) -> None:
    line = decision(because, by).line()
    assert len(line.splitlines()) == 1
    casefile.decisions_path(case).write_text(line + "\n", encoding="utf-8", newline="")
    read, diagnostics = casefile.read(case)
    assert diagnostics == []
    assert read is not None
    (link,) = read.decisions
    assert (link.because, link.reviewer, link.on) == (because, by, "2025-06-07T10:02:11Z")
    assert (link.claim, link.kind, link.other, link.answer) == ("{odd]#'", LinkKind.WITHIN, "null", Answer.YES)


@pytest.mark.parametrize("answer", list(Answer))
def test_answers_are_plain_words(answer: Answer) -> None:
    line = Decision("a", LinkKind.SAME_AS, "b", answer, "OK", "so", "2025-06-07T10:02:11Z").line()
    assert line == f"- {{claim: a, same-as: b, answer: {answer}, by: OK, on: 2025-06-07T10:02:11Z, because: so}}"


def test_the_time_is_now_unless_it_is_given() -> None:
    written = Decision("a", LinkKind.SAME_AS, "b", Answer.YES, "OK", "so")
    assert casefile.parse_moment(written.on, casefile.find_zone("UTC")).start.year >= 2025


@pytest.mark.parametrize(
    ("because", "by", "message"),
    [
        ("", "OK", "a decision needs a reason"),
        (" \n", "OK", "a decision needs a reason"),
        ("so", " ", "a decision needs a name"),
        ("a\x1b[31mb", "OK", r"the reason has the character U\+001B"),
        ("so", "\udc80", r"the name has the character U\+DC80"),
    ],
)
def test_what_no_file_can_hold_is_refused(because: str, by: str, message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        decision(because, by)
