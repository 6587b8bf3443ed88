"""Counts, times and the like at their places in a file: the value, or the fault reported."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from reconcile.casefile.codes import Code
from reconcile.casefile.counts import CountError, parse_count, parse_interval
from reconcile.casefile.diagnostics import quoted
from reconcile.casefile.names import Names
from reconcile.casefile.nodes import Scalar
from reconcile.casefile.times import (
    TimeError,
    UnknownZoneError,
    find_zone,
    parse_moment,
    parse_window,
    zone_names,
)
from reconcile.model import Ignored

if TYPE_CHECKING:
    from collections.abc import Callable

    from reconcile.casefile.checks import Entries
    from reconcile.casefile.faults import Faults
    from reconcile.model import Count, Span


def read_count(key: Scalar, lexicon: str, faults: Faults) -> Count | None:
    """Return the count that a text gives."""
    try:
        return parse_count(key.text, lexicon)
    except CountError as error:
        hint = f"did you mean {quoted(error.nearest)}?" if error.nearest else _COUNTS
        faults.error(Code.BAD_COUNT, key, f"{quoted(key.text)}: {error.message}", hint)
        return None


def read_shared(key: Scalar, faults: Faults) -> tuple[int, int] | None:
    """Return the interval of people that two claims share."""
    try:
        return parse_interval(key.text)
    except CountError as error:
        hint = f"did you mean {quoted(error.nearest)}?" if error.nearest else "write 3, or 1-3"
        faults.error(Code.BAD_INTERVAL, key, f"{quoted(key.text)}: {error.message}", hint)
        return None


def read_ignored(entries: Entries, faults: Faults) -> tuple[Ignored, ...]:
    """Return the warnings that an entry lets be, each with its reason."""
    return tuple(
        Ignored(key.text, reason.text, faults.origin(key))
        for key, reason in entries.mapping("ignore")
        if isinstance(reason, Scalar)
    )


def read_moment(key: Scalar, zone: tzinfo, faults: Faults) -> Span | None:
    """Return the stretch of time that a date or time names."""
    return _read_span(parse_moment, key, zone, faults)


def read_window(key: Scalar, zone: tzinfo, faults: Faults) -> Span | None:
    """Return the stretch of time that a date, a time or an interval names."""
    return _read_span(parse_window, key, zone, faults)


def read_zone(key: Scalar, faults: Faults) -> tzinfo:
    """Return the time zone of a name; UTC, and a fault, where there is none of that name."""
    try:
        return find_zone(key.text)
    except UnknownZoneError:
        near = Names(zone_names()).nearest(key.text)
        hint = f"did you mean {quoted(near)}?" if near else "write a name such as Europe/Kyiv, or UTC"
        faults.error(Code.UNKNOWN_TIMEZONE, key, f"no time zone is called {quoted(key.text)}", hint)
        return UTC


_COUNTS = "write 4, at least 4, 35-45, about 40, none, dozens, …"


def _read_span(parse: Callable[[str, tzinfo], Span], key: Scalar, zone: tzinfo, faults: Faults) -> Span | None:
    try:
        return parse(key.text, zone)
    except TimeError as error:
        faults.error(Code.BAD_TIME, key, f"{quoted(key.text)}: {error.message}", error.hint)
        return None
