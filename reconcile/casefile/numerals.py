"""Whole numbers in a text, in digits or in English words: found, valued, and set apart from the words around them."""

from __future__ import annotations

import re
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


def abstract(text: str) -> tuple[str, list[Number]]:
    """Return a text with each number replaced by `#`, and the numbers in the order of their places.

    Parameters
    ----------
    text
        In lower case, with single spaces, `-` for every dash and `'` for every apostrophe.

    Raises
    ------
    NumberTooLargeError
        If a number is above `LARGEST`.

    Examples
    --------
    >>> abstract("between thirty-five and 1,200")
    ('between # and #', [Number(text='thirty-five', value=35, dozens=False), Number(text='1,200', value=1200, dozens=False)])
    """
    numbers: list[Number] = []

    def replace(found: re.Match[str]) -> str:
        value = _value(found["number"])
        numbers.append(Number(found[0], value * DOZEN if found["dozen"] else value, bool(found["dozen"])))
        if numbers[-1].value > LARGEST:
            raise NumberTooLargeError
        return "#"

    return _NUMBER.sub(replace, text), numbers


_UNITS = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    ),
)
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True),
)
_WORDS = (
    {"zero": 0, "a hundred": 100, "one hundred": 100, "a": 1}
    | _UNITS
    | _TEENS
    | _TENS
    | {f"{ten}-{unit}": value + more for ten, value in _TENS.items() for unit, more in _UNITS.items()}
)
"""The number words up to a hundred; `a` is one only where a dozen follows."""

_DIGITS = r"[1-9][0-9]{0,2}(?:(?P<by_three>[, '])[0-9]{3})(?:(?P=by_three)[0-9]{3})*(?![0-9])|[0-9]+"
_NUMBER_WORDS = (
    rf"\b(?:(?:a|one) hundred|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)})\b)?|{{}})\b".format(
        "|".join(["zero", *_TEENS, *_UNITS]),
    )
)
_NUMBER = re.compile(rf"(?P<number>{_DIGITS}|{_NUMBER_WORDS}|\ba(?= dozen\b))(?P<dozen> dozen\b)?")


def _value(number: str) -> int:
    if number[0].isdigit():
        digits = re.sub(r"[^0-9]", "", number).lstrip("0")
        if len(digits) > len(str(LARGEST)):  # before int(), which takes long over a million digits
            raise NumberTooLargeError
        return int(digits or "0")
    return _WORDS.get(number) or _WORDS[number.replace(" ", "-")]
