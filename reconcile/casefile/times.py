"""Dates and times as people write them in a case: a subset of ISO 8601, each as long as its precision."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from reconcile.model import Span


class TimeError(ValueError):
    """A text that is no date, time or interval; `hint` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UnknownZoneError(ValueError):
    """A name that the time zone database does not have."""


def parse_moment(text: str, zone: tzinfo) -> Span:
    """Return the stretch of time that a date or time names, in UTC.

    Parameters
    ----------
    text
        A date, `2025-06-06`, is that whole day where `zone` is; a time, `2025-06-06T18:00`, is that minute.
        An hour (`T18`), seconds and fractions of a second are as long as they are precise. `Z` or an
        offset, `+03:00`, may stand behind a time.
    zone
        Where times without an offset are local. A time that clocks show twice, as they go back, may be either:
        it lasts from the first to the end of the second.

    Raises
    ------
    TimeError
        If the text is none of these.

    Examples
    --------
    >>> span = parse_moment("2025-06-06T18:00+03:00", UTC)
    >>> span.start.isoformat(), span.end.isoformat()
    ('2025-06-06T15:00:00+00:00', '2025-06-06T15:01:00+00:00')
    """
    found = _MOMENT.fullmatch(text)
    if not found:
        raise _explained(text)
    try:
        start, end = _ends(found, zone)
    except (ValueError, OverflowError):  # 30 February, 25 o'clock, the year 0
        raise TimeError("there is no such date or time", _FORMS) from None
    return Span(start, end, text)


def parse_window(text: str, zone: tzinfo) -> Span:
    """Return the stretch of time that a date, a time, or an interval `A/B` of them names, in UTC.

    Both ends of an interval belong to it, each as long as its precision: `2025-06-05/2025-06-06` is two
    whole days.

    Raises
    ------
    TimeError
        If the text is none of these, or the interval ends before it starts.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return parse_moment(text, zone)
    if re.match(_ORDERED, text):  # 12/03/2024 is no interval
        raise _explained(text)
    start, end = parse_moment(first, zone), parse_moment(last, zone)
    if end.end <= start.start:
        raise TimeError("the interval ends before it starts", f"did you mean {last}/{first}?")
    return Span(start.start, end.end, text)


def find_zone(name: str) -> tzinfo:
    """Return a time zone by its name in the time zone database, such as `Europe/Kyiv`.

    Raises
    ------
    UnknownZoneError
        If there is none of that name.
    """
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most cases that say UTC need no database

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such file; a path out of the database; a folder of it
        raise UnknownZoneError(name) from None


def zone_names() -> list[str]:
    """Return the names of all time zones, sorted."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - as above

    return sorted(available_timezones())


_MOMENT = re.compile(
    r"""(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
    (?:T(?P<hour>[0-9]{2})
      (?::(?P<minute>[0-9]{2})
        (?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?
      )?
      (?P<offset>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?
    )?""",
    re.VERBOSE,
)

_LAST_DAY = "9999-12-31"
"""The day that has no next one; people write it for "for ever"."""

_FORMS = "write 2025-06-06 or 2025-06-06T18:00, with Z or an offset such as +03:00 behind the time if need be"

_ORDERED = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./]\d{1,2}[./]\d{1,2}"
"""Dates in another order, or with other signs, than those of ISO 8601."""

# What is not accepted though it looks like a time, and what to write instead.
_OTHER_FORMS = (
    (r"\d{4}-\d{2}", "a month is no date: write a day, 2025-06-01; `during` and `date` take 2025-06-01/2025-06-30"),
    (r"\d{4}", "a year is no date: write a day, 2025-01-01; `during` and `date` take 2025-01-01/2025-12-31"),
    (r"\d{4}-?W\d{2}(-?\d)?", "weeks are not read: write the date, 2025-06-06"),
    (r"\d{4}-?\d{3}", "days of the year are not read: write the date, 2025-06-06"),
    (r"\d{8}(T.*)?", "write the date with hyphens: 2025-06-06"),
    (r"\d{4}-\d{2}-\d{2}(T\d{3,6}| +\d).*", "write the time behind a T, with colons: 2025-06-06T18:00"),
    (r"\d{4}-\d{1,2}-\d{1,2}(T[\d:]*)?", "write month and day with two digits: 2025-06-06"),
    (_ORDERED, "write year, month, day: 2025-06-06"),
    (rf"(?:{_ORDERED})(,? +|T)\d.*", "write year, month, day, and the time behind a T: 2025-06-06T18:00"),
    (r"P.*", "durations are not read: write both ends, 2025-06-05/2025-06-06"),
    (
        r".*T.*[+-]\d{2}:?\d{0,2}\[.*|.*[A-Za-z]+/[A-Za-z]+.*",
        "write an offset such as +03:00, not the name of a zone",
    ),
    (r".*/.*", "only `during` and `date` take an interval, and it has two ends: 2025-06-05/2025-06-06"),
)


def _explained(text: str) -> TimeError:
    hints = (hint for form, hint in _OTHER_FORMS if re.fullmatch(form, text[:100]))
    return TimeError("this is neither a date nor a time", next(hints, _FORMS))


def _ends(found: re.Match[str], zone: tzinfo) -> tuple[datetime, datetime]:
    day, hour, minute, second, fraction, offset = found.groups()
    date = datetime.fromisoformat(day)
    if day == _LAST_DAY and hour is None:
        return _in_utc(date, zone), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    if hour is None:
        # The day ends where the next one starts: it has 23 or 25 hours when clocks change.
        return _in_utc(date, zone), _in_utc(date + timedelta(days=1), zone)
    clock = time(int(hour), int(minute or 0), int(second or 0), int((fraction or "")[:6].ljust(6, "0")))
    start = datetime.combine(date, clock, _offset(offset) if offset else zone)
    precision = _precision(minute, second, fraction or "")
    return start.astimezone(UTC), max(start.astimezone(UTC) + precision, _end_of_second(start, precision))


def _end_of_second(start: datetime, precision: timedelta) -> datetime:
    """Return when a time is over for good: where clocks show it twice, the second time."""
    last = start + (precision - _INSTANT)
    return last.replace(fold=1).astimezone(UTC) + _INSTANT


_INSTANT = timedelta(microseconds=1)
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def _precision(minute: str | None, second: str | None, fraction: str) -> timedelta:
    if minute is None:
        return _HOUR
    if second is None:
        return _MINUTE
    return timedelta(microseconds=10 ** (6 - min(len(fraction), 6)))


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > 3 else 0
    if minutes >= 60:
        raise ValueError("an hour has sixty minutes")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def _in_utc(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)
