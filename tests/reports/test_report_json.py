"""The machine-readable report against its contract."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from jsonschema import Draft202012Validator
from samples import kyiv, nasty

from reconcile.reports.json import dumps, pieces, to_json
from reconcile.reports.value import Assumption

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
BOUND: Schema = {"type": ["integer", "null"]}
TRUTH: Schema = {"type": "boolean"}


def keyed(required: dict[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def mapped(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


BOUNDS = many(BOUND) | {"minItems": 2, "maxItems": 2}
BECAUSE = keyed({"text": TEXT, "claims": many(TEXT)})
CONTRACT = keyed(
    {
        "format": {"const": "reconcile/report/1"},
        "reports": many(
            keyed(
                {
                    "case": keyed({"title": TEXT, "path": TEXT, "sha256": TEXT}),
                    "settings": keyed(
                        {
                            "parts": {"enum": ["possible", "presumed"]},
                            "same-scope": {"enum": ["alternatives", "nested"]},
                            "conventions": many(TEXT),
                            "vague": TEXT,
                            "as_of": {"type": ["string", "null"]},
                            "assumed": many(TEXT),
                            "without": many(TEXT),
                        }
                    ),
                    "questions": many(
                        keyed(
                            {
                                "outcome": TEXT,
                                "place": TEXT,
                                "who": TEXT,
                                "lower": BOUND,
                                "upper": BOUND,
                                "open": TRUTH,
                                "status": {"enum": ["exact", "no-claims", "limit"]},
                                "claims": many(TEXT),
                                "lower_because": BECAUSE,
                                "upper_because": BECAUSE,
                                "ambiguities": many(TEXT),
                                "disagreements": many(TEXT),
                            },
                            lower_proven=TRUTH,
                            upper_proven=TRUTH,
                        )
                    ),
                    "ambiguities": many(
                        keyed(
                            {
                                "id": TEXT,
                                "claim": TEXT,
                                "relation": {"enum": ["within", "overlaps"]},
                                "other": TEXT,
                                "basis": TEXT,
                                "text": TEXT,
                                "effects": many(
                                    keyed(
                                        {
                                            "question": NUMBER,
                                            "if_within": BOUNDS,
                                            "if_apart": BOUNDS,
                                            "settles": NUMBER,
                                        }
                                    )
                                ),
                            }
                        )
                    ),
                    "tensions": many(keyed({"claim": TEXT, "other": TEXT, "text": TEXT})),
                    "disagreements": many(
                        keyed(
                            {
                                "id": TEXT,
                                "claims": many(TEXT),
                                "text": TEXT,
                                "without": mapped(many(keyed({"question": NUMBER, "bounds": BOUNDS}))),
                            }
                        )
                    ),
                    "assumptions": many(keyed({"convention": TEXT, "claim": TEXT, "relation": TEXT, "other": TEXT})),
                    "withdrawn": many(keyed({"claim": TEXT, "by": TEXT})),
                },
                sensitivity=many(
                    keyed({"without": TEXT, "effects": many(keyed({"question": NUMBER, "bounds": BOUNDS}))})
                ),
                settling=many(
                    keyed(
                        {
                            "question": NUMBER,
                            "ask": many(TEXT),
                            "width_after": many(NUMBER),
                            "status": {"enum": ["exact", "heuristic"]},
                        }
                    )
                ),
            )
        ),
    }
)


def test_the_document_keeps_the_contract() -> None:
    document = json.loads(dumps([kyiv(), nasty()]))
    Draft202012Validator(CONTRACT).validate(document)
    assert len(document["reports"]) == 2


def test_the_worked_example() -> None:
    [report] = json.loads(dumps([kyiv()]))["reports"]
    killed = report["questions"][0]
    assert (killed["lower"], killed["upper"], killed["open"], killed["status"]) == (4, 7, True, "exact")
    assert report["ambiguities"][1]["effects"] == [
        {"question": 0, "if_within": [4, 4], "if_apart": [7, 7], "settles": 3}
    ]


def test_only_a_limit_says_which_side_is_proven() -> None:
    for toll in to_json(nasty())["questions"]:  # type: ignore[attr-defined]  # a list of objects
        assert ("lower_proven" in toll) == ("upper_proven" in toll) == (toll["status"] == "limit")


def test_a_toll_without_claims_has_no_bounds() -> None:
    [*_, ill] = json.loads(dumps([nasty()]))["reports"][0]["questions"]
    assert (ill["lower"], ill["upper"], ill["status"]) == (None, None, "no-claims")


def test_the_document_is_what_json_itself_would_read_back() -> None:
    assert json.loads(dumps([kyiv(), nasty()]))["reports"] == [to_json(kyiv()), to_json(nasty())]


def test_what_follows_from_the_bounds() -> None:
    [report] = json.loads(dumps([kyiv()]))["reports"]
    assert report["sensitivity"][0] == {"without": "mayor-toll", "effects": [{"question": 0, "bounds": [3, 4]}]}
    assert report["settling"][0] == {"question": 0, "ask": ["A2"], "width_after": [0], "status": "exact"}
    [left_out] = json.loads(dumps([replace(kyiv(), sensitivity=None)]))["reports"]
    assert "sensitivity" not in left_out


def test_no_reports_are_a_document_too() -> None:
    assert json.loads(dumps([])) == {"format": "reconcile/report/1", "reports": []}


def test_text_is_utf8_and_not_escaped_but_for_controls() -> None:
    text = dumps([nasty()])
    assert text.endswith("}\n")
    assert "東京" in text
    assert "\\u202eevil" in text
    assert "\x1b" not in text


def test_lone_surrogates_can_be_written() -> None:
    odd = replace(kyiv(), case=replace(kyiv().case, title="\ud800"))
    text = dumps([odd])
    text.encode()
    assert json.loads(text)["reports"][0]["case"]["title"] == "\ud800"


def test_two_runs_give_the_same_bytes() -> None:
    assert dumps([nasty(), kyiv()]) == dumps([nasty(), kyiv()])


def test_a_large_report_is_written_in_pieces() -> None:
    pairs = tuple(Assumption("update", f"c{at}", "within", f"c{at + 1}") for at in range(20_000))
    report = replace(kyiv(), assumptions=pairs)
    written = list(pieces([report]))
    assert "".join(written) == dumps([report])
    assert max(map(len, written)) < 200_000 < len(dumps([report]))
    assert json.loads(dumps([report]))["reports"][0]["assumptions"] == [each._asdict() for each in pairs]
