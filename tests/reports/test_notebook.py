"""How reports, cases and bounds show themselves in a notebook, and as text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from dossiers import HOSTILE, KYIV, ROOT, entry, with_surrogates

import reconcile
from reconcile.bounds import Bounds, End
from reconcile.reports.printable import one_line


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def taken_apart(source: str) -> tuple[set[str], str]:
    """Return the elements of a piece of HTML, and its text."""
    tags, words = set(), []

    class Parser(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert all(name in ("style", "scope") for name, _ in attrs)
            tags.add(tag)

        def handle_data(self, data: str) -> None:
            words.append(data)

    parser = Parser()
    parser.feed(source)
    parser.close()
    return tags, "".join(words)


TABLE = {"div", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td", "bdi"}


def test_a_report_shows_its_tolls_and_what_to_ask() -> None:
    tags, text = taken_apart(entry(KYIV)[0]._repr_html_())
    assert tags == TABLE
    assert "killed · Kyiv4–7+It is unclear whether the 3 firefighters killed in Kyiv" in text
    assert "One question settles it: A2 (if so: 4+, if not: 7+)" in text


def test_a_hostile_report_and_case_are_text() -> None:
    report = entry(HOSTILE)[0]
    assert report.claim_graph is not None
    case = report.claim_graph.case
    for source in (report._repr_html_(), case._repr_html_()):
        tags, text = taken_apart(source)
        assert tags <= TABLE
        assert case.title[:30] in text
    assert one_line(case.title) in taken_apart(report._repr_html_())[1]


def test_what_utf_8_has_not_can_be_shown() -> None:
    report = with_surrogates()
    assert report.claim_graph is not None
    for shown in (report._repr_html_(), report.claim_graph.case._repr_html_(), str(report)):
        assert shown.encode()


def test_a_case_shows_its_claims() -> None:
    case = reconcile.load(KYIV)
    tags, text = taken_apart(case._repr_html_())
    assert tags == TABLE
    assert "mayor-toll4+killedKyivpeopleVitali Klitschko2025-06-06" in text
    assert repr(case) == "<Case 'Russian strikes on Kyiv and other Ukrainian cities': 12 claims>"


def test_a_report_as_text_is_its_table() -> None:
    text = str(entry(KYIV)[0])
    assert "\n killed · Kyiv " in text
    assert all(len(line) <= 100 for line in text.splitlines())
    assert repr(entry(KYIV)[0]).startswith(
        "<Report 'Russian strikes on Kyiv and other Ukrainian cities': killed · Kyiv 4–7+, wounded · Ukraine 35–50, "
    )


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        (End(4, None, ()), End(7, None, ()), "4–7"),
        (End(4, None, ()), End(4, None, ()), "4"),
        (End(4, None, (), proven=False), End(7, None, ()), "≥ 4 7"),
        (End(4, None, ()), End(4, None, (), proven=False), "4 ≤ 4"),
    ],
)
def test_bounds_show_their_range(lower: End, upper: End, text: str) -> None:
    assert str(Bounds(lower, upper)) == text
    assert Bounds(lower, upper)._repr_html_() == f"<strong>{text}</strong>"
