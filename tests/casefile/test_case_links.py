"""Links and decisions: which figures they are about, and which decisions are in force."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from case_text import read_text, sound

from reconcile.casefile import read
from reconcile.model import Answer, LinkKind, Origin

CLAIMS = """\
claims:
  one: {source: x, says: {killed: 1}}
  other: {source: x, says: {killed: 1}}
  hurt: {source: x, says: {wounded: 1}}
  two: {source: x, says: {killed: 1, wounded: 2}}
  two-more: {source: x, says: {killed: 1, wounded: 2}}
  three: {source: x, says: {missing: 1, wounded: 2}}
"""


def ends(folder: Path, link: str) -> list[tuple[str, ...]]:
    return [(found.claim, *found.others) for found in sound(folder, f"{CLAIMS}links:\n  - {link}\n").links]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("{claim: one, within: other}", [("one", "other")]),
        ("{claim: one.killed, within: other.killed}", [("one", "other")]),
        ("{claim: one, within: two}", [("one", "two.killed")]),
        ("{claim: two, within: one}", [("two.killed", "one")]),
        (
            "{claim: two, within: two-more}",
            [("two.killed", "two-more.killed"), ("two.wounded", "two-more.wounded")],
        ),
        ("{claim: two, within: three}", [("two.wounded", "three.wounded")]),
        ("{claim: one, overlaps: hurt, by: 1}", [("one", "hurt")]),
        ("{claim: two.killed, overlaps: two.wounded, by: 1}", [("two.killed", "two.wounded")]),
        ("{claim: one, overlaps: three.missing, by: 1}", [("one", "three.missing")]),
        ("{claim: one, sum-of: [other, two]}", [("one", "other", "two.killed")]),
        ("{claim: two, sum-of: [two-more, three]}", [("two.wounded", "two-more.wounded", "three.wounded")]),
        ("{claim: one, sum-of: [hurt]}", [("one", "hurt")]),
    ],
)
def test_a_link_holds_outcome_by_outcome(link: str, expected: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert ends(tmp_path, link) == expected


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("{claim: one, within: three}", "unpaired-link"),
        ("{claim: hurt, within: two.killed, note: one figure at each end}", None),
        ("{claim: two, within: three.missing}", "unpaired-link"),
        ("{claim: one, sum-of: [other, three]}", "unpaired-link"),
        ("{claim: one, within: one.killed}", "self-link"),
        ("{claim: two, within: two.killed}", "self-link"),
        ("{claim: one, sum-of: [one, other]}", "bad-sum"),
        ("{claim: one, sum-of: [other, other.killed]}", "bad-sum"),
        ("{claim: one, sum-of: []}", "too-few"),
        ("{claim: one, within: other, by: 3}", "keys-together"),
        ("{claim: one, overlaps: other, by: 3+}", "bad-interval"),
        ("{claim: one, overlaps: other, by: 3-1}", "bad-interval"),
        ("{claim: one, within: other, answer: maybe}", "unknown-word"),
        ("{claim: one, within: on}", "unknown-claim"),
        ("{claim: one, within: two.missing}", "unknown-claim"),
        ("{within: two}", "missing-key"),
        ("one", "wrong-kind"),
    ],
)
def test_links_that_say_too_little_or_too_much(link: str, code: str | None, tmp_path: Path) -> None:
    case, diagnostics = read_text(tmp_path, f"{CLAIMS}links:\n  - {link}\n")
    assert [found.code for found in diagnostics] == ([code] if code else [])
    assert (case is None) == bool(code)


def test_a_fault_elsewhere_in_a_claim_hides_no_unknown_reference(tmp_path: Path) -> None:
    """Only a figure that cannot be read excuses a link that misses it."""
    _, diagnostics = read_text(
        tmp_path,
        """\
        claims:
          a: {source: x, says: {killed: 4, wounded: 2}, place: Q}
          b: {source: x, says: {killed: fuor, wounded: 2}}
          c: {source: x, says: {killed: 4}}
          d: {source: x, sasy: {killed: 4}}
        links:
          - {claim: a.kiled, apart-from: c}
          - {claim: b.kiled, apart-from: c}
          - {claim: b.killed, apart-from: c}
          - {claim: d.killed, apart-from: c}
        """,
    )
    assert [(found.origin.line, found.code) for found in diagnostics] == [
        (4, "unknown-place"),
        (5, "bad-count"),
        (7, "unknown-key"),
        (9, "unknown-claim"),
        (10, "unknown-claim"),
    ]
    assert [found.hint for found in diagnostics[3:]] == ["it says killed, wounded"] * 2


def test_no_link_is_proposed_of_a_claim_to_itself(tmp_path: Path) -> None:
    claims = "claims: {mayor-toll: {source: x, says: {killed: 4}}, mayor-late: {source: x, says: {killed: 4}}}\n"
    link = "{claim: mayor-tolls, replaces: mayor-toll}"
    _, [found] = read_text(tmp_path, f"{claims}links: [{link}]\n")
    assert found.hint == "did you mean `mayor-late`?"
    _, [found] = read_text(tmp_path, f"{claims}links: [{link.replace('mayor-toll}', 'mayor-toll.killed}')}]\n")
    assert found.hint == "did you mean `mayor-late`?"
    _, [found] = read_text(tmp_path, f"{claims}links: [{{claim: mayor-toll, sum-of: [mayor-late, mayor-to]}}]\n")
    assert found.hint is None


def test_what_a_link_carries(tmp_path: Path) -> None:
    link = "{claim: one, overlaps: other, by: 1-3, answer: unclear, quote: Who knows, note: mine}"
    case = sound(tmp_path, f"{CLAIMS}links:\n  - {link}\n  - {{claim: one, within: other}}\n")
    first, second = case.links
    assert (first.kind, first.answer, first.by) == (LinkKind.OVERLAPS, Answer.UNCLEAR, (1, 3))
    assert (first.quote, first.note, first.decided) == ("Who knows", "mine", False)
    assert first.origin == Origin(f"{tmp_path.as_posix()}/case.yaml", 11, 5)
    assert second.answer is Answer.YES


def test_a_link_to_a_part(tmp_path: Path) -> None:
    case = sound(
        tmp_path,
        """\
        groups: {people: {children: }}
        claims:
          a: {source: x, says: {killed: 4}, including: [{says: {killed: 1}, who: children}]}
          b: {source: x, says: {killed: 1}}
        links: [{claim: b, same-as: a/children}]
        """,
    )
    assert (case.links[-1].claim, case.links[-1].other) == ("b", "a/children")


DECISIONS = """\
- {claim: one, within: other, answer: yes, by: OK, on: 2024-03-10T10:02:11Z, because: confirmed}
- {claim: two, same-as: two-more, answer: no, by: OK, on: 2024-03-10, because: two hospitals}
- {claim: other, apart-from: one.killed, answer: unclear, by: AB, on: 2024-03-10T11:40Z, because: taken back}
"""


def test_the_last_decision_on_a_pair_stands(tmp_path: Path) -> None:
    case = sound(tmp_path, CLAIMS, decisions=DECISIONS)
    assert [(link.kind, link.claim, link.other, link.answer) for link in case.decisions] == [
        (LinkKind.SAME_AS, "two.killed", "two-more.killed", Answer.NO),
        (LinkKind.SAME_AS, "two.wounded", "two-more.wounded", Answer.NO),
        (LinkKind.APART_FROM, "other", "one", Answer.UNCLEAR),
    ]
    last = case.decisions[-1]
    assert (last.decided, last.reviewer, last.on, last.because) == (
        True,
        "AB",
        "2024-03-10T11:40Z",
        "taken back",
    )
    assert last.origin == Origin(f"{tmp_path.as_posix()}/case.decisions.yaml", 3, 3)
    assert case.links == ()


def test_no_decisions(tmp_path: Path) -> None:
    for nothing in ("", "# none yet\n", "[]\n"):
        assert sound(tmp_path, CLAIMS, decisions=nothing).decisions == ()
    sound(tmp_path, CLAIMS, decisions=DECISIONS)
    case, diagnostics = read(tmp_path / "case.yaml", decisions=False)
    assert diagnostics == []
    assert case is not None
    assert case.decisions == ()


def test_decisions_on_a_case_that_ends_in_yml(tmp_path: Path) -> None:
    sound(tmp_path, CLAIMS, decisions=DECISIONS)
    shutil.move(tmp_path / "case.yaml", tmp_path / "case.yml")
    case, _ = read(tmp_path / "case.yml")
    assert case is not None
    assert len(case.decisions) == 3


def test_faults_in_decisions_are_told_with_those_of_the_case(tmp_path: Path) -> None:
    case, diagnostics = read_text(
        tmp_path,
        CLAIMS + "plcaes:\n",
        decisions="""\
        - {claim: one, within: nobody, answer: yes}
        - {claim: one, within: other}
        - {claim: one, replaces: other, answer: yes}
        - {claim: one, same-as: other, answer: yes, on: later}
        """,
    )
    assert case is None
    assert [(Path(found.origin.path).name, found.origin.line, found.code) for found in diagnostics] == [
        ("case.yaml", 10, "unknown-key"),
        ("case.decisions.yaml", 1, "unknown-claim"),
        ("case.decisions.yaml", 2, "missing-key"),
        ("case.decisions.yaml", 3, "unknown-key"),
        ("case.decisions.yaml", 4, "bad-time"),
    ]
    _, [found] = read_text(tmp_path, CLAIMS, decisions="claim: one\n")
    assert (found.code, Path(found.origin.path).name) == ("wrong-kind", "case.decisions.yaml")
