"""A report in a notebook: its tolls and what to ask, in a table that needs no style sheet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reconcile.reports.dossier.glance import glances
from reconcile.reports.printable import one_line

if TYPE_CHECKING:
    from reconcile.reports.dossier.glance import Glance
    from reconcile.reports.value import Report

_LEFT = ' style="text-align: left"'
_RANGE = ' style="text-align: left; font-size: larger; font-weight: bold; white-space: nowrap"'


def to_html(report: Report) -> str:
    """Return a report as a piece of HTML: a row a toll, with its bounds, the reason, and the question to ask."""
    head = "".join(f'<th scope="col"{_LEFT}>{name}</th>' for name in ("Toll", "Range", "Why", "To ask"))
    rows = "".join(map(_row, glances(report)))
    return (
        f"<div><p><strong>{_text(report.case.title)}</strong><br>{_text(report.case.date)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(glance: Glance) -> str:
    ask = ""
    if glance.ask:
        answers = ", ".join(f"{event}: <strong>{_text(result)}</strong>" for event, result in glance.ask.answers)
        ask = f"{_text(glance.ask.way)} ({answers})"
    return (
        f'<tr><th scope="row"{_LEFT}>{_text(glance.name)}</th><td{_RANGE}>{_text(glance.range)}</td>'
        f"<td{_LEFT}>{_text(glance.why)}</td><td{_LEFT}>{ask}</td></tr>"
    )


def _text(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>"
