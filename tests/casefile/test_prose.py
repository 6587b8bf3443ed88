"""Counts in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.casefile.prose import counts_in, vague_counts_in


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("12 people died. 3.", ["12", "3"]),
        ("At least TWELVE\nwere hurt, 4+ killed", ["12+", "4+"]),
        ("35–45 hurt; between 3 and 5 dead; 7 or 8 missing", ["35–45", "3–5", "7–8"]),
        ("1.200 people, 1,300 people, 1 400 people", ["1200", "1300", "1400"]),
        ("two dozen, a hundred, forty-five", ["24", "100", "45"]),
        ("9 to 7", ["7–9"]),
        ("more than fifteen hundred, twenty-five hundred, a hundred thousand", ["1501+", "2500", "100000"]),
        ("3rd day, 2.5 tonnes, 30 percent, 30 per cent, 5 km, 6 pm, 9.3.2024", []),
        ("March 5, 5 March 2024, 2024-03-05T18:00, in 2024", []),
        ("a 9-year-old and a nine year old, aged 9 to 12, Kh-101, covid19, €5,000", []),
        ("#", []),
        ("", []),
        ("99999999999999999999", []),
    ],
)
def test_counts(text: str, counts: list[str]) -> None:
    assert [str(count) for count in counts_in(text)] == counts


def test_vague_words() -> None:
    [count] = vague_counts_in("Dozens of people", "acled")
    assert (count.lo, count.hi, count.words, count.lexicon) == (12, 12, "dozens", "acled")


@given(st.text())
def test_whatever_is_quoted_is_no_fault(text: str) -> None:
    assert all(count.lo <= count.hi for count in counts_in(text))
