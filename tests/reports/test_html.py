"""The page that is handed on: what is on it, and that nothing of a case is taken for markup."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from dossiers import HOSTILE, JUNE_17, KYIV, LATER, ROOT, entry, known, texts, with_surrogates, without_picture
from samples import kyiv, nasty

from reconcile.cli.program import program
from reconcile.reports import html
from reconcile.reports.dossier import dossier
from reconcile.reports.dossier.course import courses
from reconcile.reports.html.bars import Bar, bar
from reconcile.reports.html.chart import chart
from reconcile.reports.links import web_link

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "golden"

VOID = {"meta", "link", "br", "rect", "path"}


class Page(HTMLParser):
    """A page taken apart: its elements in order, each with its attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.within: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "no attribute stands twice"
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.within:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    @property
    def ids(self) -> list[str | None]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize(("name", "path"), [("kyiv", KYIV), ("later", LATER)])
def test_the_page(name: str, path: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"page-{name}.html", html.dumps([without_picture(path)]))


@pytest.mark.parametrize("cases", [[KYIV], [LATER], [JUNE_17], [HOSTILE], [KYIV, LATER, HOSTILE]], ids=len)
def test_the_page_is_well_made(cases: list[str]) -> None:
    page = Page(html.dumps(map(known, cases)))
    assert page.within == []
    assert not page.all("script", "iframe", "object", "form", "base", "img")
    assert max(Counter(page.ids).values()) == 1
    assert len(page.all("h1")) == len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))
    assert all(attributes["scope"] in ("row", "col") for attributes in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("aria-labelledby", "aria-describedby"):
            assert {*(attributes.get(name) or "").split()} <= {*page.ids}
    for attributes in page.all("a"):
        target = attributes["href"]
        assert target is not None
        if target.startswith("#"):
            assert target[1:] in page.ids
        else:
            assert re.match("https?://", target)
            assert attributes["rel"] == "noopener noreferrer nofollow"


def test_what_may_be_styled_is_told_by_its_hash() -> None:
    text = html.dumps([known(KYIV)])
    (policy,) = (each["content"] for each in Page(text).all("meta") if each.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for style in re.findall("<style[^>]*>(.*?)</style>", text, re.DOTALL):
        assert b64encode(sha256(style.encode()).digest()).decode() in policy


def test_the_page_is_small() -> None:
    assert len(html.dumps([known(KYIV)]).encode()) < 120_000


def test_an_editor_is_told_first_what_it_is_and_why() -> None:
    text = Page(html.dumps([known(KYIV)])).text
    begin = text.index("killed · Kyiv")
    assert text[begin : text.index("wounded · Ukraine")].startswith(
        "killed · Kyiv 4–7+ It is unclear whether the 3 firefighters killed in Kyiv (State Emergency Service of "
        "Ukraine) are among the 4+ killed in Kyiv (Vitali Klitschko, mayor of Kyiv). One question settles it: A2 "
        "if so: 4+ if not: 7+"
    )


def test_everything_is_there_in_order() -> None:
    text = Page(html.dumps([known(LATER)])).text
    text = text[text.index("Bars are solid") :]
    places = [
        text.index(words)
        for words in (
            "Claims and how they relate",
            "Open questions A1",
            "Minor questions",
            "The shortest way to certainty",
            "Disagreements D1",
            "Withdrawn",
            "Why these bounds",
            "If a claim had not been made",
            "Assumptions",
            "Stated of the claims",
            "How the bounds moved",
            "Claims mayor-toll",
            "How this was made",
            entry(LATER)[0].case.sha256,
            "no estimate of those whom nobody counted",
        )
    ]
    assert places == sorted(places)


def test_each_claim_is_there_as_the_case_gives_it() -> None:
    text = Page(html.dumps([known(LATER)])).text
    text = text[text.index("Claims mayor-toll") : text.rindex("How this was made")]
    for claim in entry(LATER)[0].claims.values():
        facts = (claim.id, claim.figure, claim.source, claim.role, claim.via, claim.at, claim.words, claim.note)
        assert all(fact in text for fact in facts if fact)
    assert "mayor-toll withdrawn, by mayor-later 4+ killed · Kyiv" in text


def test_a_hostile_case_is_text() -> None:
    page, ordinary = Page(html.dumps([known(HOSTILE)])), Page(html.dumps([known(LATER)]))
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in ordinary.elements} | {"blockquote", "bdi"}
    assert {name for _, each in page.elements for name in each} <= {
        name for _, each in ordinary.elements for name in each
    }
    for text in texts():
        assert text in page.text
    links = [each["href"] or "" for each in page.all("a")]
    assert {link for link in links if not link.startswith("#")} == {
        "https://e.example/%22onmouseover=%22alert(1)?a=b&c=%3Cd%3E%7C%60e%60"
    }


def test_what_no_file_can_hold_is_shown_as_escapes() -> None:
    text = html.dumps([dossier(with_surrogates()), dossier(nasty())])
    assert text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert r"\ud800&lt;b&gt;" in text
    assert r"\x00\udfff" in text


def test_names_keep_their_direction_to_themselves() -> None:
    text = html.dumps([known(HOSTILE)])
    assert "24 <bdi>أطفال</bdi> &lt;u&gt;x&lt;/u&gt; killed" in text


def test_several_cases_have_a_list_of_contents() -> None:
    page = Page(html.dumps([known(KYIV), known(LATER)]))
    assert page.text.startswith(
        "2 cases Skip to the report 2 cases Russian strikes on Kyiv and other Ukrainian cities killed · Kyiv 4–7+"
    )
    assert {"#c1", "#c2"} <= {each["href"] for each in page.all("a")}
    assert {"c1-A1", "c2-A1"} <= {*page.ids}


def test_a_report_without_a_graph_has_no_picture() -> None:
    text = Page(html.dumps([dossier(kyiv())])).text
    assert "Claims and how they relate" not in text
    assert "4–7+" in text


def test_a_report_without_tolls_says_so() -> None:
    empty = replace(kyiv(), questions=(), ambiguities=(), assumptions=(), sensitivity=(), settling=(), claims={})
    assert "No claims, and so no tolls." in Page(html.dumps([dossier(empty)])).text


def test_many_tolls_are_all_in_the_table() -> None:
    report, _ = entry(KYIV)
    many = replace(report, questions=(*report.questions, *report.questions[2:] * 4))
    text = Page(html.dumps([dossier(many)])).text
    assert "The table has all 32 tolls." in text
    assert text.count("missiles launched · Ukraine44+") == 5


def test_a_history_that_was_left_out_is_said_to_be() -> None:
    assert "Left out here, as it takes long" in Page(html.dumps([dossier(entry(LATER)[0])])).text
    for timeline in (None, entry(KYIV)[1]):
        assert "How the bounds moved" not in Page(html.dumps([dossier(entry(KYIV)[0], timeline)])).text


def test_warnings_stand_at_the_top() -> None:
    report, _ = entry(KYIV)
    text = Page(html.dumps([dossier(replace(report, notes=("the time ran out",)))])).text
    assert text.index("the time ran out") < text.index("4–7+")


@pytest.mark.parametrize(
    ("bounds", "most", "drawn"),
    [
        ((4, 7), 7, Bar(571, 1000, (142, 285, 428, 571, 714, 857))),
        ((0, 0), 1, Bar(0, 0, ())),
        ((14, 14), 407, Bar(34, 34, ())),
        ((1, 1_000_000), 1_000_000, Bar(0, 1000, ())),
        ((None, None), 5, None),
    ],
)
def test_bars(bounds: tuple[int | None, int | None], most: int, drawn: Bar | None) -> None:
    assert bar(bounds, most) == drawn


def test_a_step_chart_goes_up_and_down_with_the_bounds() -> None:
    course = next(each for each in courses(entry(LATER)[1]).moving if each.toll == "wounded · Ukraine")
    drawn = chart(course)
    assert [step.bounds for step in drawn.steps] == ["23", "35–98", "55–123"]
    assert drawn.upper == "M0 101H104L104 42H208L208 22H312"
    assert drawn.lower == "M0 101H104L104 91H208L208 76H312"
    assert (drawn.steps[0].day, drawn.steps[0].hour) == ("2025-06-06", "11:00")


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
        *(
            "//e.example",
            "e.example",
            "https:",
            "http://",
            "https://[::1",
            "https://a/\u202e",
            "https://a/\ud800",
            "",
            None,
        ),
    ],
)
def test_what_is_no_address_of_the_web_becomes_no_link(address: str | None) -> None:
    assert web_link(address) is None


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_the_command_writes_the_same_each_time(form: str) -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-m", "reconcile", LATER, "--format", form],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert "How the bounds moved" in runs[0].decode()


def test_the_command_takes_a_folder(tmp_path: Path) -> None:
    output = tmp_path / "all.html"
    result = CliRunner().invoke(program, ["cases", "-j", "2", "--format", "html", "-o", str(output)])
    assert (result.exit_code, result.stdout) == (0, "")
    page = Page(output.read_text(encoding="utf-8"))
    assert len([each for each in page.all("article") if each.get("class") == "case"]) == 10


def test_a_case_with_errors_has_no_page(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("title: T\n", encoding="utf-8")
    result = CliRunner().invoke(program, [str(path), "--format", "html"])
    assert (result.exit_code, result.stdout) == (2, "")
