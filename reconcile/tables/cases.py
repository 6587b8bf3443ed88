"""From the rows of a table to case files, one an incident."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from reconcile.casefile.fields import ID
from reconcile.model import EVERYWHERE, PEOPLE
from reconcile.tables.claims import Entry, RowReader
from reconcile.tables.faults import Fault
from reconcile.tables.fresh import Fresh
from reconcile.tables.paths import tree_of
from reconcile.tables.yamltext import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reconcile.tables.columns import Columns
    from reconcile.tables.paths import Nested, Path
    from reconcile.tables.rows import Table

_LONGEST = 60
"""Characters of a name that is made up from what a table says."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the user says of every case, where no column does; `title` and `date` may be left open."""

    title: str | None = None
    date: str | None = None
    timezone: str = "UTC"


@dataclass(slots=True)
class Imported:
    """The entries of a table by incident, in the order of their first rows, and the rows that are at fault."""

    incidents: dict[str, list[Entry]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def claims(self) -> int:
        """How many rows made a claim."""
        return sum(map(len, self.incidents.values()))


def import_claims(table: Table, columns: Columns, defaults: Defaults) -> Imported:
    """Read all rows of a table.

    Parameters
    ----------
    table
        The table; its rows are used up.
    columns
        Which column holds what.
    defaults
        What holds where no column says it.

    Returns
    -------
    Imported
        An incident of which no row gives a date, nor the defaults, is at fault as a whole, and left out.
    """
    imported = Imported()
    reader = RowReader(table, columns, defaults.timezone)
    told: _Told = {}
    for row in table.rows:
        entry = reader.read(row)
        if not isinstance(entry, Entry):
            imported.faults += entry
        elif faults := list(_differences(entry, told, defaults, table.path)):
            imported.faults += faults
        else:
            imported.incidents.setdefault(entry.incident, []).append(entry)
    if defaults.date is None:
        for incident in [name for name, entries in imported.incidents.items() if _date(entries) is None]:
            message = "no date: name a column with --map COLUMN=date, or give one with --date"
            imported.faults += [Fault(table.path, entry.line, message) for entry in imported.incidents.pop(incident)]
    imported.faults = sorted([*table.faults, *imported.faults], key=lambda fault: fault.line)
    return imported


def case_text(entries: list[Entry], defaults: Defaults, untitled: str) -> str:
    """Return the case file of one incident.

    Parameters
    ----------
    entries
        Its claims, in order; at least one.
    defaults
        What holds where the entries do not say it.
    untitled
        The title, where nothing else gives one.
    """
    places, place_names = _places({entry.place: None for entry in entries if entry.place})
    groups, group_names = tree_of([(PEOPLE,), *(entry.who for entry in entries if entry.who)])
    sources, source_ids = _sources(entries)
    claims: dict[str, Any] = {}
    ids = Fresh()
    for entry in entries:
        said_by = source_ids[entry.source["source"]]
        claims[ids.name(_id(entry), [f".{outcome}" for outcome in entry.says])] = {
            "source": said_by,
            **{key: entry.claim[key] for key in ("via", "at") if key in entry.claim},
            "says": entry.says,
            **({"place": place_names[entry.place]} if entry.place else {}),
            **({"who": group_names[entry.who]} if entry.who else {}),
            **{key: text for key, text in entry.claim.items() if key not in ("via", "at")},
        }
    timezone = _first(entries, "timezone") or defaults.timezone
    vague = _first(entries, "vague")
    return to_yaml(
        {
            "title": defaults.title or _first(entries, "title") or entries[0].incident or untitled,
            "date": defaults.date or _date(entries),
            **({} if timezone == "UTC" else {"timezone": timezone}),
            **({"places": places} if places else {}),
            **({} if groups == {PEOPLE: None} else {"groups": groups}),
            **({"sources": sources} if sources else {}),
            "claims": claims,
            **({"settings": {"vague": vague}} if vague else {}),
        }
    )


def file_names(incidents: Iterable[str]) -> dict[str, str]:
    """Return the name of each incident's case file: no two are the same, on any file system."""
    fresh = Fresh()
    slugs = {incident: _slug(incident, other=r"[^\w-]+") or "incident" for incident in incidents}
    return {incident: f"{fresh.name(slug)}.yaml" for incident, slug in slugs.items()}


_Told: TypeAlias = "dict[tuple[str, ...], tuple[str, int]]"
"""What was said first, and in which line: of a case by incident and key, of a source by its name as well."""


def _differences(entry: Entry, told: _Told, defaults: Defaults, path: str) -> Iterator[Fault]:
    """Yield what a row says of its case, or of its source, otherwise than a row above."""
    source = entry.source["source"]
    of_case = {
        key: entry.about[key] for key in _OF_CASE if key in entry.about and not (key == "date" and defaults.date)
    }
    of_source = {key: entry.source[key] for key in _SOURCE_KEYS if key in entry.source}
    for key, text in (of_case | of_source).items():
        what = "source" if key in of_source else "case"
        known = (entry.incident, key, source) if key in of_source else (entry.incident, key)
        earlier, line = told.setdefault(known, (text, entry.line))
        if text != earlier:
            message = f"`{text[:60]}` here, and `{earlier[:60]}` in line {line} for the same {what}"
            yield Fault(path, entry.line, message, key)


_OF_CASE = ("date", "timezone", "vague")
"""What a case has one of, and a row may say."""


def _first(entries: list[Entry], key: str) -> str | None:
    return next((entry.about[key] for entry in entries if key in entry.about), None)


def _date(entries: list[Entry]) -> str | None:
    """Return the date that a row gives, or else the day of the earliest claim."""
    spans = [entry.at for entry in entries if entry.at]
    return _first(entries, "date") or (min(spans, key=lambda span: span.start).text[:10] if spans else None)


def _places(paths: Iterable[Path]) -> tuple[Nested, dict[Path, str]]:
    """Return the tree of places, and the name of each: where a row is about everywhere, that holds all others."""
    wanted = list(paths)
    if len({path[0] for path in wanted}) < 2 or not any(EVERYWHERE in path for path in wanted):
        return tree_of(wanted)
    within = {path: path if path[0] == EVERYWHERE else (EVERYWHERE, *path) for path in wanted}
    nested, names = tree_of(within.values())
    return nested, {path: names[inner] for path, inner in within.items()}


def _sources(entries: list[Entry]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Return the sources of which more is known than what claims call them, and the id of every source."""
    facts: dict[str, dict[str, str]] = {}
    for entry in entries:
        known = facts.setdefault(entry.source["source"], {})
        for key, text in entry.source.items():
            known.setdefault(key, text)
    fresh = Fresh(reserved=facts)
    declared: dict[str, dict[str, str]] = {}
    ids: dict[str, str] = {}
    for source, known in facts.items():
        more = {_SOURCE_KEYS[key]: text for key, text in known.items() if key in _SOURCE_KEYS}
        if more and re.search(ID.pattern, source):
            ids[source] = source
            declared[source] = more
        elif more:
            ids[source] = fresh.name(_slug(source) or "source")
            declared[ids[source]] = {"name": source, **more}
    by_name: dict[str, str] = {}
    for source, told in declared.items():
        by_name.setdefault(told.get("name", source), source)
    return declared, {source: ids.get(source) or by_name.get(source, source) for source in facts}


_SOURCE_KEYS = {"source-name": "name", "role": "role", "grade": "grade", "source-url": "url"}
"""What a source has one of, and a row may say: the field, and the key of it in a case."""


def _id(entry: Entry) -> str:
    """Return the id that a row gives its claim, as the format allows it, or one made from its source."""
    return re.sub(r"[\s:=/,]+", "-", entry.id) or _slug(entry.source["source"]) or "claim"


def _slug(text: str, other: str = r"\W+") -> str:
    return re.sub(other, "-", text.casefold()).strip("-_")[:_LONGEST].strip("-_")
