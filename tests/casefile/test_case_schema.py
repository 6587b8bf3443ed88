"""The JSON Schema and the reader find the same faults in the shape of a case."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reconcile import casefile
from reconcile.casefile import decisions_schema, json_schema, read, starter
from reconcile.casefile.codes import STRUCTURAL
from reconcile.casefile.faults import Faults
from reconcile.casefile.fields import RECORDS
from reconcile.casefile.nodes import Mapping, Node, Scalar, Sequence, compose

ERRORS = Path(casefile.__file__).parent / "catalogue"
VALIDATOR = Draft202012Validator(json_schema())

FULL: dict[str, Any] = {
    "title": "A night",
    "date": "2024-03-09",
    "timezone": "UTC",
    "summary": "Once",
    "places": {"Port": {"Harbour": None, "Town": {}}},
    "groups": {"people": {"children": None, "adults": None}, "drones": None},
    "exclusive": [["children", "adults"]],
    "sources": {
        "mayor": {"name": "Mayor", "role": "mayor", "grade": "B", "url": "https://x.example"},
        "bare": None,
    },
    "claims": {
        "a": {
            "source": "mayor",
            "via": "bare",
            "at": "2024-03-09T12:00",
            "says": {"killed": 4, "wounded": "about 40"},
            "place": "Port",
            "who": "people",
            "during": "2024-03-09",
            "so-far": "yes",
            "quote": "four",
            "note": "mine",
            "url": "https://x.example",
            "including": [{"says": {"killed": 1}, "who": "children", "including": []}],
            "identified": False,
            "ignore": {"transposed": "seen"},
        },
        "b": {"source": "mayor", "says": {"killed": 3}},
        "c": {"source": "mayor", "says": {"killed": 1}},
    },
    "links": [
        {"claim": "a", "within": "b", "answer": "unclear", "quote": "q", "note": "n", "url": "u"},
        {"claim": "b", "same-as": "c", "ignore": {"same-figure": "seen"}},
        {"claim": "a", "overlaps": "b", "by": "1-3"},
        {"claim": "a", "sum-of": ["b", "c"], "answer": "no"},
    ],
    "questions": [{"outcome": "killed", "place": "Port", "who": "people"}],
    "settings": {"parts": "presumed", "same-scope": "nested", "conventions": ["update"], "vague": "acled"},
}


def resolved(node: Node | None) -> Any:  # noqa: ANN401 - any value of JSON
    """Return a node as YAML 1.2 resolves it, which is what a schema is given."""
    match node:
        case Mapping():
            return {key.text: resolved(value) for key, value in node.entries}
        case Sequence():
            return [resolved(item) for item in node.items]
        case Scalar() if node.is_null:
            return None
        case Scalar() if node.plain and (node.text in ("true", "false") or node.text.isdecimal()):
            return json.loads(node.text)
        case Scalar():
            return node.text
        case None:
            return None


def is_sound(path: Path) -> bool:
    """Return whether the reader finds no fault in the shape of a case."""
    _, diagnostics = read(path)
    return not STRUCTURAL & {found.code for found in diagnostics}


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")  # JSON is YAML
    return path


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(json_schema())
    Draft202012Validator.check_schema(decisions_schema())
    json.dumps(json_schema())


def test_every_key_is_described() -> None:
    for record in RECORDS.values():
        assert all(field.doc.endswith(".") for field in record.fields.values()), record.name


def test_a_full_case_and_the_starter(tmp_path: Path) -> None:
    assert list(VALIDATOR.iter_errors(FULL)) == []
    _, diagnostics = read(write(tmp_path / "case.yaml", FULL))
    assert diagnostics == []
    text = starter("x")
    assert list(VALIDATOR.iter_errors(resolved(compose(text, Faults("x.yaml", text))))) == []


def test_decisions() -> None:
    validator = Draft202012Validator(decisions_schema())
    decision = {"claim": "a", "within": "b", "answer": "yes", "by": "OK", "on": "2024-03-10", "because": "so"}
    assert validator.is_valid([decision])
    assert validator.is_valid(None)
    assert not validator.is_valid([{**decision, "same-as": "b"}])
    assert not validator.is_valid([{"claim": "a", "within": "b"}])
    assert not validator.is_valid(decision)


@pytest.mark.parametrize("path", sorted(ERRORS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_error_catalogue(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="replace").replace("\x07", "")
    faults = Faults(path.name, text)
    node = compose(text, faults)
    if node is not None and not faults.errors and not (isinstance(node, Scalar) and node.is_null):
        assert VALIDATOR.is_valid(resolved(node)) == is_sound(path)


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        "",
        " ",
        "x",
        "yes",
        "B",
        "a b",
        4,
        True,
        [],
        ["x"],
        [None],
        [["x", "y"]],
        {},
        {"x": None},
        {"x": "y"},
        {"": 1},
    ],
)
KEYS = st.sampled_from(
    ["x", "", "a.b", "a b", "k:1", *sorted({key for record in RECORDS.values() for key in record.fields})],
)


def spots(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every value inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, below in inside for spot in ((*path, key), *spots(below, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """Return the full case with one to three values replaced, added or taken away."""
    case = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(spots(case) or [("title",)]))
        holder: Any = case
        for key in path:
            holder = holder[key]
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                holder[last] = copy.deepcopy(draw(VALUES))
            case "remove":
                holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
            case "add":
                if isinstance(holder, dict):
                    holder[draw(KEYS)] = copy.deepcopy(draw(VALUES))
                else:
                    holder.append(copy.deepcopy(draw(VALUES)))
    return case


@given(mutated())
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_schema_and_reader_agree(tmp_path: Path, case: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(case) == is_sound(write(tmp_path / "case.yaml", case))
