"""Two revisions of a case: for a terminal, and as Markdown for a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reports.escaping import plain
from reconcile.reports.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from reconcile.reports.studied import Change, Difference, FieldChange, Figure, Moved

NOT_ASKED = "not asked"
"""Stands for the bounds of a question that a revision does not know."""

_NOTHING = "Nothing that the case says has changed."
_HEADINGS = {
    "claim": "Claims",
    "link": "Links",
    "decision": "Decisions",
    "case": "The case and its settings",
    "source": "Sources",
    "question": "Questions",
    "place": "Places",
    "group": "Groups",
}
_ASIDES = ("quote", "note", "url", "during")
"""Fields that are not told of an entry that is wholly new or gone: the others say what it is."""

_LONGEST = 60
"""Characters of a value that are shown."""


def to_text(found: Difference, console: Console) -> str:
    """Return a difference as text as wide as the console."""
    from rich.table import Table  # noqa: PLC0415 - Markdown needs no rich

    from reconcile.reports.terminal import captured, cell  # noqa: PLC0415

    def grid(rows: Sequence[tuple[str, str]]) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(overflow="fold")
        table.add_column(overflow="fold")
        for row in rows:
            table.add_row(*(cell(words, console) for words in row))
        return table

    def printing() -> None:
        console.print(cell(found.title, console, "bold"))
        console.print(cell(f"{found.old} → {found.new}", console))
        console.print()
        console.print(cell("Bounds", console, "bold"))
        moved = [each for each in found.tolls if each.changed]
        console.print(
            grid([(each.question.title, f"{_figure(each.before)} → {_figure(each.after)}") for each in moved])
        )
        console.print(cell(_unmoved(found), console, "dim"))
        for heading, changes in _sections(found):
            console.print()
            console.print(cell(heading, console, "bold"))
            console.print(grid([(change.kind, f"{change.name}{_details(change)}") for change in changes]))
        if not found.changes:
            console.print()
            console.print(cell(_NOTHING, console))

    return captured(console, printing)


def to_markdown(found: Difference) -> str:
    """Return a difference as Markdown. No text of a case is taken for markup, or calls anybody."""
    blocks = [f"### {plain(found.title)}", f"{plain(found.old)} → {plain(found.new)}"]
    if moved := [each for each in found.tolls if each.changed]:
        rows = [_row(each) for each in moved]
        blocks.append("\n".join(["| Toll | Before | After |", "| --- | ---: | ---: |", *rows]))
    blocks.append(_unmoved(found))
    for heading, changes in _sections(found):
        blocks.append(f"#### {heading}")
        blocks.append("\n".join(f"- {each.kind} **{plain(each.name)}**{plain(_details(each))}" for each in changes))
    if not found.changes:
        blocks.append(_NOTHING)
    return "\n\n".join(blocks) + "\n"


def _row(moved: Moved) -> str:
    before, after = plain(_figure(moved.before)), plain(_figure(moved.after))
    return f"| {plain(moved.question.title)} | {before} | **{after}** |"


def _sections(found: Difference) -> Iterator[tuple[str, list[Change]]]:
    for what, heading in _HEADINGS.items():
        if changes := [change for change in found.changes if change.what == what]:
            yield heading, changes


def _details(change: Change) -> str:
    """Say what an entry says or said, or which of its fields changed from what to what."""
    if change.kind in ("added", "removed"):
        told = [field.after or field.before or "" for field in change.fields if field.name not in _ASIDES]
        words = " · ".join(map(_short, told))
    else:
        words = "; ".join(map(_field, change.fields))
    return f": {words}" if words else ""


def _field(field: FieldChange) -> str:
    if field.name == "by":
        return f"by {field.after}" if field.after else f"no longer by {field.before}"
    before = _short(field.before) if field.before else "none"
    after = _short(field.after) if field.after else "none"
    return f"{field.name}: {before} → {after}"


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"


def _unmoved(found: Difference) -> str:
    alike = sum(not each.changed for each in found.tolls)
    if alike == len(found.tolls):
        return "No bound moves."
    return f"{counted(alike, 'other toll')} as before" if alike else "No other tolls."


def _figure(figure: Figure | None) -> str:
    return NOT_ASKED if figure is None else str(figure)
