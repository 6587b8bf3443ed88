"""Cases as tables: claims, questions and findings, one row each, with HXL tags for every column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile import parse_count
from reconcile.reports.wording import assumption_text
from reconcile.tables.fields import FIELDS
from reconcile.tables.paths import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pandas as pd

    from reconcile.model import Case, Claim
    from reconcile.reports.value import Range, Report, Toll

Cell = str | int | bool | None


class Column(NamedTuple):
    """A column: its name, its HXL tag, and the type of its cells for pandas."""

    name: str
    tag: str
    dtype: str = "string"


class TableForm(NamedTuple):
    """A table: its columns, and the rows that a case has in it, each without the incident in front."""

    columns: tuple[Column, ...]
    rows: Callable[[Case, Report], Iterator[Sequence[Cell]]]


@dataclass(slots=True)
class Frames:
    """Gathers the rows of cases, and gives them as data frames."""

    names: tuple[str, ...]
    _rows: dict[str, list[tuple[Cell, ...]]] = field(default_factory=dict)

    def add(self, incident: str, case: Case, report: Report) -> None:
        """Add the rows of one case, which `incident` names in every table."""
        for name in self.names:
            rows = self._rows.setdefault(name, [])
            rows += [(incident, *cells) for cells in TABLES[name].rows(case, report)]

    def frame(self, name: str) -> pd.DataFrame:
        """Return one table. Figures are nullable integers, missing where there is none."""
        import pandas as pd  # noqa: PLC0415 - loaded where a table is made

        columns = TABLES[name].columns
        frame = pd.DataFrame(self._rows.get(name, []), columns=[column.name for column in columns], dtype=object)
        return frame.astype({column.name: column.dtype for column in columns})


def _claims(case: Case, _report: Report) -> Iterator[Sequence[Cell]]:
    for claim in case.claims.values():
        yield [cell for _, cell in _claim_cells(case, claim)]


def _claim_cells(case: Case, claim: Claim) -> Iterator[tuple[str, Cell]]:
    """Yield the cells of a claim with their fields, as they are to be read again, and what they come to."""
    source, scope, count = case.sources[claim.source], claim.scope, claim.count
    yield "title", case.title
    yield "date", case.date.text
    yield "timezone", case.timezone
    yield "vague", case.settings.vague
    yield "id", claim.id
    yield "source", source.id
    yield "source-name", source.name if source.name != source.id else None
    yield "role", source.role
    yield "grade", source.grade
    yield "source-url", source.url
    yield "via", claim.via
    yield "at", claim.at.text if claim.at else None
    yield "outcome", scope.outcome
    yield "count", count.words
    yield "lo", count.lo
    yield "hi", count.hi
    yield "open", count.open
    yield "lexicon", count.lexicon
    yield "place-within", joined(tuple(reversed(case.places.path(scope.place)[1:]))) or None
    yield "place", scope.place
    yield "who-within", joined(tuple(reversed(case.groups.path(scope.who)[1:]))) or None
    yield "who", scope.who
    yield "during", scope.window.text if scope.window != case.date else None
    yield "so-far", count.open and not parse_count(count.words, case.settings.vague).open
    yield "identified", claim.identified
    yield "part-of", claim.part_of
    yield "quote", claim.quote
    yield "note", claim.note
    yield "url", claim.url


def _questions(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    for toll in report.questions:
        yield (
            *_of(toll),
            toll.lower,
            toll.upper,
            toll.open,
            toll.status.value,
            toll.lower_proven,
            toll.upper_proven,
            " ".join(toll.claims),
            " ".join(toll.lower_because.claims),
            toll.lower_because.text,
            " ".join(toll.upper_because.claims),
            toll.upper_because.text,
            " ".join(toll.ambiguities),
            " ".join(toll.disagreements),
        )


def _ambiguities(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.ambiguities:
        for effect in each.effects:
            toll = report.questions[effect.question]
            bounds: tuple[Range, Range] = (effect.if_within, effect.if_apart)
            facts = (each.id, each.claim, each.relation, each.other, each.basis, each.text)
            yield (*facts, *_of(toll), *bounds[0], *bounds[1], effect.settles)


def _disagreements(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    for each in report.disagreements:
        for claim, effects in each.without.items():
            for effect in effects:
                toll = report.questions[effect.question]
                yield (each.id, " ".join(each.claims), each.text, claim, *_of(toll), *effect.bounds)


def _tensions(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    return ((each.claim, each.other, each.text) for each in report.tensions)


def _assumptions(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    return (
        (each.convention, each.claim, each.relation, each.other, assumption_text(report, each))
        for each in report.assumptions
    )


def _withdrawn(_case: Case, report: Report) -> Iterator[Sequence[Cell]]:
    return ((each.claim, each.by, each.text) for each in report.withdrawn)


def _of(toll: Toll) -> tuple[str, str, str]:
    return toll.outcome, toll.place, toll.who


_INCIDENT = Column("incident", FIELDS["incident"].tag)
_CLAIM = Column("claim", "#meta+claim")
_RELATION = Column("relation", "#meta+relation")
_OTHER = Column("other", "#meta+other")
_TEXT = Column("text", "#description+text")
_TOLL = tuple(Column(name, FIELDS[name].tag) for name in ("outcome", "place", "who"))
_BOUNDS = (Column("lower", "#affected+min", "Int64"), Column("upper", "#affected+max", "Int64"))
_DERIVED = {
    column.name: column
    for column in (
        Column("lo", "#affected+min", "Int64"),
        Column("hi", "#affected+max", "Int64"),
        Column("open", "#status+open", "boolean"),
        Column("lexicon", "#meta+count+lexicon"),
        Column("part-of", "#meta+whole"),
    )
}
"""Columns of the claims that say what others come to; an import has no use for them."""


def _claim_columns() -> tuple[Column, ...]:
    flags = ("so-far", "identified")
    return tuple(
        _DERIVED.get(name) or Column(name, FIELDS[name].tag, "boolean" if name in flags else "string")
        for name in _CLAIM_FIELDS
    )


_CLAIM_FIELDS = (
    *("title", "date", "timezone", "vague", "id", "source", "source-name", "role", "grade", "source-url", "via", "at"),
    *("outcome", "count", "lo", "hi", "open", "lexicon", "place-within", "place", "who-within", "who", "during"),
    *("so-far", "identified", "part-of", "quote", "note", "url"),
)
"""The columns of the claims, in the order of `_claim_cells`."""

TABLES: dict[str, TableForm] = {
    "claims": TableForm((_INCIDENT, *_claim_columns()), _claims),
    "questions": TableForm(
        (
            _INCIDENT,
            *_TOLL,
            *_BOUNDS,
            Column("open", "#status+open", "boolean"),
            Column("status", "#status+search"),
            Column("lower_proven", "#status+min", "boolean"),
            Column("upper_proven", "#status+max", "boolean"),
            Column("claims", "#meta+claims"),
            Column("lower_claims", "#meta+claims+min"),
            Column("lower_because", "#description+min"),
            Column("upper_claims", "#meta+claims+max"),
            Column("upper_because", "#description+max"),
            Column("ambiguities", "#meta+ambiguities"),
            Column("disagreements", "#meta+disagreements"),
        ),
        _questions,
    ),
    "ambiguities": TableForm(
        (
            _INCIDENT,
            Column("id", "#meta+id"),
            _CLAIM,
            _RELATION,
            _OTHER,
            Column("basis", "#meta+basis"),
            _TEXT,
            *_TOLL,
            Column("lower_if_within", "#affected+min+within", "Int64"),
            Column("upper_if_within", "#affected+max+within", "Int64"),
            Column("lower_if_apart", "#affected+min+apart", "Int64"),
            Column("upper_if_apart", "#affected+max+apart", "Int64"),
            Column("settles", "#affected+settled", "Int64"),
        ),
        _ambiguities,
    ),
    "disagreements": TableForm(
        (
            _INCIDENT,
            Column("id", "#meta+id"),
            Column("claims", "#meta+claims"),
            _TEXT,
            Column("without", "#meta+without"),
            *_TOLL,
            *_BOUNDS,
        ),
        _disagreements,
    ),
    "tensions": TableForm((_INCIDENT, _CLAIM, _OTHER, _TEXT), _tensions),
    "assumptions": TableForm(
        (
            _INCIDENT,
            Column("convention", "#meta+convention"),
            _CLAIM,
            _RELATION,
            _OTHER,
            _TEXT,
        ),
        _assumptions,
    ),
    "withdrawn": TableForm((_INCIDENT, _CLAIM, Column("by", "#meta+by"), _TEXT), _withdrawn),
}
"""Every table by its name, in the order of a workbook."""
