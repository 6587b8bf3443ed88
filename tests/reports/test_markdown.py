"""The Markdown that is handed on, read as a forge reads it: a case's text stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dossiers import HOSTILE, KYIV, LATER, ROOT, entry, known, texts, with_surrogates, without_picture
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from samples import kyiv, nasty

from reconcile.reports import markdown
from reconcile.reports.dossier import dossier
from reconcile.reports.escaping import plain
from reconcile.reports.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from markdown_it.token import Token

GOLDEN = Path(__file__).parent / "golden"

INVISIBLE = re.compile("[\u200b\u2068\u2069]")
"""What keeps a forge from obeying a sign, and names in their direction."""


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def read(text: str) -> list[Token]:
    """Return the tokens of a document, those within lines behind their line, with addresses in text made links."""
    forge = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
    return [token for block in forge.parse(text) for token in (block, *(block.children or ()))]


def words(tokens: Iterable[Token]) -> str:
    """Return the text that a reader sees."""
    seen = (token.content for token in tokens if token.type in ("text", "code_inline", "fence", "text_special"))
    return INVISIBLE.sub("", "".join(seen))


@pytest.mark.parametrize(("name", "path"), [("kyiv", KYIV), ("later", LATER)])
def test_the_document(name: str, path: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / f"document-{name}.md", markdown.dumps([without_picture(path)]))


def test_a_hostile_case_is_text() -> None:
    tokens = read(markdown.dumps([known(HOSTILE)]))
    assert not [token for token in tokens if token.type in ("html_block", "html_inline", "image", "s_open", "em_open")]
    assert {token.attrs["href"] for token in tokens if token.type == "link_open"} == {
        "https://e.example/%22onmouseover=%22alert(1)?a=b&c=%3Cd%3E%7C%60e%60"
    }
    seen = words(tokens)
    for text in texts():
        assert text in seen or text.startswith("https://e.example/")


def test_a_hostile_case_has_the_outline_of_any_other() -> None:
    tokens = read(markdown.dumps([known(HOSTILE)]))
    titles = [token.tag for token in tokens if token.type == "heading_open"]
    assert titles.count("h1") == 1
    rows = [at for at, token in enumerate(tokens) if token.type == "tr_open"]
    cells = [sum(each.type in ("th_open", "td_open") for each in tokens[row:after]) for row, after in pairwise(rows)]
    assert set(cells) == {4, 7}


def test_nobody_is_called_and_no_issue_is_pointed_at() -> None:
    text = re.sub("<https?://[^>]*>|```.*?```", "", markdown.dumps([known(HOSTILE)]), flags=re.DOTALL)
    assert not re.search(r"@\w|(?<!&)#\w|GH-\d|:tada:|\$|www\.|://", text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "# title",
            "- item",
            "+ item",
            "* item",
            "1. item",
            "12) item",
            "> quote",
            "===",
            "---",
            "    code",
            "\tcode",
        ),
        *("```", "~~~", "~~gone~~", "**bold**", "__bold__", "`code`", "[a](b)", "[a]: b", "![a](b)", "<b>", "<!-- x"),
        *("a | b", "&lt;", "&#60;", "\\*", "<javascript:x>", "https://e.example", "www.e.example", "a@e.example"),
        *("mailto:a@e.example", "@all", "#1", "a#1", "GH-1", ":tada:", ":+1:", "$x$", "| --- |", "[ ] task", "[^1]"),
    ],
)
def test_what_looks_like_markup_is_text(text: str) -> None:
    assert_text(text)


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip))
def test_any_text_is_text(text: str) -> None:
    assert_text(text)


@given(st.text("*_`~<>[]()!|&#@$\\:/-+=.1a \n", min_size=1).filter(str.strip))
def test_any_signs_are_text(text: str) -> None:
    assert_text(text)


def assert_text(text: str) -> None:
    """Hold that a text reads as itself in a paragraph, an entry and a cell, in which nothing else is."""
    for before, behind in (("", ""), ("- ", ""), ("# ", ""), ("| a |\n| --- |\n| ", " |"), ("- **", "**: x")):
        tokens = read(f"{before}{plain(text)}{behind}\n")
        inner = [token.type for token in tokens if token.children is None and token.type != "text_special"]
        kept = {"text", "strong_open", "strong_close"} if "**" in before else {"text"}
        assert {kind for kind in inner if not kind.endswith(("_open", "_close")) or "strong" in kind} <= kept
        assert one_line(text) in words(tokens)


def test_times_are_left_as_they_are() -> None:
    assert plain("2025-06-06T11:00:00+03:00, 12:30") == "2025-06-06T11:00:00+03:00, 12:30"


def test_a_picture_cannot_end_its_block() -> None:
    found = replace(known(KYIV), in_words="a\n````\n<b>\x1b\n")
    (fence,) = (token for token in read(markdown.dumps([found])) if token.type == "fence")
    assert fence.content == "a\n````\n<b>\\x1b\n"


def test_several_cases_have_a_list_of_contents() -> None:
    text = markdown.dumps([known(KYIV), known(LATER)])
    assert text.startswith("# 2 cases\n\n- Russian strikes on Kyiv and other Ukrainian cities: killed · Kyiv 4–7+, ")
    assert "\n## Russian strikes on Kyiv and other Ukrainian cities, later figures\n" in text


def test_what_no_file_can_hold_is_shown_as_escapes() -> None:
    text = markdown.dumps([dossier(with_surrogates()), dossier(nasty())])
    assert text.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]", text)
    assert r"\\x00\\udfff" in text


def test_what_leaves_room_above_is_told_if_a_claim_had_not_been_made() -> None:
    text = markdown.dumps([dossier(kyiv())])
    assert "- **mayor-toll**: 3–4+ instead of 4–7+ (killed · Kyiv)\n" in text


def test_a_report_without_a_graph_has_no_picture() -> None:
    text = markdown.dumps([dossier(kyiv())])
    assert "```" not in text
    assert "**killed · Kyiv: 4–7+**" in text


def test_a_history_that_was_left_out_is_said_to_be() -> None:
    assert "Left out here, as it takes long" in markdown.dumps([dossier(entry(LATER)[0])])
