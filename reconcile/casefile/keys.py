"""What is wrong with the keys of one mapping, whatever it is for: one that stands twice, one that is half a figure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.nodes import Scalar

if TYPE_CHECKING:
    from reconcile.casefile.faults import Faults
    from reconcile.casefile.nodes import Mapping, Node

_BY_THREE = r"(?<![\d,])\d{1,3}(,\d{3})+$"
"""A figure with commas as a count has them."""


def settle(node: Mapping, faults: Faults) -> None:
    """Report what is wrong with the keys of a mapping, and leave it with the entries that were meant.

    A figure that its comma ended is put together again; of a key that stands twice, the first is kept
    and what comes later set apart.
    """
    node.entries = _whole_figures(node.entries, faults)
    first: dict[str, Scalar] = {}
    for key, value in node.entries:
        earlier = first.setdefault(key.text, key)
        if earlier is not key:
            first_place = f"line {earlier.line}, column {earlier.column}"
            message = f"{quoted(key.text)} stands here twice: first in {first_place}"
            faults.error(Code.DUPLICATE_KEY, key, message, "keep one, or rename it")
            node.repeated.append((key, value))
    node.entries = [entry for entry in node.entries if first[entry[0].text] is entry[0]]


def _whole_figures(entries: list[tuple[Scalar, Node]], faults: Faults) -> list[tuple[Scalar, Node]]:
    """Return the entries with figures whole again: {killed: 1,200} is two keys, the second of them `200`."""
    whole: list[tuple[Scalar, Node]] = []
    figures: dict[int, tuple[Scalar, str]] = {}
    for key, value in entries:
        last = len(whole) - 1
        start, text = figures.get(last) or _start(whole)
        if start and _goes_on(start, text, key, value):
            figures[last] = start, f"{text},{key.text}"
        else:
            whole.append((key, value))
    for at, (start, text) in figures.items():
        message = f"the comma in {quoted(text)} ends an entry here, since it stands in brackets"
        hint = f'put the figure in quotes, "{text}", or write it without commas'
        faults.error(Code.WRONG_KIND, start, message, hint)
        if re.search(_BY_THREE, text):  # else the text is no count, and one fault of it is enough
            whole[at] = whole[at][0], Scalar(text, True, start.line, start.column)
    return whole


def _start(entries: list[tuple[Scalar, Node]]) -> tuple[Scalar | None, str]:
    """Return the value of the last entry, if it is a text, and its text."""
    value = entries[-1][1] if entries else None
    return (value, value.text) if isinstance(value, Scalar) else (None, "")


def _goes_on(start: Scalar, text: str, key: Scalar, value: Node) -> bool:
    """Return whether a key without a value is the rest of a figure whose text so far stands before it."""
    has_start = start.plain and start.line == key.line and text[-1:].isdecimal()
    return has_start and key.plain and key.text.isdecimal() and isinstance(value, Scalar) and value.is_null
