"""From a row of a table to a claim, or to all that is wrong with the row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from reconcile.casefile import CountError, TimeError, find_zone, parse_count, parse_moment, parse_window
from reconcile.casefile.fields import OUTCOME
from reconcile.casefile.lexicons import LEXICONS
from reconcile.casefile.times import UnknownZoneError
from reconcile.model import GRADES, PEOPLE
from reconcile.tables.columns import levels
from reconcile.tables.faults import Fault
from reconcile.tables.fields import OUTCOME_NAMES
from reconcile.tables.paths import parted

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.model import Span
    from reconcile.tables.columns import Columns
    from reconcile.tables.paths import Path
    from reconcile.tables.rows import Row, Table

_TRUTHS = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0", ""), False),
}

_DEEPEST = 50
"""How many names may be inside one another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says: of its case, of its source, and the claim itself.

    `about` has the title, the date, the time zone and the lexicon of the case; `claim` the entries that a
    case file takes as they are; `place` and `who` are paths, empty where the row names none.
    """

    line: int
    incident: str
    id: str
    about: dict[str, str]
    source: dict[str, str]
    claim: dict[str, str]
    says: dict[str, str]
    place: Path
    who: Path
    at: Span | None


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table; `timezone` is for times without an offset, where no column says it."""

    table: Table
    columns: Columns
    timezone: str = "UTC"
    _faults: list[Fault] = field(default_factory=list)
    _row: Row | None = None

    def read(self, row: Row) -> Entry | list[Fault]:
        """Return what a row says, or what is wrong with it."""
        self._row, self._faults = row, []
        zone = self._zone()
        about = {key: self._cell(key) for key in ("title", "date", "timezone", "vague")}
        self._parse("date", lambda text: parse_window(text, zone))
        self._word("vague", LEXICONS)
        source = {key: self._cell(key) for key in ("source", "source-name", "role", "grade", "source-url")}
        source["grade"] = self._grade()
        if not source["source"]:
            self._fault("source", "nobody is named who gives the figure")
        if "incident" in self.columns.fields and not self._cell("incident"):
            self._fault("incident", "the row says of no incident that it is about")
        entry = Entry(
            line=row.line,
            incident=self._cell("incident"),
            id=self._cell("id"),
            about=_filled(about),
            source=_filled(source),
            claim=_filled(self._claim()),
            says=self._says(),
            place=self._place(),
            who=self._who(),
            at=self._parse("at", lambda text: parse_moment(text, zone)),
        )
        self._parse("during", lambda text: parse_window(text, zone))
        return self._faults or entry

    def _claim(self) -> dict[str, str]:
        return {
            "via": self._cell("via"),
            "at": _moment_text(self._cell("at")),
            "during": _moment_text(self._cell("during")),
            "so-far": self._flag("so-far"),
            "quote": self._cell("quote", strip=False),
            "note": self._cell("note", strip=False),
            "identified": self._flag("identified"),
            "url": self._cell("url"),
        }

    def _says(self) -> dict[str, str]:
        """Return the figures of the row by outcome."""
        says: dict[str, str] = {}
        ends: dict[str, dict[str, str]] = {}
        for figure, at in self.columns.figures.items():
            text = self._at(at).strip()
            if text and figure.end:
                ends.setdefault(figure.outcome, {})[figure.end] = text
            elif text:
                says[figure.outcome] = self._count(text, at)
        for outcome, given in ends.items():
            says.setdefault(outcome, self._range(outcome, given))
        if "count" in self.columns.fields and (text := self._cell("count")):
            if outcome := self._outcome():
                says[outcome] = self._count(text, self.columns.fields["count"])
        elif not says:
            self._fault("count", "there is no figure in this row")
        return says

    def _outcome(self) -> str:
        text = self._cell("outcome")
        outcome = OUTCOME_NAMES.get(text.casefold(), text)
        if not re.search(OUTCOME.pattern, outcome):
            self._fault("outcome", f"an outcome is {OUTCOME.words}" if text else "the count is of no outcome")
        return outcome

    def _range(self, outcome: str, given: dict[str, str]) -> str:
        low, high = given.get("min"), given.get("max")
        column = next(at for figure, at in self.columns.figures.items() if figure.outcome == outcome and figure.end)
        if low is None or high is None:
            return self._count(f"at least {low}" if low else f"at most {high}", column)
        return self._count(low if low == high else f"{low}-{high}", column)

    def _count(self, text: str, column: int) -> str:
        try:
            parse_count(text)
        except CountError as error:
            meant = f"; did you mean `{error.nearest}`?" if error.nearest else ""
            self._fault(column, f"`{text[:60]}`: {error.message}{meant}")
        return text

    def _place(self) -> Path:
        place = tuple(name for at in levels(self.columns) if (name := self._at(at).strip()))
        return self._checked((*parted(self._cell("place-within")), *place) if place else (), "place")

    def _who(self) -> Path:
        who = self._cell("who")
        if not who or who == PEOPLE:
            return ()
        within = parted(self._cell("who-within")) if "who-within" in self.columns.fields else (PEOPLE,)
        return self._checked((*within, who), "who")

    def _checked(self, path: Path, key: str) -> Path:
        if len(path) > _DEEPEST:
            self._fault(key, f"{len(path)} names stand one in the other: no more than {_DEEPEST} may")
        return path

    def _zone(self) -> tzinfo:
        name = self._cell("timezone") or self.timezone
        try:
            return find_zone(name)
        except UnknownZoneError:
            self._fault("timezone", f"no time zone is called `{name[:60]}`: write a name such as Europe/Kyiv")
            return UTC

    def _grade(self) -> str:
        grade = self._cell("grade").upper()
        if grade and grade not in GRADES:
            self._fault("grade", f"`{grade[:60]}` is no grade: expected one of {', '.join(GRADES)}")
        return grade

    def _word(self, key: str, words: tuple[str, ...]) -> None:
        word = self._cell(key)
        if word and word not in words:
            self._fault(key, f"`{word[:60]}` is none of {', '.join(words)}")

    def _flag(self, key: str) -> str:
        text = self._cell(key).casefold()
        if text not in _TRUTHS:
            self._fault(key, f"`{text[:60]}` is neither yes nor no")
        return "yes" if _TRUTHS.get(text) else ""

    def _parse(self, key: str, parse: Callable[[str], Span]) -> Span | None:
        text = self._cell(key)
        try:
            return parse(_moment_text(text)) if text else None
        except TimeError as error:
            self._fault(key, f"`{text[:60]}`: {error.message}: {error.hint}")
            return None

    def _cell(self, key: str, *, strip: bool = True) -> str:
        """Return the text of a field, or nothing where it is blank or there is no such column."""
        at = self.columns.fields.get(key)
        text = "" if at is None else self._at(at)
        return text.strip() if strip or not text.strip() else text

    def _at(self, column: int) -> str:
        cells = self._row.cells if self._row else ()
        return cells[column] if column < len(cells) else ""

    def _fault(self, column: str | int, message: str) -> None:
        at = column if isinstance(column, int) else self.columns.fields.get(column)
        name = None if at is None else self.columns.names[at]
        self._faults.append(Fault(self.table.path, self._row.line if self._row else 1, message, name))


def _moment_text(text: str) -> str:
    """Return a time as a case has it: spreadsheets and databases put a space before the hour."""
    return re.sub(r"(?<=\d) (?=\d\d:\d\d)", "T", text)


def _filled(texts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}
