"""YAML 1.2 nodes: text stays text, places are right, and both parsers of PyYAML agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import casefile
from reconcile.casefile.faults import Faults
from reconcile.casefile.files import open_file
from reconcile.casefile.nodes import Mapping, Node, Scalar, Sequence, compose

ERRORS = Path(casefile.__file__).parent / "catalogue"
PLACED = "a: 1\nb: [x, 'y', é z]\nc:\n  d: \"q\"\n"


def nodes(text: str) -> tuple[Node | None, Faults]:
    faults = Faults("case.yaml", text)
    return compose(text, faults), faults


def plain(node: Node | None) -> Any:  # noqa: ANN401 - nested values of text
    """Return a node as text in dicts and lists; None where nothing is written."""
    match node:
        case Scalar():
            return None if node.is_null else node.text
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
    return None


def places(node: Node | None) -> list[tuple[int, int]]:
    match node:
        case Scalar():
            return [(node.line, node.column)]
        case Mapping():
            return [(node.line, node.column)] + [
                place for entry in node.entries for each in entry for place in places(each)
            ]
        case Sequence():
            return [(node.line, node.column)] + [place for item in node.items for place in places(item)]
    return []


def test_scalars_are_text() -> None:
    text = "[yes, no, on, 12:30, 0123, 1e3, 2025-06-06, 0x10, .inf, true, '~', \"null\", <<, =]"
    node, faults = nodes(text)
    written = ["yes", "no", "on", "12:30", "0123", "1e3", "2025-06-06", "0x10", ".inf", "true"]
    assert plain(node) == [*written, "~", "null", "<<", "="]
    assert faults.diagnostics == []


def test_nothing_is_null() -> None:
    assert plain(nodes("[~, null, Null, NULL]")[0]) == [None] * 4
    assert plain(nodes("a:\nb: ''\n")[0]) == {"a": None, "b": ""}


def test_places() -> None:
    node, _ = nodes(PLACED)
    assert places(node) == [
        *[(1, 1), (1, 1), (1, 4)],
        *[(2, 1), (2, 4), (2, 5), (2, 8), (2, 13)],
        *[(3, 1), (4, 3), (4, 3), (4, 6)],
    ]


def test_block_texts_and_line_ends() -> None:
    assert plain(nodes("a: |\n  one\n  two\nb: >\n  one\n  two\n")[0]) == {
        "a": "one\ntwo\n",
        "b": "one two\n",
    }
    assert plain(nodes("a: 1\r\nb: 2\rc: 3\n")[0]) == {"a": "1", "b": "2", "c": "3"}


def test_line_breaks_of_yaml_1_1_are_spaces(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("\ufeffa: one\u2028two\u0085three # x\u2029b: 1\nc: 2\n", encoding="utf-8")
    file, faults = open_file(path)
    assert file is not None
    node = compose(file.text, faults)
    assert plain(node) == {"a": "one two three", "c": "2"}
    assert places(node)[-1] == (2, 4)


def test_aliases_repeat_what_they_name() -> None:
    node, faults = nodes("a: &x {k: 1}\nb: *x\nc: &y text\nd: *y\n*y : e\n")
    assert plain(node) == {"a": {"k": "1"}, "b": {"k": "1"}, "c": "text", "d": "text", "text": "e"}
    assert faults.diagnostics == []


def test_an_alias_counts_what_it_repeats_towards_the_depth() -> None:
    nested = "[" * 40 + "]" * 40
    _, faults = nodes(f"a: &x {nested}\nb: " + "[" * 40 + "*x" + "]" * 40)
    assert [found.code for found in faults.diagnostics] == ["too-deep"]


def test_nothing_written() -> None:
    for text in ("", "\n\n", "# only a comment\n", "---\n", "~"):
        node, faults = nodes(text)
        assert plain(node) is None
        assert node is not None
        assert faults.diagnostics == []


def test_all_duplicates_are_reported_and_the_first_is_kept() -> None:
    node, faults = nodes("a: 1\nb: {x: 1, x: 2}\na: 2\na: 3\n")
    assert plain(node) == {"a": "1", "b": {"x": "1"}}
    assert [(found.code, found.origin.line) for found in faults.diagnostics] == [
        ("duplicate-key", 2),
        ("duplicate-key", 3),
        ("duplicate-key", 4),
    ]


def test_a_key_inside_a_key_that_is_no_text_is_not_told_as_well() -> None:
    node, faults = nodes("{{{a: b}: c}: d, f: g}\n")
    assert plain(node) == {"f": "g"}
    assert [(found.code, found.origin.column) for found in faults.diagnostics] == [("key-not-text", 2)]


def test_an_escape_cannot_smuggle_a_control_character() -> None:
    _, faults = nodes('a: "\\x1b[31m"\nb: "tab\\tand\\nline"\n')
    assert [(found.code, found.origin.line) for found in faults.diagnostics] == [("control-character", 1)]


SLIPS = {
    "a: 'x\nb: 1\n": ("unclosed-quote", 1, 4),
    'a: "x\nb: "y"\n': ("unclosed-quote", 1, 4),
    'a: "x" y\n': ("stray-quote", 1, 8),
    "a: [x] y\n": ("stray-bracket", 1, 8),
    "a: {b: 1\n": ("unclosed-bracket", 1, 4),
    "[[[\n": ("unclosed-bracket", 1, 3),
    "a: {b: 1 c: 2}\n": ("missing-comma", 1, 11),
    "a: {b: c: d}\n": ("missing-comma", 1, 9),
    "title:x\ndate: y\n": ("missing-space", 1, 6),
    "date: y\ntitle:x\n": ("missing-space", 2, 6),
    "a:\n  - b:x\n    c: y\n": ("missing-space", 2, 6),
    "a: 1\nword\nb: 2\n": ("missing-colon", 2, 1),
    "a:\n  b: 1\n    # note\n   c: 2\n": ("bad-indentation", 4, 4),
    "a:\n    b: 1\n  c: 2\n": ("bad-indentation", 3, 3),
    "a:\n  - b\n  c: 1\n": ("bad-indentation", 3, 3),
    "  a: 1\nb: 2\n": ("bad-indentation", 2, 1),
    "a: one: two\n": ("unquoted-colon", 1, 7),
    "a: *\n": ("unquoted-sign", 1, 4),
    "a: %x\n": ("unquoted-sign", 1, 4),
    "a: > x\n": ("unquoted-sign", 1, 4),
    "a: !x!y z\n": ("tag", 1, 4),
    "a: - b\n": ("syntax", 1, 4),
    "a: [- b]\n": ("syntax", 1, 5),
    "a: &x &y 1\n": ("syntax", 1, 7),
}


@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
@pytest.mark.parametrize("text", SLIPS)
def test_slips(text: str, *, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if pure:
        monkeypatch.delattr(yaml, "CSafeLoader")
    node, faults = nodes(text)
    assert node is None
    assert [(found.code, found.origin.line, found.origin.column) for found in faults.diagnostics] == [SLIPS[text]]


@pytest.mark.parametrize("text", ['a: "\\q"', 'a: "\\U00110000"', 'a: "\\x1"'])
@pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
def test_bad_escapes(text: str, *, pure: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if pure:
        monkeypatch.delattr(yaml, "CSafeLoader")
    node, faults = nodes(text)
    assert node is None
    assert [found.code for found in faults.diagnostics] == ["bad-escape"]


def test_both_parsers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(path: Path) -> object:
        file, faults = open_file(path)
        node = compose(file.text, faults) if file else None
        return plain(node), [(each.code, each.origin.line) for each in faults.diagnostics]

    paths = sorted(ERRORS.glob("*.yaml"))
    with_libyaml = [found(path) for path in paths]
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert [found(path) for path in paths] == with_libyaml


@given(
    st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]))
    | st.text(alphabet="ab:-[]{}'\"#&*!|>%@`,?\n \t")
)
@settings(deadline=None)
def test_any_text_gives_nodes_or_a_fault(text: str) -> None:
    node, faults = nodes(text)
    assert (node is None) <= bool(faults.errors)
