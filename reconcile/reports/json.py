"""The machine-readable report, `reconcile/report/1`: a contract that scripts and other programs rely on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from json import JSONEncoder
from typing import TYPE_CHECKING

from reconcile.reports.listings import grouped
from reconcile.reports.value import Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconcile.reports.value import (
        Ambiguity,
        Because,
        Disagreement,
        Report,
        Sensitivity,
        SetAside,
        SettingsLine,
        Settling,
        Toll,
    )

FORMAT = "reconcile/report/1"
"""The name and the version of the format."""

_BETWEEN = ",\n  "
"""What stands between the entries of a list."""

_AT_ONCE = 100
"""How many texts of a list are written in one piece."""

_encode = JSONEncoder(ensure_ascii=False).encode
_CONTROLS = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What may stand in a JSON text, but not in a terminal or a UTF-8 file."""


def dumps(reports: Iterable[Report]) -> str:
    """Write reports as one document, one entry of a list a line: it reads, greps and compares line by line.

    Parameters
    ----------
    reports
        The reports, in the order of the document.

    Returns
    -------
    str
        The text of the document, which ends with a newline. The same reports give the same text.
    """
    return "".join(pieces(reports))


def pieces(reports: Iterable[Report]) -> Iterator[str]:
    """Yield the text of `dumps` piece by piece, so that no more than one report need be held at a time."""
    yield f'{{"format": {_encode(FORMAT)},\n"reports": [\n'
    for number, report in enumerate(reports):
        yield ",\n" if number else ""
        yield from _object_pieces(_entries(report, _tension_texts(report), _assumption_texts(report)))
    yield "\n]}\n"


def escaped(document: str) -> str:
    """Return a JSON text with what must not reach a terminal, or cannot stand in a file, as escapes."""
    if document.isascii() and "\x7f" not in document:
        return document
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def to_json(report: Report) -> dict[str, object]:
    """Return one entry of `reports`, as values that `json` can write.

    Parameters
    ----------
    report
        The report of one case.

    Returns
    -------
    dict
        The keys of the contract and no others, in the contract's order; `sensitivity` only where it was found out.
    """
    tensions, assumptions = ([each._asdict() for each in long] for long in (report.tensions, report.assumptions))
    return _entries(report, tensions, assumptions)


def _entries(report: Report, tensions: object, assumptions: object) -> dict[str, object]:
    return {
        "case": {"title": report.case.title, "path": report.case.path, "sha256": report.case.sha256},
        "settings": _settings(report.settings),
        "questions": [_question(toll) for toll in report.questions],
        "ambiguities": [_ambiguity(ambiguity) for ambiguity in report.ambiguities],
        "tensions": tensions,
        "disagreements": [_disagreement(disagreement) for disagreement in report.disagreements],
        "assumptions": assumptions,
        "withdrawn": [{"claim": each.claim, "by": each.by} for each in report.withdrawn],
        **({} if report.sensitivity is None else {"sensitivity": [_sensitivity(each) for each in report.sensitivity]}),
        "settling": [_settling(each) for each in report.settling],
    }


def _settings(settings: SettingsLine) -> dict[str, object]:
    return {
        "parts": settings.parts,
        "same-scope": settings.same_scope,
        "conventions": list(settings.conventions),
        "vague": settings.vague,
        "as_of": settings.as_of,
        "assumed": list(settings.assumed),
        "without": list(settings.without),
    }


def _question(toll: Toll) -> dict[str, object]:
    proven = {"lower_proven": toll.lower_proven, "upper_proven": toll.upper_proven}
    return {
        "outcome": toll.outcome,
        "place": toll.place,
        "who": toll.who,
        "lower": toll.lower,
        "upper": toll.upper,
        "open": toll.open,
        "status": toll.status.value,
        **(proven if toll.status is Status.LIMIT else {}),
        "claims": list(toll.claims),
        "lower_because": _because(toll.lower_because),
        "upper_because": _because(toll.upper_because),
        "ambiguities": list(toll.ambiguities),
        "disagreements": list(toll.disagreements),
    }


def _because(because: Because) -> dict[str, object]:
    return {"text": because.text, "claims": list(because.claims)}


def _ambiguity(ambiguity: Ambiguity) -> dict[str, object]:
    return {
        "id": ambiguity.id,
        "claim": ambiguity.claim,
        "relation": ambiguity.relation,
        "other": ambiguity.other,
        "basis": ambiguity.basis,
        "text": ambiguity.text,
        "effects": [
            {
                "question": effect.question,
                "if_within": list(effect.if_within),
                "if_apart": list(effect.if_apart),
                "settles": effect.settles,
            }
            for effect in ambiguity.effects
        ],
    }


def _disagreement(disagreement: Disagreement) -> dict[str, object]:
    return {
        "id": disagreement.id,
        "claims": list(disagreement.claims),
        "text": disagreement.text,
        "without": {claim: [_set_aside(each) for each in effects] for claim, effects in disagreement.without.items()},
    }


def _sensitivity(sensitivity: Sensitivity) -> dict[str, object]:
    return {"without": sensitivity.without, "effects": [_set_aside(each) for each in sensitivity.effects]}


def _set_aside(effect: SetAside) -> dict[str, object]:
    return {"question": effect.question, "bounds": list(effect.bounds)}


def _settling(settling: Settling) -> dict[str, object]:
    return {
        "question": settling.question,
        "ask": list(settling.ask),
        "width_after": list(settling.width_after),
        "status": "exact" if settling.exact else "heuristic",
    }


# There may be hundreds of thousands of tensions and assumptions, and `_encode` would take long for each.


def _tension_texts(report: Report) -> Iterator[str]:
    ids = _Encoded()
    for claim, other, text in report.tensions:
        yield f'{{"claim": {ids[claim]}, "other": {ids[other]}, "text": {escaped(_encode(text))}}}'


def _assumption_texts(report: Report) -> Iterator[str]:
    text = _Encoded()
    for convention, claim, relation, others in grouped(report.assumptions, text.__getitem__):
        start = f'{{"convention": {text[convention]}, "claim": {claim}, "relation": {text[relation]}, "other": '
        if ends := f"}}{_BETWEEN}{start}".join(others):
            yield f"{start}{ends}}}"


class _Encoded(dict[str, str]):
    """The JSON texts of words, each made once."""

    def __missing__(self, word: str) -> str:
        self[word] = text = escaped(_encode(word))
        return text


def _object_pieces(entries: dict[str, object]) -> Iterator[str]:
    """Write an object whose lists have a line an entry; `indent` would be slower, and a line a number.

    A list may be given as an iterator over the texts of its entries, each of one or several.
    """
    before = "{"
    for key, value in entries.items():
        yield f"{before}{_encode(key)}: "
        if isinstance(value, list):
            yield from _list_pieces(escaped(_encode(each)) for each in value)
        elif isinstance(value, Iterator):
            yield from _list_pieces(value)
        else:
            yield escaped(_encode(value))
        before = ",\n "
    yield "}"


def _list_pieces(texts: Iterator[str]) -> Iterator[str]:
    before = "[\n  "
    while some := list(islice(texts, _AT_ONCE)):
        yield before + _BETWEEN.join(some)
        before = _BETWEEN
    yield "[]" if before != _BETWEEN else "]"
