"""Dates, times and intervals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.casefile import TimeError, find_zone, parse_moment, parse_window
from reconcile.casefile.times import UnknownZoneError, zone_names
from reconcile.model import Span

KYIV = ZoneInfo("Europe/Kyiv")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-06-06", "2025-06-05T21:00", "2025-06-06T21:00"),
        ("2025-06-06T18:00", "2025-06-06T15:00", "2025-06-06T15:01"),
        ("2025-06-06T18", "2025-06-06T15:00", "2025-06-06T16:00"),
        ("2025-06-06T18:00:30", "2025-06-06T15:00:30", "2025-06-06T15:00:31"),
        ("2025-06-06T18:00:30.5", "2025-06-06T15:00:30.5", "2025-06-06T15:00:30.6"),
        ("2025-06-06T18:00:30,123456", "2025-06-06T15:00:30.123456", "2025-06-06T15:00:30.123457"),
        ("2025-06-06T18:00Z", "2025-06-06T18:00", "2025-06-06T18:01"),
        ("2025-06-06T18:00+01:00", "2025-06-06T17:00", "2025-06-06T17:01"),
        ("2025-06-06T18:00-0330", "2025-06-06T21:30", "2025-06-06T21:31"),
        ("2025-06-06T18+01", "2025-06-06T17:00", "2025-06-06T18:00"),
        ("2025-03-30", "2025-03-29T22:00", "2025-03-30T21:00"),  # clocks go forward: 23 hours
        ("2025-10-26", "2025-10-25T21:00", "2025-10-26T22:00"),  # and back: 25
        ("2025-10-26T03:30", "2025-10-26T00:30", "2025-10-26T01:31"),  # shown twice, and either may be meant
        ("2025-10-26T03", "2025-10-26T00:00", "2025-10-26T02:00"),
        ("2025-10-26T03:30:00.5", "2025-10-26T00:30:00.5", "2025-10-26T01:30:00.6"),
        ("2025-10-26T03:30+03:00", "2025-10-26T00:30", "2025-10-26T00:31"),
        ("2025-10-26T03:30+02:00", "2025-10-26T01:30", "2025-10-26T01:31"),
        ("2025-10-26T02:59", "2025-10-25T23:59", "2025-10-26T00:00"),
        ("2025-10-26T04:00", "2025-10-26T02:00", "2025-10-26T02:01"),
        ("2025-03-30T03:30", "2025-03-30T01:30", "2025-03-30T01:31"),  # shown never
    ],
)
def test_moment(text: str, start: str, end: str) -> None:
    span = parse_moment(text, KYIV)
    assert (span.start, span.end, span.text) == (utc(start), utc(end), text)
    assert span.start.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("yesterday", "write 2025-06-06 or"),
        ("2025-06", "a month is no date"),
        ("2025", "a year is no date"),
        ("2025-W23", "weeks are not read"),
        ("2025-W23-5", "weeks are not read"),
        ("2025-157", "days of the year"),
        ("20250606", "with hyphens"),
        ("20250606T180000", "with hyphens"),
        ("2025-06-06 18:00", "behind a T"),
        ("2025-06-06T1800", "behind a T"),
        ("2025-6-6", "two digits"),
        ("6.6.2025", "year, month, day"),
        ("06/06/2025", "year, month, day"),
        ("12/03/2024 09:00", "write year, month, day, and the time behind a T"),
        ("12.03.2024, 9:00", "write year, month, day, and the time behind a T"),
        ("2024/03/12T09:00", "write year, month, day, and the time behind a T"),
        ("P1D", "durations"),
        ("2025-06-06T18:00 Europe/Kyiv", "not the name of a zone"),
        ("2025-06-05/2025-06-06", "only `during` and `date`"),
        ("2025-02-30", "write 2025-06-06 or"),
        ("2025-06-06T25:00", "write 2025-06-06 or"),
        ("2025-06-06T18:00+99:00", "write 2025-06-06 or"),
        ("2025-06-06T18:00+01:75", "write 2025-06-06 or"),
        ("0001-01-01", "write 2025-06-06 or"),
        ("2" * 1_000_000, "write 2025-06-06 or"),
    ],
)
def test_what_is_no_moment(text: str, hint: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_moment(text, KYIV)
    assert hint in caught.value.hint


def test_window() -> None:
    nights = parse_window("2025-06-05/2025-06-06", UTC)
    assert (nights.start, nights.end) == (utc("2025-06-05"), utc("2025-06-07"))
    twice = parse_window("2025-10-26T03:30/2025-10-26T03:40", KYIV)
    assert (twice.start, twice.end) == (utc("2025-10-26T00:30"), utc("2025-10-26T01:41"))
    evening = parse_window("2025-06-05T21:00/2025-06-06", KYIV)
    assert (evening.start, evening.end) == (utc("2025-06-05T18:00"), utc("2025-06-06T21:00"))
    assert parse_window("2025-06-05", UTC) == parse_moment("2025-06-05", UTC)


def test_an_hour_of_which_half_is_shown_twice() -> None:
    hour = parse_moment("2025-04-06T01", ZoneInfo("Australia/Lord_Howe"))  # at 2:00 it is 1:30 again
    assert (hour.start, hour.end) == (utc("2025-04-05T14:00"), utc("2025-04-05T15:30"))


def test_a_window_that_runs_backwards() -> None:
    with pytest.raises(TimeError) as caught:
        parse_window("2025-06-06/2025-06-05", UTC)
    assert caught.value.hint == "did you mean 2025-06-05/2025-06-06?"


@pytest.mark.parametrize(
    "text", ["2025-06-05/P1D", "2025-06-05/06", "/", "2025-06-05/", "2025-06-05/2025-06-06/2025-06-07"]
)
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(TimeError):
        parse_window(text, UTC)


@pytest.mark.parametrize("text", ["12/03/2024", "2024/03/12", "12/03/2024 09:00"])
def test_a_date_with_slashes_is_no_window_of_two_ends(text: str) -> None:
    with pytest.raises(TimeError) as caught:
        parse_window(text, UTC)
    assert caught.value.hint.startswith("write year, month, day")


@pytest.mark.parametrize("name", ["Europe/Kiew", "Europe", "", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(UnknownZoneError):
        find_zone(name)


def test_zones() -> None:
    assert find_zone("UTC") is UTC
    assert find_zone("Europe/Kyiv") == KYIV
    assert "Europe/Kyiv" in zone_names()


TIMES = st.datetimes(utc("1900-01-01").replace(tzinfo=None), utc("2200-01-01").replace(tzinfo=None))


@given(TIMES, st.sampled_from(["%Y-%m-%d", "%Y-%m-%dT%H", "%Y-%m-%dT%H:%M"]))
@settings(deadline=None)
def test_a_moment_holds_the_time_it_was_cut_from(time: datetime, form: str) -> None:
    span = parse_moment(time.strftime(form), UTC)
    assert span.start <= time.replace(tzinfo=UTC) < span.end
    assert span.end - span.start <= timedelta(days=1)


def parsed(text: str) -> Span | TimeError:
    try:
        return parse_window(text, KYIV)
    except TimeError as error:
        return error


LIKE_A_TIME = st.from_regex(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-9]{2})?[Z+-]?[0-9]{0,4})?",
    fullmatch=True,
)


@given(st.text() | LIKE_A_TIME)
@settings(deadline=None)
def test_any_text_is_a_window_or_a_time_error(text: str) -> None:
    match parsed(text):
        case Span() as span:
            assert span.start < span.end
        case TimeError() as error:
            assert error.hint


def test_the_last_day_has_no_next() -> None:
    forever = parse_moment("9999-12-31", UTC)
    assert forever.start.year == forever.end.year == 9999
    assert parse_moment("9999-12-31T23:59+01:00", UTC).end == utc("9999-12-31T23:00")
