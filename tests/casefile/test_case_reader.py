"""From text to a `Case`: all that the format says of claims, parts, defaults and settings."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from case_text import read_text, sound

from reconcile.casefile import case_files, decisions_path, is_case_file, read, starter
from reconcile.model import (
    CONVENTIONS,
    EVERYWHERE,
    PEOPLE,
    Count,
    LinkKind,
    Origin,
    Parts,
    Question,
    SameScope,
    Settings,
    Source,
)

FULL = """\
title: A night in Port Example
date: 2024-03-08/2024-03-09
timezone: Europe/Kyiv
summary: Once upon a time.
places:
  Port Example:
    Harbour:
    Old Town:
groups:
  people:
    rescuers:
      firefighters:
    children:
    adults:
  drones:
exclusive:
  - [children, adults]
sources:
  mayor: {name: Ana Example, role: mayor, grade: B, url: "https://x.example"}
  courier: {name: Example Courier}
  bare:
claims:
  noon:
    source: Ana Example
    via: courier
    at: 2024-03-09T12:00
    says: {killed: 12, wounded: about 40}
    place: Port Example
    during: 2024-03-09
    quote: Twelve are dead.
    note: By phone.
    url: https://x.example/noon
    including:
      - {says: {killed: 3}, who: children}
      - says: {killed: 2}
        place: Harbour
        at: 2024-03-09
        identified: yes
        including: [{says: {killed: 1}, who: firefighters}]
      - {says: {killed: 1}, during: 2024-03-09T01}
      - {says: {killed: 1}}
      - {says: {killed: 1, wounded: 9}, who: children, so-far: yes}
  passer-by:
    source: a passer-by
    via: a neighbour
    says: {casualties: several}
    so-far: yes
    identified: no
    including:
      - {says: {killed: 1}, who: rescuers}
questions:
  - {outcome: killed}
  - {outcome: wounded, place: Harbour, who: rescuers}
settings:
  parts: presumed
  same-scope: nested
  conventions: [parts, update, update]
  vague: airwars
