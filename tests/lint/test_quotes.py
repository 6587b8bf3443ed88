"""Quotes whose numbers are not those of the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doubts import codes

if TYPE_CHECKING:
    from pathlib import Path


def found(folder: Path, says: str, quote: str) -> list[str]:
    return codes(folder, f"claims:\n  a: {{source: mayor, says: {says}, quote: {quote!r}}}\n")


@pytest.mark.parametrize(
    ("says", "quote"),
    [
        ("{killed: 21}", "12 people are dead"),
        ("{killed: 3}", "Twelve dead."),
        ("{killed: 4, wounded: 40}", "At least five killed, more than fifty hurt"),
        ("{killed: about 40}", "by 18:00 on 6 June there were two dozen bodies"),
        ("{killed: 12}", "We have 1.200 dead"),
        ("{killed: 2024}", "2,025 are dead"),
        ("{wounded: 15}", "fifteen hundred were hurt"),
        ("{wounded: 1500}", "fourteen hundred were hurt"),
    ],
)
def test_no_number_fits(says: str, quote: str, tmp_path: Path) -> None:
    assert found(tmp_path, says, quote) == ["quote-number"]


@pytest.mark.parametrize(
    ("says", "quote"),
    [
        ("{killed: 12}", "Twelve people are dead."),
        ("{killed: at least 12}", "12 are dead, among them 3 children"),
        ("{killed: more than 40}", "more than forty"),
        ("{killed: 41}", "more than forty people"),
        ("{killed: about 40}", "38 of us"),
        ("{killed: 40}", "between 35 and 45 bodies"),
        ("{killed: 1200}", "1.200 are dead"),
        ("{killed: 7}", "five in the harbour, two in the old town, and 40 hurt"),
        ("{killed: 4, wounded: about 40}", "four dead"),
        ("{killed: dozens}", "Dozens are dead, 3 children among them."),
        ("{killed: 1}", "one of us"),
        ("{wounded: 1500}", "fifteen hundred were hurt"),
        ("{wounded: 1200}", "Twelve-hundred hurt"),
        ("{wounded: more than 1900}", "we treated more than nineteen hundred"),
        ("{wounded: 1900}", "we treated more than nineteen hundred"),
        ("{wounded: 2500}", "twenty-five hundred wounded"),
        ("{wounded: 200}", "Two hundred are wounded."),
        ("{wounded: 250}", "two hundred and fifty hurt"),
        ("{wounded: 300000}", "three hundred thousand hurt"),
        # No numbers, or none of people.
        ("{killed: 4}", "We have lost neighbours."),
        ("{killed: 4}", "One of the worst attacks of the war"),
        ("{killed: 4}", "On 6 June 2025, at 18:00, a 9-year-old, aged 9, was found; 30% is searched."),
        ("{killed: 4}", "Kh-101 missiles did it, on March 5, after two days; damage is $40 million"),
        ("{killed: 4}", "#1 99999999999999999 dead"),
    ],
)
def test_a_number_fits_or_there_is_none(says: str, quote: str, tmp_path: Path) -> None:
    assert found(tmp_path, says, quote) == []


def test_a_part_has_its_own_quote(tmp_path: Path) -> None:
    text = """\
    groups: {people: {children: }}
    claims:
      a:
        source: mayor
        says: {killed: 12}
        quote: Twelve are dead.
        including:
          - {says: {killed: 2}, who: children}
          - {says: {killed: 3}, who: children, quote: Two of them are children.}
    """
    assert codes(tmp_path, text) == ["quote-number"]
