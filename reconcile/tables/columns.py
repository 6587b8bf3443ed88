"""Which column of a table holds which field: by what the user says, by HXL tags, by the names of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from reconcile.casefile.fields import OUTCOME
from reconcile.tables.faults import TableError
from reconcile.tables.fields import ENDS, FIELDS, LEVELS, OUTCOME_NAMES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.tables.rows import Table


class Figure(NamedTuple):
    """A column of figures: of which outcome, and whether it is one end of a range: `min`, `max` or neither."""

    outcome: str
    end: str = ""

    def __str__(self) -> str:
        return f"{self.outcome}-{self.end}" if self.end else self.outcome


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by its index.

    `fields` has the fields of `FIELDS` that the table has; `figures` the columns of one outcome each; `names`
    are the names of all columns.
    """

    fields: dict[str, int]
    figures: dict[Figure, int]
    names: tuple[str, ...]

    def __str__(self) -> str:
        taken = {**self.fields, **{str(figure): at for figure, at in self.figures.items()}}
        text = ", ".join(f"{field} ← {self.names[at]}" for field, at in taken.items())
        unused = [name for at, name in enumerate(self.names) if name and at not in taken.values()]
        return text + (f"; not used: {', '.join(unused)}" if unused else "")


def find_columns(table: Table, maps: Iterable[str] = ()) -> Columns:
    """Return which column holds which field.

    Parameters
    ----------
    table
        The table.
    maps
        What the user says, as `column=field`; `column=` leaves a column out. A column of another outcome than
        the built-in ones is `column=says.rescued`.

    Raises
    ------
    TableError
        If a map names no column or field, or if the claims would lack a source or a figure.
    """
    names = tuple(name.strip() for name in table.header)
    given = dict(_given(text, names, table.path) for text in maps)
    fields: dict[str, int] = {}
    figures: dict[Figure, int] = {}
    chosen = set(given.values())
    for at, name in enumerate(names):
        meant = given[at] if at in given else _meant(name, table.tags[at] if at < len(table.tags) else "")
        if at not in given and meant in chosen:
            continue
        if isinstance(meant, Figure):
            figures.setdefault(meant, at)
        elif meant:
            fields.setdefault(meant, at)
    columns = Columns({field: fields[field] for field in FIELDS if field in fields}, figures, names)
    _check(columns, table.path)
    return columns


def _given(text: str, names: Sequence[str], path: str) -> tuple[int, str | Figure | None]:
    column, equals, field = (part.strip() for part in text.rpartition("="))
    if not equals:
        raise TableError(f"--map {text}: expected column=field")
    if column not in names:
        raise TableError(f"--map {text}: {path} has no column `{column}`{_near(column, names)}")
    if not field:
        return names.index(column), None
    meant = _named(field)
    if meant is None:
        raise TableError(f"--map {text}: no field is called `{field}`{_near(field, [*FIELDS, *OUTCOMES])}")
    return names.index(column), meant


def _named(field: str) -> str | Figure | None:
    """Return the field of a name that is spelt as this package spells it."""
    if field in FIELDS:
        return field
    outcome, _, end = field.removeprefix("says.").rpartition("-")
    figure = Figure(outcome, end) if end in ("min", "max") else Figure(field.removeprefix("says."))
    known = figure.outcome in OUTCOMES or field.startswith("says.")
    return figure if known and re.search(OUTCOME.pattern, figure.outcome) else None


def _meant(name: str, tag: str) -> str | Figure | None:
    """Guess the field of a column by its tag, or else by its name."""
    if tag.strip() or name.startswith("#"):
        return _tagged(tag.strip() or name)
    words = " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))
    if words in _BY_ALIAS:
        return _BY_ALIAS[words]
    if words in OUTCOME_NAMES:
        return Figure(OUTCOME_NAMES[words])
    first, _, rest = words.partition(" ")
    start, _, last = words.rpartition(" ")
    for end, outcome in ((last, start), (first, rest)):
        if end in ENDS and outcome in OUTCOME_NAMES:
            return Figure(OUTCOME_NAMES[outcome], ENDS[end])
    return None


_BY_ALIAS = {name: field.name for field in FIELDS.values() for name in (field.name.replace("-", " "), *field.aliases)}


def _tagged(tag: str) -> str | Figure | None:
    """Return the field of an HXL tag: the one that has most of its attributes."""
    base, *attributes = re.sub(r"\s", "", tag).lower().split("+")
    if base == "#affected":
        outcomes = [OUTCOME_NAMES[each] for each in attributes if each in OUTCOME_NAMES]
        ends = [ENDS[each] for each in attributes if each in ENDS]
        if outcomes:
            return Figure(outcomes[0], ends[0] if ends else "")
    fits = [
        (len(wanted), name)
        for name, (its_base, wanted) in _BY_TAG.items()
        if its_base == base and wanted <= set(attributes)
    ]
    return max(fits)[1] if fits else None


_BY_TAG = {field.name: (field.tag.split("+")[0], frozenset(field.tag.split("+")[1:])) for field in FIELDS.values()}


def _check(columns: Columns, path: str) -> None:
    has = f"the columns of {path} are: {', '.join(filter(None, columns.names))}"
    if "source" not in columns.fields:
        raise TableError(f"no column says who gives a figure: name it with --map COLUMN=source; {has}")
    if "count" in columns.fields and "outcome" not in columns.fields:
        raise TableError(f"no column says the outcome of a count: name it with --map COLUMN=outcome; {has}")
    if "count" not in columns.fields and not columns.figures:
        raise TableError(f"no column has figures: name one with --map COLUMN=killed, or =count; {has}")


def levels(columns: Columns) -> list[int]:
    """Return the columns that name a place, from the outside in."""
    return [columns.fields[level] for level in LEVELS if level in columns.fields]


def _near(word: str, names: Sequence[str]) -> str:
    near = get_close_matches(word, names, n=1)
    return f"; did you mean `{near[0]}`?" if near else f"; there are {', '.join(filter(None, names))}"
