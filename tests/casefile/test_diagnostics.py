"""How a diagnostic looks: the caret under its place, and nothing that a terminal would obey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.casefile import Diagnostic, Severity, diagnostic_at, render
from reconcile.casefile.diagnostics import printable, quoted
from reconcile.model import Origin

if TYPE_CHECKING:
    from pathlib import Path


def caret(excerpt: str, column: int) -> tuple[str, str]:
    """Return the line as shown, and what stands in its caret line."""
    _, line, below = render(Diagnostic("code", "message", Origin("a.yaml", 7, column), excerpt)).splitlines()
    return line, below


@pytest.mark.parametrize(
    ("excerpt", "column", "line", "below"),
    [
        ("a: b", 4, "   7 | a: b", "     |    ^"),
        ("\ta: b", 2, "   7 | →   a: b", "     |     ^"),
        ("東京: x", 5, "   7 | 東京: x", "     |       ^"),
        ("é́a: b", 4, "   7 | é́a: b", "     |   ^"),
        ("a: b", 9, "   7 | a: b", "     |     ^"),
        ("a\x1b[31m", 2, "   7 | a\\x1b[31m", "     |  ^"),
        ("a\u202eb", 3, "   7 | a\\u202eb", "     |        ^"),
    ],
)
def test_caret(excerpt: str, column: int, line: str, below: str) -> None:
    assert caret(excerpt, column) == (line, below)


def test_a_long_line_is_cut_around_the_caret() -> None:
    line, below = caret("x" * 500 + "HERE" + "y" * 500, 501)
    assert line[below.index("^")] == "H"
    assert line.startswith("   7 | …xxx")
    assert line.endswith("yyy…")
    assert len(line) < 120
    start, _ = caret("HERE" + "y" * 500, 1)
    assert start.startswith("   7 | HERE")


def test_a_line_without_text_is_not_shown() -> None:
    shown = render(Diagnostic("code", "message", Origin("a.yaml", 1, 1), "", "hint", Severity.WARNING))
    assert shown == "a.yaml:1:1: warning: message [code]\n  hint: hint"


@given(st.text(), st.text(), st.text(), st.integers(1, 300))
@settings(deadline=None)
def test_nothing_reaches_a_terminal_raw(message: str, excerpt: str, hint: str, column: int) -> None:
    shown = render(Diagnostic("code", message, Origin("a\x1b.yaml", 1, column), excerpt, hint))
    lines = shown.split("\n")
    assert len(lines) <= 4
    assert all(
        character.isprintable() or character in "\u200c\u200d " for character in "".join(lines) if character.isascii()
    )
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    shown.encode()


def test_printable_leaves_writing_alone() -> None:
    for text in (
        "Київ",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "👩\u200d🚒",
        "東京",
        "naïve “quoted”",
    ):
        assert printable(text) == text


def test_a_word_is_quoted_at_bearable_length() -> None:
    assert quoted("Kyiv") == "`Kyiv`"
    assert len(quoted("x" * 10_000)) < 70


def test_a_diagnostic_for_a_place_read_before(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a: 1\r\nb: 2\n", encoding="utf-8")
    found = diagnostic_at(Origin(str(path), 2, 4), "contradiction", "message", "hint")
    assert (found.excerpt, found.severity) == ("b: 2", Severity.ERROR)
    path.unlink()
    assert diagnostic_at(Origin(str(path), 2, 4), "contradiction", "message").excerpt == ""
