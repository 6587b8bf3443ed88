"""The JSON Schema of the format, for editors that check and complete while somebody writes.

It is made from the declaration in `fields`, and says as much of the format as a schema can: keys, kinds and
words. That names are known, counts are counts and times are times is left to the reader.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reconcile.casefile.fields import (
    CASE,
    DECISION,
    FLAGS,
    RECORDS,
    Inner,
    Kind,
    ListOf,
    Record,
    Table,
    Text,
    Tree,
    Word,
)

Schema: TypeAlias = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a case file, as a value for `json.dumps`."""
    others = {name: _record(record) for name, record in RECORDS.items() if record not in (CASE, DECISION)}
    return {
        "$schema": _DIALECT,
        "title": "reconcile case file",
        **_record(CASE),
        "$defs": {**others, "tree": _TREE, "text": _TEXT},
    }


def decisions_schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a decisions file."""
    return {
        "$schema": _DIALECT,
        "title": "reconcile decisions file",
        "type": ["array", "null"],
        "items": _record(DECISION),
        "$defs": {"text": _TEXT},
    }


# YAML 1.2 makes numbers and booleans of some texts before a schema sees them.
_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}

_TREE: Schema = {
    "type": ["object", "null"],
    "propertyNames": {"pattern": r"\S"},
    "additionalProperties": {"$ref": "#/$defs/tree"},
}


def _record(record: Record) -> Schema:
    properties = {field.key: {"description": field.doc, **_kind(field.kind)} for field in record.fields.values()}
    schema: Schema = {
        "description": record.doc,
        "type": _type("object", blank=record.blank),
        "properties": properties,
        "additionalProperties": False,
        "required": [field.key for field in record.fields.values() if field.required],
    }
    if record.one_of:
        schema["oneOf"] = [{"required": [key]} for key in record.one_of]
    if record.together:
        first, second = record.together
        schema["dependentRequired"] = {first: [second], second: [first]}
    return schema


def _kind(kind: Kind) -> Schema:
    match kind:
        case Text():
            return {"$ref": "#/$defs/text"}
        case Word():
            return {"enum": [*kind.words, *(FLAGS[word] for word in ("true", "false") if word in kind.words)]}
        case Tree():
            return {"$ref": "#/$defs/tree"}
        case Inner():
            return {"$ref": f"#/$defs/{kind.record}"}
        case ListOf():
            return {
                "type": _type("array", blank=kind.blank),
                "items": _kind(kind.of),
                "minItems": kind.at_least,
            }
        case Table():
            return {
                "type": _type("object", blank=kind.blank),
                "propertyNames": {"pattern": kind.naming.pattern},
                "additionalProperties": _kind(kind.of),
                "minProperties": kind.at_least,
            }


def _type(name: str, *, blank: bool) -> str | list[str]:
    return [name, "null"] if blank else name
