"""Whole numbers in digits or in English words: found in a text, valued, and set apart from what is around."""

from __future__ import annotations

import re
from math import prod
from typing import NamedTuple

from reconcile.casefile.lexicons import DOZEN

LARGEST = 10_000_000_000
"""The largest number that is read: more than all people."""


class Number(NamedTuple):
    """A number as written and its value; `dozens` where it was given in dozens."""

    text: str
    value: int
    dozens: bool


class NumberTooLargeError(ValueError):
    """A number above `LARGEST`."""


def normalised(text: str) -> str:
    """Return a text in lower case, with one kind of space, dash and apostrophe."""
    return " ".join(text.lower().split()).translate(_ONE_KIND)


def abstract(text: str, *, multiples: bool = False) -> tuple[str, list[Number]]:
    """Return a text with each number replaced by `#`, and the numbers in the order of their places.

    Parameters
    ----------
    text
        As `normalised` leaves it.
    multiples
        Whether hundreds, thousands and millions of a number are one number, as in running text: `fifteen hundred`.

    Raises
    ------
    NumberTooLargeError
        If a number is above `LARGEST`.

    Examples
    --------
    >>> form, numbers = abstract("between thirty-five and 1,200")
    >>> form, [number.value for number in numbers]
    ('between # and #', [35, 1200])
    >>> abstract("fifteen hundred people", multiples=True)
    ('# people', [Number(text='fifteen hundred', value=1500, dozens=False)])
    """
    numbers: list[Number] = []

    def replace(found: re.Match[str]) -> str:
        value = _value(found["number"]) * _times(found["multiple"] if multiples else "")
        numbers.append(Number(found[0], value * DOZEN if found["dozen"] else value, bool(found["dozen"])))
        if numbers[-1].value > LARGEST:
            raise NumberTooLargeError
        return "#"

    return (_MULTIPLIED if multiples else _NUMBER).sub(replace, text), numbers


_ONE_KIND = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-") | dict.fromkeys([0x2019, 0x02BC], "'")
"""Every dash and minus sign to the hyphen, every apostrophe to the straight one."""

_UNITS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
}
_TEENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_WORDS = (
    {"zero": 0, "a hundred": 100, "one hundred": 100, "a thousand": 1000, "one thousand": 1000, "a": 1}
    | _UNITS
    | _TEENS
    | _TENS
    | {f"{ten}-{unit}": value + more for ten, value in _TENS.items() for unit, more in _UNITS.items()}
)
"""The number words up to a hundred, and a thousand; `a` is one only where a dozen follows."""

_DIGITS = r"[1-9][0-9]{0,2}(?:(?P<by_three>[, '])[0-9]{3})(?:(?P=by_three)[0-9]{3})*(?![0-9])|[0-9]+"
_UNIT, _TEEN, _TEN = map("|".join, (_UNITS, _TEENS, _TENS))
_NAMES = rf"(?:a|one) (?:hundred|thousand)|(?:{_TEN})(?:[- ](?:{_UNIT})\b)?|{_TEEN}|{_UNIT}|zero"
_ANY = rf"(?P<number>{_DIGITS}|\b(?:{_NAMES})\b|\ba(?= dozen\b))(?P<dozen> dozen\b)?"
_MULTIPLES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
_NUMBER = re.compile(_ANY)
_MULTIPLIED = re.compile(rf"{_ANY}(?P<multiple>(?:[ -](?:{'|'.join(_MULTIPLES)})\b)*)")


def _times(multiple: str) -> int:
    """Return what a number is multiplied with: by a hundred thousand in `three hundred thousand`."""
    return prod(_MULTIPLES[word] for word in re.findall("[a-z]+", multiple))


def _value(number: str) -> int:
    if number[0].isdigit():
        digits = re.sub(r"[^0-9]", "", number).lstrip("0")
        if len(digits) > len(str(LARGEST)):  # before int(), which takes long over a million digits
            raise NumberTooLargeError
        return int(digits or "0")
    return _WORDS[number] if number in _WORDS else _WORDS[number.replace(" ", "-")]
