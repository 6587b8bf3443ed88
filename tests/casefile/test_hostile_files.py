"""Files that mean harm, or were never cases: each is refused in plain words, and none raises."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile import check
from reconcile.casefile import read, render

if TYPE_CHECKING:
    from pathlib import Path

CASE = "title: T\ndate: 2024-03-09\n"
CLAIMS = CASE + "claims:\n  a: {source: x, says: {killed: 1}}\n"
MANY = 1_000_000


def bomb(levels: int) -> str:
    """Return the billion laughs: each line repeats the one above ten times."""
    lines = ["l0: &l0 [lol]"]
    lines += [f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(lines)


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "alias bomb": (bomb(12), "too-many-values"),
    "alias bomb of mappings": (bomb(12).replace("[", "{a: [").replace("]", "]}"), "too-many-values"),
    "alias to itself": (CASE + "places: &p {a: {b: *p}}\n", "alias-loop"),
    "nested deeply behind aliases": (
        "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} {'[' * 9}*a{n - 1}{']' * 9}" for n in range(1, 200))]),
        "too-deep",
    ),
    "open brackets": ("[" * MANY, "too-deep"),
    "open braces": ("{" * MANY, "key-not-text or too-deep"),  # newer YAML libraries stop before the key
    "nested lists": ("- " * MANY, "too-deep"),
    "nested keys": ("? " * MANY, "key-not-text"),
    "nested parts": (
        CLAIMS.replace("killed: 1}", "killed: 1}" + ", including: [{says: {killed: 1}" * 40 + "}]" * 40),
        "too-deep",
    ),
    "huge number": (CLAIMS.replace("1}", "9" * MANY + "}"), "bad-count"),
    "huge key": (CASE + "? " + "k" * MANY + "\n: 1\n", "unknown-key"),
    "huge date": (CASE.replace("2024", "2" * MANY), "bad-time"),
    "huge name": (CLAIMS.replace("{source: x", "{place: " + "x" * MANY + ", source: x"), "unknown-place"),
    "python object": (CASE + "summary: !!python/object/apply:os.system ['true']\n", "tag"),
    "tag of its own": (CASE + "summary: !run x\n", "tag"),
    "NULs": (b"\0" * 1000, "control-character"),
    "escape sequence": (CASE + "summary: \x1b]0;owned\x07\n", "control-character"),
    "binary": (random.Random(1).randbytes(10_000), "not-utf-8"),
    "UTF-16": (CASE.encode("utf-16"), "not-utf-8"),
    "lone surrogate": (b"title: \xed\xa0\x80\n", "not-utf-8"),
    "overlong encoding": (b"title: \xc0\xaf\n", "not-utf-8"),
    "merge key": (CASE + "claims:\n  a: &a {source: x, says: {killed: 1}}\n  b: {<<: *a}\n", "unknown-key"),
    "directive": ("%FOO bar\n---\na: 1\n", ""),
    "thousands of errors": (CASE + "links: [" + "x, " * 5000 + "]\n", "too-many-faults"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, tmp_path: Path) -> None:
    text, code = HOSTILE[name]
    path = tmp_path / "case.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    case, diagnostics = read(path)
    shown = "\n".join(map(render, diagnostics))
    if code:
        assert case is None
        assert {found.code for found in diagnostics} & set(code.split(" or "))
    assert "\x1b" not in shown
    assert len(shown) < 2000 * len(diagnostics) + 1


def test_control_characters_hide_nothing(tmp_path: Path) -> None:
    """They are told one by one, and what stands around them is read as if they had been deleted."""
    path = tmp_path / "case.yaml"
    path.write_text(
        "title: T\x01itle\ndate: 2024-03-09\nsummary: a \x02\n\x03\n"
        "claims:\n  \x04a: {source: x, says: {kil\x05led: 4\x06}}\n  b: {source: x, says: {killed: fuor}}\n"
        "links:\n  - {claim: a.killed, within: c\x07}\n",
        encoding="utf-8",
    )
    case, diagnostics = read(path)
    assert case is None
    assert [(found.origin.line, found.origin.column, found.code) for found in diagnostics] == [
        *((line, column, "control-character") for line, column in ((1, 9), (3, 12), (4, 1), (6, 3), (6, 29), (6, 36))),
        (7, 33, "bad-count"),
        (9, 31, "unknown-claim"),
        (9, 32, "control-character"),
    ]


def test_a_file_full_of_control_characters_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(CASE.encode("utf-16-le"))
    _, diagnostics = read(path)
    assert {found.code for found in diagnostics} == {"control-character"}
    assert len(diagnostics) == 20
    assert (diagnostics[-1].hint or "").endswith("; the file has 6 more than are shown")


def test_a_folder_and_a_path_that_cannot_be(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.yaml", "a\0b.yaml", tmp_path / ("x" * 5000)):
        case, [found] = read(path)
        assert case is None
        assert found.code == "unreadable"


def test_a_name_too_long_for_its_decisions(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 245 + ".yaml")
    path.write_text(CLAIMS, encoding="utf-8")
    case, diagnostics = read(path)
    assert case is not None
    assert diagnostics == []


@given(st.binary(max_size=300))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(CLAIMS.encode() + data)
    case, diagnostics = read(path)
    assert (case is None) == any(found.severity == "error" for found in diagnostics)
    for found in diagnostics:
        assert render(found).isprintable() or "\n" in render(found)


def test_a_file_like_a_case_with_a_slip_anywhere(tmp_path: Path) -> None:
    """Whatever one character is lost or doubled, the file is read or its faults are told."""
    path = tmp_path / "case.yaml"
    text = CLAIMS + "links:\n  - {claim: a, within: 'b', answer: no}\nsettings: {parts: presumed}\n"
    for place in range(len(text)):
        for changed in (text[:place] + text[place + 1 :], text[:place] + text[place] * 2 + text[place + 1 :]):
            path.write_text(changed, encoding="utf-8")
            case, diagnostics = read(path, also=check)
            assert case is not None or diagnostics
