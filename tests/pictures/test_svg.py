"""The picture as SVG: well-formed, complete, without anything that a browser would run or fetch."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from drawings import CASES, HOSTILE, KYIV, graph_at, graph_of, reported
from families import country, disagreeing
from rich.cells import cell_len

from reconcile.pictures import labels, picture_svg
from reconcile.pictures.labels import clean, short, width

if TYPE_CHECKING:
    from pathlib import Path

    from reconcile.graph import ClaimGraph

SVG = "{http://www.w3.org/2000/svg}"


def drawn(graph: ClaimGraph, ambiguities: dict[tuple[str, str], str] | None = None) -> ET.Element:
    return ET.fromstring(picture_svg(graph, ambiguities))


def texts(root: ET.Element, kind: str = "") -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text") if each.get("class") == kind or not kind]


def titles(root: ET.Element, kind: str) -> list[str]:
    """Return what the elements of a kind say when one points at them."""
    groups = [each for each in root.iter(f"{SVG}g") if kind in (each.get("class") or "").split()]
    return [each.findtext(f"{SVG}title") or "" for each in groups]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_claim_is_drawn_with_figure_source_and_time(path: Path) -> None:
    graph, asked = reported(path)
    root = drawn(graph, asked)
    claims = [*graph.claims, *(graph.case.claims[gone.claim] for gone in graph.withdrawn)]
    told = titles(root, "cg-node")
    assert len(told) == len(claims)
    for claim in claims:
        (title,) = (each for each in told if each.startswith(f"{claim.id}: "))
        assert str(claim.count) in title
        assert graph.case.sources[claim.source].name in title
        assert claim.at is None or claim.at.text in title
    assert sorted(texts(root, "cg-figure")) == sorted(str(claim.count) for claim in claims)
    assert all(any(f"{label}?" in text for text in texts(root, "cg-label")) for label in asked.values())


def test_what_is_withdrawn_looks_so() -> None:
    graph, asked = reported(KYIV.with_name("kyiv-2025-06-06-later.yaml"))
    told = titles(drawn(graph, asked), "cg-withdrawn")
    assert {title.partition(":")[0] for title in told} == {gone.claim for gone in graph.withdrawn}
    assert all(title.endswith("(withdrawn)") for title in told)


def test_it_has_a_name_and_a_description_and_stands_alone() -> None:
    graph, asked = reported(KYIV)
    text = picture_svg(graph, asked)
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == f"Claims and how they relate: {graph.case.title}"
    assert "12 claims" in (root.findtext(f"{SVG}desc") or "")
    assert len(text.encode()) < 120_000
    names = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert names == {"svg", "title", "desc", "style", "g", "rect", "path", "polygon", "text"}
    style = root.findtext(f"{SVG}style") or ""
    assert not re.search(r"url|@import|[<>&\\]", style)
    rules = re.findall(r"([^{}]+)\{", re.sub(r"@media[^{]*\{", "", style))
    assert all(rule.strip(" }\n").startswith(".claim-graph") for rule in rules)
    allowed = {"class", "d", "points", "x", "y", "width", "height", "rx", "role", "viewBox"}
    assert {name for each in root.iter() for name in each.attrib} <= allowed


def test_places_and_lines_of_the_picture_are_named() -> None:
    graph, asked = reported(KYIV)
    root = drawn(graph, asked)
    assert texts(root, "cg-panel-name") == ["killed", "wounded", "heard", "launched", "destroyed"]
    assert texts(root, "cg-place-name").count("Ukraine") == 2
    assert "firefighters: possibly within mayor-toll (stated, A2)" in titles(root, "cg-tie")
    legend = texts(root, "cg-note")
    assert "possibly within" in legend
    assert "withdrawn: replaced by" not in legend


def test_a_hostile_case_is_text() -> None:
    graph, asked = reported(HOSTILE)
    text = picture_svg(graph, asked)
    names = {each.tag.removeprefix(SVG) for each in ET.fromstring(text).iter()}
    assert names <= {"svg", "title", "desc", "style", "g", "rect", "path", "polygon", "circle", "text"}
    assert "]]>" not in text
    assert text.count("</svg>") == text.count("</style>") == 1
    assert text.endswith("</svg>")
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\x00b\x1b[31m", "a\\x00b\\x1b[31m"),
        ("half \ud800 pair", "half \\ud800 pair"),
        ("turned \u202e around", "turned \\u202e around"),
        ("none \ufffe \uffff", "none \\ufffe \\uffff"),
        ("two\nlines\tand\x0bmore", "two lines and more"),
        ("</script> ]]> \" & '", "</script> ]]> \" & '"),
        ("منظمة الصحة", "منظمة الصحة"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
    ids=["control", "surrogate", "override", "no character", "lines", "markup", "right to left", "joined"],
)
def test_what_no_case_file_holds_is_shown_all_the_same(name: str, shown: str) -> None:
    graph = graph_at(KYIV)
    source = replace(graph.case.sources["ses"], name=name)
    case = replace(graph.case, sources={**graph.case.sources, "ses": source}, title=name)
    root = drawn(replace(graph, case=case))
    assert root.findtext(f"{SVG}title") == f"Claims and how they relate: {shown}"
    assert shown in " ".join(texts(root, "cg-below"))


def test_names_of_either_direction_are_kept_apart_from_what_is_around_them() -> None:
    style = drawn(graph_at(KYIV)).findtext(f"{SVG}style") or ""
    assert "unicode-bidi:plaintext" in style


def test_a_long_name_is_cut_and_told_in_full(tmp_path: Path) -> None:
    name = "The Ministry of Everything that Anybody Ever Asked a Ministry about"
    graph = graph_of(tmp_path, f"claims:\n  a: {{source: {name}, says: {{killed: 1}}, place: Port}}\n")
    root = drawn(graph)
    first, second = texts(root, "cg-below")
    assert f"{first} {second}".endswith("…")
    assert name.startswith(f"{first} {second}"[:-1])
    assert any(name in title for title in titles(root, "cg-node"))


def test_words_are_cut_between_characters() -> None:
    assert short("abc", 12, 1000) == "abc"
    assert short("東京消防庁救急", 10, width("東京消防…", 10)) == "東京消防…"
    assert short("ab cd", 12, width("ab …", 12)) == "ab…"
    assert short("e\u0301" * 9, 12, width("eee…", 12)) == "e\u0301" * 3 + "…"
    assert short("👨\u200d👩\u200d👧 and others", 12, width("👨…", 12)) == "👨\u200d👩\u200d👧…"
    assert width("東京", 12) == 2 * width("ab", 12)
    assert clean(" a \n b ") == "a b"


def test_a_long_word_is_measured_a_few_times_and_not_at_every_character(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def recording(text: str) -> int:
        measured.append(len(text))
        return cell_len(text)

    monkeypatch.setattr(labels, "cell_len", recording)
    assert short("x" * 30_000, 12, width("xxx…", 12)) == "xxx…"
    assert sum(measured) < 10 * 30_000


def test_many_claims_are_folded_and_the_picture_says_so(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(country(500), encoding="utf-8")
    graph = graph_at(path)
    root = drawn(graph)
    note = "500 claims are too many to draw one by one: each box stands for all claims of one outcome and place"
    assert any(text.startswith(note) for text in texts(root, "cg-note"))
    assert note in (root.findtext(f"{SVG}desc") or "")
    assert sum(int(text.removesuffix(" claims")) for text in texts(root, "cg-beside")) == 500
    assert len(texts(root, "cg-figure")) <= 80


def test_claims_of_one_scope_are_one_box_with_their_range_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(disagreeing(500, 50), encoding="utf-8")
    graph = graph_at(path)
    most = max(claim.count.hi for claim in graph.claims)
    root = drawn(graph, {("c0", "c1"): "A1"})
    assert texts(root, "cg-figure") == [f"10–{most}"]
    assert texts(root, "cg-beside") == ["500 claims"]
    assert " ".join(texts(root, "cg-below")) == "from 300 sources, open: A1"


def test_sixty_claims_are_drawn_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(country(60), encoding="utf-8")
    graph = graph_at(path)
    assert len(titles(drawn(graph), "cg-node")) == len(graph.claims) + len(graph.withdrawn) == 60


def test_no_claims_make_an_empty_picture(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, "claims:\n  a: {source: s, says: {killed: 1}}\n")
    assert titles(drawn(replace(graph, claims=())), "cg-node") == []


def test_the_same_graph_gives_the_same_bytes() -> None:
    code = (
        "import sys, reconcile\n"
        "from reconcile.pictures import *\n"
        "report = reconcile.report(reconcile.load(sys.argv[1]))\n"
        "asked = {(each.claim, each.other): each.id for each in report.ambiguities}\n"
        "graph = report.claim_graph\n"
        "sys.stdout.reconfigure(encoding='utf-8')\n"
        "print(picture_svg(graph, asked), picture_text(graph, asked), picture_dot(graph, asked))\n"
        "print(graph_graphml(graph, asked), graphs_json([(graph, asked)]))\n"
    )
    path = KYIV.with_name("kyiv-2025-06-06-later.yaml")
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert b"</svg>" in runs[0]