"""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_full_case(tmp_path: Path) -> None:
    case = sound(tmp_path, FULL, head="")
    assert (case.title, case.summary, case.timezone, case.path) == (
        "A night in Port Example",
        "Once upon a time.",
        "Europe/Kyiv",
        f"{tmp_path.as_posix()}/case.yaml",
    )
    assert (case.date.start, case.date.end) == (utc("2024-03-07T22:00"), utc("2024-03-09T22:00"))
    assert case.sha256 == hashlib.sha256(FULL.encode()).hexdigest()
    assert case.places.parents == {
        "Port Example": None,
        "Harbour": "Port Example",
        "Old Town": "Port Example",
    }
    assert case.groups.parents["firefighters"] == "rescuers"
    assert case.groups.parents["drones"] is None
    assert case.exclusive == (("children", "adults"),)
    assert case.sources == {
        "mayor": Source("mayor", "Ana Example", "mayor", "B", "https://x.example"),
        "courier": Source("courier", "Example Courier"),
        "bare": Source("bare", "bare"),
        "a passer-by": Source("a passer-by", "a passer-by"),
    }
    assert case.questions == (
        Question("killed", "Port Example", PEOPLE),
        Question("wounded", "Harbour", "rescuers"),
    )
    assert case.settings == Settings(Parts.PRESUMED, SameScope.NESTED, ("update", "parts"), "airwars")


def test_the_claims_of_a_full_case(tmp_path: Path) -> None:
    case = sound(tmp_path, FULL, head="")
    assert list(case.claims) == [
        "noon.killed",
        "noon.wounded",
        "noon/children",
        "noon/Harbour",
        "noon/Harbour/firefighters",
        "noon/2024-03-09T01",
        "noon/part",
        "noon/children-2.killed",
        "noon/children-2.wounded",
        "passer-by",
        "passer-by/rescuers",
    ]
    noon = case.claims["noon.killed"]
    assert (noon.id, noon.stated_as, noon.source, noon.via) == (
        "noon.killed",
        "noon",
        "mayor",
        "Example Courier",
    )
    assert noon.count == Count(12, 12)
    assert (noon.scope.outcome, noon.scope.place, noon.scope.who) == ("killed", "Port Example", PEOPLE)
    assert noon.scope.window.text == "2024-03-09"
    assert noon.at is not None
    assert noon.at.start == utc("2024-03-09T10:00")
    assert (noon.quote, noon.note, noon.url) == ("Twelve are dead.", "By phone.", "https://x.example/noon")
    assert noon.origin == Origin(f"{tmp_path.as_posix()}/case.yaml", 23, 3)
    assert case.claims["noon.wounded"].count == Count(35, 45)
    passer_by = case.claims["passer-by"]
    assert passer_by.count == Count(2, 2, open=True)
    assert (passer_by.count.words, passer_by.count.lexicon) == ("several", "airwars")
    assert (passer_by.via, passer_by.at, passer_by.scope.window) == ("a neighbour", None, case.date)


def test_the_parts_of_a_full_case(tmp_path: Path) -> None:
    case = sound(tmp_path, FULL, head="")
    children = case.claims["noon/children"]
    noon = case.claims["noon.killed"]
    assert (children.part_of, children.stated_as) == ("noon", "noon/children")
    assert (children.source, children.via, children.at) == (noon.source, noon.via, noon.at)
    assert (children.quote, children.identified) == (None, False)
    assert children.scope.place == "Port Example"
    harbour = case.claims["noon/Harbour"]
    assert harbour.identified
    assert harbour.at is not None
    assert harbour.at.text == "2024-03-09"
    inner = case.claims["noon/Harbour/firefighters"]
    assert (inner.part_of, inner.scope.place, inner.at) == ("noon/Harbour", "Harbour", harbour.at)
    assert case.claims["noon/children-2.wounded"].count == Count(9, 9, open=True)
    assert {link.claim: link.other for link in case.links} == {
        "noon/children": "noon.killed",
        "noon/Harbour": "noon.killed",
        "noon/Harbour/firefighters": "noon/Harbour",
        "noon/2024-03-09T01": "noon.killed",
        "noon/part": "noon.killed",
        "noon/children-2.killed": "noon.killed",
        "noon/children-2.wounded": "noon.wounded",
        "passer-by/rescuers": "passer-by",
    }
    assert {link.kind for link in case.links} == {LinkKind.WITHIN}
    assert case.links[0].origin == Origin(f"{tmp_path.as_posix()}/case.yaml", 34, 9)


def test_the_least_that_a_case_says(tmp_path: Path) -> None:
    case = sound(tmp_path, "claims: {a: {source: x, says: {killed: 4}}}")
    assert case.places.parents == {EVERYWHERE: None}
    assert case.groups.parents == {PEOPLE: None}
    assert case.claims["a"].scope.place == EVERYWHERE
    assert case.claims["a"].scope.window == case.date
    assert case.settings == Settings()
    assert case.settings.conventions == CONVENTIONS
    assert (case.questions, case.links, case.decisions, case.exclusive) == ((), (), (), ())


def test_several_roots_of_places_stand_under_everywhere(tmp_path: Path) -> None:
    case = sound(tmp_path, "places: {Port: {Harbour: }, Inland: }\nclaims: {a: {source: x, says: {killed: 4}}}")
    assert case.places.parents == {
        EVERYWHERE: None,
        "Port": EVERYWHERE,
        "Harbour": "Port",
        "Inland": EVERYWHERE,
    }
    assert case.top_place == EVERYWHERE


def test_groups_without_people(tmp_path: Path) -> None:
    case = sound(tmp_path, "groups: {drones: {decoys: }}\nclaims: {a: {source: x, says: {downed: 4}, who: decoys}}")
    assert case.groups.parents == {PEOPLE: None, "drones": None, "decoys": "drones"}


def test_no_conventions_is_not_all_conventions(tmp_path: Path) -> None:
    assert (
        sound(tmp_path, "settings: {conventions: []}\nclaims: {a: {source: x, says: {killed: 4}}}").settings.conventions
        == ()
    )


def test_blank_sections_are_empty_ones(tmp_path: Path) -> None:
    sections = "places:\ngroups:\nexclusive:\nsources:\nlinks:\nquestions:\nsettings:\n"
    case = sound(tmp_path, sections + "claims: {a: {source: x, says: {killed: 4}, including: }}")
    assert list(case.claims) == ["a"]


def test_a_lexicon_that_overrides_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\ndate: 2024-03-09\nclaims: {a: {source: x, says: {killed: dozens}}}\n", encoding="utf-8")
    case, _ = read(path, vague="acled")
    assert case is not None
    assert case.settings.vague == "acled"
    assert (case.claims["a"].count.hi, case.claims["a"].count.lexicon) == (12, "acled")
    with pytest.raises(ValueError, match="no lexicon is called guess"):
        read(path, vague="guess")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    case, diagnostics = read_text(
        tmp_path,
        """\
        timezone: Nowhere/Land
        places: {Port: {Port: }}
        exclusive: [[people, ghosts]]
        sources: {mayor: {grade: G}}
        claims:
          a:
            source: mayor
            says: {killed: a lot, wounded: 3}
            at: yesterday
            place: Prt
          b: {says: {killed: 1}, plcae: Port, who: ghosts}
          b: {source: x, says: {killed: 1}}
        links:
          - {claim: a, within: c}
          - {claim: b, overlaps: a, by: many}
        questions:
          - {outcome: killed, place: Prt}
        settings: {vague: acleed}
        """,
    )
    assert case is None
    assert [(found.origin.line, found.code) for found in diagnostics] == [
        (3, "unknown-timezone"),
        (4, "duplicate-name"),
        (5, "unknown-group"),
        (6, "unknown-word"),
        (10, "bad-count"),
        (11, "bad-time"),
        (12, "unknown-place"),
        (13, "missing-key"),
        (13, "unknown-key"),
        (13, "unknown-group"),
        (14, "duplicate-key"),
        (16, "unknown-claim"),
        (17, "bad-interval"),
        (19, "unknown-place"),
        (20, "unknown-word"),
    ]


def test_what_stands_behind_a_key_twice_is_looked_at_twice(tmp_path: Path) -> None:
    _, diagnostics = read_text(
        tmp_path,
        """\
        places: {Port: {Harbour: }}
        claims:
          a: {source: x, says: {killed: 4}}
          b: {source: x, says: {killed: 4, wounded: 2, killed: fiev}, place: Port, place: Prt}
          a: {source: y, says: {missing: fuor}, palce: Q, including: [{says: {killed: 1}, who: ghosts}]}
          a: {says: {killed: 3, killed: free}}
        links:
          - {claim: a, within: b, within: c}
          - {claim: a.killed, apart-from: b.killed}
        """,
        decisions="[{claim: a, within: b.killed, answer: no, answer: perhaps}]",
    )
    assert [(found.origin.line, found.code) for found in diagnostics] == [
        *((6, code) for code in ("duplicate-key", "bad-count", "duplicate-key", "unknown-place")),
        *((7, code) for code in ("duplicate-key", "bad-count", "unknown-key", "unknown-group")),
        *((8, code) for code in ("duplicate-key", "missing-key", "duplicate-key", "bad-count")),
        *((10, code) for code in ("duplicate-key", "unknown-claim")),
        *((1, code) for code in ("duplicate-key", "unknown-word")),
    ]


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    case, diagnostics = read_text(
        tmp_path,
        """\
        summary: *note
        places: &p {Port: *p, Quay: }
        claims:
          a: {source: *who, says: {killed: 4}, place: Prt}
          b: *a
          {c: d}: {source: x, says: {killed: fuor}}
          e: {source: x, says: {killed: *figure, wounded: fuor}}
        links:
          - {claim: b, within: e.killed}
          - {claim: a, within: *b}
          - *link
          - {claim: a, within: z}
        ---
        title: Another
        """,
    )
    assert case is None
    assert [(found.origin.line, found.code) for found in diagnostics] == [
        (3, "unknown-alias"),
        (4, "alias-loop"),
        *((6, code) for code in ("unknown-alias", "unknown-place")),
        (7, "unknown-alias"),
        (8, "key-not-text"),
        *((9, code) for code in ("unknown-alias", "bad-count")),
        (12, "unknown-alias"),
        (13, "unknown-alias"),
        (14, "unknown-claim"),
        (15, "second-document"),
    ]


def test_a_misspelt_key_is_not_missed_as_well(tmp_path: Path) -> None:
    _, diagnostics = read_text(
        tmp_path,
        """\
        claims:
          a: {sorce: x, says: {killed: 1}}
          b:
            source:x
          c: {source: x, says: {killed: 1}}
        links:
          - {claim: c, whithin: a}
          - {claim: c, overlaps: a, bye: 1}
        """,
    )
    assert [(found.origin.line, found.code) for found in diagnostics] == [
        (4, "unknown-key"),
        (6, "wrong-kind"),
        (9, "unknown-key"),
        (10, "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("sections", "codes"),
    [
        ("placess: {Port: }\ngroups: {people: {children: }}\n", ["unknown-key"]),
        ("places: {Part: }\nplacess: {Port: }\ngroups: {people: {children: }}\n", ["unknown-key"]),
        ("placess: Port\ngroups: {people: {children: }}\n", ["unknown-key"]),
        ("places: {Port: }\ngroup: {people: {children: }}\n", ["unknown-key"]),
        ("places: [Port]\ngroups: {people: {children: }}\n", ["wrong-kind"]),
        ("places: {Port: }\ngroups: {people: }\ngroups: {people: {children: }}\n", ["duplicate-key"]),
        ("places: {Part: }\ngroups: {people: {chldren: }}\n", ["unknown-place", "unknown-group"] * 3),
    ],
)
def test_what_is_missing_from_a_broken_section_is_no_fault_more(
    sections: str, codes: list[str], tmp_path: Path
) -> None:
    claims = "".join(
        f"  c{each}: {{source: x, says: {{killed: 4}}, place: Port, who: children}}\n" for each in range(3)
    )
    _, diagnostics = read_text(tmp_path, f"{sections}claims:\n{claims}")
    assert [found.code for found in diagnostics] == codes


@pytest.mark.parametrize(
    ("claims", "code"),
    [("clams: x\nzzzz", "unknown-key"), ("claims: [x]\nclams", "wrong-kind"), ("claims: {}\nclaims", "dupli")],
)
def test_links_to_claims_that_were_not_read_are_not_blamed(claims: str, code: str, tmp_path: Path) -> None:
    text = f"{claims}: {{a: {{source: x, says: {{killed: 4}}}}}}\nlinks: [{{claim: a, within: b}}, {{claim: a}}]\n"
    _, diagnostics = read_text(tmp_path, text, decisions="[{claim: a, within: c, answer: yes}]\n")
    codes = [found.code for found in diagnostics]
    assert codes[0].startswith(code)
    assert codes[-1] == "one-relation"
    assert "unknown-claim" not in codes


def test_a_broken_claim_is_not_blamed_on_its_links(tmp_path: Path) -> None:
    _, diagnostics = read_text(
        tmp_path,
        """\
        claims:
          a: {source: x, says: {killed: a lot, wounded: 3}}
          b: {source: x, says: {killed: 3}}
          c: [nothing]
        links:
          - {claim: b, within: a}
          - {claim: b, within: a.killed}
          - {claim: b, within: c}
        """,
    )
    assert [found.code for found in diagnostics] == ["bad-count", "wrong-kind"]


def test_a_warning_comes_once_a_word_with_the_case(tmp_path: Path) -> None:
    case, diagnostics = read_text(
        tmp_path,
        """\
        sources: {brigade: {name: Fire Brigade}}
        claims:
          a: {source: brigad, says: {Killed: 1, injured: 3}}
          b: {source: brigad, says: {Killed: 1, abducted: 3}}
        """,
    )
    assert case is not None
    assert [(found.code, found.origin.line, found.severity) for found in diagnostics] == [
        ("near-source", 5, "warning"),
        ("near-outcome", 5, "warning"),
        ("near-outcome", 5, "warning"),
    ]


def test_everywhere_is_kept_for_the_place_over_all(tmp_path: Path) -> None:
    _, [found] = read_text(tmp_path, "places: {everywhere: , Port: }\nclaims: {a: {source: x, says: {killed: 4}}}")
    assert found.code == "duplicate-name"


def test_parts_go_to_the_whole_that_can_hold_them(tmp_path: Path) -> None:
    text = """\
        claims:
          a:
            source: x
            says: {casualties: 9, wounded: 5}
            including:
              - {says: {killed: 1, wounded: 2}}
          b:
            source: x
            says: {downed: 4}
            including:
              - {says: {intercepted: 1}}
        """
    assert {link.claim: link.other for link in sound(tmp_path, text).links} == {
        "a/part.killed": "a.casualties",
        "a/part.wounded": "a.wounded",
        "b/part": "b",
    }
    _, [found] = read_text(tmp_path, text.replace("casualties: 9", "missing: 9"))
    assert found.code == "unpaired-part"


def test_addresses_that_collide(tmp_path: Path) -> None:
    for claims in (
        "{a: {source: x, says: {killed: 1, wounded: 2}}, a.killed: {source: x, says: {killed: 1}}}",
        "{a.killed: {source: x, says: {killed: 1}}, a: {source: x, says: {killed: 1}}}",
    ):
        _, [found] = read_text(tmp_path, f"claims: {claims}")
        assert found.code == "duplicate-claim"


def test_a_source_by_a_name_that_two_have_in_passing(tmp_path: Path) -> None:
    case = sound(
        tmp_path,
        "sources: {a: {name: Same}, b: {name: Same}}\nclaims: {c: {source: a, via: b, says: {killed: 1}}}",
    )
    assert (case.claims["c"].source, case.claims["c"].via) == ("a", "Same")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("harbour-fire", "Harbour fire"),
        ("kyiv-2025-06-06", "Kyiv 2025-06-06"),
        ("cases/a_b.yaml", "A b"),
        ('he said: "x" # {y}', 'He said: "x" # {y}'),
        ("bell\x07\u2028x", "Bell x"),
        ("", "Untitled"),
    ],
)
def test_the_starter_is_sound(name: str, title: str, tmp_path: Path) -> None:
    case = sound(tmp_path, "", head=starter(name))
    assert case.title == title
    assert case.claims
    assert case.links


def test_which_files_are_cases(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "b.decisions.yaml", "note.txt", "c.decisions.yml", "d.YAML"):
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    assert case_files(tmp_path) == [tmp_path / "a.yml", tmp_path / "b.yaml"]
    assert is_case_file(Path("kyiv-2025-06-06.yaml"))
    assert not is_case_file(Path("kyiv-2025-06-06.decisions.yaml"))
    assert decisions_path(Path("cases/kyiv.2025.yml")) == Path("cases/kyiv.2025.decisions.yaml")


@pytest.mark.parametrize(
    ("says", "column", "figure"),
    [
        ("{killed: 1,200}", 33, "1,200"),
        ("{killed: 73, wounded: 3,700}", 46, "3,700"),
        ("{killed: at least 1,200, wounded: 4}", 33, "at least 1,200"),
        ("{killed: 2,000,000}", 33, "2,000,000"),
        ("{killed: 1,20}", 33, "1,20"),
    ],
)
def test_a_comma_in_a_figure_inside_braces_is_explained(says: str, column: int, figure: str, tmp_path: Path) -> None:
    _, [found] = read_text(tmp_path, f"claims:\n  a: {{source: s, says: {says}}}\n")
    assert (found.code, found.origin.line, found.origin.column) == ("wrong-kind", 4, column)
    assert found.hint == f'put the figure in quotes, "{figure}", or write it without commas'


def test_several_figures_with_commas_are_told_one_by_one(tmp_path: Path) -> None:
    _, diagnostics = read_text(tmp_path, "claims: {a: {source: s, says: {killed: 2,000, wounded: 1,000}}}\n")
    assert [(found.code, found.origin.column) for found in diagnostics] == [("wrong-kind", 40), ("wrong-kind", 56)]


def test_a_number_as_a_key_is_no_rest_of_a_figure(tmp_path: Path) -> None:
    text = "claims: {a: {source: s, says: {killed: 4}}}\nplaces: {Route: {12: , 300: , 400: }}\n"
    _, diagnostics = read_text(tmp_path, text)
    assert diagnostics == []
    block = "claims:\n  a:\n    source: s\n    says:\n      killed: 4\n      300:\n"
    _, [found] = read_text(tmp_path, block)
    assert found.message == "`300` needs text, and nothing is written"


def test_more_than_a_digit_is_a_sign_of_yaml(tmp_path: Path) -> None:
    for digit in "1", "4", "9":
        text = f"claims:\n  a:\n    source: s\n    says:\n      killed: >{digit}\n      wounded: 2\n    note: x\n"
        _, [found] = read_text(tmp_path, text)
        assert (found.code, found.origin.line, found.origin.column) == ("blank", 7, 15)
        assert found.message == f"`>{digit}` announces a text of several lines here, and none follows"
        assert found.hint == f'to say more than {digit}, put it in quotes: ">{digit}"'


def test_nobody_is_told_to_delete_a_key_that_is_needed(tmp_path: Path) -> None:
    _, diagnostics = read_text(
        tmp_path,
        """\
        title: ~
        date: " "
        summary:
        claims:
          a: {source: , says: {}, note: ~}
          b: {source: x, says: {killed: 4}, ignore: {}}
        """,
        head="",
    )
    assert [(found.origin.line, found.hint) for found in diagnostics] == [
        (1, "write something"),
        (2, "write something"),
        (3, "write something, or delete the key"),
        (5, "write something"),
        (5, "add what is missing"),
        (5, "write something, or delete the key"),
        (6, "add what is missing, or delete the key"),
    ]


def test_names_that_look_the_same_are_told_apart(tmp_path: Path) -> None:
    text = "places: {Port: {\u00e9cole: }}\nsources: {pr\u00e9fet: }\n"
    claim = "claims: {a: {source: pre\u0301fet, says: {killed: 4}, place: e\u0301cole}}\n"
    _, diagnostics = read_text(tmp_path, text + claim)
    for found, name in zip(diagnostics, ("pr\u00e9fet", "\u00e9cole"), strict=True):
        assert found.hint == (
            f"did you mean `{name}`, which looks the same and is written with other characters? Copy it"
        )
